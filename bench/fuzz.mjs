// Digests, answers and figures of any news, as hostile as a generator makes them, through the renderers and through all that the
// fakes check - the platforms' own documents, their limits, the grammar of Telegram's HTML: `npm run bench:fuzz [-- COUNT]`.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { printTable } from './fakes.mjs'

const count = Number(process.argv[2] ?? 100_000)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-fuzz-'))
const out = path.join(folder, 'counts.jsonl')
const startedAt = performance.now()
const files = ['discord', 'telegram'].map((platform) => `test/bots/${platform}/fuzz.test.ts`)
// The tests stop at the first message that is refused, pings or reads otherwise, and show it at its smallest.
const { status } = spawnSync('npx', ['vitest', 'run', ...files, '-t', 'any digest'], {
  stdio: 'inherit',
  env: { ...process.env, SILKWIRE_FUZZ: String(count), SILKWIRE_FUZZ_OUT: out },
})
const rows = fs.existsSync(out) ? fs.readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [] // prettier-ignore
fs.rmSync(folder, { recursive: true, force: true })
const found = status === 0 ? 0 : 'see above'
printTable([
  ['platform', 'messages', 'requests', 'refused', 'pings', 'texts that differ', 'seed'],
  ...rows.map(({ platform, messages = 0, requests = 0, seed }) => [platform, messages, requests, found, found, found, seed]), // prettier-ignore
])
console.log(`target: ${count} messages a platform, nothing refused, no ping, each text as it was written`)
console.log(`${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
const isMet = status === 0 && rows.length === 2 && rows.every(({ messages }) => messages >= count)
console.log(isMet ? 'all targets met' : 'NOT all targets met')
process.exit(isMet ? 0 : 1)
