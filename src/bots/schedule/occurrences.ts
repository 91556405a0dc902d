import type { DueSubscription } from '../contract/chats.js'
import { dayIn, nextDueAt, quietEndsAt } from './next-due.js'
import { zoneClock } from './zone-clock.js'
import type { Quiet } from '../contract/schedule.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A digest that was missed for longer is not sent late: the next one is near and covers its news. */
export const GRACE_HOURS = 6
const GRACE_MS = GRACE_HOURS * HOUR
/** A digest looks back on a week at most. */
const LONGEST_SPAN_MS = 7 * DAY

/** What a subscription that is due asks for now. */
export interface DueNow {
  /** The occurrence to compose, with the span of time that it tells of; absent: none is to be sent. */
  readonly due?: { readonly at: number; readonly from: number; readonly to: number }
  /** Occurrences that were missed. */
  readonly skipped: readonly number[]
  readonly nextDueAt: number
}

/**
 * What is due at `now` of a subscription by times of day: of the occurrences that have come the latest, if it is not older
 * than the grace; the others were missed. It tells of the time since the last digest, so that a missed one loses no news.
 */
export function dueByTimes({ schedule, coveredUntil, nextDueAt: first }: DueSubscription, now: number): DueNow {
  const passed = [first]
  let next = nextDueAt(schedule, first)
  for (; next <= now; next = nextDueAt(schedule, next)) passed.push(next)
  const latest = passed.at(-1) ?? first
  if (now - latest > GRACE_MS) return { skipped: passed, nextDueAt: next }
  const from = Math.max(coveredUntil ?? previousDueAt(schedule, latest), latest - LONGEST_SPAN_MS)
  const due = { at: latest, from: Math.min(from, latest), to: latest }
  return { due, skipped: passed.slice(0, -1), nextDueAt: next }
}

function previousDueAt(schedule: DueSubscription['schedule'], at: number): number {
  let previous = at - LONGEST_SPAN_MS
  for (let next = nextDueAt(schedule, previous); next < at; next = nextDueAt(schedule, next)) previous = next
  return previous
}

/** How often today something may still be said of what happens, and until when it is quiet. */
export interface AsItHappens {
  readonly timezone: string
  readonly atMostPerDay: number
  readonly quiet?: Quiet
}

/** When one more may be said after `sentToday`: `now`, the end of the quiet hours, or the next day. */
export function mayBeSaidAt({ timezone, atMostPerDay, quiet }: AsItHappens, sentToday: number, now: number): number {
  const at = sentToday < atMostPerDay ? now : startOfDay(timezone, now, 1)
  return quiet === undefined ? at : quietEndsAt(quiet, timezone, at)
}

/** When the day of a zone began in which `at` is; `later`: so many days on. */
export function startOfDay(timezone: string, at: number, later = 0): number {
  return zoneClock(timezone).firstShowing((dayIn(timezone, at) + later) * DAY)
}

/** What is due of a subscription to what happens: all since it was last told, at most a week. */
export function dueAsItHappens(
  { schedule, coveredUntil, createdAt, nextDueAt: at }: DueSubscription,
  now: number,
): DueNow {
  const from = Math.max(coveredUntil ?? createdAt, now - LONGEST_SPAN_MS)
  return { due: { at, from: Math.min(from, now), to: now }, skipped: [], nextDueAt: nextDueAt(schedule, now) }
}
