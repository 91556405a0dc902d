import {
  Client,
  DiscordAPIError,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  MessageType,
  Options,
  Partials,
  PermissionFlagsBits,
  PermissionsBitField,
  Routes,
} from 'discord.js'
import type { APIInteraction, Message as DiscordMessage, RateLimitData } from 'discord.js'
import { steadyClock, withSignal, type Clock } from '../timing/clock.js'
import { createTurns } from '../timing/in-turn.js'
import type { Pacer } from '../timing/pacer.js'
import { PlatformError } from '../contract/platform.js'
import type { StoryThreads } from '../contract/story-threads.js'
import type { PlatformEvents, Handle, Platform, PlatformStates, Refusal } from '../contract/platform.js'
import { withinTime } from '../timing/time-limit.js'
import type { AnswerDeps } from './hear/answer-deps.js'
import { answerMessage } from './hear/answer-message.js'
import { watchChats } from './hear/chat-changes.js'
import { GatewayRefusal, TOKEN_REFUSED } from './gateway/close-codes.js'
import { createGateway } from './gateway/gateway.js'
import type { Gateway } from './gateway/gateway.js'
import { deliver, findDelivered, type DeliverDeps } from './send/deliver.js'
import { markDiscord } from './render/mark.js'
import { discordPacer, paceRest, type Unpaced } from './send/pace.js'
import { greetServer } from './hear/greet-server.js'
import { answerInteraction } from './hear/interactions.js'
import { renderPosting, renderStoryPost } from './render/posting.js'
import { renderDiscord } from './render/render.js'
import { rightsIn, roleIn } from './send/rights.js'
import { networkReason } from './send/send-errors.js'
import { openDirectChat } from './send/send.js'
import { DISCORD_TRAITS } from './traits.js'
import { isRegistered, slashCommands } from './hear/slash-commands.js'

export interface DiscordOptions {
  readonly token: string
  /** E.g. https://discord.com/api; the gateway's address comes from there. */
  readonly apiUrl: string
  /** What the ids of controls are signed with; see actions.ts. */
  readonly secret: string
  /** Which post of a forum tells which story. */
  readonly storyThreads: StoryThreads
  readonly now: () => number
  /** Time limits and pace go by it; absent: one that no change of the system's time moves. */
  readonly clock?: Clock
  /** One event a line, without secrets. */
  readonly log?: (line: string) => void
  /** True the first time only; see DeliveryStore. */
  readonly firstSight: (platform: 'discord', eventId: string) => Promise<boolean>
  /** Where a session outlives a restart. */
  readonly states?: PlatformStates
}

const START_TIMEOUT_MS = 30_000
const REQUEST_TIMEOUT_MS = 15_000
const FIRST_SIGHT_TIMEOUT_MS = 2_000
// Together below the 5 s that a platform has for its stop.
const FINISH_TIMEOUT_MS = 2_000
const DESTROY_TIMEOUT_MS = 500

const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages]

/** What the bot needs in a server, and no more. */
const PERMISSIONS = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.AttachFiles,
  PermissionFlagsBits.ReadMessageHistory,
]

/** A connection that was opened by start(), with what it is busy with. */
interface Connection {
  readonly client: Client
  readonly gateway: Gateway
  /** Its calls without the pacer's places. */
  readonly unpaced: Unpaced
  readonly stopping: AbortController
  readonly busy: Set<Promise<void>>
  readonly log: (line: string) => void
}

/** Discord: commands, controls, forms, mentions, replies and direct messages, by discord.js. */
export function discordPlatform(options: DiscordOptions): Platform {
  const log = (line: string): void => options.log?.(line.replaceAll(options.token, '[token]'))
  const clock = options.clock ?? steadyClock
  const pacer = discordPacer(clock)
  // Two at once would make two posts of one story, and tags over each other's heads.
  const inTurn = createTurns()
  const closedThreads = new Set<string>()
  const delivering = (client: Client<true>, unpaced: Unpaced): DeliverDeps => ({
    ...{ client, unpaced, clock, inTurn, closedThreads, log },
    ...{ now: options.now, secret: options.secret, threads: options.storyThreads },
  })
  let connection: Connection | undefined
  return {
    name: 'discord',
    traits: DISCORD_TRAITS,
    pacer,
    mark: (payload, line) => ('post' in payload ? undefined : markDiscord(payload, line)),
    render: (message, posting) =>
      posting ? renderPosting(message, posting, options.secret) : renderDiscord(message, options.secret),
    renderPost: (post, posting = {}) => renderStoryPost(post, posting, options.secret),
    async start(handle, events = {}) {
      if (connection) await close(connection)
      const opened = (connection = connect(options, { ...events, handle, log, pacer, closedThreads }))
      try {
        return await logIn(opened, options)
      } catch (error) {
        if (connection === opened) connection = undefined
        await close(opened)
        throw startError(error, options.apiUrl)
      }
    },
    async send(chat, payload, nonce) {
      if (!connection?.client.isReady()) return { kind: 'retry', afterMs: 5_000, reason: 'Discord is not connected' }
      return deliver(chat, payload, nonce, delivering(connection.client, connection.unpaced))
    },
    async find(chat, payload, since) {
      const { client, unpaced } = connection ?? {}
      if (!unpaced || !client?.isReady()) throw new Error('Discord is not connected')
      const deps = delivering(client, unpaced)
      return withSignal(clock, { ms: REQUEST_TIMEOUT_MS }, async (signal) => findDelivered(chat, payload, { ...deps, since, signal })) // prettier-ignore
    },
    async rights(chat, userId) {
      if (!connection?.client.isReady()) throw new Error('Discord is not connected')
      return rightsIn(connection.client, chat, userId)
    },
    async role(chat, roleId) {
      if (!connection?.client.isReady()) throw new Error('Discord is not connected')
      return roleIn(connection.client, chat, roleId)
    },
    async directChat(userId) {
      if (!connection?.client.isReady()) throw new Error('Discord is not connected')
      return { platform: 'discord', chatId: await openDirectChat(connection.client.rest, userId) }
    },
    lastHeardAt: () => connection?.gateway.lastHeardAt() ?? options.now(),
    mend: () => connection?.gateway.mend(),
    async stop() {
      const opened = connection
      connection = undefined
      if (opened) await close(opened)
    },
  }
}

/** The address that adds the bot to a server, with the permissions that it needs. */
function inviteLink(applicationId: string): string {
  const permissions = new PermissionsBitField(PERMISSIONS).bitfield.toString()
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${permissions}`
}

/** What a connection is opened with. */
interface ConnectionDeps extends PlatformEvents {
  readonly handle: Handle
  readonly log: (line: string) => void
  readonly pacer: Pacer
  readonly closedThreads: Set<string>
}

function connect(
  options: DiscordOptions,
  { greet, onChat, onRefused, log, pacer, closedThreads, ...events }: ConnectionDeps,
): Connection {
  const stopping = new AbortController()
  const { secret, apiUrl, now, states } = options
  // Before the login is through, the start itself fails.
  const refused = (refusal: Refusal): void => {
    if (client.isReady() && !stopping.signal.aborted) onRefused?.(refusal)
  }
  const gateway = createGateway({ now, log, onRefused: refused, ...(states && { states }) })
  const client = createClient(options.apiUrl, gateway)
  const unpaced = paceRest(client.rest, pacer)
  const connection: Connection = { client, gateway, unpaced, stopping, busy: new Set(), log }
  const deps: AnswerDeps = {
    ...events,
    ...{ secret, apiUrl, now, log },
    clock: options.clock ?? steadyClock,
    rest: client.rest,
    threads: options.storyThreads,
    isFirst: async (eventId) => isFirst(eventId, options, log),
    stopping: stopping.signal,
  }
  const work = (what: string, answering: () => Promise<void>): void => {
    if (stopping.signal.aborted) return
    const done = answering()
      .catch((error: unknown) => {
        log(`discord: ${what} was not answered: ${discordReason(error)}`)
      })
      .finally(() => connection.busy.delete(done))
    connection.busy.add(done)
  }
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    work('an interaction', async () => answerInteraction(interaction, deps))
  })
  client.on(Events.MessageCreate, (message) => {
    const botId = client.user?.id
    if (botId !== undefined && isForUs(message, botId))
      work('a message', async () => answerMessage(message, botId, deps))
  })
  client.ws.on(GatewayDispatchEvents.ThreadUpdate, ({ id }: { readonly id: string }) => closedThreads.delete(id))
  if (onChat) watchChats(client, (change) => work('a change of a chat', async () => onChat(change)))
  if (greet) client.on(Events.GuildCreate, (guild) => work('a new server', async () => greetServer(guild, { ...deps, greet }))) // prettier-ignore
  // discord.js reconnects by itself; an unheard "error" event would end the process.
  client.on(Events.Error, (error) => log(`discord: ${error.message}`))
  client.on(Events.ShardError, (error) => log(`discord: the gateway failed: ${error.message}`))
  client.on(Events.ShardDisconnect, ({ code }) => log(`discord: the gateway closed for good with ${code}`))
  return connection
}

function createClient(apiUrl: string, gateway: Gateway): Client {
  return new Client({
    intents: INTENTS,
    // Without it discord.js drops direct messages of channels it has not seen.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0, PresenceManager: 0 }),
    waitGuildTimeout: 5_000,
    ws: { buildStrategy: gateway.strategy },
    rest: {
      api: apiUrl.replace(/\/+$/, ''),
      timeout: REQUEST_TIMEOUT_MS,
      // A repeated call can post twice; who calls decides what may be tried again.
      retries: 0,
      // Our own pacer counts, over all senders and without what Discord does not count.
      globalRequestsPerSecond: Infinity,
      rejectOnRateLimit: isNotWaitedOut,
    },
  })
}

// Deliveries wait in the outbox, not in discord.js, where a restart would lose them.
function isNotWaitedOut({ route, method, retryAfter }: RateLimitData): boolean {
  return (route === '/channels/:id/messages' && method.toUpperCase() === 'POST') || retryAfter > 10_000
}

function isForUs(message: DiscordMessage, botId: string): boolean {
  if (message.author.bot || message.webhookId !== null) return false
  if (![MessageType.Default, MessageType.Reply].includes(message.type)) return false
  return !message.inGuild() || message.mentions.users.has(botId)
}

// Discord itself takes an answer only once; so where the store does not answer, the reader's question goes first.
async function isFirst(eventId: string, { firstSight }: DiscordOptions, log: (line: string) => void): Promise<boolean> {
  try {
    return await withinTime(firstSight('discord', eventId), FIRST_SIGHT_TIMEOUT_MS, true)
  } catch (error) {
    log(`discord: event ${eventId} was not looked up: ${discordReason(error)}`)
    return true
  }
}

async function logIn({ client, gateway, stopping, log }: Connection, options: DiscordOptions) {
  if (!/^[\x21-\x7e]+$/.test(options.token)) throw new Error('Invalid token')
  const isReady = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
  const isStopped = new Promise<string>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve('it was stopped while it started'))
  })
  await gateway.attach(client)
  const login = client.login(options.token).then(async () => isReady)
  const late = `no answer within ${START_TIMEOUT_MS / 1000} s`
  const fault = await withinTime(Promise.race([login, isStopped]), START_TIMEOUT_MS, late)
  if (fault !== undefined) throw new Error(fault)
  const { application, user } = client
  if (!application || !user) throw new Error('it did not say which application the token is of')
  await register(client, application.id).catch((error: unknown) => {
    log(`discord: the slash commands were not registered: ${discordReason(error)}`)
  })
  return { link: inviteLink(application.id), account: user.tag }
}

// Only on a difference: Discord allows 200 command creations a day.
async function register({ rest }: Client, applicationId: string): Promise<void> {
  const route = Routes.applicationCommands(applicationId)
  const wanted = slashCommands()
  const query = new URLSearchParams({ with_localizations: 'true' })
  if (isRegistered(await rest.get(route, { query }), wanted)) return
  await rest.put(route, { body: wanted })
}

// What comes after the gateway is left is told to the next process, so it is left first.
async function close({ client, gateway, stopping, busy }: Connection): Promise<void> {
  stopping.abort()
  await gateway.leave()
  await withinTime(Promise.allSettled(busy), FINISH_TIMEOUT_MS, undefined)
  await withinTime(
    client.destroy().catch(() => undefined),
    DESTROY_TIMEOUT_MS,
    undefined,
  )
}

function startError(error: unknown, apiUrl: string): PlatformError {
  // What Discord refuses for good is not asked for again: each try costs one of a day's thousand sessions.
  if (error instanceof GatewayRefusal)
    return new PlatformError(error.message, { platform: 'discord', isFinal: true, cause: error.refusal.cause }, { cause: error }) // prettier-ignore
  const isRefused =
    (error instanceof DiscordAPIError && error.status === 401) ||
    /^(An invalid token|Invalid token)/i.test(error instanceof Error ? error.message : '')
  // discord.js reads what came without a look.
  const reason = error instanceof TypeError ? 'what answers there is not Discord' : discordReason(error)
  const message = isRefused ? TOKEN_REFUSED : `Discord cannot be reached at ${apiUrl}: ${reason}`
  return new PlatformError(message, { platform: 'discord', isFinal: isRefused }, { cause: error })
}

function discordReason(error: unknown): string {
  if (error instanceof DiscordAPIError) return `Discord answered ${error.status} (${error.code}): ${error.message}`
  return networkReason(error)
}
