import type { Platform } from '../bots/contract/platform.js'
import type { PlatformName } from '../bots/contract/request.js'
import type { NewsroomCondition } from '../newsroom/newsroom-ports.js'
import type { HealthReport } from '../web/base/web-deps.js'

export interface HealthFacts {
  /** In words why the newsroom could not be asked, where it could not. */
  readonly condition: NewsroomCondition | { readonly fault: string }
  /** Platforms that have a token, whether they run or not. */
  readonly wanted: readonly PlatformName[]
  readonly platforms: ReadonlyMap<PlatformName, Pick<Platform, 'lastHeardAt'>>
  readonly startedAt: number
  readonly now: number
}

const MINUTE = 60_000
/** A feed answers within; before so much has passed since the start nothing is said of feeds. */
const FEEDS_SILENT_MS = 3 * 60 * MINUTE
/** What is due waits no longer where the platforms take it. */
const QUEUE_LATE_MS = 15 * MINUTE
/** Those who watch the platforms open one anew after a minute: it is down where that did not help. */
const DEAF_MS = 3 * MINUTE

/** Whether all is well, and in a sentence each what is not. */
export function judgeHealth({ condition, wanted, platforms, startedAt, now }: HealthFacts): HealthReport {
  const up = wanted.map((name) => ({ name, isUp: isHeard(platforms.get(name), now) }))
  const down = up.flatMap(({ name, isUp }) => (isUp ? [] : [`${name} is not heard`]))
  const ofPlatforms = Object.fromEntries(up.map(({ name, isUp }) => [name, isUp]))
  if ('fault' in condition) {
    const reasons = [`the database gave no answer: ${condition.fault}`, ...down]
    return { isWell: false, reasons, parts: { database: { isUp: false }, platforms: ofPlatforms } }
  }
  const { articles, unread, waiting, oldestDueAt, feeds, lastReadAt } = condition
  const since = { startedAt, now }
  const reasons = [...feedFaults(condition, since), ...queueFaults(condition, now), ...down]
  return {
    isWell: reasons.length === 0,
    reasons,
    parts: {
      feeds: { ...feeds, ...(lastReadAt !== undefined && { lastReadAt: isoOf(lastReadAt) }) },
      database: { isUp: true, articles, unread },
      platforms: ofPlatforms,
      queue: { waiting, ...(oldestDueAt !== undefined && { oldestDueAt: isoOf(oldestDueAt) }) },
    },
  }
}

function isHeard(platform: Pick<Platform, 'lastHeardAt'> | undefined, now: number): boolean {
  const heardAt = platform?.lastHeardAt?.()
  return platform !== undefined && (heardAt === undefined || now - heardAt < DEAF_MS)
}

function feedFaults(
  { feeds: { read, failed }, lastReadAt }: NewsroomCondition,
  { startedAt, now }: { readonly startedAt: number; readonly now: number },
): readonly string[] {
  if (failed > read) return [`${failed} of ${read + failed} feeds could not be read`]
  const silentFor = now - Math.max(lastReadAt ?? 0, startedAt)
  return silentFor < FEEDS_SILENT_MS ? [] : [`no feed has been read for ${Math.round(silentFor / MINUTE)} minutes`]
}

function queueFaults({ waiting, oldestDueAt = Infinity }: NewsroomCondition, now: number): readonly string[] {
  const lateFor = now - oldestDueAt
  if (lateFor < QUEUE_LATE_MS) return []
  return [`${waiting} messages wait to be sent, the oldest for ${Math.round(lateFor / MINUTE)} minutes`]
}

const isoOf = (at: number) => new Date(at).toISOString()
