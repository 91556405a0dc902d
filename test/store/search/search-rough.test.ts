import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLOCK_ARTICLES, POSTING_SHIFT } from '../../../src/store/search/search-blocks.js'
import { roughScores } from '../../../src/store/search/search-rough.js'

const HIGHEST = 2 * BLOCK_ARTICLES + 100
const LEVELS = Float32Array.from({ length: 2 ** POSTING_SHIFT }, (_, level) => level / 4)

const row = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: HIGHEST }))
const rows = fc.record({ rows: fc.uniqueArray(row, { maxLength: 30 }), score: fc.constantFrom(0.5, 1, 2.25) })
const list = fc.record({
  block: fc.nat(2),
  postings: fc.uniqueArray(fc.tuple(fc.oneof(fc.nat(40), fc.nat(BLOCK_ARTICLES - 1)), fc.nat(LEVELS.length - 1)), {
    selector: ([offset]) => offset,
    maxLength: 30,
  }),
})
const groups = fc.array(fc.array(fc.oneof(rows, list), { maxLength: 4 }), { maxLength: 4 })

test('sums are those of adding up, by group, the most that anything gives to a row', () => {
  // One array for all runs: nothing of a search is left for the next.
  const sqlite = {} as Database
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: HIGHEST }), (asked, newest) => {
      const rough = roughScores(sqlite, { highest: HIGHEST, newest })
      const sums = new Map<number, number>()
      for (const gifts of asked) {
        const most = new Map<number, number>()
        const give = (at: number, score: number) => void most.set(at, Math.max(most.get(at) ?? 0, score))
        for (const gift of gifts)
          if ('rows' in gift) {
            rough.add(gift.rows, gift.score)
            for (const at of gift.rows) give(at, gift.score)
          } else {
            const from = gift.block * BLOCK_ARTICLES
            // As the store keeps them: by rising row number.
            const sorted = [...gift.postings].sort(([a], [b]) => a - b)
            rough.addList({ from, postings: Uint16Array.from(sorted, ([offset, level]) => (offset << POSTING_SHIFT) | level) }, LEVELS) // prettier-ignore
            for (const [offset, level] of sorted) if (from + offset <= newest) give(from + offset, LEVELS[level] ?? 0)
          }
        rough.endGroup()
        for (const [at, score] of most) sums.set(at, (sums.get(at) ?? 0) + score)
      }
      const found = [...sums].filter(([, sum]) => sum > 0)
      expect([...rough.best(HIGHEST)].sort((a, b) => a - b)).toEqual(found.map(([at]) => at).sort((a, b) => a - b))
      const best = Math.max(...found.map(([, sum]) => sum))
      const [first] = rough.best(1)
      if (found.length > 0) expect(sums.get(first ?? -1)).toBeCloseTo(best, 1)
    }),
    { numRuns: 500 },
  )
})
