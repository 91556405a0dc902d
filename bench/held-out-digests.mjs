// Digests of days that training never saw: the press days in two halves, each read by a pack that was trained without them, each scored on its own days.
//   npm run bench:held-out-digests      (needs ../shared/eval; five minutes of CPU; KEEP=FOLDER keeps the two packs there and takes them again)
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { trainRegion } from '../dist/cli/regions.js'
import { LABELS, WITHOUT } from '../scripts/train/labels.mjs'

const PRESS = '../shared/eval/press'
const SCORER = '../shared/eval/tools/score-digests.mjs'
const PACK = 'regions/central-asia'
const DAY = 86_400_000
if (!fs.existsSync(PRESS)) {
  console.log(`skipped: ${PRESS} is not there`)
  process.exit(0)
}
const rowsOf = (name) =>
  fs
    .readFileSync(path.join(PRESS, name), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
const [windows, labels, articles] = ['windows.jsonl', 'labels.jsonl', 'articles.jsonl'].map(rowsOf)
const folder = process.env.KEEP ?? fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-held-out-'))
const isOf = (half) => (_window, index) => index % 2 === half

/** A pack that was trained without the articles of these days. */
function packWithout(days, half) {
  const pack = path.join(folder, `pack-${half}`)
  const weights = path.join(pack, 'model', 'reading.bin')
  const kept = fs.existsSync(weights) ? fs.readFileSync(weights) : undefined
  fs.rmSync(pack, { recursive: true, force: true })
  fs.cpSync(PACK, pack, { recursive: true })
  if (kept !== undefined) {
    fs.writeFileSync(weights, kept)
    return pack
  }
  const spans = days.map(({ at }) => [Date.parse(at) - DAY, Date.parse(at)])
  const isLeftOut = ({ date }) => spans.some(([from, to]) => Date.parse(date) >= from && Date.parse(date) < to)
  const known = articles.filter((article) => !isLeftOut(article))
  const ids = new Set(known.map(({ id }) => id))
  const write = (name, rows) => {
    const file = path.join(folder, `${half}-${name}`)
    fs.writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n') + '\n')
    return file
  }
  const own = new Map([
    [`${PRESS}/articles.jsonl`, write('articles.jsonl', known)],
    [`${PRESS}/labels.jsonl`, write('labels.jsonl', labels.filter(({ id }) => ids.has(id)))],
  ]) // prettier-ignore
  const files = LABELS.map((file) => own.get(file) ?? file)
  if (files.filter((file, index) => file !== LABELS[index]).length !== own.size) throw new Error(`the labels of training do not name ${[...own.keys()].join(' and ')}`) // prettier-ignore
  trainRegion(pack, files, WITHOUT)
  return pack
}

function scoreOf(pack, days, half) {
  const gold = path.join(folder, `gold-${half}`)
  fs.mkdirSync(gold, { recursive: true })
  for (const name of ['articles.jsonl', 'labels.jsonl']) fs.copyFileSync(path.join(PRESS, name), path.join(gold, name))
  fs.writeFileSync(path.join(gold, 'windows.jsonl'), days.map((day) => JSON.stringify(day)).join('\n') + '\n')
  const env = { ...process.env, REGION: pack }
  const { status, stdout, stderr } = spawnSync('node', [SCORER, gold, '--', 'node', 'dist/cli.js'], { env, encoding: 'utf8', maxBuffer: 1 << 28 }) // prettier-ignore
  if (status !== 0) throw new Error(`${SCORER}: ${stderr.slice(-300)}`)
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

const scores = [0, 1].map((half) => {
  const days = windows.filter(isOf(half))
  return scoreOf(packWithout(days, half), days, half)
})
const names = Object.keys(scores[0]).filter((name) => !['task', 'days', 'items'].includes(name))
console.log(
  `days ${scores.map(({ days }) => days).join(' and ')}, items ${scores.map(({ items }) => items).join(' and ')}`,
)
for (const name of names) console.log(`${name.padEnd(10)} ${((scores[0][name] + scores[1][name]) / 2).toFixed(3)}   (${scores.map((score) => score[name].toFixed(3)).join(', ')})`) // prettier-ignore
if (process.env.KEEP === undefined) fs.rmSync(folder, { recursive: true })
