import { afterEach, expect, test } from 'vitest'
import { handleRequest } from '../../src/bots/commands/handle-request.js'
import { systemClock, type Clock } from '../../src/bots/timing/clock.js'
import type { PlatformEvents } from '../../src/bots/contract/platform.js'
import { greet } from '../../src/bots/suggest/greeting.js'
import { telegramPlatform } from '../../src/bots/telegram/telegram.js'
import { chatStore, memos, newsroom, now, region, catalogue, traits } from '../bots/stand-ins/stand-ins.js'
import { checkTelegramRequest, noSpecReason } from './fake-telegram/check-request.js'
import { startFakeTelegram, type CapturedRequest, type FakeTelegram } from './fake-telegram/fake-telegram.js'
import type { SentMessage } from './fake-telegram/methods.js'
import { EXCUSES, finding, persons, rooms, VERBS } from './walk-rooms.js'
import {
  ADMIN,
  BOT,
  CHANNEL,
  GROUP,
  messageUpdate,
  pressUpdate,
  READER,
  type Somewhere,
} from './fake-telegram/world.js'
import type { CommandDeps } from '../../src/bots/turn/turn.js'

const TOKEN = '7000000001:AAtestTokenOfNobody_-9'
const WAIT_MS = 10_000
const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Short waits, which only keep the pace of a chat, are over at once, and time is as if they had been; time limits are real. */
function paceless(): Clock {
  let skippedMs = 0
  const wait: Clock['wait'] = async (ms, signal) => {
    if (ms >= 5_000) return systemClock.wait(ms, signal)
    skippedMs += ms
    return systemClock.wait(0, signal)
  }
  return { now: () => Date.now() + skippedMs, wait }
}

/** The real commands behind the real telegraf, over stores in memory. */
async function openDesk(parts: Partial<CommandDeps> = {}, events: PlatformEvents = {}) {
  const fake = await startFakeTelegram({ token: TOKEN })
  cleanUps.push(async () => fake.stop())
  const { store, kept } = chatStore()
  const faults: unknown[] = []
  let ids = 0
  const seen = new Set<string>()
  const isFirst = (id: string) => !seen.has(id) && seen.add(id).has(id)
  const platform = telegramPlatform({
    ...{
      token: TOKEN,
      apiUrl: fake.url,
      secret: 'a secret of the tests',
      now,
      log: (entry) => void faults.push(entry),
    },
    firstSight: async (_, id) => isFirst(id),
    clock: paceless(),
  })
  const deps: CommandDeps = {
    ...{ newsroom: newsroom(rooms), chats: store, memos: memos(), catalogue: catalogue(finding), persons, region, now },
    traits,
    firstSight: async (id) => isFirst(id),
    newId: () => `n${(ids += 1)}`,
    rights: (chat, userId) => platform.rights?.(chat, userId) ?? Promise.resolve(undefined),
    onFault: (error) => faults.push(error),
    ...parts,
  }
  cleanUps.push(async () => platform.stop())
  await platform.start((request) => handleRequest(request, deps), {
    greet: (chat, language) => greet(chat, language, deps),
    ...events,
  })
  return { fake, kept, faults, deps }
}

interface Button {
  readonly text: string
  readonly callback_data?: string
}

const buttonsOf = (markup: unknown): readonly Button[] =>
  ((markup as { inline_keyboard?: readonly (readonly Button[])[] } | undefined)?.inline_keyboard ?? []).flat()

function wrongRequests(fake: FakeTelegram): readonly string[] {
  const faulty = fake.requests.flatMap(({ method, params, status }) =>
    status === 200 || status === undefined || method === 'sendRichMessage'
      ? []
      : [`${method}: ${status} ${JSON.stringify(params).slice(0, 300)}`],
  )
  const unlike =
    noSpecReason === undefined
      ? fake.requests.flatMap(({ method, params }) => checkTelegramRequest(method, params))
      : []
  return [...faulty, ...unlike]
}

const addedTo = (chat: Somewhere, from: typeof READER | typeof ADMIN = READER) => ({
  my_chat_member: {
    ...{ chat, from, date: 1 },
    old_chat_member: { status: 'left', user: BOT },
    new_chat_member: { status: 'administrator', user: BOT },
  },
})

const isQuestion = (markup: unknown): boolean => (markup as { force_reply?: boolean } | undefined)?.force_reply === true

/** A person's reply to a form: what stands there now, or what most forms take. */
function replyTo({ text, entities, messageId }: SentMessage, from: typeof READER | typeof ADMIN, chat: Somewhere) {
  const code = entities.find(({ type }) => type === 'code')
  const value = code === undefined ? 'Asia/Almaty' : text.slice(code.offset, code.offset + code.length)
  const { message } = messageUpdate({ text: value, from, chat, replyTo: BOT })
  return {
    message: { ...message, reply_to_message: { ...message.reply_to_message, message_id: messageId, text, entities } },
  }
}

const COMMANDS = [
  '/start', '/help', '/digest', '/digest week', '/ask trade with China', '/figure trade-turnover', '/story s1', '/compare some text',
  '/subscribe', '/subscribe outlook 9', '/subscriptions', '/subscriptions edit n1', '/feeds', '/feeds add steppe.example', '/feeds export', '/sources', '/settings', '/forget',
  '/start story_s1', '/start settings', '/start sub_n1',
] // prettier-ignore

test.each([
  ['an English reader', READER, 'Digest,'],
  ['a Russian reader', ADMIN, 'Обзор,'],
] as const)(
  'every command and every button is answered by requests that Telegram takes, for %s',
  async (_, person, title) => {
    const { fake, faults } = await openDesk()
    const chat: Somewhere = { id: person.id, type: 'private' }
    for (const text of COMMANDS) {
      const before = fake.sent.length
      fake.push(messageUpdate({ text, from: person, chat }))
      await fake.waitForSent(before + 1, WAIT_MS)
    }
    for (const place of [GROUP, CHANNEL]) {
      const before = fake.sent.length
      fake.push(addedTo(place, person))
      await fake.waitForSent(before + 1, WAIT_MS)
    }
    // Each kind of button once, as it comes: what differs in its last word (a time, a country) is one kind.
    const kinds = new Set<string>()
    const messageId = fake.sent[0]?.messageId ?? 0
    let [seen, forms] = [0, 0]
    for (let index = 0; index < fake.requests.length; index += 1) {
      for (const form of fake.sent.slice(seen).filter(({ markup }) => isQuestion(markup))) {
        const before = fake.sent.length
        fake.push(replyTo(form, person, chat))
        await fake.waitForSent(before + 1, WAIT_MS)
        forms += 1
      }
      seen = fake.sent.length
      const params: Readonly<Record<string, unknown>> = fake.requests[index]?.params ?? {}
      for (const { text, callback_data: data } of buttonsOf(params['reply_markup'])) {
        const kind = (data ?? '').slice(9).replace(/memo\d+|n\d+|\d+$/g, '#')
        if (data === undefined || kinds.has(kind)) continue
        kinds.add(kind)
        const id = `p${kinds.size}`
        fake.push(pressUpdate(id, data, { messageId, chat }, person))
        const isAnswer = ({ method, params: given }: CapturedRequest) => method === 'answerCallbackQuery' && given['callback_query_id'] === id // prettier-ignore
        expect([text, (await fake.waitFor(isAnswer, WAIT_MS)).status]).toEqual([text, 200])
      }
    }
    const verbs = new Set([...kinds].map((kind) => kind.replace(/^[=~] /, '').split(' ')[0]))
    // Shown at the end of a form, whose text it takes: no button has it.
    // Nor has /start.
    expect(VERBS.filter((verb) => !verbs.has(verb))).toEqual(['hello', 'feed-at'])
    expect(forms).toBe(8)
    const said = fake.requests.flatMap(({ params: { text } }) => (typeof text === 'string' ? [text] : []))
    expect(EXCUSES.filter((excuse) => said.some((text) => text.includes(excuse)))).toEqual([])
    expect(fake.sent.map(({ text }) => text).join('\n')).toContain(title)
    expect(wrongRequests(fake)).toEqual([])
    expect(faults).toEqual([])
  },
)

const press = async (
  fake: FakeTelegram,
  message: SentMessage,
  label: RegExp,
  from: typeof READER | typeof ADMIN = READER,
) => {
  const button = buttonsOf(message.markup).find(({ text }) => label.test(text))
  if (button?.callback_data === undefined) throw new Error(`no button ${String(label)} on ${message.text}`)
  const id = `press ${fake.requests.length}`
  const type = message.chatId > 0 ? 'private' : 'supergroup'
  fake.push(
    pressUpdate(id, button.callback_data, { messageId: message.messageId, chat: { id: message.chatId, type } }, from),
  )
  await fake.waitFor(
    ({ method, params }) => method === 'answerCallbackQuery' && params['callback_query_id'] === id,
    WAIT_MS,
  )
  return id
}

test('a menu changes in place, a form is a question whose reply fills it, and what was made is kept', async () => {
  const { fake, kept } = await openDesk()
  fake.push(messageUpdate({ text: '/subscribe' }))
  const [menu] = await fake.waitForSent(1, WAIT_MS)
  if (!menu) throw new Error('no menu came')
  await press(fake, menu, /What…/)
  await fake.waitFor(({ method }) => method === 'editMessageText', WAIT_MS)
  await press(fake, fake.sent[0] ?? menu, /Keywords/)
  const [, form] = await fake.waitForSent(2, WAIT_MS)
  expect(form?.markup).toMatchObject({ force_reply: true, selective: true })
  const reply = messageUpdate({ text: '+gas !sport', replyTo: BOT })
  const replied = { ...reply.message.reply_to_message, message_id: form?.messageId, text: form?.text, entities: form?.entities } // prettier-ignore
  fake.push({ message: { ...reply.message, reply_to_message: replied } })
  const [, , filled] = await fake.waitForSent(3, WAIT_MS)
  expect(filled?.text).toContain('words: all of: gas; none of: sport')
  await press(fake, filled ?? menu, /^Subscribe/)
  await fake.waitFor(
    ({ method, params }) => method === 'editMessageText' && String(params['text']).startsWith('Done.'),
    WAIT_MS,
  )
  // "A form's reply leaves two live menus": the one before it has no buttons any more.
  expect(fake.sent.find(({ messageId }) => messageId === menu.messageId)?.markup).toBeUndefined()
  expect(kept()).toMatchObject([{ filter: { keywords: '+gas !sport' }, chat: { chatId: String(READER.id) } }])
})

test('a channel is picked in the private chat of its administrator, and nobody else may have posts come there', async () => {
  const { fake, kept } = await openDesk()
  fake.push(messageUpdate({ text: '/subscribe', from: ADMIN }))
  const [menu] = await fake.waitForSent(1, WAIT_MS)
  if (!menu) throw new Error('no menu came')
  await press(fake, menu, /канал/i, ADMIN)
  const [, asking] = await fake.waitForSent(2, WAIT_MS)
  const { keyboard } = asking?.markup as { keyboard: { request_chat: { request_id: number } }[][] }
  const requestId = keyboard[0]?.[0]?.request_chat.request_id
  const shared = (chatId: number) => ({
    message: {
      message_id: 77,
      date: 1,
      from: ADMIN,
      chat: { id: ADMIN.id, type: 'private' },
      chat_shared: { request_id: requestId, chat_id: chatId },
    },
  })
  fake.push(shared(GROUP.id))
  const [, , moved] = await fake.waitForSent(3, WAIT_MS)
  expect(moved?.text).toContain(`Chat ${GROUP.id}`)
  await press(fake, moved ?? menu, /^Подписаться/, ADMIN)
  await fake.waitFor(
    ({ method, params }) => method === 'editMessageText' && String(params['text']).startsWith('Готово'),
    WAIT_MS,
  )
  expect(kept()).toMatchObject([{ chat: { chatId: String(GROUP.id) } }])
  // The channel of the tests has no administrator but the bot.
  await press(fake, menu, /канал/i, ADMIN)
  const [, , , again] = await fake.waitForSent(4, WAIT_MS)
  const second = (again?.markup as { keyboard: { request_chat: { request_id: number } }[][] }).keyboard[0]?.[0]
    ?.request_chat.request_id
  fake.push({ message: { ...shared(CHANNEL.id).message, chat_shared: { request_id: second, chat_id: CHANNEL.id } } })
  const [, , , , refused] = await fake.waitForSent(5, WAIT_MS)
  expect(refused?.text).toMatch(/^Это могут только те/)
})

test('in a group a press of who may not manage it is answered to that person alone, and changes nothing', async () => {
  const { fake, kept } = await openDesk()
  fake.push(messageUpdate({ text: '/subscribe', from: ADMIN, chat: GROUP }))
  const [menu] = await fake.waitForSent(1, WAIT_MS)
  if (!menu) throw new Error('no menu came')
  const id = await press(fake, menu, /^Подписаться/, READER)
  const answer = fake.requests.find(({ params }) => params['callback_query_id'] === id)
  expect(answer?.params).toMatchObject({
    show_alert: true,
    text: expect.stringMatching(/^Only people who manage/) as string,
  })
  expect(kept()).toEqual([])
  expect(fake.sent).toHaveLength(1)
})

test('made-up and foreign buttons are answered kindly, pressed buttons work after a restart', async () => {
  const { fake, deps } = await openDesk()
  fake.push(messageUpdate({ text: '/digest' }))
  const [shown] = await fake.waitForSent(1, WAIT_MS)
  if (!shown) throw new Error('no digest came')
  fake.push(
    pressUpdate('forged', '1AAAAAAAAforget-chat', {
      messageId: shown.messageId,
      chat: { id: READER.id, type: 'private' },
    }),
  )
  const [, kind] = await fake.waitForSent(2, WAIT_MS)
  expect(kind?.text).toMatch(/^This button is out of date/)
  const later = await openDesk({ memos: deps.memos })
  later.fake.push(messageUpdate({ text: '/help' }))
  const [known] = await later.fake.waitForSent(1, WAIT_MS)
  const data = buttonsOf(shown.markup).find(({ text }) => /^No\. 1/.test(text))?.callback_data ?? ''
  later.fake.push(
    pressUpdate('old', data, { messageId: known?.messageId ?? 0, chat: { id: READER.id, type: 'private' } }),
  )
  const [, opened] = await later.fake.waitForSent(2, WAIT_MS)
  expect(opened?.text).toContain('Kazakhstan-China trade, 2024: $43.8 bn')
})

test('a figure is a table where the server knows rich messages, plain where it does not, and that is remembered', async () => {
  const { fake } = await openDesk()
  fake.push(messageUpdate({ text: '/figure trade-turnover' }))
  await fake.waitForSent(1, WAIT_MS)
  fake.push(messageUpdate({ text: '/figure trade-turnover' }))
  await fake.waitForSent(2, WAIT_MS)
  expect(fake.requests.filter(({ method }) => method === 'sendRichMessage')).toHaveLength(1)
  const rich = await openDesk()
  rich.fake.learnRichMessages()
  rich.fake.push(messageUpdate({ text: '/figure trade-turnover' }))
  const [table] = await rich.fake.waitForSent(1, WAIT_MS)
  expect(table?.rich).toContain('<th>Value</th>')
})

test('an OPML file that is sent is imported, and feeds come out as one', async () => {
  const opml: string[] = []
  const { fake } = await openDesk({
    catalogue: catalogue({ importOpml: async (text) => (opml.push(text), { listed: 1, added: 1, known: 0, left: 0 }) }),
  })
  const { message } = messageUpdate({ text: '' })
  const { text: _, entities: __, ...rest } = message
  fake.push({
    message: { ...rest, document: { file_id: 'f1', file_unique_id: 'u', file_name: 'mine.opml', file_size: 100 } },
  })
  const [answer] = await fake.waitForSent(1, WAIT_MS)
  expect(answer?.text).toMatch(/^1 listed, 1 added/)
  expect(opml[0]).toContain('steppe.example')
  fake.push(messageUpdate({ text: '/feeds export' }))
  await fake.waitForSent(3, WAIT_MS)
  expect(fake.sent.find(({ file }) => file)?.file?.name).toBe('silkwire-feeds.opml')
})

test('a group that the bot is added to is greeted once, a channel by its administrator in private', async () => {
  const { fake } = await openDesk()
  fake.push(addedTo(GROUP))
  const [greeting] = await fake.waitForSent(1, WAIT_MS)
  expect(greeting?.chatId).toBe(GROUP.id)
  expect(buttonsOf(greeting?.markup).map(({ text }) => text)).toEqual([
    'Subscribe',
    'Today’s digest',
    'What can you do?',
  ])
  fake.push(addedTo(GROUP))
  fake.push(addedTo(CHANNEL))
  const [, inPrivate] = await fake.waitForSent(2, WAIT_MS)
  expect(inPrivate?.chatId).toBe(READER.id)
})

test('a short reply to an item asks for its story', async () => {
  const asked: string[] = []
  const { fake } = await openDesk({
    newsroom: newsroom({ ...rooms, story: async (id) => (asked.push(id), rooms.story()) }),
  })
  const { message } = messageUpdate({ text: 'why?', replyTo: BOT })
  fake.push({
    message: {
      ...message,
      reply_to_message: { ...message.reply_to_message, text: '1. Trade\n/story s7\n2. Gas\n/story s8' },
      quote: { text: '2. Gas', position: 17 },
    },
  })
  await fake.waitForSent(1, WAIT_MS)
  expect(asked).toEqual(['s8'])
})

test('a digest shows its lines with what they rest on folded, and a reply that quotes a line asks for its story', async () => {
  const asked: string[] = []
  const told = await rooms.digest()
  const sections = told.sections.map((section) => ({
    ...section,
    items: section.items.map((item, index) => ({ ...item, storyId: `s${index + 1}` })),
  }))
  const { fake } = await openDesk({
    newsroom: newsroom({
      ...rooms,
      digest: async () => ({ ...told, sections }),
      story: async (id) => (asked.push(id), rooms.story()),
    }),
  })
  fake.push(messageUpdate({ text: '/digest' }))
  const [shown] = await fake.waitForSent(1, WAIT_MS)
  const { text = '', entities = [], messageId, markup: reply_markup } = shown ?? {}
  const folds = entities.filter(({ type }) => type === 'expandable_blockquote')
  expect(folds.length).toBeGreaterThan(0)
  const folded = folds.map(({ offset, length }) => text.slice(offset, offset + length)).join('\n')
  const lines = text.split('\n').filter((line) => /^\d+\. /.test(line) && !folded.includes(line))
  const second = lines[1] ?? ''
  const { message } = messageUpdate({ text: 'why?', replyTo: BOT })
  const replied = { ...message.reply_to_message, message_id: messageId, text, reply_markup }
  fake.push({
    message: { ...message, reply_to_message: replied, quote: { text: second, position: text.indexOf(second) } },
  })
  await fake.waitForSent(2, WAIT_MS)
  expect(asked).toEqual(['s2'])
})

test('two people who turn a page of a group’s digest at once share one that is whole, and both are answered', async () => {
  const { fake, faults } = await openDesk()
  fake.push(messageUpdate({ text: '/digest', from: ADMIN, chat: GROUP }))
  const [shown] = await fake.waitForSent(1, WAIT_MS)
  const next = shown && buttonsOf(shown.markup).find(({ text }) => / 2 /.test(text))
  if (!shown || next?.callback_data === undefined) throw new Error('the digest has one page')
  const at = { messageId: shown.messageId, chat: GROUP }
  fake.push(pressUpdate('first', next.callback_data, at, ADMIN))
  fake.push(pressUpdate('second', next.callback_data, at, READER))
  for (const id of ['first', 'second'])
    await fake.waitFor(({ method, params }) => method === 'answerCallbackQuery' && params['callback_query_id'] === id, WAIT_MS) // prettier-ignore
  const edits = () => fake.requests.filter(({ method }) => method === 'editMessageText')
  await fake.waitFor(() => edits().length === 2, WAIT_MS)
  const pages = edits().map(({ params }) => params['text'])
  expect(pages[0]).toBe(pages[1])
  expect(pages[0]).not.toBe(shown.text)
  expect(fake.sent).toHaveLength(1)
  expect(buttonsOf(fake.sent[0]?.markup).map(({ text }) => text)).toContain('◀ Назад')
  expect(faults).toEqual([])
})
