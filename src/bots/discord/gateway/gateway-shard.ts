import { setTimeout as delay } from 'node:timers/promises'
import { GatewayDispatchEvents, GatewayOpcodes } from 'discord.js'
import type { GatewayDispatchPayload, GatewayReadyDispatchData } from 'discord.js'
import type { RawData, WebSocket } from 'ws'
import { afterClose, GatewayRefusal, KEEP_SESSION, refusalOf } from './close-codes.js'
import type { AfterClose } from './close-codes.js'
import { createHeart, createLine, OPEN } from './gateway-line.js'
import type { Line } from './gateway-line.js'
import { reasonOf } from '../../../text/reason-of.js'

/** What a connection is resumed with. */
export interface Session {
  readonly id: string
  readonly sequence: number
  readonly resumeUrl: string
}

export type ShardEvent =
  | { readonly kind: 'hello' }
  | { readonly kind: 'ready'; readonly data: GatewayReadyDispatchData; readonly session: Session }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'dispatch'; readonly payload: GatewayDispatchPayload }
  | { readonly kind: 'beat'; readonly sentAt: number; readonly answeredAt: number }
  | { readonly kind: 'closed'; readonly code: number; readonly next: AfterClose }
  /** One line for the log. */
  | { readonly kind: 'note'; readonly line: string }

export interface ShardOptions {
  readonly url: string
  readonly token: string
  /** IDENTIFY's data. */
  readonly identity: object
  /** Of an earlier life. */
  readonly session?: Session
  readonly openSocket: (url: string) => WebSocket
  /** Resolves when one more identify is allowed; rejects when the signal is aborted. */
  readonly mayIdentify: (signal: AbortSignal) => Promise<void>
  readonly onEvent: (event: ShardEvent) => void
  readonly now: () => number
  /** 0 to 1. */
  readonly random: () => number
  /** Resolves after `ms`, or when the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface Shard {
  /** Resolves when the session stands; rejects where it never will. Goes on by itself until the stop. */
  connect(): Promise<void>
  /** False: there is no connection to send over. */
  send(payload: object): boolean
  /** Cuts the line, which is opened anew. */
  cut(reason: string): void
  /** Leaves so that the session can be resumed, and gives it; what comes after is not counted as seen. */
  stop(): Promise<Session | undefined>
}

const HANDSHAKE_MS = 10_000
const HELLO_MS = 10_000
const SESSION_MS = 15_000
const LONGEST_WAIT_MS = 15_000
const STEADY_MS = 60_000
/** After so many failures in a row the resume address is given up for the common one. */
const MOST_RESUMES = 3

interface State {
  session: Session | undefined
  socket: WebSocket | undefined
  failures: number
}

/** One connection to the gateway, kept over every way in which it can break. */
export function createShard(options: ShardOptions): Shard {
  const stopping = new AbortController()
  const state: State = { session: options.session, socket: undefined, failures: 0 }
  let running: Promise<void> = Promise.resolve()
  return {
    connect: () =>
      new Promise((resolve, reject) => {
        stopping.signal.addEventListener('abort', () => reject(new Error('it was stopped while it started')))
        const onEvent = (event: ShardEvent): void => {
          tell(options, event)
          if (event.kind === 'ready' || event.kind === 'resumed') resolve()
          if (event.kind === 'closed' && event.next === 'fatal') reject(new GatewayRefusal(refusalOf(event.code)))
        }
        running = keepConnected(state, { ...options, onEvent }, stopping.signal)
      }),
    send(payload) {
      if (state.socket?.readyState !== OPEN) return false
      state.socket.send(JSON.stringify(payload))
      return true
    },
    cut(reason) {
      tell(options, { kind: 'note', line: reason })
      state.socket?.terminate()
    },
    async stop() {
      stopping.abort()
      await running
      return state.session
    },
  }
}

async function keepConnected(state: State, options: ShardOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const openedAt = options.now()
    const { code, next } = await holdConnection(state, options, signal)
    if (isStopped(signal)) return
    tell(options, { kind: 'closed', code, next })
    if (next === 'fatal') return
    if (next === 'identify') state.session = undefined
    state.failures = options.now() - openedAt >= STEADY_MS ? 0 : state.failures + 1
    await (options.wait ?? wait)(waitMs(state.failures, next, options.random()), signal)
  }
}

/** Half a second at first, doubled with each failure; a new session waits one to five seconds as Discord asks. */
function waitMs(failures: number, next: AfterClose, random: number): number {
  const backOff = Math.min(500 * 2 ** Math.min(Math.max(0, failures - 1), 10), LONGEST_WAIT_MS)
  return Math.max(next === 'identify' ? 1_000 + 4_000 * random : 0, backOff * (0.5 + random / 2))
}

/** Opens a connection and holds it until it is closed, by whom and why ever. Never throws. */
async function holdConnection(
  state: State,
  options: ShardOptions,
  signal: AbortSignal,
): Promise<{ readonly code: number; readonly next: AfterClose }> {
  const base = state.session && state.failures < MOST_RESUMES ? state.session.resumeUrl : options.url
  const socket = tryOpen(`${base.replace(/\/+$/, '')}/?v=10&encoding=json`, options)
  if (!socket) return { code: 1006, next: 'resume' }
  state.socket = socket
  const timers = new Set<NodeJS.Timeout>()
  return new Promise((resolve) => {
    const line = createLine(socket, timers, (reason) => tell(options, { kind: 'note', line: reason }))
    const read = createReader({ state, options, line, signal })
    const leave = (): void => line.close(KEEP_SESSION)
    line.within(HANDSHAKE_MS, 'the gateway did not open a connection')
    signal.addEventListener('abort', leave)
    socket.on('open', () => line.within(HELLO_MS, 'the gateway did not say hello'))
    socket.on('message', (data) => {
      if (!signal.aborted) read(data)
    })
    socket.on('error', (error) => tell(options, { kind: 'note', line: `the gateway's line: ${networkWord(error)}` }))
    socket.on('close', (code) => {
      signal.removeEventListener('abort', leave)
      for (const timer of timers) clearTimeout(timer)
      state.socket = undefined
      resolve({ code, next: line.next ?? afterClose(code) })
    })
  })
}

function tryOpen(url: string, options: ShardOptions): WebSocket | undefined {
  try {
    return options.openSocket(url)
  } catch {
    tell(options, { kind: 'note', line: `the gateway's address cannot be used: ${url}` })
    return undefined
  }
}

interface Reading {
  readonly state: State
  readonly options: ShardOptions
  readonly line: Line
  readonly signal: AbortSignal
}

function createReader({ state, options, line, signal }: Reading): (data: RawData) => void {
  const heart = createHeart(line, {
    sequence: () => state.session?.sequence ?? null,
    onAnswer: (sentAt, answeredAt) => tell(options, { kind: 'beat', sentAt, answeredAt }),
    now: options.now,
    random: options.random,
  })
  return (data) => {
    const frame = readFrame(data)
    switch (frame?.op) {
      case GatewayOpcodes.Hello:
        tell(options, { kind: 'hello' })
        heart.start(Number((frame.d as { readonly heartbeat_interval?: unknown }).heartbeat_interval))
        void begin({ state, options, line, signal })
        return
      case GatewayOpcodes.Heartbeat:
        heart.beat()
        return
      case GatewayOpcodes.HeartbeatAck:
        heart.answered()
        return
      case GatewayOpcodes.Reconnect:
        line.close(KEEP_SESSION)
        return
      case GatewayOpcodes.InvalidSession:
        line.next = frame.d === true ? 'resume' : 'identify'
        line.close(KEEP_SESSION)
        return
      case GatewayOpcodes.Dispatch:
        dispatch(frame as GatewayDispatchPayload, { state, options, line, signal })
        return
    }
  }
}

/** Resumes where there is a session, else identifies as soon as one more is allowed. */
async function begin({ state, options, line, signal }: Reading): Promise<void> {
  const { token, identity, mayIdentify } = options
  const { session } = state
  line.within(undefined, '')
  if (session) {
    const d = { token, session_id: session.id, seq: session.sequence }
    line.socket.send(JSON.stringify({ op: GatewayOpcodes.Resume, d }))
  } else {
    const isAllowed = await mayIdentify(signal).then(
      () => true,
      () => false,
    )
    if (!isAllowed || line.socket.readyState !== OPEN) return
    line.socket.send(JSON.stringify({ op: GatewayOpcodes.Identify, d: { token, ...identity } }))
  }
  line.within(SESSION_MS, 'the gateway did not take the session')
}

function dispatch(payload: GatewayDispatchPayload, { state, options, line }: Reading): void {
  if (payload.t === GatewayDispatchEvents.Ready) {
    const { session_id: id, resume_gateway_url: resumeUrl } = payload.d
    state.session = { id, resumeUrl, sequence: payload.s }
    line.within(undefined, '')
    tell(options, { kind: 'ready', data: payload.d, session: state.session })
  }
  if (payload.t === GatewayDispatchEvents.Resumed) {
    line.within(undefined, '')
    tell(options, { kind: 'resumed' })
  }
  if (state.session && payload.s > state.session.sequence) state.session = { ...state.session, sequence: payload.s }
  tell(options, { kind: 'dispatch', payload })
}

interface Frame {
  readonly op?: unknown
  readonly d?: unknown
}

function readFrame(data: RawData): Frame | undefined {
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Uint8Array)
    const frame: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof frame === 'object' && frame !== null ? frame : undefined
  } catch {
    return undefined
  }
}

// What a listener does wrong must not end the connection.
function tell({ onEvent }: Pick<ShardOptions, 'onEvent'>, event: ShardEvent): void {
  try {
    onEvent(event)
  } catch (error) {
    if (event.kind === 'note') return
    tell({ onEvent }, { kind: 'note', line: `a listener failed: ${reasonOf(error)}` })
  }
}

function networkWord(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

// The loop's own check has told the compiler that the signal is not aborted; connections take their time.
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}
