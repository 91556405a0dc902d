import fs from 'node:fs'
import { afterAll, expect } from 'vitest'

/**
 * How many cases a fuzz test tries: a few in the suite, `SILKWIRE_FUZZ` of them where that is set (`npm run bench:fuzz`), and
 * what was counted goes to the file `SILKWIRE_FUZZ_OUT`, a line of JSON a platform.
 */
export function fuzzing(platform: string) {
  const numRuns = Number(process.env['SILKWIRE_FUZZ'] ?? 60)
  const seed = Number(process.env['SILKWIRE_FUZZ_SEED'] ?? Date.now() % 2_147_483_647)
  const counts: Record<string, number> = {}
  const out = process.env['SILKWIRE_FUZZ_OUT']
  if (out !== undefined) afterAll(() => fs.appendFileSync(out, `${JSON.stringify({ platform, seed, ...counts })}\n`))
  return {
    numRuns,
    limit: { numRuns, seed },
    timeout: 60_000 + numRuns * 60,
    count: (what: string, by = 1): void => void (counts[what] = (counts[what] ?? 0) + by),
  }
}

/** Expects nothing to be wrong; asks vitest, which is slow at it, only where something is. */
export function expectNone(faults: readonly unknown[] | null): void {
  if (faults !== null && faults.length > 0) expect(faults).toEqual([])
}
