import { expect, test } from 'vitest'
import { learnRhythm, nextPollAt, waitAfterFailure, type NextPoll, type Rhythm } from '../../src/feeds/next-poll.js'
import { parseFeed } from '../../src/feeds/parse/parse-feed.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
// A Tuesday.
const noon = Date.parse('2025-06-17T12:00Z')

const next = (extra: Partial<NextPoll> = {}): NextPoll => ({ rhythm: undefined, everyMinutes: 30, random: 0, ...extra })
const minutesTo = (extra: Partial<NextPoll>, at = noon): number => (nextPollAt(at, next(extra)) - at) / MINUTE

/** A feed watched for ten days, with so many items in each of the hours. */
function rhythm(perDay: number, { from = 0, to = 24 } = {}): Rhythm {
  const isOpen = (hour: number): boolean => hour >= from && hour < to
  const items = Array.from({ length: 24 }, (_, hour) => (isOpen(hour) ? (10 * perDay) / (to - from) : 0))
  return { items, hours: Array.from({ length: 24 }, () => 10), until: noon }
}

test('a feed of unknown rhythm is asked hourly at most, less often where the pack says so', () => {
  expect(minutesTo({})).toBe(60)
  expect(minutesTo({ everyMinutes: 5 })).toBe(60)
  expect(minutesTo({ everyMinutes: 120 })).toBe(120)
})

test('a feed is asked in its own rhythm, from every 5 minutes to once a day', () => {
  const waits = [50_000, 640, 100, 10, 1].map((perDay) => Math.round(minutesTo({ rhythm: rhythm(perDay) })))
  expect(waits).toEqual([5, 7, 14, 31, 67])
  const silent: Rhythm = { items: new Array<number>(24).fill(0), hours: new Array<number>(24).fill(20), until: noon }
  expect(minutesTo({ rhythm: silent })).toBe(24 * 60)
})

test('the hours in which it publishes nothing are waited out', () => {
  const days = rhythm(100, { from: 6, to: 18 })
  expect(minutesTo({ rhythm: days }, Date.parse('2025-06-17T10:00Z'))).toBeLessThan(15)
  expect(minutesTo({ rhythm: days }, Date.parse('2025-06-17T21:00Z'))).toBeGreaterThan(60)
})

test('a feed that shows few items is asked before half of them are likely to be replaced', () => {
  expect(minutesTo({ rhythm: rhythm(2_400), shown: 4 })).toBeLessThan(minutesTo({ rhythm: rhythm(2_400) }))
})

test('the dates of the first document tell the rhythm, later looks add to it, older days fade', () => {
  const shownAt = Array.from({ length: 30 }, (_, index) => noon - index * 20 * MINUTE - MINUTE)
  const first = learnRhythm(undefined, { seenAt: noon, since: undefined, shownAt, newAt: shownAt })
  expect(first?.items.reduce((a, b) => a + b)).toBe(30)
  expect(first?.hours.reduce((a, b) => a + b)).toBeCloseTo(9.68, 1)
  const later = learnRhythm(first, { seenAt: noon + 14 * DAY, since: noon, shownAt, newAt: [noon + DAY] })
  expect(later?.items.reduce((a, b) => a + b)).toBeCloseTo(16)
})

test('a feed without dates is unknown at first sight and watched from then on', () => {
  const undated = { seenAt: noon, shownAt: [noon, noon], newAt: [noon, noon] }
  expect(learnRhythm(undefined, { ...undated, since: undefined })).toBeUndefined()
  const second = learnRhythm(undefined, { ...undated, since: noon - HOUR })
  expect([second?.items[12], second?.hours[11]]).toEqual([2, 1])
})

test('max-age and ttl are waited out, up to a day', () => {
  const busy = rhythm(640)
  expect(minutesTo({ rhythm: busy, maxAgeMs: 15 * MINUTE })).toBe(15)
  expect(minutesTo({ rhythm: busy, pace: { ttlMinutes: 90 } })).toBe(90)
  expect(minutesTo({ rhythm: busy, maxAgeMs: 365 * DAY })).toBe(24 * 60)
})

test('hours and days that the feed wants skipped are skipped; one that skips all skips nothing', () => {
  const due = (pace: NextPoll['pace']) => new Date(nextPollAt(noon, next({ pace }))).toISOString()
  expect(due({ skipHours: [13, 14, 15] })).toBe('2025-06-17T16:00:00.000Z')
  expect(due({ skipDays: [2, 3] })).toBe('2025-06-19T00:00:00.000Z')
  expect(due({ skipDays: [2], skipHours: [0, 1] })).toBe('2025-06-18T02:00:00.000Z')
  expect(due({ skipDays: [0, 1, 2, 3, 4, 5, 6] })).toBe('2025-06-17T13:00:00.000Z')
})

test('ttl, skipHours and skipDays are read from the channel, whatever stands in them', async () => {
  const rss = (channel: string) => parseFeed(`<rss version="2.0"><channel><title>T</title>${channel}<item><title>A</title></item></channel></rss>`) // prettier-ignore
  const asked = await rss('<ttl>60</ttl><skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>25</hour></skipHours><skipDays><day>Saturday</day><day>sunday</day><day>Никогда</day></skipDays>') // prettier-ignore
  expect(asked.pace).toEqual({ ttlMinutes: 60, skipHours: [0, 7], skipDays: [6, 0] })
  expect((await rss('<ttl>soon</ttl><skipHours/>')).pace).toBeUndefined()
})

test('failures double the wait up to a day, with jitter; refusals last hours; Retry-After is never undercut', () => {
  const wait = (failures: number, extra: Partial<Parameters<typeof waitAfterFailure>[0]> = {}) =>
    waitAfterFailure({ everyMinutes: 30, failures, verdict: 'http-error', retryAfterMs: undefined, random: 1, ...extra }) / HOUR // prettier-ignore
  expect([1, 2, 3, 6, 1_000].map((failures) => wait(failures))).toEqual([1, 2, 4, 24, 24])
  expect(wait(3, { random: 0 })).toBe(3)
  expect(wait(1, { verdict: 'refused', random: 0 })).toBe(3)
  expect(wait(1, { retryAfterMs: 50 * HOUR, random: 0 })).toBe(50)
})
