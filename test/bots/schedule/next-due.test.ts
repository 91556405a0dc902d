import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dailyAt, dayIn, nextDueAt, quietEndsAt } from '../../../src/bots/schedule/next-due.js'
import type { Schedule } from '../../../src/bots/contract/schedule.js'

const due = (hour: number, zone: string, after: string) =>
  new Date(nextDueAt(dailyAt(hour, zone), Date.parse(after))).toISOString()

test('a digest is due at the next full hour of the zone', () => {
  expect(due(9, 'Asia/Almaty', '2025-06-17T03:59:00Z')).toBe('2025-06-17T04:00:00.000Z')
  expect(due(9, 'Asia/Almaty', '2025-06-17T04:00:00Z')).toBe('2025-06-18T04:00:00.000Z')
  expect(due(0, 'Asia/Tashkent', '2025-06-17T19:30:00Z')).toBe('2025-06-18T19:00:00.000Z')
  expect(due(9, 'Asia/Kathmandu', '2025-06-17T00:00:00Z')).toBe('2025-06-17T03:15:00.000Z')
  expect(due(9, 'Pacific/Kiritimati', '2025-06-17T00:00:00Z')).toBe('2025-06-17T19:00:00.000Z')
})

test('an hour that the spring gap swallows is due right after the gap', () => {
  expect(due(2, 'Europe/Berlin', '2025-03-29T12:00:00Z')).toBe('2025-03-30T01:00:00.000Z')
  expect(due(2, 'America/New_York', '2025-03-09T00:00:00Z')).toBe('2025-03-09T07:00:00.000Z')
})

test('an hour that comes twice in autumn is due once', () => {
  expect(due(2, 'Europe/Berlin', '2025-10-25T12:00:00Z')).toBe('2025-10-26T00:00:00.000Z')
  expect(due(2, 'Europe/Berlin', '2025-10-26T00:00:00Z')).toBe('2025-10-27T01:00:00.000Z')
})

test('a day that a zone leaves out altogether is not due twice', () => {
  expect(due(9, 'Pacific/Apia', '2011-12-29T20:00:00Z')).toBe('2011-12-30T10:00:00.000Z')
  expect(due(9, 'Pacific/Apia', '2011-12-30T10:00:00Z')).toBe('2011-12-30T19:00:00.000Z')
})

test('wrong minutes, weekdays and zones are refused', () => {
  const next = (changes: object) => () => nextDueAt({ ...dailyAt(9, 'UTC'), ...changes }, 0)
  expect(next({ minutes: [1440] })).toThrow('a minute is 1440, one of 0 to 1439')
  expect(next({ minutes: [9.5] })).toThrow(RangeError)
  expect(next({ minutes: [] })).toThrow('a schedule has no time of day')
  expect(next({ weekdays: [0] })).toThrow('a weekday is 0, one of 1 to 7')
  expect(next({ weekdays: [] })).toThrow('a schedule has no weekday')
  expect(next({ timezone: 'Asia/Nowhere' })).toThrow(RangeError)
})

const dates = (schedule: Schedule, after: string, count: number) => {
  let at = Date.parse(after)
  return Array.from({ length: count }, () => new Date((at = nextDueAt(schedule, at))).toISOString().slice(0, 16))
}

test('several times a day on some weekdays, in any order', () => {
  const schedule: Schedule = { kind: 'times', minutes: [1110, 450], weekdays: [1, 5], timezone: 'Asia/Tashkent' }
  expect(dates(schedule, '2025-06-17T00:00Z', 5)).toEqual([
    '2025-06-20T02:30',
    '2025-06-20T13:30',
    '2025-06-23T02:30',
    '2025-06-23T13:30',
    '2025-06-27T02:30',
  ])
})

test('two times in one spring gap are one', () => {
  const schedule: Schedule = { kind: 'times', minutes: [120, 150, 180], timezone: 'Europe/Berlin' }
  expect(dates(schedule, '2025-03-29T12:00Z', 2)).toEqual(['2025-03-30T01:00', '2025-03-31T00:00'])
})

test('the zone’s own days count: leap days, and a change of its rules', () => {
  const leap: Schedule = { kind: 'times', minutes: [540], weekdays: [4], timezone: 'UTC' }
  expect(dates(leap, '2024-02-28T12:00Z', 2)).toEqual(['2024-02-29T09:00', '2024-03-07T09:00'])
  expect(dates(dailyAt(9, 'Asia/Almaty'), '2024-02-28T12:00Z', 3)).toEqual([
    '2024-02-29T03:00',
    '2024-03-01T04:00',
    '2024-03-02T04:00',
  ])
})

test('news as it happens is looked for every five minutes, and after the quiet hours', () => {
  const schedule: Schedule = {
    ...{ kind: 'as-it-happens', timezone: 'Asia/Almaty', atMostPerDay: 5 },
    quiet: { fromMinute: 22 * 60, toMinute: 7 * 60 + 30 },
  }
  expect(dates(schedule, '2025-06-17T16:51Z', 3)).toEqual(['2025-06-17T16:55', '2025-06-18T02:30', '2025-06-18T02:35'])
  expect(dates(schedule, '2025-06-17T20:00Z', 1)).toEqual(['2025-06-18T02:30'])
  const noon = { fromMinute: 12 * 60, toMinute: 13 * 60 }
  const at = (time: string) => Date.parse(`2025-06-17T${time}Z`)
  expect(['11:59', '12:00', '12:59', '13:00'].map((time) => quietEndsAt(noon, 'UTC', at(time)))).toEqual(
    ['11:59', '13:00', '13:00', '13:00'].map(at),
  )
  expect(dayIn('Asia/Almaty', at('19:00')) - dayIn('Asia/Almaty', at('18:59'))).toBe(1)
})

const zones = fc.constantFrom(
  'Asia/Almaty', 'Asia/Tashkent', 'Asia/Kolkata', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York',
  'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Africa/Casablanca', 'America/Santiago', 'UTC',
) // prettier-ignore
const times = fc.integer({ min: Date.parse('2020-01-01T00:00Z'), max: Date.parse('2030-01-01T00:00Z') })
const local = (at: number, zone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at)

test('what is due lies ahead, at most 26 hours, at the full hour or after a gap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), zones, times, (hour, zone, after) => {
      const at = nextDueAt(dailyAt(hour, zone), after)
      expect(at).toBeGreaterThan(after)
      expect(at - after).toBeLessThanOrEqual(26 * 3_600_000)
      expect(at % 60_000).toBe(0)
      const shown = local(at, zone).slice(11)
      const minuteBefore = local(at - 60_000, zone).slice(11)
      const full = `${String(hour).padStart(2, '0')}:00`
      expect(shown === full || (minuteBefore < full && shown > full) || minuteBefore === '23:59').toBe(true)
    }),
  )
})

test('a subscription is due once on each day of the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), zones, times, (hour, zone, start) => {
      let at = start
      const days = Array.from({ length: 10 }, () => local((at = nextDueAt(dailyAt(hour, zone), at)), zone).slice(0, 10))
      days.forEach((day, index) => {
        const before = days[index - 1]
        if (before !== undefined) expect(Date.parse(day) - Date.parse(before)).toBe(86_400_000)
      })
    }),
    { numRuns: 60 },
  )
})
