import { expect, test } from 'vitest'
import { fillPlaces } from '../../src/text/fill-places.js'

test.each([
  ['{a} and {b}.', 'one and two.'],
  ['on {day}.', 'on 29 ноября 2026 г.'],
  ['on {day}, {a}', 'on 29 ноября 2026 г., one'],
  ['{unknown}. {a}.', '{unknown}. one.'],
])('%s', (wording, filled) => {
  const values: Readonly<Record<string, string>> = { a: 'one', b: 'two', day: '29 ноября 2026 г.' }
  expect(fillPlaces(wording, values)).toBe(filled)
})
