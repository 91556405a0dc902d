import { WebSocketShardEvents } from '@discordjs/ws'
import type { IShardingStrategy, WebSocketManager } from '@discordjs/ws'
import { GatewayDispatchEvents, GatewayOpcodes } from 'discord.js'
import type { Client, GatewayDispatchPayload, GatewayReadyDispatchData } from 'discord.js'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { Refusal } from '../../contract/platform.js'
import type { PlatformStates } from '../../contract/platform.js'
import { refusalOf } from './close-codes.js'
import { createShard } from './gateway-shard.js'
import type { Session, Shard, ShardEvent } from './gateway-shard.js'
import { takeSnapshot } from './guild-snapshot.js'
import { afterIdentify, identifyWaitMs } from './identify-budget.js'
import type { StartLimit } from './identify-budget.js'

export interface GatewayOptions {
  /** What outlives the process; without it each start is a new session. */
  readonly states?: PlatformStates
  readonly now: () => number
  readonly log: (line: string) => void
  /** The gateway closed for good; before the session stands the login fails with it, too. */
  readonly onRefused?: (refusal: Refusal) => void
  /** 0 to 1. */
  readonly random?: () => number
}

/** The way to Discord's gateway, in place of discord.js's own, which loses the session whenever the net is away. */
export interface Gateway {
  /** For the client's `ws.buildStrategy`. */
  readonly strategy: (manager: WebSocketManager) => IShardingStrategy
  /** The client that gets the events; before its login. */
  attach(client: Client): Promise<void>
  /** Nothing more is heard; the session is kept for the next start. Resolves within 2 s. */
  leave(): Promise<void>
  /** Epoch ms of the last sign of life. */
  lastHeardAt(): number
  /** Cuts what may be hanging: it is opened anew, and the session goes on. */
  mend(): void
}

/** Discord keeps a session for minutes; an older one is not worth the try. */
const SESSION_LIFE_MS = 10 * 60_000
// More servers than that are told anew rather than written down within a stop.
const MOST_GUILDS = 500
const STATE_MS = 1_000
const MOST_FRAME_BYTES = 64 * 1_024 * 1_024

const SESSIONS = z.array(z.object({ id: z.string(), sequence: z.number(), resumeUrl: z.url({ protocol: /^wss?$/ }) }))
const STATE = z.object({
  identifiedAt: z.number().optional(),
  left: z
    .object({
      at: z.number(),
      sessions: SESSIONS,
      snapshot: z.object({
        ready: z.record(z.string(), z.unknown()),
        guilds: z.array(z.looseObject({ id: z.string() })),
      }),
    })
    .optional(),
})
type Kept = z.infer<typeof STATE>

interface Context extends GatewayOptions {
  readonly shards: Shard[]
  kept: Kept
  client: Client | undefined
  heardAt: number
  limit: StartLimit | undefined
}

/** Opens no connection: discord.js does, at the client's login. */
export function createGateway(options: GatewayOptions): Gateway {
  const context: Context = { ...options, shards: [], kept: {}, client: undefined, heardAt: options.now(), limit: undefined } // prettier-ignore
  return {
    strategy: (manager) => createStrategy(manager, context),
    async attach(client) {
      context.client = client
      const kept = STATE.safeParse(await options.states?.recall('discord').catch(() => undefined))
      context.kept = kept.data ?? {}
      // Used once: whoever starts next must not go on from here.
      if (context.kept.left) await keep(context, {})
    },
    async leave() {
      const sessions = await stopAll(context)
      const snapshot = context.client && takeSnapshot(context.client)
      if (!snapshot || snapshot.guilds.length > MOST_GUILDS || sessions.length === 0) return
      await keep(context, { left: { at: options.now(), sessions, snapshot } as NonNullable<Kept['left']> })
    },
    lastHeardAt: () => context.heardAt,
    mend() {
      for (const shard of context.shards) shard.cut('nothing was heard for too long')
    },
  }
}

/** Empty unless each shard has a session. */
async function stopAll({ shards }: Context): Promise<readonly Session[]> {
  const sessions = await Promise.all(shards.splice(0).map((shard) => shard.stop()))
  return sessions.every((session) => session !== undefined) ? sessions : []
}

async function keep(context: Context, state: Kept): Promise<void> {
  const { identifiedAt } = context.kept
  const saving = context.states?.keep('discord', { ...(identifiedAt !== undefined && { identifiedAt }), ...state }, context.now()) // prettier-ignore
  await Promise.race([saving?.catch(() => undefined), delay(STATE_MS, undefined, { ref: false })])
}

function createStrategy(manager: WebSocketManager, context: Context): IShardingStrategy {
  const { shards } = context
  let ids: readonly number[] = []
  return {
    async spawn(shardIds) {
      ids = shardIds
      const { url, session_start_limit: limit } = await manager.fetchGatewayInformation()
      const { total, remaining, reset_after: resetAfterMs } = limit
      context.limit = { total, remaining, resetAt: context.now() + resetAfterMs }
      const count = await manager.getShardCount()
      const left = resumable(context, shardIds)
      for (const [index, id] of shardIds.entries())
        shards.push(spawn({ manager, context, id, count, url, session: left?.sessions[index] }))
      if (left) tellAgain(manager, ids, left)
    },
    async connect() {
      await Promise.all(shards.map((shard) => shard.connect()))
    },
    async destroy() {
      await stopAll(context)
    },
    send(shardId, payload) {
      shards[ids.indexOf(shardId)]?.send(payload)
    },
    fetchStatus: () => {
      throw new Error('the status of shards is not kept')
    },
  }
}

function resumable({ kept: { left }, now }: Context, ids: readonly number[]): Kept['left'] {
  if (left?.sessions.length !== ids.length || now() - left.at > SESSION_LIFE_MS) return undefined
  return left
}

interface Spawning {
  readonly manager: WebSocketManager
  readonly context: Context
  readonly id: number
  readonly count: number
  readonly url: string
  readonly session: Session | undefined
}

function spawn({ manager, context, id, count, url, session }: Spawning): Shard {
  const { token, intents, identifyProperties: properties, initialPresence, largeThreshold } = manager.options
  return createShard({
    url,
    token,
    identity: {
      intents,
      properties,
      shard: [id, count],
      ...(initialPresence && { presence: initialPresence }),
      ...(largeThreshold !== null && { large_threshold: largeThreshold }),
    },
    ...(session && { session }),
    openSocket: (address) => new WebSocket(address, { maxPayload: MOST_FRAME_BYTES }),
    mayIdentify: async (signal) => mayIdentify({ manager, context, id, signal }),
    onEvent: (event) => report(event, { manager, context, id, count }),
    now: context.now,
    random: context.random ?? Math.random,
  })
}

interface Identifying extends Pick<Spawning, 'manager' | 'context' | 'id'> {
  readonly signal: AbortSignal
}

/** Discord's pace of identifies, and never so many that the day's number runs out. */
async function mayIdentify({ manager, context, id, signal }: Identifying): Promise<void> {
  const { now, log, limit } = context
  if (limit) {
    const sinceLast = now() - (context.kept.identifiedAt ?? 0)
    const waitMs = identifyWaitMs(limit, now()) - sinceLast
    if (waitMs > 0) {
      log(`discord: ${limit.remaining} identifies are left today: the next one is in ${Math.ceil(waitMs / 1_000)} s`)
      await delay(waitMs, undefined, { signal })
    }
  }
  await (await throttlerOf(manager)).waitForIdentify(id, signal)
  context.limit = limit && afterIdentify(limit, now())
  context.kept = { identifiedAt: now() }
  await keep(context, {})
}

const throttlers = new WeakMap<WebSocketManager, ReturnType<WebSocketManager['options']['buildIdentifyThrottler']>>()

async function throttlerOf(manager: WebSocketManager) {
  const throttler = throttlers.get(manager) ?? manager.options.buildIdentifyThrottler(manager)
  throttlers.set(manager, throttler)
  return throttler
}

/** Passes on to discord.js what it would hear from its own shards. */
function report(event: ShardEvent, { manager, context, id: shardId, count }: Omit<Spawning, 'url' | 'session'>): void {
  if (event.kind !== 'note' && event.kind !== 'closed') context.heardAt = context.now()
  switch (event.kind) {
    case 'hello':
      manager.emit(WebSocketShardEvents.Hello, { shardId })
      return
    case 'ready': {
      const { id: sessionId, sequence, resumeUrl: resumeURL } = event.session
      void manager.options.updateSessionInfo(shardId, { sessionId, sequence, resumeURL, shardId, shardCount: count })
      manager.emit(WebSocketShardEvents.Ready, { data: event.data, shardId })
      return
    }
    case 'resumed':
      manager.emit(WebSocketShardEvents.Resumed, { shardId })
      return
    case 'dispatch':
      manager.emit(WebSocketShardEvents.Dispatch, { data: event.payload, shardId })
      if (event.payload.t === GatewayDispatchEvents.Ready)
        dropLost(event.payload.d, { manager, context, shardId, count })
      return
    case 'beat':
      manager.emit(WebSocketShardEvents.HeartbeatComplete, {
        ackAt: event.answeredAt,
        heartbeatAt: event.sentAt,
        latency: event.answeredAt - event.sentAt,
        shardId,
      })
      return
    case 'closed':
      if (event.next !== 'resume') void manager.options.updateSessionInfo(shardId, null)
      manager.emit(WebSocketShardEvents.Closed, { code: event.code, shardId })
      context.log(`discord: the gateway closed with ${event.code}: ${AFTERWARDS[event.next]}`)
      if (event.next === 'fatal') context.onRefused?.(refusalOf(event.code))
      return
    case 'note':
      context.log(`discord: ${event.line}`)
      return
  }
}

const AFTERWARDS = { resume: 'resuming', identify: 'beginning a new session', fatal: 'this is for good' }

interface Losing extends Pick<Spawning, 'manager' | 'context' | 'count'> {
  readonly shardId: number
}

// A new session names the servers that the bot is in: of one that it was put out of meanwhile no event tells.
function dropLost({ guilds }: GatewayReadyDispatchData, { manager, context, shardId, count }: Losing): void {
  const named = new Set(guilds.map(({ id }) => id))
  for (const [id] of context.client?.guilds.cache ?? []) {
    if (named.has(id) || Number((BigInt(id) >> 22n) % BigInt(count)) !== shardId) continue
    const data = {
      op: GatewayOpcodes.Dispatch,
      s: 0,
      t: GatewayDispatchEvents.GuildDelete,
      d: { id },
    } as GatewayDispatchPayload
    manager.emit(WebSocketShardEvents.Dispatch, { data, shardId })
  }
}

/** Tells discord.js what the process before knew when it left; the resumed session tells what happened since. */
function tellAgain(
  manager: WebSocketManager,
  ids: readonly number[],
  { sessions, snapshot }: NonNullable<Kept['left']>,
): void {
  // prettier-ignore
  for (const [index, shardId] of ids.entries()) {
    const session = sessions[index]
    if (!session) continue
    const { id: sessionId, sequence, resumeUrl } = session
    const isOurs = (guildId: string): boolean => Number((BigInt(guildId) >> 22n) % BigInt(ids.length)) === shardId
    const guilds = snapshot.guilds.filter(({ id }) => isOurs(id))
    const named = { guilds: guilds.map(({ id }) => ({ id, unavailable: true })), session_id: sessionId, resume_gateway_url: resumeUrl } // prettier-ignore
    const ready = { ...snapshot.ready, ...named } as unknown as GatewayReadyDispatchData
    void manager.options.updateSessionInfo(shardId, { sessionId, sequence, resumeURL: resumeUrl, shardId, shardCount: ids.length }) // prettier-ignore
    manager.emit(WebSocketShardEvents.Ready, { data: ready, shardId })
    const say = (t: GatewayDispatchEvents, d: unknown): void => {
      const data = { op: GatewayOpcodes.Dispatch, s: sequence, t, d } as GatewayDispatchPayload
      manager.emit(WebSocketShardEvents.Dispatch, { data, shardId })
    }
    say(GatewayDispatchEvents.Ready, ready)
    for (const guild of guilds) say(GatewayDispatchEvents.GuildCreate, guild)
  }
}
