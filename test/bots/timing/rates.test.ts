import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRate } from '../../../src/bots/timing/rates.js'

test('the first ones go at once and the rest wait for a place', () => {
  let clock = 0
  const take = createRate({ most: 2, perMs: 1_000 }, () => clock)
  expect([take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 1_000, 0])
  clock = 1_500
  expect([take('a'), take('a')]).toEqual([0, 500])
})

test('no window ever holds more than the rate allows', () => {
  const steps = fc.array(fc.nat({ max: 700 }), { maxLength: 60 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (most, waits) => {
      let clock = 0
      const take = createRate({ most, perMs: 1_000 }, () => clock)
      const times = waits.map((wait) => (clock += wait) + take('a'))
      times.forEach((at, index) => {
        const before = times[index - most]
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(1_000)
      })
    }),
  )
})
