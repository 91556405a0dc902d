import { zoneClock } from './zone-clock.js'
import type { Quiet, Schedule } from '../contract/schedule.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** So often is looked for news to tell as it happens. */
const LOOK_EVERY_MS = 5 * MINUTE

/** Every day at one full hour. */
export function dailyAt(hour: number, timezone: string): Schedule {
  return { kind: 'times', minutes: [hour * 60], timezone }
}

/**
 * The first time after `after` (epoch ms) at which a schedule is due. On a day whose spring gap swallows a minute that is
 * the first minute after the gap; in autumn only the first of two equal minutes counts. A schedule of what happens is due
 * at its next look, which waits for the end of its quiet hours.
 * Throws RangeError for an unknown zone and for minutes and weekdays that are not of a day and a week.
 */
export function nextDueAt(schedule: Schedule, after: number): number {
  checkSchedule(schedule)
  const { timezone } = schedule
  if (schedule.kind === 'as-it-happens') {
    const look = (Math.floor(after / LOOK_EVERY_MS) + 1) * LOOK_EVERY_MS
    return schedule.quiet === undefined ? look : quietEndsAt(schedule.quiet, timezone, look)
  }
  const clock = zoneClock(timezone)
  const minutes = [...schedule.minutes].sort((a, b) => a - b)
  const dueOn = (day: number, index: number) => clock.firstShowing(day * DAY + (minutes[index] ?? 0) * MINUTE)
  // The day before: a gap over midnight moves its last minutes into today.
  for (let day = Math.floor(clock.wallAt(after) / DAY) - 1; ; day += 1) {
    if (schedule.weekdays !== undefined && !schedule.weekdays.includes(weekdayOf(day))) continue
    const index = firstIndex(minutes.length, (at) => dueOn(day, at) > after)
    if (index < minutes.length) return dueOn(day, index)
  }
}

/** The first index for which it holds, where it holds for all after it; `count`: for none. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let [from, to] = [0, count]
  while (from < to) {
    const middle = (from + to) >> 1
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}

/** `at` itself, or the end of the quiet hours that it is in. */
export function quietEndsAt({ fromMinute, toMinute }: Quiet, timezone: string, at: number): number {
  const clock = zoneClock(timezone)
  const wall = clock.wallAt(at)
  const day = Math.floor(wall / DAY)
  const minute = (wall - day * DAY) / MINUTE
  const isOverMidnight = fromMinute > toMinute
  const isQuiet = isOverMidnight ? minute >= fromMinute || minute < toMinute : minute >= fromMinute && minute < toMinute
  if (!isQuiet) return at
  const endDay = isOverMidnight && minute >= fromMinute ? day + 1 : day
  // Never back: an autumn hour may show the end before `at`.
  return Math.max(at, clock.firstShowing(endDay * DAY + toMinute * MINUTE))
}

/** The calendar day in a zone, as days since 1970: what "at most so many a day" counts by. */
export function dayIn(timezone: string, at: number): number {
  return Math.floor(zoneClock(timezone).wallAt(at) / DAY)
}

/** Throws RangeError, with the value, for what is no schedule. */
function checkSchedule(schedule: Schedule): void {
  if (schedule.kind === 'as-it-happens') return
  const { minutes, weekdays } = schedule
  const wrongMinute = minutes.find((minute) => !Number.isInteger(minute) || minute < 0 || minute > 1_439)
  if (wrongMinute !== undefined) throw new RangeError(`a minute is ${wrongMinute}, one of 0 to 1439`)
  const wrongDay = weekdays?.find((weekday) => !Number.isInteger(weekday) || weekday < 1 || weekday > 7)
  if (wrongDay !== undefined) throw new RangeError(`a weekday is ${wrongDay}, one of 1 to 7`)
  if (minutes.length === 0) throw new RangeError('a schedule has no time of day')
  if (weekdays?.length === 0) throw new RangeError('a schedule has no weekday')
}

// 1970-01-01 was a Thursday.
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}
