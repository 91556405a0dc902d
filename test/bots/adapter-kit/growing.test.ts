import { expect, test } from 'vitest'
import { openGrowing } from '../../../src/bots/adapter-kit/growing.js'
import type { Message } from '../../../src/bots/contract/message.js'

const state = (title: string): Message => ({ title, blocks: [] })

function open(show: (message: Message) => Promise<void>) {
  const waits: { ms: number; end: () => void }[] = []
  const faults: unknown[] = []
  const wait = async (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      waits.push({ ms, end: resolve })
      signal?.addEventListener('abort', () => { resolve() }) // prettier-ignore
      if (signal?.aborted === true) resolve()
    })
  const growing = openGrowing({ show, everyMs: 700, clock: { wait }, onFault: (error) => faults.push(error) })
  return { growing, waits, faults }
}

const settle = async () => new Promise((resolve) => setImmediate(resolve))

test('one state at a time, the newest of those that wait, and none after the end', async () => {
  const shown: string[] = []
  const { growing, waits } = open(async ({ title = '' }) => void shown.push(title))
  for (const title of ['a', 'b', 'c']) growing.grow(state(title))
  await settle()
  expect([shown, waits.map(({ ms }) => ms)]).toEqual([['a'], [700]])
  waits[0]?.end()
  await settle()
  expect(shown).toEqual(['a', 'c'])
  growing.grow(state('d'))
  await growing.end()
  growing.grow(state('e'))
  await settle()
  expect(shown).toEqual(['a', 'c'])
})

test('the end waits for the call under way', async () => {
  let finish: () => void = () => undefined
  const { growing } = open(async () => new Promise((resolve) => (finish = resolve)))
  growing.grow(state('a'))
  let hasEnded = false
  const ending = growing.end().then(() => (hasEnded = true))
  await settle()
  expect(hasEnded).toBe(false)
  finish()
  await ending
})

test('the first call that fails is the last', async () => {
  let calls = 0
  const { growing, faults } = open(async () => {
    calls += 1
    throw new Error('no')
  })
  growing.grow(state('a'))
  await settle()
  growing.grow(state('b'))
  await growing.end()
  expect([calls, faults.map(String)]).toEqual([1, ['Error: no']])
})
