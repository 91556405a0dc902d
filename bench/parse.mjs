// Ours beside four other feed readers, in one run: how much of the conformance cases each reads right, and how fast it is.
//   npm run bench:parse        (cases from ../shared/eval/feeds, speed over the XML of ../shared/news/feeds; without these over sample/)
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { READERS } from './parse/readers.mjs'

const CASES = '../shared/eval/feeds'
const SCORER = '../shared/eval/tools/score-feeds.mjs'
const NEWS = '../shared/news/feeds'
const ROUNDS = 8
const REPEATS = 3

const options = { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }
const run = (...args) => execFileSync(process.execPath, args, options).trim().split('\n').at(-1)
const hasCases = fs.existsSync(SCORER)
const folder = fs.existsSync(NEWS) ? NEWS : 'sample/feeds'

console.log(`Node ${process.version}, ${os.cpus().length} cores, ${new Date().toISOString().slice(0, 10)}, load ${os.loadavg()[0].toFixed(1)}`) // prettier-ignore
if (!hasCases) console.log(`conformance is left out: ${SCORER} is not there`)
if (folder !== NEWS) console.log(`speed is measured on ${folder}, which is small: ${NEWS} is not there`)

const rows = Object.keys(READERS).map((name) => ({
  name,
  conformance: hasCases
    ? JSON.parse(run(SCORER, CASES, '--', process.execPath, 'bench/parse/parse-with.mjs', name))
    : undefined,
  speeds: [],
}))
// By turns, so that a busy moment of the machine falls on all of them.
for (let repeat = 0; repeat < REPEATS; repeat++)
  for (const row of rows) row.speeds.push(JSON.parse(run('bench/parse/speed-of.mjs', folder, String(ROUNDS), row.name)))

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const line = (cells) => console.log(`| ${cells.join(' | ')} |`)
line(['reader', 'conformance', 'files not read', 'MB/s', 'best MB/s', 'MB a second of CPU', 'items read'])
line(['---', '---:', '---:', '---:', '---:', '---:', '---:'])
for (const { name, conformance, speeds } of rows) {
  const [{ items, refused, files }] = speeds
  line([
    name,
    conformance === undefined ? '-' : conformance.score.toFixed(3),
    conformance === undefined ? '-' : `${conformance.unread} of ${conformance.files}`,
    middle(speeds.map(({ median }) => median)).toFixed(1),
    Math.max(...speeds.map(({ best }) => best)).toFixed(1),
    middle(speeds.map(({ cpu }) => cpu)).toFixed(1),
    `${items}${refused === 0 ? '' : `, ${refused} of ${files} files refused`}`,
  ])
}
const speedOf = (wanted) => middle(rows.find(({ name }) => name === wanted).speeds.map(({ cpu }) => cpu))
console.log(`target: conformance >= .97; decode, repair and parse >= .7 of rss-parser's speed. Here (CPU): ${(speedOf('silkwire') / speedOf('rss-parser')).toFixed(2)}`) // prettier-ignore
