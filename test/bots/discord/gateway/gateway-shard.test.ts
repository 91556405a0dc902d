import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { afterClose } from '../../../../src/bots/discord/gateway/close-codes.js'
import { createShard } from '../../../../src/bots/discord/gateway/gateway-shard.js'
import type { Shard, ShardEvent, ShardOptions } from '../../../../src/bots/discord/gateway/gateway-shard.js'
import { waitByTimer } from '../../stand-ins/wait-by-timer.js'

const SECOND = 1_000
const READY = {
  op: 0,
  s: 1,
  t: 'READY',
  d: { session_id: 'session', resume_gateway_url: 'wss://resume.example', guilds: [] },
}

/** The client's side of a line, played by hand. */
class StandInSocket extends EventEmitter {
  readyState = 0
  readonly sent: { readonly op: number; readonly d: unknown }[] = []
  readonly closedWith: (number | 'terminate')[] = []
  /** The other side is there, but does not answer a close. */
  isHung = false
  constructor(readonly url: string) {
    super()
  }
  open(heartbeatMs = 41_250): void {
    this.readyState = 1
    this.emit('open')
    this.hear({ op: 10, d: { heartbeat_interval: heartbeatMs } })
  }
  hear(frame: object): void {
    this.emit('message', Buffer.from(JSON.stringify(frame)))
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { op: number; d: unknown })
  }
  close(code: number): void {
    this.closedWith.push(code)
    this.readyState = 2
    if (!this.isHung) this.lose(code)
  }
  terminate(): void {
    this.closedWith.push('terminate')
    this.lose(1006)
  }
  lose(code: number): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.emit('close', code)
  }
}

let sockets: StandInSocket[]
let events: ShardEvent[]
let shard: Shard
let identifies: number

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2025-06-17T08:00Z'), toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  sockets = []
  events = []
  identifies = 0
})
afterEach(async () => {
  const stopping = shard.stop()
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  await stopping
  vi.useRealTimers()
})

function openShard(change: Partial<ShardOptions> = {}): Shard {
  return createShard({
    url: 'wss://gateway.example',
    token: 'token',
    identity: { intents: 1 },
    openSocket: (url) => {
      const socket = new StandInSocket(url)
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    mayIdentify: async () => void (identifies += 1),
    onEvent: (event) => void events.push(event),
    now: Date.now,
    random: () => 0.5,
    wait: waitByTimer,
    ...change,
  })
}

function newest(): StandInSocket {
  const socket = sockets.at(-1)
  if (!socket) throw new Error('no socket was opened')
  return socket
}

/** A shard with a session that stands, event `sequence` seen. */
async function connected(sequence = 5, change: Partial<ShardOptions> = {}): Promise<StandInSocket> {
  shard = openShard(change)
  const connecting = shard.connect()
  newest().open()
  await vi.advanceTimersByTimeAsync(0)
  newest().hear(READY)
  newest().hear({ op: 0, s: sequence, t: 'GUILD_CREATE', d: {} })
  await connecting
  return newest()
}

/** The next line after a broken one, opened. */
async function reconnected(withinMs = 20 * SECOND): Promise<StandInSocket> {
  const before = sockets.length
  for (let waited = 0; sockets.length === before && waited < withinMs; waited += 100)
    await vi.advanceTimersByTimeAsync(100)
  expect(sockets.length).toBe(before + 1)
  newest().open()
  await vi.advanceTimersByTimeAsync(0)
  return newest()
}

const RESUME = { op: 6, d: { token: 'token', session_id: 'session', seq: 5 } }
const IDENTIFY = { op: 2, d: { token: 'token', intents: 1 } }

test.each([1000, 1001, 1005, 1006, 1011, 4000, 4001, 4002, 4003, 4005, 4008, 4200, 4999])(
  'after close code %i the session is resumed where it was left',
  async (code) => {
    const first = await connected()
    first.lose(code)
    const second = await reconnected()
    expect(second.url).toBe('wss://resume.example/?v=10&encoding=json')
    expect(second.sent).toEqual([RESUME])
    expect(identifies).toBe(1)
    expect(events).toContainEqual({ kind: 'closed', code, next: 'resume' })
  },
)

test.each([4007, 4009])('after close code %i a new session begins', async (code) => {
  const first = await connected()
  first.lose(code)
  const second = await reconnected()
  expect(second.url).toBe('wss://gateway.example/?v=10&encoding=json')
  expect(second.sent).toEqual([IDENTIFY])
})

test.each([4004, 4010, 4011, 4012, 4013, 4014])('after close code %i nothing is tried any more', async (code) => {
  const first = await connected()
  first.lose(code)
  await vi.advanceTimersByTimeAsync(3_600 * SECOND)
  expect(sockets.length).toBe(1)
  expect(events.at(-1)).toEqual({ kind: 'closed', code, next: 'fatal' })
  expect(afterClose(code)).toBe('fatal')
})

test('a connect that is refused for good says why', async () => {
  shard = openShard()
  const connecting = expect(shard.connect()).rejects.toThrow('Discord does not accept the token in DISCORD_TOKEN')
  newest().open()
  newest().lose(4004)
  await connecting
})

test('told to reconnect, it leaves with a code that keeps the session, and resumes', async () => {
  const first = await connected()
  first.hear({ op: 7, d: null })
  expect(first.closedWith).toEqual([4000])
  expect((await reconnected()).sent).toEqual([RESUME])
})

test('an invalid session that may be resumed is resumed, another one begins anew', async () => {
  const first = await connected()
  first.hear({ op: 9, d: true })
  const second = await reconnected()
  expect(second.sent).toEqual([RESUME])
  second.hear({ op: 9, d: false })
  expect([...first.closedWith, ...second.closedWith]).toEqual([4000, 4000])
  const before = Date.now()
  const third = await reconnected()
  expect(third.sent).toEqual([IDENTIFY])
  // Discord wants one to five seconds between.
  expect(Date.now() - before).toBeGreaterThanOrEqual(1 * SECOND)
})

test('a heartbeat without an answer cuts the line within a minute of the last sign of life', async () => {
  const first = await connected(5, { random: () => 1 })
  await vi.advanceTimersByTimeAsync(41_250)
  expect(first.sent.at(-1)).toEqual({ op: 1, d: 5 })
  await vi.advanceTimersByTimeAsync(15 * SECOND)
  expect(first.closedWith).toEqual(['terminate'])
  expect(events).toContainEqual({ kind: 'note', line: 'the gateway answers no heartbeat' })
  expect((await reconnected()).sent).toEqual([RESUME])
})

test('heartbeats that are answered keep the line, and one that is asked for comes at once', async () => {
  const first = await connected()
  first.hear({ op: 1, d: null })
  expect(first.sent.at(-1)).toEqual({ op: 1, d: 5 })
  first.hear({ op: 11 })
  for (let beats = 0; beats < 100; beats += 1) {
    await vi.advanceTimersByTimeAsync(41_250)
    first.hear({ op: 11 })
  }
  expect(sockets.length).toBe(1)
  expect(first.closedWith).toEqual([])
  expect(events.filter(({ kind }) => kind === 'beat').length).toBe(101)
})

test.each([
  ['a line that does not open', (_: StandInSocket) => undefined, 10],
  ['no hello', (socket: StandInSocket) => ((socket.readyState = 1), socket.emit('open')), 10],
  ['no answer to the session', (socket: StandInSocket) => socket.open(), 15],
])('%s is cut and tried again', async (_what, play, seconds) => {
  const first = await connected()
  first.lose(1006)
  await vi.advanceTimersByTimeAsync(SECOND)
  play(newest())
  await vi.advanceTimersByTimeAsync(seconds * SECOND)
  expect(newest().closedWith).toEqual(['terminate'])
  expect((await reconnected()).sent).toEqual([RESUME])
})

test('a line that hangs while it is left is cut after a second', async () => {
  const first = await connected()
  first.isHung = true
  first.hear({ op: 7, d: null })
  await vi.advanceTimersByTimeAsync(SECOND)
  expect(first.closedWith).toEqual([4000, 'terminate'])
  expect((await reconnected()).sent).toEqual([RESUME])
})

test('while the net is away the session is kept, the tries grow rarer, and the common address is tried too', async () => {
  const first = await connected()
  first.lose(1006)
  const waits: number[] = []
  let lastAt = Date.now()
  for (let tries = 0; tries < 10; tries += 1) {
    const before = sockets.length
    while (sockets.length === before) await vi.advanceTimersByTimeAsync(50)
    waits.push(Date.now() - lastAt)
    lastAt = Date.now()
    newest().emit('error', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))
    newest().lose(1006)
  }
  expect(waits[0]).toBeLessThan(SECOND)
  expect(Math.max(...waits)).toBeLessThanOrEqual(15 * SECOND)
  expect(waits.at(-1)).toBeGreaterThan(5 * SECOND)
  expect(sockets.map(({ url }) => new URL(url).host)).toContain('gateway.example')
  expect((await reconnected()).sent).toEqual([RESUME])
  expect(identifies).toBe(1)
})

test('left, it closes with a code that keeps the session and gives it; what comes after is not counted as seen', async () => {
  const first = await connected()
  first.isHung = true
  const stopping = shard.stop()
  first.hear({ op: 0, s: 6, t: 'MESSAGE_CREATE', d: {} })
  await vi.advanceTimersByTimeAsync(SECOND)
  expect(await stopping).toEqual({ id: 'session', sequence: 5, resumeUrl: 'wss://resume.example' })
  expect(first.closedWith).toEqual([4000, 'terminate'])
  expect(JSON.stringify(events)).not.toContain('MESSAGE_CREATE')
  await vi.advanceTimersByTimeAsync(60 * SECOND)
  expect(sockets.length).toBe(1)
})

test('a session of an earlier life is resumed without an identify', async () => {
  shard = openShard({ session: { id: 'old', sequence: 77, resumeUrl: 'wss://resume.example/' } })
  const connecting = shard.connect()
  newest().open()
  await vi.advanceTimersByTimeAsync(0)
  expect(newest().sent).toEqual([{ op: 6, d: { token: 'token', session_id: 'old', seq: 77 } }])
  newest().hear({ op: 0, s: 78, t: 'MESSAGE_CREATE', d: {} })
  newest().hear({ op: 0, s: 79, t: 'RESUMED', d: {} })
  await connecting
  expect(identifies).toBe(0)
  expect(await Promise.resolve(events.map(({ kind }) => kind))).toEqual(['hello', 'dispatch', 'resumed', 'dispatch'])
})

test('frames that are no JSON, and listeners that throw, end nothing', async () => {
  const first = await connected(5, {
    onEvent: (event) => {
      events.push(event)
      if (event.kind === 'dispatch' && event.payload.s === 6) throw new Error('a bad handler')
    },
  })
  first.emit('message', Buffer.from('{'))
  first.emit('message', Buffer.from('null'))
  first.hear({ op: 0, s: 6, t: 'MESSAGE_CREATE', d: {} })
  first.hear({ op: 0, s: 7, t: 'MESSAGE_CREATE', d: {} })
  expect(events).toContainEqual({ kind: 'note', line: 'a listener failed: a bad handler' })
  first.lose(4000)
  expect((await reconnected()).sent).toEqual([{ op: 6, d: { token: 'token', session_id: 'session', seq: 7 } }])
})
