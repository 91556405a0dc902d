import { schedule } from 'node-cron'
import type { EndedChats } from '../bots/owner/announce-ended-chats.js'
import type { Deliveries, DeliveryReport } from '../bots/deliver/deliver-due.js'
import { tellOwners } from '../bots/owner/owner.js'
import type { Outages } from '../bots/owner/owner-platforms.js'
import { tellDoubts } from '../bots/owner/owner-doubts.js'
import { tellRefusals } from '../bots/owner/tell-refusals.js'
import type { Platform } from '../bots/contract/platform.js'
import type { TraitsOf } from '../bots/contract/platform-traits.js'
import type { PlatformName } from '../bots/contract/request.js'
import type { ReachablePlatforms } from '../bots/owner/reachable-platforms.js'
import { createWatch, LOOK_MS } from '../bots/owner/watch-platforms.js'
import type { RefreshReport } from '../newsroom/newsroom-ports.js'
import type { PlatformStarts } from './platforms.js'
import type { Region } from '../regions/region.js'
import type { NewsroomThread } from './start-newsroom.js'
import type { EmbedReport } from '../summaries/embedding/embed-articles.js'
import type { openGauges } from './gauges.js'
import type { Logger } from '../telemetry/logger.js'
import { reasonOf } from '../text/reason-of.js'

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

type WatchingDeps = Pick<JobDeps, 'platforms' | 'starts' | 'outages' | 'now' | 'log'> & {
  readonly giveUp: (reason: string) => void
}

/** Looks whether the platforms are heard, and gives up when none is and mending does not help. */
export function openWatch({ platforms, starts, outages, giveUp, now, log }: WatchingDeps) {
  const watch = createWatch({
    ...{ platforms: () => [...platforms.values()], now },
    log: (line, platform) => { log.error({ platform }, line) }, // prettier-ignore
    restart: (platform) => {
      starts.restart(platform).catch((error: unknown) => {
        giveUp(`${platform} could not be started anew: ${reasonOf(error)}`)
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
  readonly outages: Outages
  readonly gauges: ReturnType<typeof openGauges>
  readonly embed: (() => Promise<EmbedReport>) | undefined
  readonly endedChats: EndedChats
  readonly owners: readonly string[]
  readonly region: Region
  readonly traits: TraitsOf
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly reachable: ReachablePlatforms
  readonly now: () => number
  readonly log: Logger
}

export function jobsOf({
  delivering,
  starts,
  watch,
  gauges,
  outages,
  embed,
  deliveries,
  endedChats,
  chats,
  notices,
  feedRounds,
  owners,
  region,
  traits,
  reachable,
  now,
  log,
}: JobDeps): Jobs {
  return {
    refresh: oneAtATime(async () => {
      const report = await feedRounds.refresh()
      const { checked, fresh, read, failures } = report
      const shown = failures.slice(0, 5).map((failure) => `${failure.feedId}: ${failure.detail}`)
      const failed = failures.length === 0 ? {} : { shown }
      const counts = { checked, fresh, read, failed: failures.length, ...failed }
      if (checked > 1 && failures.length >= checked) log.error(counts, 'no feed could be read')
      else if (checked > 0) log.info(counts, 'refreshed')
      return report
    }),
    tick: async () => logged(await delivering.tick(), log),
    deliver: oneAtATime(async () => logged(await delivering.deliver(), log)),
    startLate: oneAtATime(async () => starts.startLate()),
    watch: async () => {
      watch.look()
      gauges.note()
    },
    tell: oneAtATime(async () => {
      const { told, failed } = await tellOwners({ owners, notices, chats, region, platforms: reachable, now })
      if (told > 0) log.info({ told }, 'told the owner')
      for (const reason of failed) log.warn({ reason }, 'the owner could not be told')
      const doubts = await tellDoubts({ owners, deliveries, chats, region, platforms: reachable, now })
      if (doubts > 0) log.info({ doubts }, 'told the owner of posts in doubt')
      const refusals = await tellRefusals({ owners, deliveries, chats, region, traits, platforms: reachable, now })
      if (refusals > 0) log.info({ refusals }, 'told of posts that were refused')
      const downs = await outages.tell()
      if (downs > 0) log.info({ downs }, 'told the owner of platforms that are down or back')
      const ended = await endedChats.tell()
      if (ended > 0) log.info({ ended }, 'told of chats that ended')
    }),
    embed: oneAtATime(async () => {
      const { embedded = 0, fault } = (await embed?.()) ?? {}
      if (embedded > 0) log.info({ embedded }, 'embedded')
      if (fault !== undefined) log.warn({}, `articles were not embedded: ${fault}`)
    }),
  }
}

function logged(report: DeliveryReport, log: Logger): DeliveryReport {
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
export function scheduleJobs(jobs: Jobs, log: Logger): () => Promise<void> {
  const tick = (name: keyof Jobs) => async () => {
    await jobs[name]().catch((error: unknown) => {
      log.error({ job: name }, reasonOf(error))
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
