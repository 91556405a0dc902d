import type { FeedPace } from './parse/feed-pace.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const SHORTEST_WAIT = 5 * MINUTE
const LONGEST_WAIT = DAY
/** How often a feed is asked at most while its rhythm is not known. */
const UNKNOWN_WAIT = HOUR
/** What a server that will not serve us is left alone for, at least. */
const REFUSED_WAIT = 3 * HOUR

/** When a feed publishes: what came and how long was watched in each hour of the day (UTC), older days fading. */
export interface Rhythm {
  /** 24 counts of items. */
  readonly items: readonly number[]
  /** 24 counts of hours watched. */
  readonly hours: readonly number[]
  /** To when it was watched. */
  readonly until: number
}

/** After so long, what was seen counts half. */
const HALF_LIFE = 14 * DAY
/** Of a document's older items, those of so many days are taken into the rhythm at first sight. */
const LOOKED_BACK = 7 * DAY

/** What one look at a feed showed. Dates are those of the articles: undated items have that of the look itself. */
export interface Look {
  readonly seenAt: number
  /** When the feed was read before; undefined at first sight. */
  readonly since: number | undefined
  /** Dates of everything that it shows. */
  readonly shownAt: readonly number[]
  /** Dates of what was not known before. */
  readonly newAt: readonly number[]
}

/**
 * The rhythm with what a look adds. At first sight the document's own dates say how the feed publishes; a feed without
 * dates is watched from its second look on, and undefined until then.
 */
export function learnRhythm(before: Rhythm | undefined, { seenAt, since, shownAt, newAt }: Look): Rhythm | undefined {
  const past = shownAt.filter((at) => at < seenAt)
  const isByDates = before === undefined && past.length > 0
  const from = isByDates ? Math.max(oldest(past), seenAt - LOOKED_BACK) : (before?.until ?? since)
  if (from === undefined) return undefined
  const fading = 2 ** (-Math.max(0, seenAt - (before?.until ?? seenAt)) / HALF_LIFE)
  const items = Array.from({ length: 24 }, (_, hour) => (before?.items[hour] ?? 0) * fading)
  const hours = Array.from({ length: 24 }, (_, hour) => (before?.hours[hour] ?? 0) * fading)
  for (let at = Math.max(from, seenAt - LOOKED_BACK); at < seenAt; at = nextHour(at)) {
    const hour = hourOf(at)
    hours[hour] = (hours[hour] ?? 0) + (Math.min(nextHour(at), seenAt) - at) / HOUR
  }
  const counted = isByDates ? past.filter((at) => at >= from) : newAt
  for (const at of counted) {
    // What is dated before the last look came late: it counts in the time that was watched.
    const hour = hourOf(Math.min(Math.max(at, from), seenAt))
    items[hour] = (items[hour] ?? 0) + 1
  }
  return { items: items.map(rounded), hours: hours.map(rounded), until: seenAt }
}

function oldest(times: readonly number[]): number {
  return times.reduce((first, at) => Math.min(first, at), Infinity)
}

export interface NextPoll {
  readonly rhythm: Rhythm | undefined
  /** Until the rhythm is known: the pack's own wish, at most hourly. */
  readonly everyMinutes: number
  /** How many items the feed shows at once: it is asked before half of them are likely to be replaced. */
  readonly shown?: number | undefined
  readonly pace?: FeedPace | undefined
  /** Of Cache-Control: for how long the server calls its answer fresh. */
  readonly maxAgeMs?: number | undefined
  /** 0 to 1: spreads feeds that were asked together. */
  readonly random: number
}

/** When a feed that answered at `at` is asked again: its rhythm within 5 minutes and a day, never sooner than it allows. */
export function nextPollAt(at: number, next: NextPoll): number {
  const { rhythm, everyMinutes, shown, pace, maxAgeMs = 0, random } = next
  const own = rhythm === undefined ? Math.max(everyMinutes * MINUTE, UNKNOWN_WAIT) : rhythmWait(at, rhythm, shown)
  const spread = own * (1 + random / 20)
  const wait = Math.min(Math.max(spread, SHORTEST_WAIT, (pace?.ttlMinutes ?? 0) * MINUTE, maxAgeMs), LONGEST_WAIT)
  return afterSkipped(Math.round(at + wait), pace)
}

/**
 * What the items that are likely to have come may wait before the feed is asked: the sum of the squares of their minutes,
 * so that one long wait weighs more than many short ones. At a steady rate the wait is the cube root of three times this
 * over the items a minute; a busy feed is asked more often, but far less than in proportion.
 */
const MINUTES_SQUARED = 70
const STEP_MINUTES = 5

/** Until the items that are likely to have come have waited MINUTES_SQUARED, hour by hour of the feed's day. */
function rhythmWait(at: number, rhythm: Rhythm, shown = Infinity): number {
  const rates = ratesOf(rhythm)
  const step = STEP_MINUTES
  let items = 0
  let minutes = 0
  let squares = 0
  for (let wait = 0; wait < LONGEST_WAIT; wait += step * MINUTE) {
    const rate = (rates[hourOf(at + wait)] ?? 0) / 60
    const added = 2 * minutes * step + items * step ** 2 + (rate * step ** 3) / 3
    if (squares + added >= MINUTES_SQUARED) return wait + step * MINUTE * ((MINUTES_SQUARED - squares) / added)
    squares += added
    minutes += items * step + (rate * step ** 2) / 2
    items += rate * step
    if (items > shown / 2) return wait + step * MINUTE
  }
  return LONGEST_WAIT
}

/** Hours that an hour's rate is drawn to the day's by, as long as it was watched little. */
const PRIOR_HOURS = 0.1
/** Of a feed that showed nothing yet: half an item in two hours. It is asked hourly, and less the longer nothing comes. */
const PRIOR = { items: 0.5, hours: 2 }

/** Items an hour, for each hour of the day: smoothed with the hours beside it. */
function ratesOf({ items, hours }: Rhythm): readonly number[] {
  const watched = sum(hours) + PRIOR.hours
  const mean = (sum(items) + (PRIOR.items * PRIOR.hours) / watched) / watched
  const weighed = (counts: readonly number[], hour: number): number =>
    (counts[(hour + 23) % 24] ?? 0) / 4 + (counts[hour] ?? 0) + (counts[(hour + 1) % 24] ?? 0) / 4
  return items.map((_, hour) => (weighed(items, hour) + mean * PRIOR_HOURS) / (weighed(hours, hour) + PRIOR_HOURS))
}

/** The first moment from `at` on that the feed does not ask to skip. One that skips everything skips nothing. */
function afterSkipped(at: number, pace: FeedPace | undefined): number {
  if (pace === undefined) return at
  const isSkipped = (moment: number): boolean =>
    (pace.skipHours?.includes(hourOf(moment)) ?? false) ||
    (pace.skipDays?.includes(new Date(moment).getUTCDay()) ?? false)
  let moment = at
  for (let hours = 0; hours <= 8 * 24; hours++) {
    if (!isSkipped(moment)) return moment
    moment = nextHour(moment)
  }
  return at
}

/**
 * How long a feed that failed is left alone: doubled with each failure in a row up to a day, spread by a quarter so that
 * feeds that failed together do not come back together, and never less than the server asked for.
 */
export function waitAfterFailure(failure: {
  readonly everyMinutes: number
  /** In a row, this one counted. */
  readonly failures: number
  readonly verdict: string
  readonly retryAfterMs: number | undefined
  /** 0 to 1. */
  readonly random: number
}): number {
  const first = Math.min(Math.max(failure.everyMinutes * MINUTE, SHORTEST_WAIT), LONGEST_WAIT)
  const doubled = first * 2 ** Math.min(failure.failures, 20)
  const least = failure.verdict === 'refused' ? Math.max(doubled, REFUSED_WAIT) : doubled
  const spread = Math.min(least, LONGEST_WAIT) * (0.75 + failure.random / 4)
  const floor = failure.verdict === 'refused' ? REFUSED_WAIT : 0
  return Math.round(Math.max(spread, floor, failure.retryAfterMs ?? 0))
}

function hourOf(at: number): number {
  return Math.floor((at % DAY) / HOUR)
}

function nextHour(at: number): number {
  return at - (at % HOUR) + HOUR
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
