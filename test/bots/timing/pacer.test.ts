import { setMaxListeners } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPacer, type Asked, type PaceLimits, type Place } from '../../../src/bots/timing/pacer.js'
import { handClock } from '../stand-ins/hand-clock.js'
import type { Limit } from '../../../src/bots/timing/window.js'

const limits: PaceLimits = {
  platform: { most: 10, perMs: 1_000 },
  chat: (_, urgency) => [urgency === 'bulk' ? { most: 1, perMs: 1_000 } : { most: 3, perMs: 3_000 }],
}

/** A pacer, and who left when. Each request is answered `answerMs` after it left. */
function line(given: PaceLimits = limits, answerMs = 0) {
  const clock = handClock(0)
  const pacer = createPacer(given, clock)
  const left: { chat: string; at: number }[] = []
  const ask = (asked: Asked, signal?: AbortSignal) => {
    void pacer.take(asked, signal).then(async (place: Place | undefined) => {
      if (!place) return
      left.push({ chat: asked.chat, at: clock.now() })
      await clock.wait(answerMs)
      place.done()
    })
  }
  return { clock, pacer, left, ask }
}

const bulk = (chat: string, order = 0): Asked => ({ chat, urgency: 'bulk', order })
const answer = (chat: string): Asked => ({ chat, urgency: 'answer' })

test('bulk goes out at the platform’s pace, evenly, and in its order', async () => {
  const { clock, left, ask } = line()
  for (let index = 0; index < 100; index += 1) ask(bulk(`c${index}`, index))
  await clock.pass(9_950)
  expect(left.map(({ chat }) => chat)).toEqual(Array.from({ length: 100 }, (_, index) => `c${index}`))
  const steps = left.slice(20).map(({ at }, index) => at - (left[index + 19]?.at ?? 0))
  expect(Math.max(...steps)).toBeLessThanOrEqual(300)
})

test('an answer passes before thousands of deliveries', async () => {
  const { clock, left, ask } = line()
  for (let index = 0; index < 3_000; index += 1) ask(bulk(`c${index}`))
  await clock.pass(5_000)
  ask(answer('reader'))
  await clock.pass(120)
  expect(left.at(-1)?.chat === 'reader' || left.at(-2)?.chat === 'reader').toBe(true)
})

test('a chat that must wait delays nobody else', async () => {
  const { clock, left, ask, pacer } = line()
  pacer.hold(60_000, 'slow')
  ask(bulk('slow'))
  ask(bulk('slow'))
  for (let index = 0; index < 20; index += 1) ask(bulk(`c${index}`))
  await clock.pass(3_000)
  expect(left).toHaveLength(20)
  await clock.pass(58_000)
  expect(left.slice(20).map(({ chat, at }) => `${chat} ${at}`)).toEqual(['slow 60000', 'slow 61000'])
})

test('a limit of all holds all', async () => {
  const { clock, left, ask, pacer } = line()
  pacer.hold(5_000)
  ask(answer('a'))
  ask(bulk('b'))
  await clock.pass(4_999)
  expect(left).toEqual([])
  await clock.pass(1)
  expect(left.map(({ chat }) => chat)).toEqual(['a', 'b'])
})

test('a chat gets bursts of answers and single deliveries', async () => {
  const { clock, left, ask } = line()
  for (let index = 0; index < 4; index += 1) ask(answer('a'))
  for (let index = 0; index < 3; index += 1) ask(bulk('b'))
  await clock.pass(4_000)
  const times = (chat: string) => left.filter((one) => one.chat === chat).map(({ at }) => at)
  expect(times('a')).toEqual([0, 0, 0, 3_000])
  expect(times('b')).toEqual([0, 1_000, 2_000])
})

test('who no longer wants a place leaves the line', async () => {
  const { clock, left, ask, pacer } = line()
  const leaving = new AbortController()
  setMaxListeners(0, leaving.signal)
  for (let index = 0; index < 30; index += 1) ask(bulk(`c${index}`), leaving.signal)
  await clock.pass(500)
  const before = left.length
  leaving.abort()
  ask(bulk('last'))
  await clock.pass(10_000)
  expect(left.slice(before).map(({ chat }) => chat)).toEqual(['last'])
  expect(pacer.waiting()).toBe(0)
})

/** The quickest way to the server, and back. */
const WAY_MS = 20

/** The most arrivals in any window of a limit. */
function fullest(arrivals: readonly number[], { perMs }: Limit): number {
  const sorted = [...arrivals].sort((a, b) => a - b)
  return Math.max(0, ...sorted.map((at, index) => sorted.slice(index).filter((other) => other - at < perMs).length))
}

test('however late requests arrive, no window of the server holds too many', async () => {
  const delays = fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 60, maxLength: 120 })
  await fc.assert(
    fc.asyncProperty(delays, fc.array(fc.nat(3), { minLength: 120, maxLength: 120 }), async (lates, chats) => {
      const clock = handClock(0)
      const pacer = createPacer(limits, clock)
      const arrived: { chat: string; at: number }[] = []
      lates.forEach((late, index) => {
        const chat = `c${(chats[index] ?? 0) * 40 + index}`
        void pacer.take({ chat, urgency: index % 5 === 0 ? 'answer' : 'bulk' }).then(async (place) => {
          await clock.wait(WAY_MS + late)
          arrived.push({ chat, at: clock.now() })
          await clock.wait(WAY_MS)
          place?.done()
        })
      })
      await clock.pass(60_000)
      expect(arrived).toHaveLength(lates.length)
      expect(fullest(arrived.map(({ at }) => at), limits.platform)).toBeLessThanOrEqual(10) // prettier-ignore
    }),
    { numRuns: 25 },
  )
})
