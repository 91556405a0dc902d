import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const LIMIT_MS = 300_000

test(
  'over kills, SIGTERMs and virtual days with faults nothing is lost, and nothing doubled but marked and listed',
  async () => {
    const run = promisify(execFile)(process.execPath, ['bench/proof.mjs', '--short'], { timeout: LIMIT_MS - 10_000 })
    const { stdout } = await run.catch((error: unknown) => error as { readonly stdout: string })
    expect(stdout).toContain('all targets met')
  },
  LIMIT_MS,
)
