import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../../src/bots/timing/clock.js'

export interface HandClock extends Clock {
  /** Lets `ms` pass: what waits is woken in its order, and what it sets off has run. */
  pass(ms: number): Promise<void>
}

/** A clock that moves by hand only. */
export function handClock(start: number): HandClock {
  let at = start
  let sleepers: { readonly wakeAt: number; readonly wake: () => void }[] = []
  return {
    now: () => at,
    wait: async (ms, signal) => {
      if (signal?.aborted) return
      await new Promise<void>((resolve) => {
        const sleeper = { wakeAt: at + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== sleeper)
          resolve()
        })
      })
    },
    async pass(ms) {
      const end = at + ms
      await quiet()
      for (;;) {
        const next = Math.min(...sleepers.map(({ wakeAt }) => wakeAt))
        if (!(next <= end)) break
        at = Math.max(at, next)
        const woken = sleepers.filter(({ wakeAt }) => wakeAt <= at)
        sleepers = sleepers.filter(({ wakeAt }) => wakeAt > at)
        for (const { wake } of woken) wake()
        await quiet()
      }
      at = end
    },
  }
}

// Chains of promises over a database in memory: a few turns of the loop run them out.
async function quiet(): Promise<void> {
  for (let turns = 0; turns < 12; turns += 1) await turn()
}
