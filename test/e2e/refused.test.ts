import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../src/bots/contract/message.js'
import type { Chat } from '../../src/bots/contract/request.js'
import { telegramPlatform } from '../../src/bots/telegram/telegram.js'
import { openBed, say, textOf, type Bed } from './discord-bed.js'
import type { CapturedRequest } from './fake-discord/fake-discord.js'
import { specAbsence, validateDiscordRequest } from './fake-discord/validate.js'
import { CHANNEL_ID, FORUM_ID, PUBLIC_THREAD, READER_ID } from './fake-discord/world.js'
import { checkTelegramRequest, noSpecReason } from './fake-telegram/check-request.js'
import { startFakeTelegram } from './fake-telegram/fake-telegram.js'
import { FORUM as TELEGRAM_FORUM, READER } from './fake-telegram/world.js'

// What people reported of bots whose platform refused what they said.

let bed: Bed
beforeEach(async () => {
  bed = await openBed()
})
afterEach(async () => {
  if (specAbsence === undefined) expect(bed.fake.requests.flatMap(validateDiscordRequest)).toEqual([])
  await bed.stop()
})

type Seen = Pick<CapturedRequest, 'method' | 'path'>
const inChannel: Chat = { platform: 'discord', chatId: CHANNEL_ID }
const inForum: Chat = { platform: 'discord', chatId: FORUM_ID }
const isMessage = ({ method, path }: Seen) => method === 'POST' && path === `/channels/${CHANNEL_ID}/messages`
const EXPLICIT = { status: 400, body: { code: 20009, message: 'Explicit content cannot be sent to the desired recipient(s)' } } // prettier-ignore
const said: Message = {
  blocks: [
    { kind: 'heading', text: 'Trade', level: 1 },
    { kind: 'paragraph', runs: [{ text: 'A line', link: 'https://steppe.example/a' }] },
    { kind: 'controls', controls: [{ kind: 'button', label: 'No. 1', action: ['item', 's1', '0'] }] },
  ],
}

test('a message that Discord refuses for its content is sent once more as one plain text, and not a third time', async () => {
  const [payload = {}] = bed.platform.render(said)
  bed.fake.addFault({ when: isMessage, times: 1, answer: EXPLICIT })
  expect(await bed.platform.send(inChannel, payload, 'n1')).toMatchObject({ kind: 'sent' })
  const [shown] = bed.fake.messages.filter(({ channelId }) => channelId === CHANNEL_ID).slice(-1)
  expect(JSON.stringify(shown?.body)).toMatch(/"components":\[\{"type":10,"content":"[^"]*steppe\.example/)
  bed.fake.addFault({ when: isMessage, times: 2, answer: EXPLICIT })
  const before = bed.fake.requests.filter(isMessage).length
  expect(await bed.platform.send(inChannel, payload, 'n2')).toMatchObject({ kind: 'refused' })
  expect(bed.fake.requests.filter(isMessage).length - before).toBe(2)
})

test.each([
  ['AutoMod', { code: 200_000, message: 'Message was blocked by automatic moderation' }],
  ['a form error', { code: 50_035, message: 'Invalid Form Body' }],
])('"thinking" for ever: where %s refuses a deferred answer, the asker alone is told and nothing goes on thinking', async (_, body) => {
  const isEdit = ({ method, path }: Seen) => method === 'PATCH' && path.endsWith('/messages/@original')
  bed.fake.addFault({ when: isEdit, times: 1, answer: { status: 400, body } })
  const interaction = bed.fake.sendInteraction({ name: 'ask', options: { question: 'trade' } })
  await bed.fake.waitFor(() => interaction.followUps.length === 1)
  expect(interaction.original).toBe('removed')
  expect(textOf(interaction.followUps[0])).toMatch(/^Discord did not let me show this here/)
  expect(interaction.followUps[0]?.isEphemeral).toBe(true)
}) // prettier-ignore

const forum = () => bed.fake.channels.get(FORUM_ID) ?? {}
const posts = () => [...bed.fake.channels.values()].filter(({ type, parentId }) => type === PUBLIC_THREAD && parentId === FORUM_ID) // prettier-ignore
const post = (first: Message, news = say('what is new')) =>
  bed.platform.renderPost?.({ key: 's1', name: 'A story', tags: ['Trade'], first, events: [], news }) ?? {}
const withTags = (availableTags: readonly object[], denied = 0n) => Object.assign(forum(), { needsTag: true, availableTags, denied, allowed: 0n }) // prettier-ignore
const MANAGE = (1n << 4n) | (1n << 34n)

test('"a forum that requires tags takes no post": a story, an alert and a general post get a tag that the forum has', async () => {
  withTags([{ id: '4', name: 'Staff', moderated: true }, { id: '5', name: 'News', moderated: false }], MANAGE) // prettier-ignore
  expect(await bed.platform.send(inForum, post(say('all')), 'n1')).toMatchObject({ kind: 'sent' })
  const [alert = {}] = bed.platform.render(say('An alert'), { isForum: true })
  expect(await bed.platform.send(inForum, alert, 'n2')).toMatchObject({ kind: 'sent' })
  expect(posts().map(({ appliedTags }) => appliedTags)).toEqual([['5'], ['5']])
})

test('a forum without a tag for us rests its subscriptions, and the menu says so before', async () => {
  withTags([{ id: '4', name: 'Staff', moderated: true }], MANAGE)
  expect(await bed.platform.send(inForum, post(say('all')), 'n1')).toMatchObject({ kind: 'gone', cause: 'untagged' })
  expect(await bed.platform.rights?.(inForum, READER_ID)).toMatchObject({ missing: [], needsTag: true })
})

test('"the limit on edits of old posts holds up the news": the first message stays as it is, the news are said', async () => {
  await bed.platform.send(inForum, post(say('all')), 'n1')
  const [{ id: threadId } = { id: '' }] = posts()
  const headers = { 'retry-after': '120' }
  const body = { message: 'Maximum number of edits to messages older than 1 hour reached. Try again later', code: 30_046, retry_after: 120 } // prettier-ignore
  const isEdit = ({ method, path }: Seen) => method === 'PATCH' && path === `/channels/${threadId}/messages/${threadId}`
  bed.fake.addFault({ when: isEdit, times: 9, answer: { status: 429, headers, body } })
  for (const news of ['first news', 'second news'])
    expect(await bed.platform.send(inForum, post(say('more'), say(news)), news.slice(0, 6))).toMatchObject({ kind: 'sent' }) // prettier-ignore
  const shown = bed.fake.messages.filter(({ channelId }) => channelId === threadId).map((message) => textOf(message))
  expect(shown).toEqual(['all', 'first news', 'second news'])
})

test('"a topic a section, chosen inside a topic": a part meant for a topic goes there and not where it was subscribed', async () => {
  const token = '7000000001:AAtestTokenOfNobody_-9'
  const fake = await startFakeTelegram({ token })
  const options = {
    token,
    apiUrl: fake.url,
    secret: 'a secret of the tests',
    now: () => Date.parse('2025-06-17T08:00Z'),
  }
  const platform = telegramPlatform({ ...options, firstSight: async () => true })
  try {
    await platform.start(async () => say('nothing'))
    const inTopic: Chat = { platform: 'telegram', chatId: String(TELEGRAM_FORUM.id), threadId: '5' }
    const [payload = {}] = platform.render(said)
    const topicId = (await platform.openTopic?.(inTopic, 'Trade')) ?? ''
    await platform.send(inTopic, platform.intoTopic?.(payload, topicId) ?? {}, 'n1')
    await platform.send(inTopic, payload, 'n2')
    const sends = fake.requests.filter(({ method }) => method === 'sendMessage')
    expect(sends.map(({ params }) => String(params['message_thread_id']))).toEqual([topicId, '5'])
  } finally {
    await platform.stop()
    await fake.stop()
  }
})

test('"one bad entity stopped all posts": what Telegram cannot parse goes once more as plain text with its addresses', async () => {
  const token = '7000000001:AAtestTokenOfNobody_-9'
  const fake = await startFakeTelegram({ token })
  const options = {
    token,
    apiUrl: fake.url,
    secret: 'a secret of the tests',
    now: () => Date.parse('2025-06-17T08:00Z'),
  }
  const platform = telegramPlatform({ ...options, firstSight: async () => true })
  try {
    await platform.start(async () => say('nothing'))
    const [payload = {}] = platform.render(said)
    const description = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 39'
    fake.faults.add('sendMessage', 1, { status: 400, description })
    const chat: Chat = { platform: 'telegram', chatId: String(READER.id) }
    expect(await platform.send(chat, payload, 'n1')).toMatchObject({ kind: 'sent' })
    const sends = fake.requests.filter(({ method }) => method === 'sendMessage')
    expect(sends.map(({ params }) => params['parse_mode'])).toEqual(['HTML', undefined])
    expect(sends[1]?.params['text']).toBe('Trade\nA line (https://steppe.example/a)')
    if (noSpecReason === undefined) expect(fake.requests.flatMap(({ method, params }) => checkTelegramRequest(method, params))).toEqual([]) // prettier-ignore
  } finally {
    await platform.stop()
    await fake.stop()
  }
})
