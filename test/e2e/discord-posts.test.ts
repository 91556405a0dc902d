import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../src/bots/contract/message.js'
import type { StoryPost } from '../../src/bots/contract/platform.js'
import type { Chat } from '../../src/bots/contract/request.js'
import { openBed, say, textOf } from './discord-bed.js'
import type { Bed } from './discord-bed.js'
import type { CapturedRequest } from './fake-discord/fake-discord.js'
import { specAbsence, validateDiscordRequest } from './fake-discord/validate.js'
import {
  ANNOUNCEMENTS_ID,
  BOT_ID,
  CHANNEL_ID,
  CLOSED_FORUM_ID,
  DM_CHANNEL_ID,
  FORUM,
  FORUM_ID,
  GUILD_ID,
  PUBLIC_THREAD,
  QUIET_ROLE_ID,
  ROLE_ID,
} from './fake-discord/world.js'
import type { Payload } from '../../src/bots/contract/payload.js'

let bed: Bed
beforeEach(async () => {
  bed = await openBed()
})
afterEach(async () => {
  if (specAbsence === undefined) expect(bed.fake.requests.flatMap(validateDiscordRequest)).toEqual([])
  await bed.stop()
})

const inForum: Chat = { platform: 'discord', chatId: FORUM_ID }
const isPost = ({ method, path }: Pick<CapturedRequest, 'method' | 'path'>): boolean =>
  method === 'POST' && path.endsWith('/threads')

function withStory(text: string, storyId = 's1'): Message {
  const button = { kind: 'button', label: 'The story', action: ['story', storyId] } as const
  return { blocks: [...say(text).blocks, { kind: 'controls', controls: [button] }] }
}

function story(change: Partial<StoryPost> = {}): StoryPost {
  return {
    key: 's1',
    name: 'Kazakhstan-China trade, 2024: $43.8 bn',
    tags: ['Trade and energy', 'Kazakhstan'],
    first: withStory('all that is known'),
    events: [],
    news: say('what is new'),
    ...change,
  }
}

const payloadOf = (post: StoryPost, posting = {}): Payload => bed.platform.renderPost?.(post, posting) ?? {}
const send = async (payload: Payload, nonce: string, chat = inForum) => bed.platform.send(chat, payload, nonce)
const threads = () => [...bed.fake.channels.values()].filter(({ type, parentId }) => type === PUBLIC_THREAD && parentId === FORUM_ID) // prettier-ignore
const saidIn = (threadId: string) =>
  bed.fake.messages.filter(({ channelId }) => channelId === threadId).map((message) => textOf(message))

test('a story is one post, with tags by section and country that are made where they are missing', async () => {
  expect(await send(payloadOf(story()), 'first')).toMatchObject({ kind: 'sent' })
  const [thread] = threads()
  expect(threads().length).toBe(1)
  expect(thread?.name).toBe('Kazakhstan-China trade, 2024: $43.8 bn')
  const tags = bed.fake.channels.get(FORUM_ID)?.availableTags ?? []
  expect(tags.map(({ name }) => name)).toEqual(['Trade and energy', 'Kazakhstan'])
  expect(thread?.appliedTags).toEqual(tags.map(({ id }) => id))
  expect(saidIn(thread?.id ?? '')).toEqual(['all that is known'])
})

test('as a story develops its first message is edited and what is new is said below, also in an archived post', async () => {
  await send(payloadOf(story()), 'first')
  const [thread] = threads()
  if (!thread) throw new Error('no post')
  const next = payloadOf(story({ first: withStory('more is known'), news: say('a new figure') }))
  expect(await send(next, 'second')).toMatchObject({ kind: 'sent' })
  expect(threads().length).toBe(1)
  expect(saidIn(thread.id)).toEqual(['more is known', 'a new figure'])
  thread.isArchived = true
  expect(await send(payloadOf(story({ news: say('and another') })), 'third')).toMatchObject({ kind: 'sent' })
  expect(saidIn(thread.id)).toEqual(['all that is known', 'a new figure', 'and another'])
  // The same part again, after a crash between saying it and writing that down.
  expect(await send(payloadOf(story({ news: say('and another') })), 'third')).toMatchObject({ kind: 'sent' })
  expect(saidIn(thread.id).length).toBe(3)
})

test('a post whose making was never answered is found again, not made twice, even under an old archive', async () => {
  bed.fake.addFault({ when: isPost, times: 1, answer: 'cut' })
  const payload = payloadOf(story({ events: [say('of another section')] }))
  expect(await send(payload, 'first')).toMatchObject({ kind: 'uncertain' })
  const [thread] = threads()
  if (!thread) throw new Error('no post')
  thread.isArchived = true
  expect(await send(payload, 'first')).toMatchObject({ kind: 'sent' })
  expect(threads().length).toBe(1)
  expect(saidIn(thread.id)).toEqual(['all that is known', 'of another section'])
})

test('another story of the same name is another post', async () => {
  bed.fake.addFault({ when: isPost, times: 1, answer: { status: 502 } })
  await send(payloadOf(story()), 'first')
  await send(payloadOf(story({ key: 's2', first: withStory('another', 's2') })), 'second')
  expect(threads().length).toBe(1)
  expect(await send(payloadOf(story()), 'first')).toMatchObject({ kind: 'sent' })
  expect(threads().length).toBe(2)
})

test('two parts of one story at once are one post', async () => {
  const results = await Promise.all([send(payloadOf(story()), 'a'), send(payloadOf(story()), 'b')])
  expect(results.map(({ kind }) => kind)).toEqual(['sent', 'sent'])
  expect(threads().length).toBe(1)
})

test('a part that may have arrived is looked for in its post', async () => {
  const payload = payloadOf(story())
  const since = Date.parse('2025-06-16T02:41:00Z')
  expect(await bed.platform.find?.(inForum, payload, since)).toBe('absent')
  await send(payload, 'first')
  const [thread] = threads()
  expect(await bed.platform.find?.(inForum, payload, since)).toEqual({ messageId: thread?.id })
  expect(bed.platform.mark?.(payload, 'may have come before')).toBeUndefined()
})

test('a forum where the bot may not post is gone for it; a story whose post a moderator deleted is posted anew', async () => {
  const closed: Chat = { platform: 'discord', chatId: CLOSED_FORUM_ID }
  expect(await send(payloadOf(story()), 'n', closed)).toMatchObject({ kind: 'gone', cause: 'forbidden' })
  await send(payloadOf(story()), 'first')
  const [thread] = threads()
  ;(bed.fake.channels as Map<string, unknown>).delete(thread?.id ?? '')
  expect(await send(payloadOf(story()), 'second')).toMatchObject({ kind: 'sent' })
  expect(threads().map(({ id }) => id)).not.toEqual([thread?.id])
})

test('a name is cut to what Discord holds; a forum that is full of tags gets no more', async () => {
  const tags = Array.from({ length: 20 }, (_, index) => ({ id: String(9_000 + index), name: `tag ${index}` }))
  const forum = bed.fake.addChannel({ id: '1300000000000000090', type: FORUM, availableTags: tags })
  const chat: Chat = { platform: 'discord', chatId: forum.id }
  const post = story({ name: 'n'.repeat(150), tags: ['Tag 3', 'New one'] })
  expect(await send(payloadOf(post), 'first', chat)).toMatchObject({ kind: 'sent' })
  const made = [...bed.fake.channels.values()].find(({ parentId }) => parentId === forum.id)
  expect(made?.name.length).toBe(100)
  expect(made?.appliedTags).toEqual(['9003'])
})

test('an alert to a forum is a post of its own', async () => {
  const [payload = {}] = bed.platform.render(say('a figure changed', { title: 'Alert' }), { isForum: true })
  expect(await send(payload, 'alert')).toMatchObject({ kind: 'sent' })
  expect(threads().map(({ name }) => name)).toEqual(['Alert'])
})

test('a message to a forum is a post, and a post to a channel without posts is a message', async () => {
  const [payload = {}] = bed.platform.render({ blocks: [{ kind: 'heading', level: 1, text: 'Digest, 17 June' }, ...say('news').blocks] }) // prettier-ignore
  expect(await send(payload, 'digest')).toMatchObject({ kind: 'sent' })
  expect(threads().map(({ name }) => name)).toEqual(['Digest, 17 June'])
  const chat: Chat = { platform: 'discord', chatId: CHANNEL_ID }
  expect(await send(payloadOf(story()), 'plain', chat)).toMatchObject({ kind: 'sent' })
  expect(saidIn(CHANNEL_ID)).toEqual(['what is new'])
})

test('a mention in the post of a story is about it', async () => {
  await send(payloadOf(story()), 'first')
  const [thread] = threads()
  const { id } = bed.fake.sendMessage({ content: `<@${BOT_ID}> why?`, pingsBot: true, channelId: thread?.id ?? '' })
  await bed.fake.waitFor(({ body }) => (body as { nonce?: string } | undefined)?.nonce === `${id}-0`)
  expect(bed.asked.at(-1)).toMatchObject({ about: { storyIds: ['s1'] } })
})

test('a post in an announcement channel is published where that is asked for, once', async () => {
  const chat: Chat = { platform: 'discord', chatId: ANNOUNCEMENTS_ID }
  const [payload = {}] = bed.platform.render(say('digest'), { crosspost: true })
  await send(payload, 'n1', chat)
  await send(payload, 'n1', chat)
  await send(bed.platform.render(say('quiet'), {})[0] ?? {}, 'n2', chat)
  await send(payload, 'n3', { platform: 'discord', chatId: CHANNEL_ID })
  expect(bed.fake.messages.map(({ isCrossposted }) => isCrossposted)).toEqual([true, false, false])
})

test('a role is pinged where it was chosen, in the first message only; everyone never is', async () => {
  const long: Message = { blocks: ['a', 'b'].map((letter) => say(letter.repeat(3_000)).blocks).flat() }
  const payloads = bed.platform.render(long, { mentionRoleId: ROLE_ID })
  const chat: Chat = { platform: 'discord', chatId: CHANNEL_ID }
  for (const [index, payload] of payloads.entries()) await send(payload, `n${index}`, chat)
  expect(bed.fake.messages.map(({ body }) => body['allowed_mentions'])).toEqual([
    { parse: [], roles: [ROLE_ID] },
    { parse: [] },
  ])
  expect(textOf(bed.fake.messages[0])).toMatch(new RegExp(`^<@&${ROLE_ID}>`))
  const [everyone = {}] = bed.platform.render(say('digest'), { mentionRoleId: GUILD_ID })
  await send(everyone, 'everyone', chat)
  expect(bed.fake.messages.at(-1)?.body['allowed_mentions']).toEqual({ parse: [] })
  expect(textOf(bed.fake.messages.at(-1))).toBe('digest')
})

test('a role that was deleted since it was chosen is neither pinged nor named', async () => {
  const chat: Chat = { platform: 'discord', chatId: CHANNEL_ID }
  const [payload = {}] = bed.platform.render(say('digest'), { mentionRoleId: ROLE_ID })
  expect(await bed.platform.role?.(chat, ROLE_ID)).toEqual({ name: '@readers', mayPing: true, isEveryone: false })
  bed.fake.deleteRole(ROLE_ID)
  await bed.fake.waitFor(({ path }) => path === '/gateway/bot')
  expect(await bed.platform.role?.(chat, ROLE_ID)).toBeUndefined()
  await send(payload, 'n1', chat)
  expect(bed.fake.messages.at(-1)?.body['allowed_mentions']).toEqual({ parse: [] })
  expect(textOf(bed.fake.messages.at(-1))).toBe('digest')
})

test('a role that nobody may mention, and everyone, are told apart from one that can be pinged', async () => {
  const chat: Chat = { platform: 'discord', chatId: FORUM_ID }
  expect(await bed.platform.role?.(chat, QUIET_ROLE_ID)).toMatchObject({ mayPing: false, isEveryone: false })
  expect(await bed.platform.role?.(chat, GUILD_ID)).toMatchObject({ isEveryone: true })
  expect(await bed.platform.role?.({ platform: 'discord', chatId: DM_CHANNEL_ID }, ROLE_ID)).toBeUndefined()
})
