import { expect, test } from 'vitest'
import { afterIdentify, identifyWaitMs } from '../../../../src/bots/discord/gateway/identify-budget.js'
import type { StartLimit } from '../../../../src/bots/discord/gateway/identify-budget.js'

const DAY = 24 * 3_600_000

test('a bot that loses every session at once, in one process or in a new one each time, never uses up its identifies', () => {
  for (const everyMs of [5_000, 30_000, 90_000]) {
    let limit: StartLimit = { total: 1_000, remaining: 1_000, resetAt: DAY }
    let lastAt = -DAY
    const identifiedAt: number[] = []
    for (let now = 0; now < 3 * DAY; now += everyMs) {
      if (now >= limit.resetAt) limit = { ...limit, remaining: limit.total, resetAt: limit.resetAt + DAY }
      if (now - lastAt < identifyWaitMs(limit, now)) continue
      lastAt = now
      identifiedAt.push(now)
      limit = afterIdentify(limit, now)
      expect(limit.remaining).toBeGreaterThan(40)
    }
    for (let day = 0; day < 3; day += 1) {
      const ofDay = identifiedAt.filter((at) => Math.floor(at / DAY) === day)
      expect(ofDay.length).toBeLessThan(1_000)
      expect(ofDay.length).toBeGreaterThan(800)
    }
  }
})

test('as long as much is left nothing waits, and a full number comes back with the reset', () => {
  expect(identifyWaitMs({ total: 1_000, remaining: 201, resetAt: DAY }, 0)).toBe(0)
  expect(identifyWaitMs({ total: 1_000, remaining: 150, resetAt: DAY }, 0)).toBe(DAY / 100)
  expect(identifyWaitMs({ total: 1_000, remaining: 0, resetAt: DAY }, 0)).toBe(DAY)
  expect(identifyWaitMs({ total: 1_000, remaining: 0, resetAt: DAY }, DAY)).toBe(0)
  expect(afterIdentify({ total: 1_000, remaining: 1, resetAt: 5 }, 5)).toEqual({
    total: 1_000,
    remaining: 999,
    resetAt: 5 + DAY,
  })
})
