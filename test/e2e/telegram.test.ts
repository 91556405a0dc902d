import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { systemClock, type Clock } from '../../src/bots/timing/clock.js'
import type { SendJournal } from '../../src/bots/contract/send-journal.js'
import type { Message } from '../../src/bots/contract/message.js'
import type { Platform } from '../../src/bots/contract/platform.js'
import type { Chat, Request } from '../../src/bots/contract/request.js'
import { textLanguages, texts } from '../../src/bots/wording/texts.js'
import { telegramPlatform } from '../../src/bots/telegram/telegram.js'
import { checkTelegramRequest, noSpecReason } from './fake-telegram/check-request.js'
import { startFakeTelegram } from './fake-telegram/fake-telegram.js'
import type { FakeTelegram } from './fake-telegram/fake-telegram.js'
import {
  ADMIN,
  ANONYMOUS,
  BOT,
  CHANNEL,
  FORUM,
  GROUP,
  READER,
  inlineQueryUpdate,
  messageUpdate,
} from './fake-telegram/world.js'

const TOKEN = '7000000001:AAtestTokenOfNobody_-9'
const SECRET = 'a secret of the tests'
const WAIT_MS = 10_000
const AT = `@${BOT.username}`

interface Desk {
  readonly fake: FakeTelegram
  readonly platform: Platform
  /** What the bot was asked, in order. */
  readonly asked: Request[]
  readonly logs: string[]
}

const cleanUps: (() => Promise<void>)[] = []
const fakes: FakeTelegram[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  const wrong = fakes
    .splice(0)
    .flatMap(({ requests }) => requests)
    .flatMap(({ method, params }) => (noSpecReason === undefined ? checkTelegramRequest(method, params) : []))
  expect(wrong).toEqual([])
})

async function openFake(): Promise<FakeTelegram> {
  const fake = await startFakeTelegram({ token: TOKEN })
  fakes.push(fake)
  cleanUps.push(async () => fake.stop())
  return fake
}

const line = (text: string): Message => ({ title: 'Answer', blocks: [{ kind: 'paragraph', runs: [{ text }] }] })

const echo = (request: Request): Message => line(`heard ${JSON.stringify(request.command)}`)

async function openDesk(
  answer: (request: Request) => Message | Promise<Message> = echo,
  given: {
    readonly fake?: FakeTelegram
    readonly seen?: Set<string>
    readonly sendJournal?: SendJournal
    readonly clock?: Clock
  } = {},
): Promise<Desk> {
  const fake = given.fake ?? (await openFake())
  const seen = given.seen ?? new Set<string>()
  const asked: Request[] = []
  const logs: string[] = []
  const platform = telegramPlatform({
    secret: SECRET,
    token: TOKEN,
    apiUrl: fake.url,
    sendJournal: given.sendJournal,
    ...(given.clock && { clock: given.clock }),
    now: () => Date.parse('2025-06-17T08:00Z'),
    log: (entry) => logs.push(entry),
    firstSight: async (_, id) => {
      const isFirst = !seen.has(id)
      seen.add(id)
      return isFirst
    },
  })
  cleanUps.push(async () => platform.stop())
  await platform.start(async (request) => {
    asked.push(request)
    return answer(request)
  })
  return { fake, platform, asked, logs }
}

const inGroup = (text: string) => ({ text, chat: GROUP })

describe('at the start', () => {
  test('the bot says who it is and where to find it', async () => {
    const fake = await openFake()
    const platform = telegramPlatform({
      secret: SECRET,
      token: TOKEN,
      apiUrl: `${fake.url}/`,
      now: () => 0,
      firstSight: async () => true,
    })
    cleanUps.push(async () => platform.stop())
    expect(await platform.start(async () => line(''))).toEqual({ link: `https://t.me/${BOT.username}`, account: AT })
    const poll = fake.waitFor(({ method }) => method === 'getUpdates', WAIT_MS)
    fake.push(messageUpdate({ text: 'hello' }))
    expect((await poll).params['allowed_updates']).toEqual(['message', 'edited_message', 'inline_query', 'callback_query', 'my_chat_member']) // prettier-ignore
  })

  test('commands are set by scope in each language where Telegram has others, and only there', async () => {
    const { fake, platform } = await openDesk()
    const last = textLanguages().at(-1)
    const described = (count: number) => () =>
      fake.requests.filter(({ method, params }) => method === 'setMyShortDescription' || (method === 'getMyShortDescription' && params['language_code'] === last)).length >= count // prettier-ignore
    await fake.waitFor(described(textLanguages().length + 1), WAIT_MS)
    const set = () => fake.requests.filter(({ method }) => method === 'setMyCommands')
    expect(set().map(({ params }) => params['language_code'])).toEqual(
      textLanguages().flatMap((language) =>
        Array.from({ length: 3 }, () => (language === 'en' ? undefined : language)),
      ),
    )
    const english = set()[0]?.params['commands'] as readonly {
      readonly command: string
      readonly description: string
    }[]
    expect(english.map(({ command }) => command)).toEqual([
      'ask', 'digest', 'figure', 'story', 'compare', 'subscribe', 'subscriptions', 'feeds', 'sources', 'settings', 'help', 'forget',
    ]) // prettier-ignore
    expect(english[1]).toEqual({ command: 'digest', description: 'What is new in the last hours' })
    await platform.stop()
    const before = set().length
    const again = await openDesk(echo, { fake })
    await fake.waitFor(described(textLanguages().length + 2), WAIT_MS)
    expect(set().length).toBe(before)
    await again.platform.stop()
    fake.faults.add('getMyCommands', 1, { status: 400, description: 'Bad Request: whatever' })
    const { logs } = await openDesk(echo, { fake })
    await vi.waitFor(() => {
      expect(logs[0]).toBe('telegram: the commands were not registered: Telegram answered 400: Bad Request: whatever')
    }, WAIT_MS)
  })

  test('a wrong token ends the start with one line that says what to do', async () => {
    const fake = await openFake()
    for (const token of ['7000000001:wrong', 'no token/../x']) {
      const platform = telegramPlatform({
        secret: SECRET,
        token,
        apiUrl: fake.url,
        now: () => 0,
        firstSight: async () => true,
      })
      await expect(platform.start(async () => line(''))).rejects.toMatchObject({
        name: 'PlatformError',
        message: 'Telegram does not accept the token in TELEGRAM_TOKEN: copy it anew from your chat with @BotFather',
        details: { platform: 'telegram', isFinal: true },
      })
    }
  })

  test('a server that is away or broken is told apart from a wrong token', async () => {
    const fake = await openFake()
    const platform = telegramPlatform({
      secret: SECRET,
      token: TOKEN,
      apiUrl: fake.url,
      now: () => 0,
      firstSight: async () => true,
    })
    fake.faults.add('getMe', 1, { status: 502, description: 'Bad Gateway' })
    await expect(platform.start(async () => line(''))).rejects.toMatchObject({
      message: `Telegram cannot be reached at ${fake.url}: Telegram answered 502: Bad Gateway`,
      details: { isFinal: false },
    })
    await fake.stop()
    const failed = await platform.start(async () => line('')).catch((error: unknown) => error)
    expect(failed).toMatchObject({ message: `Telegram cannot be reached at ${fake.url}: ECONNREFUSED`, details: { isFinal: false } }) // prettier-ignore
    expect(inspect(failed, { depth: 9, showHidden: true })).not.toContain(TOKEN)
  })
})

describe('a message', () => {
  test('in a private chat is answered, whatever it is, in reply to it', async () => {
    const { fake, asked } = await openDesk()
    const update = messageUpdate({ text: 'trade with <China> & Iran', from: ADMIN })
    fake.push(update)
    const [answer] = await fake.waitForSent(1, WAIT_MS)
    expect(asked).toEqual([
      {
        chat: { platform: 'telegram', chatId: String(ADMIN.id) },
        userId: String(ADMIN.id),
        command: { name: 'ask', question: 'trade with <China> & Iran' },
        mayManage: true,
        isDirect: true,
        clientLanguage: 'ru',
      },
    ])
    expect(answer).toMatchObject({
      chatId: ADMIN.id,
      replyTo: update.message.message_id,
      text: 'heard {"name":"ask","question":"trade with <China> & Iran"}',
    })
    expect(fake.requests.find(({ method }) => method === 'sendMessage')?.params).toMatchObject({
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    })
  })

  test('/start greets', async () => {
    const { fake, asked } = await openDesk()
    fake.push(messageUpdate({ text: '/start' }))
    await fake.waitForSent(1, WAIT_MS)
    expect(asked.map(({ command }) => command)).toEqual([{ name: 'press', action: ['hello'], values: [] }])
  })

  test('in a group is answered where it is a command, a reply to the bot or a mention of it; other talk is not read', async () => {
    const { fake, asked } = await openDesk()
    for (const said of [
      { text: 'what do you think of trade?' },
      { text: '/ask@OtherBot trade' },
      { text: '/roll 6' },
      { text: 'yes', replyTo: ADMIN },
      { text: '/digest@OtherBot', replyTo: BOT },
      { text: '@SilkwireTestBotFan hello' },
      { text: '/ask news', sender_chat: CHANNEL, isChannelPost: true },
      { text: '/ask bots', from: { ...READER, is_bot: true } },
    ])
      fake.push(messageUpdate({ chat: GROUP, ...said }))
    fake.push({ channel_post: messageUpdate({ text: '/ask channel', chat: CHANNEL }).message })
    fake.push(messageUpdate(inGroup(`/ask${AT.toLowerCase()} trade with China`)))
    fake.push(messageUpdate(inGroup('/digest trade-energy 48h')))
    fake.push(messageUpdate({ ...inGroup('and with Iran?'), replyTo: BOT }))
    fake.push(messageUpdate(inGroup(`well, ${AT}, who builds Line D?`)))
    fake.push(messageUpdate(inGroup(AT)))
    await fake.waitForSent(5, WAIT_MS)
    expect(asked.map(({ command }) => command)).toEqual([
      { name: 'ask', question: 'trade with China' },
      { name: 'digest', section: 'trade-energy', hours: 48 },
      { name: 'ask', question: 'and with Iran?' },
      { name: 'ask', question: 'well,  , who builds Line D?' },
      { name: 'help' },
    ])
    expect(fake.sent.every(({ chatId, threadId }) => chatId === GROUP.id && threadId === undefined)).toBe(true)
  })

  test('in a topic is answered in the topic, and its beginning is no reply to the bot', async () => {
    const { fake, asked } = await openDesk()
    fake.push(messageUpdate({ text: 'talk in the topic', chat: FORUM, topic: 77 }))
    fake.push(messageUpdate({ text: '/sources', chat: FORUM, topic: 77 }))
    fake.push(messageUpdate({ text: '/feeds', chat: FORUM }))
    await fake.waitForSent(2, WAIT_MS)
    expect(asked.map(({ chat, command }) => [command.name, chat])).toEqual([
      ['sources', { platform: 'telegram', chatId: String(FORUM.id), threadId: '77' }],
      ['feeds', { platform: 'telegram', chatId: String(FORUM.id) }],
    ])
    expect(fake.sent.map(({ threadId }) => threadId)).toEqual([77, undefined])
  })

  test('who may manage a group is asked only where it matters', async () => {
    const { fake, asked } = await openDesk()
    fake.push(messageUpdate({ ...inGroup('/help') }))
    fake.push(messageUpdate({ ...inGroup('/subscribe') }))
    await fake.waitForSent(2, WAIT_MS)
    fake.push(messageUpdate({ ...inGroup('/subscribe'), from: ADMIN }))
    await fake.waitForSent(3, WAIT_MS)
    fake.push(messageUpdate({ ...inGroup('/forget'), from: ANONYMOUS, sender_chat: GROUP }))
    await fake.waitForSent(4, WAIT_MS)
    fake.push(messageUpdate({ ...inGroup('/settings ru'), from: ANONYMOUS, sender_chat: CHANNEL }))
    await fake.waitForSent(5, WAIT_MS)
    expect(asked.map(({ command, mayManage }) => [command.name, mayManage])).toEqual([
      ['help', false],
      ['subscribe', false],
      ['subscribe', true],
      ['forget', true],
      ['settings', false],
    ])
    expect(fake.requests.filter(({ method }) => method === 'getChatMember').map(({ params }) => params['user_id'])).toEqual([READER.id, ADMIN.id, CHANNEL.id]) // prettier-ignore
  })

  test('a long answer comes in parts, in order, each inside the limits', async () => {
    const blocks = Array.from({ length: 30 }, (_, index): Message['blocks'][number] => ({
      kind: 'paragraph',
      runs: [
        { text: `${index} `, bold: true },
        { text: 'слово '.repeat(80), link: 'https://a.example/' },
      ],
    }))
    const { fake, platform } = await openDesk(() => ({ blocks }))
    const parts = platform.render({ blocks }).length
    expect(parts).toBeGreaterThan(3)
    fake.push(messageUpdate({ text: 'digest' }))
    const sent = await fake.waitForSent(parts, WAIT_MS)
    const numbers = sent.flatMap(({ text }) => [...text.matchAll(/(\d+) слово/g)].map((match) => Number(match[1])))
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index))
  })

  test('that comes again is handled once', async () => {
    const { fake, asked } = await openDesk()
    const update = messageUpdate({ text: '/subscribe trade-energy 9' })
    const id = fake.push(update)
    await fake.waitForSent(1, WAIT_MS)
    fake.push({ ...update, update_id: id })
    fake.push(messageUpdate({ text: '/help' }))
    await fake.waitForSent(2, WAIT_MS)
    expect(asked.map(({ command }) => command.name)).toEqual(['subscribe', 'help'])
  })

  test('that makes the bot fail gets an excuse, and the next one its answer', async () => {
    const { fake, logs } = await openDesk((request) => {
      if (request.command.name === 'feeds') throw new Error('out of ink')
      return echo(request)
    })
    fake.push(messageUpdate({ text: '/feeds', from: ADMIN }))
    fake.push({ message: { message_id: 3 } })
    fake.push({ message: 'no message at all' })
    fake.push(messageUpdate({ text: '/sources', from: ADMIN }))
    const sent = await fake.waitForSent(2, WAIT_MS)
    expect(sent.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^\p{Script=Cyrillic}/u),
      'heard {"name":"sources"}',
    ])
    expect(logs).toContain('telegram: /feeds failed: out of ink')
  })

  test('is answered after a rate limit, and once', async () => {
    const { fake } = await openDesk()
    fake.faults.add('sendMessage', 1, { status: 429, description: 'Too Many Requests', parameters: { retry_after: 0 } })
    fake.push(messageUpdate({ text: '/help' }))
    await fake.waitForSent(1, WAIT_MS)
    fake.faults.add('sendMessage', 1, 'cut')
    fake.push(messageUpdate({ text: '/feeds' }))
    fake.push(messageUpdate({ text: '/sources' }))
    expect((await fake.waitForSent(3, WAIT_MS)).map(({ text }) => text)).toEqual([
      'heard {"name":"help"}',
      'heard {"name":"feeds"}',
      'heard {"name":"sources"}',
    ])
  })
})

describe('an inline query', () => {
  const answered =
    (id: string) => (request: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }) =>
      request.method === 'answerInlineQuery' && request.params['inline_query_id'] === id

  test('is answered as a question, and an empty one with help', async () => {
    const { fake, asked } = await openDesk()
    fake.push(inlineQueryUpdate('q1', 'trade with China', { ...READER, language_code: 'zh-hans' }))
    const first = await fake.waitFor(answered('q1'), WAIT_MS)
    expect(first.params).toEqual({
      inline_query_id: 'q1',
      results: [
        {
          type: 'article',
          id: 'part-1',
          title: 'Answer',
          description: 'heard {"name":"ask","question":"trade with China"}',
          input_message_content: {
            message_text: 'heard {&quot;name&quot;:&quot;ask&quot;,&quot;question&quot;:&quot;trade with China&quot;}',
            parse_mode: 'HTML',
            link_preview_options: { is_disabled: true },
          },
        },
      ],
      cache_time: 60,
      is_personal: true,
      next_offset: '',
      button: { text: texts('zh')('greet.subscribe'), start_parameter: 'new' },
    })
    fake.push(inlineQueryUpdate('q2', '  '))
    expect((await fake.waitFor(answered('q2'), WAIT_MS)).status).toBe(200)
    expect(asked.map(({ command, clientLanguage, mayManage }) => [command.name, clientLanguage, mayManage])).toEqual([
      ['ask', 'zh', false],
      ['help', 'en', false],
    ])
  })

  test('has a cited result a story, and the next page from where it ended', async () => {
    const results = Array.from({ length: 20 }, (_, index) => ({
      ...{ id: `s${index}`, title: `Story ${index}`, description: 'Steppe Courier, 17 June 2025' },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: `line ${index}` }] }],
    }))
    const { fake, asked } = await openDesk(() => ({ blocks: [], results, nextOffset: '20' }))
    fake.push(inlineQueryUpdate('q3', 'trade'))
    const { params, status } = await fake.waitFor(answered('q3'), WAIT_MS)
    expect(status).toBe(200)
    expect(params['next_offset']).toBe('20')
    expect((params['results'] as readonly { readonly title: string }[]).map(({ title }) => title)).toEqual(
      results.map(({ title }) => title),
    )
    const next = inlineQueryUpdate('q4', 'trade')
    fake.push({ inline_query: { ...next.inline_query, offset: '20' } })
    await fake.waitFor(answered('q4'), WAIT_MS)
    expect(asked.at(-1)?.command).toEqual({ name: 'ask', question: 'trade', offset: '20' })
  })

  test('typed on while the first letters are answered: only the newest is answered next', async () => {
    const gate: { open?: () => void } = {}
    const opened = new Promise<void>((resolve) => (gate.open = resolve))
    const { fake, asked } = await openDesk(async (request) => {
      if (request.command.name === 'ask' && request.command.question === 't') await opened
      return echo(request)
    })
    for (const [index, query] of ['t', 'tr', 'tra', 'trade'].entries()) fake.push(inlineQueryUpdate(`t${index}`, query))
    // Of somebody else and later: when it is answered, all four have been read.
    fake.push(messageUpdate({ text: '/help', from: ADMIN }))
    await fake.waitForSent(1, WAIT_MS)
    gate.open?.()
    await fake.waitFor(answered('t3'), WAIT_MS)
    const questions = asked.map(({ command }) => (command.name === 'ask' ? command.question : command.name))
    expect(questions).toEqual(['t', 'help', 'trade'])
  })
})

describe('send', () => {
  const chat: Chat = { platform: 'telegram', chatId: String(GROUP.id) }
  const payload = { text: '<b>Digest</b>', parse_mode: 'HTML', link_preview_options: { is_disabled: true } }

  test('posts to a chat and to a topic', async () => {
    const { fake, platform } = await openDesk()
    expect(await platform.send(chat, payload, 'n1')).toEqual({ kind: 'sent', messageId: '10000' })
    await platform.send({ platform: 'telegram', chatId: String(FORUM.id), threadId: '77' }, payload, 'n2')
    expect(fake.sent).toMatchObject([{ chatId: GROUP.id, text: 'Digest' }, { chatId: FORUM.id, threadId: 77 }]) // prettier-ignore
  })

  test.each([
    [{ status: 403, description: 'Forbidden: bot was kicked from the supergroup chat' }, { kind: 'gone' }],
    [{ status: 403, description: 'Forbidden: user is deactivated' }, { kind: 'gone' }],
    [{ status: 400, description: 'Bad Request: chat not found' }, { kind: 'gone' }],
    [{ status: 400, description: 'Bad Request: TOPIC_CLOSED' }, { kind: 'gone' }],
    [
      { status: 400, description: 'Bad Request: not enough rights to send text messages to the chat' },
      { kind: 'gone' },
    ],
    [
      { status: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } },
      { kind: 'retry', afterMs: 7_000 },
    ],
    [
      { status: 500, description: 'Internal Server Error' },
      { kind: 'retry', afterMs: 5_000 },
    ],
    [
      { status: 401, description: 'Unauthorized' },
      { kind: 'retry', afterMs: 900_000 },
    ],
    [{ status: 504, description: 'Gateway Timeout' }, { kind: 'uncertain' }],
    ['cut' as const, { kind: 'uncertain' }],
    ['reset' as const, { kind: 'uncertain', isReset: true }],
  ])('%j is %j, and is not tried again', async (fault, result) => {
    const { fake, platform } = await openDesk()
    fake.faults.add('sendMessage', 1, fault)
    const sent = await platform.send(chat, payload, 'n1')
    expect(sent).toMatchObject(result)
    expect(sent).toHaveProperty('reason', typeof fault === 'string' ? 'Telegram: ECONNRESET' : expect.stringContaining(String(fault.status))) // prettier-ignore
    expect(fake.requests.filter(({ method }) => method === 'sendMessage').length).toBe(1)
  })

  test('what is refused for what it says goes once more as plain text, and is refused where that is too', async () => {
    const refusal = { status: 400, description: "Bad Request: can't parse entities" }
    for (const [times, result] of [
      [1, { kind: 'sent' }],
      [2, { kind: 'refused', reason: expect.stringContaining('400') as string }],
    ] as const) {
      const { fake, platform } = await openDesk()
      fake.faults.add('sendMessage', times, refusal)
      expect(await platform.send(chat, payload, 'n1')).toMatchObject(result)
      expect(fake.requests.filter(({ method }) => method === 'sendMessage').length).toBe(2)
    }
  })

  test('follows a group that has a new id', async () => {
    const { fake, platform } = await openDesk()
    fake.addChat(-1_009, 'supergroup')
    const description = 'Bad Request: group chat was upgraded to a supergroup chat'
    fake.faults.add('sendMessage', 1, { status: 400, description, parameters: { migrate_to_chat_id: -1_009 } })
    expect(await platform.send({ platform: 'telegram', chatId: '-12' }, payload, 'n1')).toMatchObject({ kind: 'sent' })
    expect(fake.sent.map(({ chatId }) => chatId)).toEqual([-1_009])
  })

  test('may be tried again where nobody took the call, or the bot is not started', async () => {
    const { fake, platform } = await openDesk()
    await fake.stop()
    expect(await platform.send(chat, payload, 'n1')).toEqual({ kind: 'retry', afterMs: 5_000, reason: 'Telegram: ECONNREFUSED' }) // prettier-ignore
    await platform.stop()
    expect(await platform.send(chat, payload, 'n1')).toMatchObject({ kind: 'retry' })
  })

  test('is noted as left before the first byte is, and where nothing can be noted nothing leaves', async () => {
    const noted: string[] = []
    let isFull = false
    const sendJournal: SendJournal = {
      begin: (nonce) => noted.push(`begin ${nonce}`),
      left: (nonce) => {
        if (isFull) throw new Error('no space')
        noted.push(`left ${nonce}, ${fake.sent.length} sent`)
      },
      distrust: () => noted.push('distrust'),
      surelyStayed: () => false,
      settle: () => undefined,
    }
    const { fake, platform } = await openDesk(undefined, { sendJournal })
    expect(await platform.send(chat, payload, 'n1')).toMatchObject({ kind: 'sent' })
    expect(noted).toEqual(['begin n1', 'left n1, 0 sent'])
    isFull = true
    expect(await platform.send(chat, payload, 'n2')).toMatchObject({ kind: 'retry' })
    expect(fake.sent).toHaveLength(1)
    await fake.stop()
    isFull = false
    expect(await platform.send(chat, payload, 'n3')).toMatchObject({ kind: 'retry' })
    expect(noted.slice(2)).toEqual(['begin n2', 'begin n3'])
  })

  test('whose time is over before its line is open was surely not posted', async () => {
    let isOver = false
    const clock = { ...systemClock, wait: async (ms: number, signal?: AbortSignal) => (isOver ? undefined : systemClock.wait(ms, signal)) } // prettier-ignore
    const { fake, platform } = await openDesk(undefined, { clock })
    isOver = true
    expect(await platform.send(chat, payload, 'n1')).toEqual({ kind: 'retry', afterMs: 5_000, reason: 'Telegram: no answer in time' }) // prettier-ignore
    isOver = false
    expect(await platform.send(chat, payload, 'n1')).toMatchObject({ kind: 'sent' })
    expect(fake.sent).toHaveLength(1)
  })

  test('that hangs at the stop is uncertain, and the stop does not wait for it', async () => {
    const { fake, platform } = await openDesk()
    fake.faults.add('sendMessage', 1, 'hang')
    const sent = platform.send(chat, payload, 'n1')
    await fake.waitFor(({ method }) => method === 'sendMessage', WAIT_MS)
    const before = performance.now()
    await platform.stop()
    expect(performance.now() - before).toBeLessThan(5_000)
    expect(await sent).toEqual({ kind: 'uncertain', reason: 'Telegram: no answer in time' })
  })
})

describe('the poll', () => {
  test('lives through another poller, a webhook, a broken gateway, a rate limit and a broken line, and shows no token', async () => {
    const fake = await openFake()
    fake.faults.add('getUpdates', 1, { status: 409, description: 'Conflict: terminated by other getUpdates request' })
    fake.faults.add('getUpdates', 1, { status: 502, description: 'Bad Gateway' })
    fake.faults.add('getUpdates', 1, { status: 429, description: 'Too Many', parameters: { retry_after: 0 } })
    fake.faults.add('getUpdates', 1, 'reset')
    fake.faults.add('getUpdates', 1, { status: 200, description: `odd ${TOKEN}` })
    const { platform, logs } = await openDesk(echo, { fake })
    fake.push(messageUpdate({ text: '/help' }))
    await fake.waitForSent(1, WAIT_MS)
    fake.faults.add('getUpdates', 1, { status: 409, description: "Conflict: can't use getUpdates method while webhook is active" }) // prettier-ignore
    fake.push(messageUpdate({ text: '/feeds' }))
    await fake.waitFor(({ method }) => method === 'deleteWebhook', WAIT_MS)
    fake.push(messageUpdate({ text: '/sources' }))
    await fake.waitForSent(3, WAIT_MS)
    expect(logs.length).toBe(6)
    expect(logs.join('\n')).toContain('[token]')
    expect(logs.join('\n') + inspect(platform, { depth: 9, showHidden: true })).not.toContain(TOKEN)
  })

  test('nothing is asked or handled after the stop', async () => {
    const { fake, platform, asked } = await openDesk()
    fake.push(messageUpdate({ text: '/help' }))
    await fake.waitForSent(1, WAIT_MS)
    await platform.stop()
    // The server may answer into the line of the last poll before it sees it close.
    const calls = () => fake.requests.filter(({ method }) => method !== 'getUpdates').length
    const before = calls()
    fake.push(messageUpdate({ text: '/feeds' }))
    expect([asked.length, calls()]).toEqual([1, before])
    // What was not taken waits for the next start.
    const next = await openDesk(echo, { fake })
    await fake.waitForSent(2, WAIT_MS)
    expect(next.asked.map(({ command }) => command.name)).toContain('feeds')
  })
})

describe.skipIf(noSpecReason !== undefined)(`the check by specification (${noSpecReason ?? 'here'})`, () => {
  test.each([
    ['sendMessage', { chat_id: 1, text: 'x' }, []],
    ['sendMassage', {}, ['sendMassage: no such method']],
    ['sendMessage', { chat_id: 1 }, ['sendMessage.text: is missing']],
    ['sendMessage', { chat_id: 1.5, text: 2 }, ['sendMessage.chat_id: is no Integer: 1.5', 'sendMessage.text: is no String: 2']], // prettier-ignore
    ['sendMessage', { chat_id: 1, text: 'x', link_preview_options: { disabled: true } }, ['sendMessage.link_preview_options.disabled: no such field']], // prettier-ignore
    ['setMyCommands', { commands: [{ command: 'a' }] }, ['setMyCommands.commands[0].description: is missing']],
  ])('%s %j', (method, params, faults) => {
    expect(checkTelegramRequest(method, params)).toEqual(faults)
  })
})
