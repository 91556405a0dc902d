import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextDueAt } from '../../src/bots/schedule.js'

const due = (hour: number, zone: string, after: string) =>
  new Date(nextDueAt(hour, zone, Date.parse(after))).toISOString()

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

test('wrong hours and zones are refused', () => {
  expect(() => nextDueAt(24, 'Asia/Almaty', 0)).toThrow('hour is 24, one of 0 to 23')
  expect(() => nextDueAt(9.5, 'Asia/Almaty', 0)).toThrow(RangeError)
  expect(() => nextDueAt(9, 'Asia/Nowhere', 0)).toThrow(RangeError)
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
      const at = nextDueAt(hour, zone, after)
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
      const days = Array.from({ length: 10 }, () => local((at = nextDueAt(hour, zone, at)), zone).slice(0, 10))
      days.forEach((day, index) => {
        const before = days[index - 1]
        if (before !== undefined) expect(Date.parse(day) - Date.parse(before)).toBe(86_400_000)
      })
    }),
    { numRuns: 60 },
  )
})
