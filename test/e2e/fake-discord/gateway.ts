import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import { bodyOf } from './body.js'
import type { Body } from './body.js'

/** Guilds, GuildMessages, DirectMessages: what DESIGN.md allows, to the bit. */
const ALLOWED_INTENTS = (1 << 0) | (1 << 9) | (1 << 12)

const DISPATCH = 0
const HEARTBEAT = 1
const IDENTIFY = 2
const RESUME = 6
const INVALID_SESSION = 9
const HELLO = 10
const HEARTBEAT_ACK = 11

interface Event {
  readonly op: 0
  readonly t: string
  readonly s: number
  readonly d: Body
}

export interface Gateway {
  readonly counts: { connected: number; identified: number; resumed: number; heartbeats: number }
  /** The codes with which the client left. */
  readonly sendJournal: readonly number[]
  /** What goes wrong until it is set back; times in ms. */
  readonly faults: GatewayFaults
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Sends an event; to a session that is away, once it resumes. */
  dispatch(type: string, data: Body): void
  /** Closes the connection as Discord does now and then; 4000 keeps the session. */
  drop(code: number): void
  /** Op 7 or 9, as Discord says them. */
  order(op: 7 | 9, data?: boolean): void
  /** The session can no longer be resumed. */
  expire(): void
  /** The line stands and says nothing more: neither frames nor the end of the connection come through. */
  hang(): void
  stop(): Promise<void>
}

export interface GatewayFaults {
  heartbeatMs: number
  /** Heartbeats are not answered. */
  isDeaf: boolean
  /** Connections are cut before the hello; 'hang': they stand without a word. */
  refuses: false | 'cut' | 'hang'
  /** Each new session is ended with this code at once. */
  endsSessionsWith: number | undefined
}

/** One shard of a gateway: hello, identify, ready, heartbeats, resume. */
export function createGateway(options: {
  readonly token: string
  /** What READY and the events after it say; asked at each identify. */
  readonly ready: () => { readonly ready: Body; readonly guilds: readonly Body[] }
}): Gateway {
  const server = new WebSocketServer({ noServer: true })
  const counts = { connected: 0, identified: 0, resumed: 0, heartbeats: 0 }
  const sendJournal: number[] = []
  const faults: GatewayFaults = { heartbeatMs: 41_250, isDeaf: false, refuses: false, endsSessionsWith: undefined }
  const hung = new WeakSet<WebSocket>()
  const dropped = new WeakSet<WebSocket>()
  let sessionId = ''
  let current: WebSocket | undefined
  let log: Event[] = []

  const dispatch = (t: string, d: Body): void => {
    const event: Event = { op: DISPATCH, t, s: log.length + 1, d }
    log.push(event)
    if (current && !hung.has(current)) current.send(JSON.stringify(event))
  }

  const isRefused = (socket: WebSocket, data: Body): boolean => {
    if (data['token'] === options.token) return false
    socket.close(4004, 'Authentication failed.')
    return true
  }

  const identify = (socket: WebSocket, data: Body): void => {
    if (isRefused(socket, data)) return
    if (data['intents'] !== ALLOWED_INTENTS) {
      socket.close(4014, 'Disallowed intent(s).')
      return
    }
    counts.identified += 1
    current = socket
    log = []
    sessionId = `fake-session-${counts.identified}`
    const { ready, guilds } = options.ready()
    dispatch('READY', { ...ready, session_id: sessionId })
    if (faults.endsSessionsWith !== undefined) socket.close(faults.endsSessionsWith)
    for (const guild of guilds) dispatch('GUILD_CREATE', guild)
  }

  const resume = (socket: WebSocket, data: Body): void => {
    if (isRefused(socket, data)) return
    if (data['session_id'] !== sessionId || log.length === 0) {
      socket.send(JSON.stringify({ op: INVALID_SESSION, d: false }))
      return
    }
    counts.resumed += 1
    current = socket
    for (const event of log.filter(({ s }) => s > Number(data['seq']))) socket.send(JSON.stringify(event))
    dispatch('RESUMED', {})
  }

  server.on('connection', (socket: WebSocket) => {
    counts.connected += 1
    if (faults.refuses === 'cut') {
      socket.terminate()
      return
    }
    socket.on('message', (raw: RawData) => {
      if (hung.has(socket)) return
      const { op, d } = readFrame(raw)
      if (op === HEARTBEAT) {
        counts.heartbeats += 1
        if (!faults.isDeaf) socket.send(JSON.stringify({ op: HEARTBEAT_ACK }))
      } else if (op === IDENTIFY) identify(socket, bodyOf(d))
      else if (op === RESUME) resume(socket, bodyOf(d))
    })
    socket.on('close', (code: number) => {
      if (!dropped.has(socket)) sendJournal.push(code)
      // A session ends where the client leaves with these two.
      if (current === socket && !dropped.has(socket) && (code === 1000 || code === 1001)) sessionId = ''
      if (current === socket) current = undefined
    })
    if (faults.refuses === 'hang') return
    socket.send(JSON.stringify({ op: HELLO, d: { heartbeat_interval: faults.heartbeatMs } }))
  })

  return {
    counts,
    sendJournal,
    faults,
    dispatch,
    order: (op, data) => current?.send(JSON.stringify({ op, d: data ?? null })),
    expire: () => (sessionId = ''),
    hang: () => {
      if (!current) return
      hung.add(current)
      // Not even the close is answered.
      current.pause()
    },
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request)),
    drop: (code) => {
      if (!current) return
      dropped.add(current)
      current.close(code)
    },
    stop: async () => {
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function readFrame(raw: RawData): { readonly op: unknown; readonly d: unknown } {
  const bytes = Array.isArray(raw) ? Buffer.concat(raw) : Buffer.from(raw as Uint8Array)
  const frame = bodyOf(JSON.parse(bytes.toString('utf8')))
  return { op: frame['op'], d: frame['d'] }
}
