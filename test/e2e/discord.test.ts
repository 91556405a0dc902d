import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { discordPlatform } from '../../src/bots/discord/discord.js'
import type { DiscordOptions } from '../../src/bots/discord/discord.js'
import type { Message } from '../../src/bots/contract/message.js'
import type { Handle, Platform } from '../../src/bots/contract/platform.js'
import type { Chat, Request } from '../../src/bots/contract/request.js'
import { storyThreads } from '../bots/stand-ins/stand-ins.js'
import { startFakeDiscord } from './fake-discord/fake-discord.js'
import type { CapturedRequest, FakeDiscord } from './fake-discord/fake-discord.js'
import { shownTexts } from './fake-discord/component-faults.js'
import type { OpenInteraction, PostedMessage } from './fake-discord/state.js'
import { specAbsence, validateDiscordRequest } from './fake-discord/validate.js'
import { BOT_ID, CHANNEL_ID, DM_CHANNEL_ID, OTHER_CHANNEL_ID, OWNER_ID, READER_ID } from './fake-discord/world.js'

const TOKEN = 'MTMwMDAwMDAwMDAwMDAwMDAwMQ.GfakeX.not-a-real-token-of-anybody'
const CHAT: Chat = { platform: 'discord', chatId: CHANNEL_ID }
const CREATE = (request: Pick<CapturedRequest, 'method' | 'path'>): boolean =>
  request.method === 'POST' && request.path.endsWith('/messages')

let fake: FakeDiscord
let platform: Platform
let started: Awaited<ReturnType<Platform['start']>>
let handle: Handle
const asked: Request[] = []
const lines: string[] = []

function say(text: string, rest: Partial<Message> = {}): Message {
  return { blocks: [{ kind: 'paragraph', runs: [{ text }] }], ...rest }
}

function options(change: Partial<DiscordOptions> = {}): DiscordOptions {
  const seen = new Set<string>()
  return {
    token: TOKEN,
    apiUrl: fake.url,
    secret: 'a secret of the tests',
    storyThreads: storyThreads(),
    now: () => Date.parse('2025-06-17T08:00:00Z'),
    log: (line) => lines.push(line),
    firstSight: async (_, id) => !seen.has(id) && seen.add(id).has(id),
    ...change,
  }
}

function textOf(message: PostedMessage | 'waiting' | 'removed' | undefined): string {
  if (typeof message !== 'object') return `(${message ?? 'none'})`
  return shownTexts(message.body).join('\n')
}

async function answered(interaction: OpenInteraction): Promise<void> {
  await fake.waitFor(({ method, path }) => method === 'PATCH' && path.includes(interaction.token))
}

async function repliedTo(id: string, part = 0): Promise<PostedMessage> {
  const nonce = `${id}-${part}`
  await fake.waitFor((request) => CREATE(request) && (request.body as { nonce: string }).nonce === nonce)
  const found = fake.messages.find((message) => message.body['nonce'] === nonce)
  if (!found) throw new Error(`no message with nonce ${nonce}`)
  return found
}

beforeAll(async () => {
  fake = await startFakeDiscord({ token: TOKEN })
  platform = discordPlatform(options())
  handle = async ({ command }) => say(`answer to ${command.name}`)
  started = await platform.start(async (request) => {
    asked.push(request)
    return handle(request)
  })
})

afterAll(async () => {
  await platform.stop()
  await fake.stop()
})

test('the bot logs in with three intents and says how it is invited', () => {
  expect(fake.gateway.counts.identified).toBe(1)
  expect(started).toEqual({
    account: 'silkwire#4242',
    // View Channels, Send Messages, Embed Links, Attach Files, Read Message History, Send Messages in Threads.
    link: `https://discord.com/oauth2/authorize?client_id=${BOT_ID}&scope=bot+applications.commands&permissions=${(1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 15n) | (1n << 16n) | (1n << 38n)}`,
  })
})

test('all twelve commands are registered, with what they take and who may use them', () => {
  const names = 'ask digest figure story compare subscribe subscriptions feeds sources settings help forget'
  expect(fake.commands().map(({ name }) => name)).toEqual([...names.split(' '), 'Check against the template'])
  const digest = fake.commands().find(({ name }) => name === 'digest')
  expect(digest).toMatchObject({
    description_localizations: { ru: expect.stringMatching(/^[А-Я]/) as string },
    options: [
      { name: 'span', choices: [{ value: 'today' }, { value: 'week' }, { value: 'month' }] },
      { name: 'section', autocomplete: true },
      { name: 'country', autocomplete: true },
      { name: 'hours', min_value: 1, max_value: 168 },
      { name: 'private', type: 5 },
    ],
    contexts: [0, 1, 2],
    integration_types: [0, 1],
  })
  for (const managed of ['subscribe', 'subscriptions', 'feeds', 'settings'])
    expect(fake.commands().find(({ name }) => name === managed)).toMatchObject({
      default_member_permissions: '32',
      contexts: [0, 1],
      integration_types: [0],
    })
  // What is kept about a person is the person's to see and delete.
  const forget = fake.commands().find(({ name }) => name === 'forget')
  expect(forget).toMatchObject({ contexts: [0, 1, 2], integration_types: [0, 1] })
  expect(forget?.['default_member_permissions'] ?? null).toBeNull()
})

test('a second start registers nothing; what was changed by another hand is registered once more', async () => {
  const puts = (): number => fake.requests.filter(({ method }) => method === 'PUT').length
  expect(puts()).toBe(1)
  const start = async (): Promise<void> => {
    const again = discordPlatform(options())
    await again.start(async () => say(''))
    await again.stop()
  }
  await start()
  expect(puts()).toBe(1)
  const isList = ({ method, path }: Pick<CapturedRequest, 'method' | 'path'>): boolean =>
    method === 'GET' && path.endsWith('/commands')
  const changed = fake.commands().map((command) => ({ ...command, description_localizations: null }))
  fake.addFault({ when: isList, times: 1, answer: { status: 200, body: changed } })
  await start()
  expect(puts()).toBe(2)
  // The session that the other tests use.
  await platform.stop()
  await platform.start(async (request) => {
    asked.push(request)
    return handle(request)
  })
  expect(puts()).toBe(2)
})

test('a slash command is acknowledged in time and answered for all to see', async () => {
  const interaction = fake.sendInteraction({ name: 'ask', options: { question: 'trade with China' }, locale: 'zh-CN' })
  await answered(interaction)
  expect(asked.at(-1)).toEqual({
    chat: CHAT,
    userId: READER_ID,
    command: { name: 'ask', question: 'trade with China' },
    mayManage: false,
    clientLanguage: 'zh',
  })
  expect(interaction.acknowledgedAfterMs).toBeLessThan(3_000)
  expect(interaction.isEphemeral).toBe(false)
  expect(textOf(interaction.original)).toBe('answer to ask')
})

test('a long answer goes on in follow-ups', async () => {
  handle = async () => ({ blocks: ['a', 'b', 'c'].map((letter) => say(letter.repeat(3_000)).blocks).flat() })
  const interaction = fake.sendInteraction({ name: 'digest', options: { section: 'trade-energy', hours: 24 } })
  await answered(interaction)
  await fake.waitFor(
    ({ path }) => path === `/webhooks/${BOT_ID}/${interaction.token}` && interaction.followUps.length === 2,
  )
  expect([interaction.original, ...interaction.followUps].map((part) => textOf(part).charAt(0))).toEqual([
    'a',
    'b',
    'c',
  ])
  expect(asked.at(-1)?.command).toEqual({ name: 'digest', section: 'trade-energy', hours: 24 })
  handle = async ({ command }) => say(`answer to ${command.name}`)
})

test('settings are shown to the one who asked, and the right to manage is read from the member', async () => {
  const interaction = fake.sendInteraction({ name: 'settings', options: { language: 'ru' }, mayManage: true })
  await answered(interaction)
  expect(interaction.isEphemeral).toBe(true)
  expect(asked.at(-1)).toMatchObject({ mayManage: true, command: { name: 'settings', language: 'ru' } })
})

test('a subscription is announced to the channel, its refusal to the one who asked', async () => {
  const manager = fake.sendInteraction({ name: 'subscribe', options: { hour: 9 }, mayManage: true, userId: OWNER_ID })
  await answered(manager)
  expect(manager.isEphemeral).toBe(false)
  const reader = fake.sendInteraction({ name: 'subscribe', options: { hour: 0 } })
  await answered(reader)
  expect(reader.isEphemeral).toBe(true)
  expect(asked.at(-1)).toMatchObject({ mayManage: false, command: { name: 'subscribe', hour: 0 } })
})

test('an answer that turns out private takes the public one back', async () => {
  handle = async () => say('for you alone', { isPrivate: true })
  const interaction = fake.sendInteraction({ name: 'story', options: { id: 'no-such' } })
  await fake.waitFor(({ method, path }) => method === 'POST' && path === `/webhooks/${BOT_ID}/${interaction.token}`)
  expect(interaction.original).toBe('removed')
  expect(interaction.followUps.map(({ isEphemeral }) => isEphemeral)).toEqual([true])
  expect(textOf(interaction.followUps[0])).toBe('for you alone')
  handle = async ({ command }) => say(`answer to ${command.name}`)
})

test('a command that fails is answered in the language of the reader, and the bot goes on', async () => {
  handle = async () => Promise.reject(new Error(`broken ${TOKEN}`))
  const interaction = fake.sendInteraction({ name: 'settings', locale: 'ru' })
  await answered(interaction)
  expect(textOf(interaction.original)).toMatch(/[а-я]/)
  expect(lines.at(-1)).toBe('discord: /settings failed: broken [token]')
  handle = async ({ command }) => say(`answer to ${command.name}`)
  const next = fake.sendInteraction({ name: 'help' })
  await answered(next)
  expect(textOf(next.original)).toBe('answer to help')
})

test('an answer is edited in once more after 502', async () => {
  const isEdit = ({ method }: Pick<CapturedRequest, 'method'>): boolean => method === 'PATCH'
  fake.addFault({ when: isEdit, times: 1, answer: { status: 502 } })
  const interaction = fake.sendInteraction({ name: 'sources' })
  await fake.waitFor(({ path, status }) => path.includes(`${interaction.token}/messages`) && status === 200)
  expect(textOf(interaction.original)).toBe('answer to sources')
})

test('a mention is read as free text and answered as a reply', async () => {
  const { id } = fake.sendMessage({ content: `<@${BOT_ID}> trade with China?`, pingsBot: true })
  const reply = await repliedTo(id)
  expect(textOf(reply)).toBe('answer to ask')
  expect(reply.body['message_reference']).toEqual({ message_id: id, fail_if_not_exists: false })
  expect(asked.at(-1)).toEqual({
    chat: CHAT,
    userId: READER_ID,
    command: { name: 'ask', question: 'trade with China?' },
    mayManage: false,
  })
})

test('a reply that pings the bot is answered, and who owns the server may manage', async () => {
  const message = { content: 'subscribe 9', pingsBot: true, replyTo: '1384000000000000001', userId: OWNER_ID }
  await repliedTo(fake.sendMessage(message).id)
  expect(asked.at(-1)).toMatchObject({ command: { name: 'subscribe', hour: 9 }, mayManage: true })
})

test('a mention without words gets help', async () => {
  await repliedTo(fake.sendMessage({ content: `<@${BOT_ID}>`, pingsBot: true }).id)
  expect(asked.at(-1)?.command).toEqual({ name: 'help' })
})

test('a direct message is answered where it came, and its writer may manage', async () => {
  const { id } = fake.sendMessage({ content: 'digest', channelId: DM_CHANNEL_ID })
  expect((await repliedTo(id)).channelId).toBe(DM_CHANNEL_ID)
  expect(asked.at(-1)).toMatchObject({
    chat: { platform: 'discord', chatId: DM_CHANNEL_ID },
    command: { name: 'digest' },
    mayManage: true,
  })
})

test('a long answer to a mention goes on in further messages, each under its own nonce', async () => {
  handle = async () => ({ blocks: ['a', 'b'].map((letter) => say(letter.repeat(3_000)).blocks).flat() })
  const { id } = fake.sendMessage({ content: `<@${BOT_ID}> all of it`, pingsBot: true })
  expect(textOf(await repliedTo(id, 1)).charAt(0)).toBe('b')
  handle = async ({ command }) => say(`answer to ${command.name}`)
})

test('bots, the bot itself and talk among readers are left alone', async () => {
  const before = asked.length
  fake.sendMessage({ content: `<@${BOT_ID}> hello`, pingsBot: true, isBot: true })
  fake.sendMessage({ content: 'hello all', pingsBot: false })
  fake.sendMessage({ content: 'hello', channelId: DM_CHANNEL_ID, userId: BOT_ID, isBot: true })
  await repliedTo(fake.sendMessage({ content: 'and now me', channelId: DM_CHANNEL_ID }).id)
  expect(asked.slice(before).map(({ command }) => command)).toEqual([{ name: 'ask', question: 'and now me' }])
})

test('an event that comes twice is handled once', async () => {
  const before = asked.length
  const interaction = fake.sendInteraction({ name: 'feeds' })
  await answered(interaction)
  fake.repeatInteraction(interaction)
  const { id } = fake.sendMessage({ content: 'once', channelId: DM_CHANNEL_ID })
  await repliedTo(id)
  fake.sendMessage({ content: 'once', channelId: DM_CHANNEL_ID, id })
  await repliedTo(fake.sendMessage({ content: 'last', channelId: DM_CHANNEL_ID }).id)
  expect(asked.slice(before).map(({ command }) => command)).toEqual([
    { name: 'feeds' },
    { name: 'ask', question: 'once' },
    { name: 'ask', question: 'last' },
  ])
})

test('a connection that breaks is resumed, and nothing is missed', async () => {
  fake.gateway.drop(4000)
  const { id } = fake.sendMessage({ content: 'while you were away', channelId: DM_CHANNEL_ID })
  expect(textOf(await repliedTo(id))).toBe('answer to ask')
  expect(fake.gateway.counts.resumed).toBe(1)
})

test('the same part sent twice is one message', async () => {
  const [payload = {}] = platform.render(say('digest of Tuesday'))
  const first = await platform.send(CHAT, payload, 'delivery-1-0')
  const second = await platform.send(CHAT, payload, 'delivery-1-0')
  expect(first.kind).toBe('sent')
  expect(second).toEqual(first)
  expect(fake.messages.filter(({ body }) => body['nonce'] === 'delivery-1-0').length).toBe(1)
})

test('a message that was posted although the connection broke is uncertain, and is not posted by the next try', async () => {
  const [payload = {}] = platform.render(say('digest of Wednesday'))
  fake.addFault({ when: CREATE, times: 1, answer: 'cut' })
  expect(await platform.send(CHAT, payload, 'delivery-2-0')).toMatchObject({ kind: 'uncertain' })
  expect(await platform.send(CHAT, payload, 'delivery-2-0')).toMatchObject({ kind: 'sent' })
  expect(fake.messages.filter(({ body }) => body['nonce'] === 'delivery-2-0').length).toBe(1)
})

test.each([
  [403, 50001, 'gone'],
  [403, 50013, 'gone'],
  [403, 50007, 'gone'],
  [404, 10003, 'gone'],
  // Cloudflare, or a token that was reset: not the chat's fault.
  [403, 0, 'retry'],
  [400, 50035, 'refused'],
])('an answer of %i with code %i to a send is %s', async (status, code, kind) => {
  fake.addFault({ when: CREATE, times: 1, answer: { status, body: { message: 'no', code } } })
  const [payload = {}] = platform.render(say('news'))
  const before = fake.requests.length
  expect(await platform.send(CHAT, payload, `refused-${status}-${code}`)).toMatchObject({ kind })
  expect(fake.requests.length - before).toBe(1)
})

test('an unknown channel is gone', async () => {
  const [payload = {}] = platform.render(say('news'))
  const result = await platform.send({ platform: 'discord', chatId: '1300000000000000777' }, payload, 'unknown')
  expect(result).toEqual({ kind: 'gone', cause: 'deleted', reason: 'Discord answered 404 (10003): Unknown Channel' })
})

test('429 is to be tried again after the time that Discord names, 500 after a while, each called once', async () => {
  const [payload = {}] = platform.render(say('news'))
  const chat: Chat = { platform: 'discord', chatId: OTHER_CHANNEL_ID }
  const limited = { message: 'You are being rate limited.', retry_after: 7, global: false }
  fake.addFault({ when: CREATE, times: 1, answer: { status: 500 } })
  fake.addFault({ when: CREATE, times: 1, answer: { status: 429, body: limited, headers: { 'retry-after': '7' } } })
  const before = fake.requests.length
  expect(await platform.send(chat, payload, 'later-1')).toEqual({
    kind: 'retry',
    afterMs: 5_000,
    reason: 'Discord answered 500',
  })
  const result = await platform.send(chat, payload, 'later-2')
  expect(result).toMatchObject({ kind: 'retry', reason: 'Discord answered 429' })
  expect(result.kind === 'retry' && result.afterMs).toBeGreaterThanOrEqual(7_000)
  expect(fake.requests.length - before).toBe(2)
  expect(await platform.send(chat, payload, 'later-3')).toMatchObject({ kind: 'sent' })
})

test('a token that Discord refuses ends the start for good, in one line without it', async () => {
  const wrong = discordPlatform(options({ token: 'wrong-token' }))
  await expect(wrong.start(async () => say(''))).rejects.toMatchObject({
    name: 'PlatformError',
    message: 'Discord does not accept the token in DISCORD_TOKEN: copy it anew from the Bot page of your application',
    details: { platform: 'discord', isFinal: true },
  })
  const odd = discordPlatform(options({ token: 'tökén' }))
  await expect(odd.start(async () => say(''))).rejects.toMatchObject({ details: { isFinal: true } })
})

test('a Discord that cannot be reached may be tried again', async () => {
  const nowhere = discordPlatform(options({ apiUrl: 'http://127.0.0.1:9/api' }))
  await expect(nowhere.start(async () => say(''))).rejects.toMatchObject({
    message: 'Discord cannot be reached at http://127.0.0.1:9/api: ECONNREFUSED',
    details: { platform: 'discord', isFinal: false },
  })
})

test('what answers but is no Discord may be tried again', async () => {
  const isGateway = ({ path }: Pick<CapturedRequest, 'path'>): boolean => path === '/gateway/bot'
  fake.addFault({ when: isGateway, times: 1, answer: { status: 200, body: { hello: 'world' } } })
  await expect(discordPlatform(options()).start(async () => say(''))).rejects.toMatchObject({
    message: `Discord cannot be reached at ${fake.url}: what answers there is not Discord`,
    details: { isFinal: false },
  })
})

test('a start that is stopped while the gateway is away ends, and connects no more', async () => {
  const attempts = new EventEmitter()
  const away = createServer((socket) => {
    socket.destroy()
    attempts.emit('attempt')
  })
  await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${(away.address() as AddressInfo).port}`
  const limits = { total: 1_000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 }
  const body = { url, shards: 1, session_start_limit: limits }
  const isGateway = ({ path }: Pick<CapturedRequest, 'path'>): boolean => path === '/gateway/bot'
  fake.addFault({ when: isGateway, times: 1, answer: { status: 200, body } })
  const other = discordPlatform(options())
  const starting = expect(other.start(async () => say(''))).rejects.toMatchObject({ details: { isFinal: false } })
  await once(attempts, 'attempt')
  await once(attempts, 'attempt')
  await other.stop()
  await starting
  // discord.js reconnects after 500 ms: what stays away can only be waited for.
  const again = once(attempts, 'attempt', { signal: AbortSignal.timeout(1_500) })
  await expect(again).rejects.toMatchObject({ name: 'AbortError' })
  await new Promise((resolve) => away.close(resolve))
})

test('before the start and after the stop a send is to be tried again', async () => {
  const idle = discordPlatform(options())
  expect(await idle.send(CHAT, {}, 'n')).toMatchObject({ kind: 'retry' })
  await idle.stop()
})

test('a stop does not wait for an answer that never comes, and nothing is said after it', async () => {
  let finish: (message: Message) => void = () => undefined
  let askedNow: () => void = () => undefined
  const isAsked = new Promise<void>((resolve) => (askedNow = resolve))
  const other = discordPlatform(options())
  await other.start(async () => {
    askedNow()
    return new Promise((answer) => (finish = answer))
  })
  const interaction = fake.sendInteraction({ name: 'ask', options: { question: 'slow' } })
  await isAsked
  const startedAt = performance.now()
  await other.stop()
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  finish(say('too late'))
  await new Promise(setImmediate)
  expect(interaction.original).toBe('waiting')
})

test('commands that cannot be registered are logged, and the bot starts', async () => {
  const isList = ({ path }: Pick<CapturedRequest, 'path'>): boolean => path.endsWith('/commands')
  fake.addFault({ when: isList, times: 1, answer: { status: 503 } })
  const other = discordPlatform(options())
  expect(await other.start(async () => say(''))).toMatchObject({ account: 'silkwire#4242' })
  await other.stop()
  expect(lines.at(-1)).toMatch(/^discord: the slash commands were not registered: /)
})

test.skipIf(specAbsence !== undefined)('every request that was made holds against the document of Discord', () => {
  expect(fake.requests.length).toBeGreaterThan(40)
  expect(fake.requests.flatMap(validateDiscordRequest)).toEqual([])
  expect(validateDiscordRequest({ method: 'POST', path: '/channels/1/messages', body: { embeds: 7 } })).not.toEqual([])
  expect(validateDiscordRequest({ method: 'POST', path: '/nowhere', body: {} })).not.toEqual([])
})

test('the token stands in no log line', () => {
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.filter((line) => line.includes(TOKEN))).toEqual([])
})

test('a person is written to in the channel that Discord opens for two; who is a stranger has none', async () => {
  expect(await platform.directChat?.(READER_ID)).toEqual({ platform: 'discord', chatId: DM_CHANNEL_ID })
  await expect(platform.directChat?.('80000000000000099')).rejects.toThrow()
})
