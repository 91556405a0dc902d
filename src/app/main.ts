import type { DeliveryStore } from '../bots/contract/chats.js'
import { systemClock } from '../bots/timing/clock.js'
import { openDeliveries } from '../bots/deliver/deliver-due.js'
import type { Newsroom } from '../bots/contract/newsroom-port.js'
import { openOutages } from '../bots/owner/owner-platforms.js'
import type { Handle, Platform } from '../bots/contract/platform.js'
import type { PlatformName } from '../bots/contract/request.js'
import { openReachablePlatforms } from '../bots/owner/reachable-platforms.js'
import type { Config } from '../process/config.js'
import { articleEmbedder } from '../newsroom/with-embedding.js'
import { announce, type Log } from '../process/logs.js'
import { openMetrics, type MetricsRegistry } from '../process/metrics-registry.js'
import { openSendJournal } from '../process/send-journal-file.js'
import { platformsOf, traitsWith } from './known-platforms.js'
import { platformStarts, stopSending } from './platforms.js'
import { traitsIn } from '../bots/contract/platform-traits.js'
import { loadRegion } from '../regions/load-region.js'
import type { Region } from '../regions/region.js'
import type { ShownRegion } from '../bots/wording/view.js'
import { StartError, startNewsroomThread } from './start-newsroom.js'
import { pagesAt, startWeb } from './web.js'
import type { WebServer } from '../web/serve-web.js'
import { openGauges } from './gauges.js'
import type { NewsroomEvent } from '../newsroom/newsroom-events.js'
import { openConversation } from './conversation.js'
import type { Jobs } from './jobs.js'
import { openWatch, jobsOf, scheduleJobs } from './jobs.js'

/** A running Silkwire. */
export interface Silkwire {
  readonly newsroom: Newsroom
  readonly region: Region
  readonly jobs: Jobs
  /** All that the rooms counted, of both threads. */
  readonly metrics: MetricsRegistry
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
  const region = regionOf(config)
  const metrics = openMetrics()
  const table = traitsWith(others)
  const traits = traitsIn(table)
  const thread = await startNewsroomThread({ config, region, traits: table, isReading }, (event) => {
    if (event.kind === 'progress') onProgress?.(event)
    if (event.kind === 'log') log[event.level](event.values, event.message)
    if (event.kind === 'metrics') metrics.take(event.samples)
  })
  const platforms = new Map<PlatformName, Platform>()
  const owners = config.owner
  const reachable = openReachablePlatforms(platforms)
  const telemetry = { log, metrics }
  const { handle, events, endedChats } = openConversation({ thread, platforms, reachable, traits, config, region, now, telemetry }) // prettier-ignore
  const clock = { now, wait: systemClock.wait }
  // Who is told of the end of a chat is known before the store forgets it.
  const endChat: DeliveryStore['endChat'] = (chat, reason, _at, cause) => endedChats.endChat(chat, reason, cause)
  const outbox: DeliveryStore = { ...thread.deliveries, endChat }
  // The thread before holds the lock: no other process notes there.
  const databasePath = config.databaseUrl.replace(/^file:/, '')
  const sendJournal = databasePath === ':memory:' ? undefined : openSendJournal(`${databasePath}.leavings`)
  const deliveries = openDeliveries({ ...thread, deliveries: outbox, region, platforms, clock, sendJournal, telemetry })
  const outages = openOutages({ owners, chats: thread.chats, region, platforms: reachable, traits, now })
  let giveUp: (reason: string) => void = () => undefined
  const hopeless = new Promise<string>((resolve) => (giveUp = resolve))
  const starts = platformStarts({ platforms, handle, events, log, outages, onNone: giveUp })
  let web: WebServer | undefined
  const stopAll = async () => {
    const closed = web?.stop()
    await stopSending(deliveries, [...platforms.values()])
    await closed
    await thread.stop()
  }
  try {
    const secret = await thread.memos.secret()
    const built = await platformsOf({ ...thread, config, now, log, secret, sendJournal })
    const wanted = built.map(({ name }) => name)
    web = await startWeb({ config, thread, region, metrics, platforms, reachable, wanted, now, log })
    for (const platform of [...built, ...others]) await starts.start(platform)
    if (built.length > 0 && !built.some(({ name }) => platforms.has(name)))
      throw new StartError('no platform could be started: see the lines above')
    const inDoubt = await deliveries.start()
    if (inDoubt > 0) log.warn({ inDoubt }, 'an earlier run was sending these when it ended')
  } catch (error) {
    await stopAll()
    throw error
  }
  const watch = openWatch({ platforms, starts, outages, giveUp, now, log })
  const gauges = openGauges({ platforms, metrics })
  let isStopping = false
  const embedArticles = articleEmbedder(config, thread.embeddings, now)
  const embed = embedArticles && (() => embedArticles(() => isStopping))
  const jobs = jobsOf({ ...thread, delivering: deliveries, embed, starts, watch, gauges, outages, endedChats, owners, region, traits, platforms, reachable, now, log }) // prettier-ignore
  const unschedule = isScheduled ? scheduleJobs(jobs, log) : async () => undefined
  const feeds = region.feeds.filter((feed) => feed.status === 'default').length
  const pages = pagesAt(config)
  announce(log, { region: region.id, feeds, platforms: [...platforms.keys()], ...(pages !== undefined && { web: pages }) }, 'ready') // prettier-ignore
  return {
    newsroom: thread.newsroom,
    region,
    jobs,
    metrics,
    handle,
    ended: Promise.race([thread.ended.then(() => 'the newsroom stopped'), hopeless]),
    stop: async () => {
      isStopping = true
      await unschedule()
      gauges.stop()
      await stopAll()
    },
  }
}

/** The pack, with the address of its pages where there are any: a link would lead nowhere else. */
function regionOf({ region, web, webUrl }: Config): Region & ShownRegion {
  const pack = loadRegion(region)
  return web === undefined || webUrl === undefined ? pack : { ...pack, webUrl }
}
