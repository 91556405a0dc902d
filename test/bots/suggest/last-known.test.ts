import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLastKnown } from '../../../src/bots/suggest/last-known.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const after = async (ms: number, value: string): Promise<string> => new Promise((resolve) => setTimeout(() => resolve(value), ms)) // prettier-ignore

async function within<T>(asking: Promise<T>, ms: number): Promise<T | 'later'> {
  const answer = Promise.race([asking, new Promise<'later'>((resolve) => setTimeout(() => resolve('later'), ms))])
  await vi.advanceTimersByTimeAsync(ms)
  return answer
}

test('the first answer is waited for; later the last one stands in for one that is slow, which is known next time', async () => {
  const known = createLastKnown(10)
  expect(
    await within(
      known.ask('a', async () => after(900, 'one'), 60),
      800,
    ),
  ).toBe('later')
  await vi.advanceTimersByTimeAsync(200)
  expect(
    await within(
      known.ask('a', async () => after(900, 'two'), 60),
      61,
    ),
  ).toBe('one')
  await vi.advanceTimersByTimeAsync(900)
  expect(
    await within(
      known.ask('a', async () => after(900, 'three'), 60),
      61,
    ),
  ).toBe('two')
  expect(
    await within(
      known.ask('a', async () => after(10, 'four'), 60),
      61,
    ),
  ).toBe('four')
})

test('a call that fails says so, at once where it is quick, and harms nobody where it is late', async () => {
  const known = createLastKnown(10)
  await expect(known.ask('a', async () => Promise.reject(new Error('locked')), 60)).rejects.toThrow('locked')
  await known.ask('a', async () => 'one', 60)
  const late = known.ask('a', async () => after(100, '').then(() => Promise.reject(new Error('late'))), 60)
  expect(await within(late, 61)).toBe('one')
  await vi.advanceTimersByTimeAsync(100)
})

test('so many keys are remembered, those that were asked for last', async () => {
  const known = createLastKnown(2)
  for (const key of ['a', 'b', 'c']) await known.ask(key, async () => key, 60)
  expect(
    await within(
      known.ask('c', async () => after(900, 'new'), 60),
      61,
    ),
  ).toBe('c')
  expect(
    await within(
      known.ask('a', async () => after(900, 'new'), 60),
      61,
    ),
  ).toBe('later')
})
