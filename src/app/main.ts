import { randomBytes } from 'node:crypto'
import { schedule } from 'node-cron'
import { openChatDesk, type ChatDesk } from '../bots/owner/announce-ended-chats.js'
import type { DeliveryStore } from '../bots/contract/chats.js'
import { systemClock } from '../bots/timing/clock.js'
import { conversationLimits, handleRequest } from '../bots/commands/handle-request.js'
import { openDeliveries, type Deliveries, type DeliveryReport } from '../bots/deliver/deliver-due.js'
import { greet } from '../bots/suggest/greeting.js'
import type { Newsroom } from '../bots/contract/newsroom-port.js'
import { ownerId, tellOwners } from '../bots/owner/owner.js'
import { openOutageDesk, type OutageDesk } from '../bots/owner/owner-platforms.js'
import { tellDoubts } from '../bots/owner/owner-doubts.js'
import type { Beside, Handle, Platform } from '../bots/contract/platform.js'
import { postNow } from '../bots/deliver/post-now.js'
import type { PlatformName, Request } from '../bots/contract/request.js'
import { openSuggestions } from '../bots/suggest/suggestions.js'
import { openTellers, type Tellers } from '../bots/owner/reachable-platforms.js'
import { createWatch, LOOK_MS } from '../bots/owner/watch-platforms.js'
import type { Config } from '../process/config.js'
import { articleEmbedder, withEmbedding } from '../newsroom/with-embedding.js'
import type { RefreshReport } from '../newsroom/newsroom-ports.js'
import { announce, type Log } from '../process/logs.js'
import { openLeavings } from '../process/send-journal-file.js'
import { openTalks } from '../bots/turn/conversation-memory.js'
import { platformsOf, platformStarts, stopSending, type PlatformStarts } from './platforms.js'
import { loadRegion } from '../regions/load-region.js'
import type { Region } from '../regions/region.js'
import { withModel } from '../newsroom/with-model.js'
import { StartError, startNewsroomThread, type NewsroomThread } from './start-newsroom.js'
import type { EmbedReport } from '../summaries/embedding/embed-articles.js'
import type { CommandDeps } from '../bots/turn/turn.js'
import type { NewsroomEvent } from '../newsroom/newsroom-events.js'

/** What the clock's ticks run; each takes up what is due at its time. */
export interface Jobs {
  refresh(): Promise<RefreshReport>
  /** Composes what is due; its sending goes on by itself. */
  tick(): Promise<DeliveryReport>
  /** As tick, until all that may be sent by now was tried. */
  deliver(): Promise<DeliveryReport>
  /** Starts the platforms that could not be reached so far; how many run now. */
  startLate(): Promise<number>
  /** Opens platforms anew that are not heard; LOOK_MS apart. */
  watch(): Promise<void>
  /** Tells the owners of feeds that broke or are back, of platforms that are down and of posts in doubt, and who subscribed of chats that ended. */
  tell(): Promise<void>
  /** Embeds what was read, where a model is set; see embed-articles.ts. */
  embed(): Promise<void>
}

/** A running Silkwire. */
export interface Silkwire {
  readonly newsroom: Newsroom
  readonly region: Region
  readonly jobs: Jobs
  /** Answers a request: what every platform was started with. */
  readonly handle: Handle
  /** Resolves when nothing works any more, with why: the process should end, so that its supervisor starts it anew. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

export interface StartOptions {
  readonly config: Config
  readonly log: Log
  /** Beside the platforms that have a token: the console. */
  readonly platforms?: readonly Platform[]
  readonly onProgress?: (event: NewsroomEvent & { kind: 'progress' }) => void
  /** Ticks of the clock: off where the caller runs the jobs by hand. */
  readonly isScheduled?: boolean
  /** False: what the feeds bring is stored and stays unread. */
  readonly isReading?: boolean
  readonly now?: () => number
}

/** Builds and starts everything: the newsroom's thread, the platforms that have a token, the jobs. Throws the first error that makes a start senseless. */
export async function startSilkwire({
  config,
  log,
  onProgress,
  isScheduled = true,
  isReading = true,
  platforms: others = [],
  now = Date.now,
}: StartOptions): Promise<Silkwire> {
  const region = loadRegion(config.region)
  const thread = await startNewsroomThread({ config, region, isReading }, (event) => {
    if (event.kind === 'progress') onProgress?.(event)
    if (event.kind === 'swept') log.info(event.swept, 'deleted what is no longer kept')
    if (event.kind === 'fault') log.error({ job: event.doing }, event.message)
  })
  const platforms = new Map<PlatformName, Platform>()
  const owners = config.owner
  const tellers = openTellers(platforms)
  const { handle, beside, chatDesk } = openConversation({ thread, platforms, tellers, config, region, now, log })
  const clock = { now, wait: systemClock.wait }
  // Who is told of the end of a chat is known before the store forgets it.
  const endChat: DeliveryStore['endChat'] = (chat, reason, _at, cause) => chatDesk.endChat(chat, reason, cause)
  const outbox: DeliveryStore = { ...thread.deliveries, endChat }
  // The thread before holds the lock: no other process notes there.
  const databasePath = config.databaseUrl.replace(/^file:/, '')
  const leavings = databasePath === ':memory:' ? undefined : openLeavings(`${databasePath}.leavings`)
  const deliveries = openDeliveries({ ...thread, deliveries: outbox, region, platforms, clock, leavings })
  const outages = openOutageDesk({ owners, chats: thread.chats, region, platforms: tellers, now })
  let giveUp: (reason: string) => void = () => undefined
  const hopeless = new Promise<string>((resolve) => (giveUp = resolve))
  const starts = platformStarts({ platforms, handle, beside, log, outages, onNone: giveUp })
  const stopAll = async () => {
    await stopSending(deliveries, [...platforms.values()])
    await thread.stop()
  }
  try {
    const secret = await thread.memos.secret()
    const built = [...(await platformsOf({ ...thread, config, region, now, log, secret, leavings })), ...others]
    for (const platform of built) await starts.start(platform)
    if (config.discordToken !== undefined || config.telegramToken !== undefined) {
      if (!platforms.has('discord') && !platforms.has('telegram'))
        throw new StartError('no platform could be started: see the lines above')
    }
    const inDoubt = await deliveries.start()
    if (inDoubt > 0) log.warn({ inDoubt }, 'an earlier run was sending these when it ended')
  } catch (error) {
    await stopAll()
    throw error
  }
  const watch = openWatch({ platforms, starts, outages, giveUp, now, log })
  let isStopping = false
  const embedArticles = articleEmbedder(config, thread.embeddings, now)
  const embed = embedArticles && (() => embedArticles(() => isStopping))
  const jobs = jobsOf({ ...thread, delivering: deliveries, embed, starts, watch, outages, chatDesk, owners, region, platforms, tellers, now, log }) // prettier-ignore
  const unschedule = isScheduled ? scheduleJobs(jobs, log) : async () => undefined
  const feeds = region.feeds.filter((feed) => feed.status === 'default').length
  announce(log, { region: region.id, feeds, platforms: [...platforms.keys()] }, 'ready')
  return {
    newsroom: thread.newsroom,
    region,
    jobs,
    handle,
    ended: Promise.race([thread.ended.then(() => 'the newsroom stopped'), hopeless]),
    stop: async () => {
      isStopping = true
      await unschedule()
      await stopAll()
    },
  }
}

interface Conversation {
  readonly thread: NewsroomThread
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly tellers: Tellers
  readonly config: Config
  readonly region: Region
  readonly now: () => number
  readonly log: Log
}

/** What the platforms are started with: answers to people, and an ear for what becomes of chats. */
function openConversation({ thread, platforms, tellers, config, region, now, log }: Conversation) {
  const owners = config.owner
  const talks = openTalks(now)
  const onFault = (error: unknown, { command }: Request) => {
    log.error({ command: command.name }, error instanceof Error ? error.message : String(error))
  }
  const onModel = (reason: string) => {
    log.warn({ model: config.llm?.model }, `the model was not used: ${reason}`)
  }
  const onEmbedding = (reason: string) => {
    log.warn({ model: config.embed?.model }, `a question was not embedded: ${reason}`)
  }
  const embedded = withEmbedding(thread.newsroom, config, { now, onFault: onEmbedding })
  const rendered = withModel(embedded, config, { region, now, onFault: onModel })
  const commands: CommandDeps = {
    ...{ ...rendered, chats: thread.chats, memos: thread.memos, shelf: thread.shelf, persons: thread.persons, region },
    ...{ now, newId: shortId, onFault, limits: conversationLimits(now), talks },
    reactions: thread.reactions,
    readReactions: async (post) => platforms.get(post.chat.platform)?.reactions?.(post),
    rights: async (chat, userId) => platforms.get(chat.platform)?.rights?.(chat, userId),
    post: async (chat, message, posting) => {
      const platform = platforms.get(chat.platform)
      return platform && postNow(platform, chat, { message, ...(posting && { posting }) })
    },
    role: async (chat, roleId) => platforms.get(chat.platform)?.role?.(chat, roleId),
    isOwner: (platform, userId) => owners.map(ownerId).includes(`${platform}:${userId}`),
    firstSight: (id) => thread.deliveries.firstSight('chats', id, now()),
  }
  const chatDesk = openChatDesk({ life: thread.life, platforms: tellers, owners, region, now, log: (line) => { log.warn(line) } }) // prettier-ignore
  const beside: Beside = {
    onChat: async (change) => {
      if (change.kind === 'moved') talks.move(change.from, change.to)
      if (change.kind === 'back') for (const chat of change.chats) tellers.reopen(chat)
      await chatDesk.onChat(change)
    },
    onReactions: (post, counts) => thread.reactions.note(post, counts, now()).catch(() => undefined),
    suggest: openSuggestions(commands),
    greet: (chat, clientLanguage) => greet(chat, clientLanguage, commands),
  }
  const handle: Handle = async (request, onGrown) => {
    tellers.reopen(request.chat, request.userId)
    const message = await handleRequest(request, commands, onGrown)
    if (request.isDirect === true) void thread.persons.noteDirect(request.chat, request.userId).catch(() => undefined)
    return message
  }
  return { handle, beside, chatDesk }
}

/** Six letters and digits that people can type. */
const shortId = () => randomBytes(4).toString('hex').slice(0, 6)

type WatchingDeps = Pick<JobDeps, 'platforms' | 'starts' | 'outages' | 'now' | 'log'> & {
  readonly giveUp: (reason: string) => void
}

/** Looks whether the platforms are heard, and gives up when none is and mending does not help. */
function openWatch({ platforms, starts, outages, giveUp, now, log }: WatchingDeps) {
  const watch = createWatch({
    ...{ platforms: () => [...platforms.values()], now },
    log: (line, platform) => { log.error({ platform }, line) }, // prettier-ignore
    restart: (platform) => {
      starts.restart(platform).catch((error: unknown) => {
        giveUp(`${platform} could not be started anew: ${error instanceof Error ? error.message : String(error)}`)
      })
    },
    onSteady: (platform) => { outages.back(platform) }, // prettier-ignore
  })
  const look = (): void => {
    if (watch.look()) giveUp('nothing is heard from any platform')
  }
  return { look }
}

interface JobDeps extends NewsroomThread {
  readonly delivering: Deliveries
  readonly starts: PlatformStarts
  readonly watch: ReturnType<typeof openWatch>
  readonly outages: OutageDesk
  readonly embed: (() => Promise<EmbedReport>) | undefined
  readonly chatDesk: ChatDesk
  readonly owners: readonly string[]
  readonly region: Region
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly tellers: Tellers
  readonly now: () => number
  readonly log: Log
}

function jobsOf({
  delivering,
  starts,
  watch,
  outages,
  embed,
  deliveries,
  chatDesk,
  chats,
  notices,
  feedDesk,
  owners,
  region,
  tellers,
  now,
  log,
}: JobDeps): Jobs {
  return {
    refresh: oneAtATime(async () => {
      const report = await feedDesk.refresh()
      const { checked, fresh, read, failures } = report
      const shown = failures.slice(0, 5).map((failure) => `${failure.feedId}: ${failure.detail}`)
      const failed = failures.length === 0 ? {} : { shown }
      if (checked > 0) log.info({ checked, fresh, read, failed: failures.length, ...failed }, 'refreshed')
      return report
    }),
    tick: async () => logged(await delivering.tick(), log),
    deliver: oneAtATime(async () => logged(await delivering.deliver(), log)),
    startLate: oneAtATime(async () => starts.startLate()),
    watch: async () => watch.look(),
    tell: oneAtATime(async () => {
      const { told, failed } = await tellOwners({ owners, notices, chats, region, platforms: tellers, now })
      if (told > 0) log.info({ told }, 'told the owner')
      for (const reason of failed) log.warn({ reason }, 'the owner could not be told')
      const doubts = await tellDoubts({ owners, deliveries, chats, region, platforms: tellers, now })
      if (doubts > 0) log.info({ doubts }, 'told the owner of posts in doubt')
      const downs = await outages.tell()
      if (downs > 0) log.info({ downs }, 'told the owner of platforms that are down or back')
      const ended = await chatDesk.tell()
      if (ended > 0) log.info({ ended }, 'told of chats that ended')
    }),
    embed: oneAtATime(async () => {
      const { embedded = 0, fault } = (await embed?.()) ?? {}
      if (embedded > 0) log.info({ embedded }, 'embedded')
      if (fault !== undefined) log.warn(`articles were not embedded: ${fault}`)
    }),
  }
}

function logged(report: DeliveryReport, log: Log): DeliveryReport {
  const { failed, ...counts } = report
  if (failed.length + Object.values(counts).reduce((sum, count) => sum + count, 0) > 0) log.info(report, 'delivered')
  return report
}

/** A call while a round runs gets that round. */
function oneAtATime<T>(run: () => Promise<T>): () => Promise<T> {
  let round: Promise<T> | undefined
  return () => {
    round ??= run().finally(() => {
      round = undefined
    })
    return round
  }
}

// What is due is a row in the store: node-cron only ticks.
function scheduleJobs(jobs: Jobs, log: Log): () => Promise<void> {
  const tick = (name: keyof Jobs) => async () => {
    await jobs[name]().catch((error: unknown) => {
      log.error({ job: name }, error instanceof Error ? error.message : String(error))
    })
  }
  void tick('refresh')()
  const tasks = (['refresh', 'tick', 'startLate', 'tell', 'embed'] as const).map((name) =>
    schedule('* * * * *', tick(name), { name, noOverlap: true }),
  )
  const looking = setInterval(() => void tick('watch')(), LOOK_MS)
  return async () => {
    clearInterval(looking)
    for (const task of tasks.reverse()) await task.stop()
  }
}
