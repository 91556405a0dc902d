import { expect, test } from 'vitest'
import { enforceLimits } from './enforced-limits.js'

test('what is over a limit in any window is refused, with how long to wait, and does not count', () => {
  let at = 0
  const limits = enforceLimits({ platform: { most: 3, perMs: 1_000 }, chat: () => [{ most: 1, perMs: 500 }] }, () => at)
  expect(limits.refuse('a')).toBeUndefined()
  at = 100
  expect(limits.refuse('a')).toEqual({ waitMs: 400, isGlobal: false })
  expect(limits.refuse('b')).toBeUndefined()
  expect(limits.refuse('c')).toBeUndefined()
  expect(limits.refuse('d')).toEqual({ waitMs: 900, isGlobal: true })
  at = 1_000
  expect(limits.refuse('d')).toBeUndefined()
  expect(limits.refused()).toBe(2)
})
