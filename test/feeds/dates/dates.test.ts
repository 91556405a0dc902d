import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDate } from '../../../src/feeds/dates/dates.js'

const iso = (text: string) => {
  const at = readDate(text)
  return at === undefined ? undefined : new Date(at).toISOString()
}

test.each([
  ['Tue, 17 Jun 2025 09:30:00 +0500', '2025-06-17T04:30:00.000Z'],
  ['17 Jun 25 09:30 GMT', '2025-06-17T09:30:00.000Z'],
  ['Tue, 17 June 2025 9:30:00 EST', '2025-06-17T14:30:00.000Z'],
  ['Tue Jun 17 09:30:00 MSK 2025', '2025-06-17T06:30:00.000Z'],
  ['June 17, 2025 3:05 pm', '2025-06-17T15:05:00.000Z'],
  ['2025-06-17T09:30:00.250+05:00', '2025-06-17T04:30:00.250Z'],
  ['2025-06-17 09:30', '2025-06-17T09:30:00.000Z'],
  ['2025-06', '2025-06-01T00:00:00.000Z'],
  ['20250617T093000Z', '2025-06-17T09:30:00.000Z'],
  ['17.06.2025 09:30', '2025-06-17T09:30:00.000Z'],
  ['06/17/2025', '2025-06-17T00:00:00.000Z'],
  ['Вт, 17 июня 2025 09:30:00 +0300', '2025-06-17T06:30:00.000Z'],
  ['17 мая 2025', '2025-05-17T00:00:00.000Z'],
  ['2025 жылғы 17 маусым, 09:30', '2025-06-17T09:30:00.000Z'],
  ['17 қараша 2025', '2025-11-17T00:00:00.000Z'],
  ['17-iyun, 2025', '2025-06-17T00:00:00.000Z'],
  ['2025-yil 17-sentabr', '2025-09-17T00:00:00.000Z'],
  ['17 сентябри 2025', '2025-09-17T00:00:00.000Z'],
  ['2025年6月17日 09:30', '2025-06-17T09:30:00.000Z'],
  ['1750152600', '2025-06-17T09:30:00.000Z'],
])('%j is %s', (text, expected) => expect(iso(text)).toBe(expected))

test.each(['', 'soon', '0001-01-01T00:00:00Z', '1970-01-01', '32 Jun 2025', '2025-13-01', '9999-12-31', '17 Foo 2025'])(
  '%j is no date',
  (text) => expect(readDate(text)).toBeUndefined(),
)

test('any text is a time of this age or nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('0123456789 :-+./TZMayянв')) })),
      (text) => {
        const at = readDate(text)
        expect(at === undefined || (at >= Date.UTC(1990) && at <= Date.UTC(2100))).toBe(true)
      },
    ),
  )
})
