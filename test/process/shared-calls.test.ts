import { expect, test } from 'vitest'
import { sharedWithinMinute } from '../../src/process/shared-calls.js'

function counted(answer: (asked: string, call: number) => Promise<string>) {
  let calls = 0
  let at = 60_000
  const shared = sharedWithinMinute((asked: string) => answer(asked, (calls += 1)), { keyOf: (asked) => asked, now: () => at }) // prettier-ignore
  return { shared, callsSoFar: () => calls, goTo: (time: number) => (at = time) }
}

test('equal questions of a minute get the result of one call, also while it runs; the next minute asks anew', async () => {
  const { shared, callsSoFar, goTo } = counted(async (asked, call) => `${asked}${String(call)}`)
  expect(await Promise.all([shared('a'), shared('a'), shared('b')])).toEqual(['a1', 'a1', 'b2'])
  goTo(119_999)
  expect(await shared('a')).toBe('a1')
  goTo(120_000)
  expect([await shared('a'), callsSoFar()]).toEqual(['a3', 3])
})

test('a call that fails is not kept', async () => {
  const { shared } = counted(async (asked, call) => {
    if (call === 1) throw new Error('busy')
    return asked
  })
  await expect(shared('a')).rejects.toThrow('busy')
  expect(await shared('a')).toBe('a')
})

test('of more than a hundred different questions in a minute no heap is kept', async () => {
  const { shared, callsSoFar } = counted(async (asked) => asked)
  for (let number = 0; number < 250; number += 1) await shared(String(number))
  await shared('249')
  await shared('0')
  expect(callsSoFar()).toBe(251)
})
