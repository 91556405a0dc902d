import { withinTime } from '../timing/time-limit.js'

/** Calls whose last result stands in where the next one is slow. */
export interface LastKnown {
  /** What `call` gives within `ms`, else what a call of the same key gave last, else what it gives in the end. Throws what `call` throws. */
  ask<Result>(key: string, call: () => Promise<Result>, ms: number): Promise<Result>
}

/** Remembers one result a key, of the `most` keys asked for last. */
export function createLastKnown(most: number): LastKnown {
  const results = new Map<string, unknown>()
  return {
    async ask<Result>(key: string, call: () => Promise<Result>, ms: number): Promise<Result> {
      const asking = call().then((result) => {
        results.delete(key)
        results.set(key, result)
        for (const [oldest] of results) {
          if (results.size <= most) break
          results.delete(oldest)
        }
        return result
      })
      if (!results.has(key)) return asking
      const known = results.get(key) as Result
      // A call that fails late is heard by nobody.
      return withinTime(asking, ms, known)
    },
  }
}
