import { afterEach, expect, test } from 'vitest'
import { discordPlatform } from '../../src/bots/discord/discord.js'
import type { Message } from '../../src/bots/contract/message.js'
import type { ChatChange, Platform } from '../../src/bots/contract/platform.js'
import type { PlatformStates } from '../../src/bots/contract/platform.js'
import type { Request } from '../../src/bots/contract/request.js'
import { storyThreads } from '../bots/stand-ins/stand-ins.js'
import { startFakeDiscord } from './fake-discord/fake-discord.js'
import type { FakeDiscord } from './fake-discord/fake-discord.js'
import { BOT_ID, CHANNEL_ID, CLOSED_CHANNEL_ID, DM_CHANNEL_ID, GUILD_ID, THREAD_ID, OTHER_CHANNEL_ID, channelBody, firstChannels, guildBody, member } from './fake-discord/world.js' // prettier-ignore

const TOKEN = 'MTMwMDAwMDAwMDAwMDAwMDAwMQ.GfakeX.not-a-real-token-of-anybody'

interface Desk {
  readonly fake: FakeDiscord
  readonly platform: Platform
  readonly asked: Request[]
  readonly lines: string[]
  readonly changes: ChatChange[]
}

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function openFake(): Promise<FakeDiscord> {
  const fake = await startFakeDiscord({ token: TOKEN })
  cleanUps.push(async () => fake.stop())
  return fake
}

interface Life {
  readonly fake?: FakeDiscord
  readonly states?: PlatformStates
  readonly seen?: Set<string>
}

async function openDesk({ fake: given, states, seen = new Set() }: Life = {}): Promise<Desk> {
  const fake = given ?? (await openFake())
  const asked: Request[] = []
  const lines: string[] = []
  const platform = discordPlatform({
    token: TOKEN,
    apiUrl: fake.url,
    secret: 'a secret of the tests',
    storyThreads: storyThreads(),
    now: Date.now,
    log: (line) => lines.push(line),
    firstSight: async (_, id) => !seen.has(id) && seen.add(id).has(id),
    ...(states && { states }),
  })
  cleanUps.push(async () => platform.stop())
  const changes: ChatChange[] = []
  const handle = async (request: Request): Promise<Message> => {
    asked.push(request)
    return { blocks: [{ kind: 'paragraph', runs: [{ text: 'heard' }] }] }
  }
  await platform.start(handle, { onChat: async (change) => void changes.push(change) })
  return { fake, platform, asked, lines, changes }
}

/** Words of a direct message, and its answer. */
async function isAnswered(fake: FakeDiscord, content: string): Promise<void> {
  const { id } = fake.sendMessage({ content, channelId: DM_CHANNEL_ID })
  await fake.waitFor(({ body }) => (body as { nonce?: string } | undefined)?.nonce === `${id}-0`, 20_000)
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}

const heard = (asked: readonly Request[]): readonly unknown[] =>
  asked.map(({ command }) => (command.name === 'ask' ? command.question : command.name))

test.each([1000, 1001, 4000, 4001, 4002, 4003, 4005, 4008])(
  'a message that comes while the gateway is closed with %i is answered once, without a new identify',
  async (code) => {
    const { fake, asked } = await openDesk()
    fake.gateway.drop(code)
    await isAnswered(fake, 'while away')
    expect(heard(asked)).toEqual(['while away'])
    expect(fake.gateway.counts).toMatchObject({ identified: 1, resumed: 1 })
  },
)

test.each([
  ['close code 4007', (fake: FakeDiscord) => fake.gateway.drop(4007)],
  ['close code 4009', (fake: FakeDiscord) => fake.gateway.drop(4009)],
  ['an invalid session', (fake: FakeDiscord) => fake.gateway.order(9, false)],
])('after %s a new session answers', async (_what, play) => {
  const { fake, lines } = await openDesk()
  play(fake)
  await until(() => fake.gateway.counts.identified >= 2)
  await isAnswered(fake, 'and now')
  expect(lines).toContainEqual(expect.stringContaining('beginning a new session'))
  // The client never closed a session that it wanted to keep with 1000.
  expect(fake.gateway.sendJournal.filter((code) => code === 1000 || code === 1001)).toEqual([])
})

test.each([
  ['told to reconnect', (fake: FakeDiscord) => fake.gateway.order(7)],
  ['told that the session may be resumed', (fake: FakeDiscord) => fake.gateway.order(9, true)],
])('%s, it resumes', async (_what, play) => {
  const { fake } = await openDesk()
  play(fake)
  await until(() => fake.gateway.counts.resumed === 1)
  await isAnswered(fake, 'soon')
  expect(fake.gateway.counts).toMatchObject({ identified: 1, resumed: 1 })
})

test.each([
  ['heartbeats without an answer', (fake: FakeDiscord) => (fake.gateway.faults.isDeaf = true)],
  ['a line that hangs', (fake: FakeDiscord) => fake.gateway.hang()],
])('%s are noticed, and nothing is missed', async (_what, play) => {
  const fake = await openFake()
  fake.gateway.faults.heartbeatMs = 300
  const { asked } = await openDesk({ fake })
  play(fake)
  const answering = isAnswered(fake, 'can you hear me')
  await until(() => fake.gateway.counts.connected >= 2)
  fake.gateway.faults.isDeaf = false
  await answering
  expect(heard(asked)).toEqual(['can you hear me'])
  expect(fake.gateway.counts.identified).toBe(1)
})

test('a gateway that hangs up on every connection, then on none, costs no identify', async () => {
  const { fake, asked } = await openDesk()
  fake.gateway.faults.refuses = 'cut'
  fake.gateway.drop(4000)
  await until(() => fake.gateway.counts.connected >= 4)
  fake.gateway.faults.refuses = false
  await isAnswered(fake, 'back')
  expect(heard(asked)).toEqual(['back'])
  expect(fake.gateway.counts).toMatchObject({ identified: 1, resumed: 1 })
})

test('a restart resumes the session: what was said meanwhile is answered once, and nothing is identified anew', async () => {
  let kept: unknown
  const states: PlatformStates = {
    recall: async () => structuredClone(kept),
    keep: async (_, state) => void (kept = structuredClone(state)),
  }
  const fake = await openFake()
  const seen = new Set<string>()
  const first = await openDesk({ fake, states, seen })
  await isAnswered(fake, 'before')
  await first.platform.stop()
  expect(fake.gateway.sendJournal).toEqual([4000])
  expect(JSON.stringify(kept)).not.toContain(TOKEN)

  fake.sendMessage({ content: 'in between', channelId: DM_CHANNEL_ID })
  fake.sendMessage({ content: 'mentioned', channelId: CHANNEL_ID, pingsBot: true })
  const second = await openDesk({ fake, states, seen })
  await isAnswered(fake, 'after')
  expect(heard(second.asked)).toEqual(['in between', 'mentioned', 'after'])
  expect(second.asked[1]?.chat).toEqual({ platform: 'discord', chatId: CHANNEL_ID })
  expect(fake.gateway.counts).toMatchObject({ identified: 1, resumed: 1 })

  // What was kept is used once: a process that dies without leaving does not leave it to the next.
  const third = await openDesk({ fake, states: { ...states, keep: async () => undefined }, seen })
  expect(fake.gateway.counts.identified).toBe(2)
  await third.platform.stop()
})

test('a session that is gone after the restart is begun anew, and the servers that were left are known to be', async () => {
  let kept: unknown
  const states: PlatformStates = {
    recall: async () => structuredClone(kept),
    keep: async (_, state) => void (kept = structuredClone(state)),
  }
  const fake = await openFake()
  const first = await openDesk({ fake, states })
  await first.platform.stop()
  expect(JSON.stringify(kept)).toContain(GUILD_ID)
  fake.gateway.expire()
  await openDesk({ fake, states })
  await until(() => fake.gateway.counts.identified >= 2)
  await isAnswered(fake, 'anew')
  expect(fake.gateway.counts).toMatchObject({ identified: 2, resumed: 0 })
})

/** The ids that the changes of a kind name, all together. */
const named = (changes: readonly ChatChange[], kind: 'ended' | 'back'): readonly string[] =>
  changes.flatMap((change) => (change.kind === kind ? change.chats.map(({ chatId }) => chatId) : []))

test('a server that puts the bot out takes its channels and threads with it, an outage does not', async () => {
  const { fake, changes } = await openDesk()
  fake.gateway.dispatch('GUILD_DELETE', { id: GUILD_ID, unavailable: true })
  fake.gateway.dispatch('GUILD_CREATE', guildBody(GUILD_ID, firstChannels()))
  await isAnswered(fake, 'still there')
  expect(named(changes, 'ended')).toEqual([])
  fake.gateway.dispatch('GUILD_DELETE', { id: GUILD_ID })
  await until(() => changes.some(({ kind }) => kind === 'ended'))
  expect(changes.at(-1)).toMatchObject({ kind: 'ended', cause: 'removed' })
  expect(named(changes, 'ended')).toEqual(expect.arrayContaining([CHANNEL_ID, OTHER_CHANNEL_ID, THREAD_ID]))
  expect(named(changes, 'ended')).not.toContain(DM_CHANNEL_ID)

  changes.length = 0
  fake.gateway.dispatch('GUILD_CREATE', guildBody(GUILD_ID, firstChannels()))
  await until(() => changes.length > 0)
  expect(named(changes, 'back')).toEqual(expect.arrayContaining([CHANNEL_ID, THREAD_ID]))
  expect(named(changes, 'back')).not.toContain(CLOSED_CHANNEL_ID)
})

test('a channel that is deleted ends with its threads, a thread alone', async () => {
  const { fake, changes } = await openDesk()
  fake.gateway.dispatch('THREAD_DELETE', { id: '777', guild_id: GUILD_ID, parent_id: CHANNEL_ID, type: 11 })
  fake.gateway.dispatch('CHANNEL_DELETE', { id: CHANNEL_ID, guild_id: GUILD_ID, type: 0 })
  await until(() => changes.filter(({ kind }) => kind === 'ended').length === 2)
  expect(named(changes, 'ended')).toEqual(['777', CHANNEL_ID, THREAD_ID])
})

test('a right that is given back brings the channel back', async () => {
  const { fake, changes } = await openDesk()
  await until(() => changes.length > 0)
  changes.length = 0
  const closed = firstChannels().find(({ id }) => id === CLOSED_CHANNEL_ID)
  if (!closed) throw new Error('the fake has no closed channel')
  fake.gateway.dispatch('CHANNEL_UPDATE', channelBody({ ...closed, denied: 0n }))
  await until(() => changes.length > 0)
  expect(named(changes, 'back')).toContain(CLOSED_CHANNEL_ID)
  // What happens to others' rights says nothing of the bot's.
  changes.length = 0
  fake.gateway.dispatch('GUILD_MEMBER_UPDATE', { ...member('1300000000000000041'), guild_id: GUILD_ID })
  fake.gateway.dispatch('GUILD_MEMBER_UPDATE', { ...member(BOT_ID), guild_id: GUILD_ID })
  await until(() => changes.length > 0)
  expect(changes.length).toBe(1)
})

test('a server that put the bot out while it was down is known to have after the next start', async () => {
  let kept: unknown
  const states: PlatformStates = {
    recall: async () => structuredClone(kept),
    keep: async (_, state) => void (kept = structuredClone(state)),
  }
  const fake = await openFake()
  const first = await openDesk({ fake, states })
  await first.platform.stop()
  fake.gateway.dispatch('GUILD_DELETE', { id: GUILD_ID })
  const { changes } = await openDesk({ fake, states })
  await until(() => changes.some(({ kind }) => kind === 'ended'))
  expect(named(changes, 'ended')).toContain(CHANNEL_ID)
  expect(fake.gateway.counts.identified).toBe(1)
})
