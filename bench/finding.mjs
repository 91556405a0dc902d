// How well questions find their articles, beside plain FTS5 on the same rows in the same run. Needs the gold of ../shared.
//   node bench/finding.mjs        (npm run eval prints it too)
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { plainArchive } from './plain-search.mjs'

const GOLD = '../shared/eval'
const SETS = [
  { name: 'news', archive: `${GOLD}/news/all.jsonl`, questions: `${GOLD}/news/questions.jsonl`, targets: { ndcg10: 0.75, recall20: 0.9, crossRecall20: 0.75 } },
  { name: 'real', archive: '../shared/news/archive.jsonl', questions: `${GOLD}/real/questions.jsonl`, targets: { ndcg10: 0.75 } },
  { name: 'TIME', archive: `${GOLD}/retrieval/docs.jsonl`, questions: `${GOLD}/retrieval/questions.jsonl`, targets: { ndcg10: 0.7 } },
  { name: 'own title', archive: `${GOLD}/parallel/untitled.jsonl`, questions: `${GOLD}/parallel/questions-own.jsonl`, targets: { mrr: 0.91 } },
  { name: 'title across', archive: `${GOLD}/parallel/english.jsonl`, questions: `${GOLD}/parallel/questions-cross.jsonl`, targets: { mrr: 0.5 } },
] // prettier-ignore

/** Prints a row a set and figure; gives the score of each set's answers whole. BENCH_FOLDER keeps the archives from run to run. */
export function measureFinding(print, only = SETS.map(({ name }) => name)) {
  const folder = process.env.BENCH_FOLDER ?? fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-finding-'))
  const scores = SETS.filter(({ name }) => only.includes(name)).map((set) => {
    const { ours, plain } = measureSet(set, folder)
    for (const [figure, target] of Object.entries(set.targets))
      print(set.name, figure, target, ours[figure], plain[figure])
    return { name: set.name, ours }
  })
  if (process.env.BENCH_FOLDER === undefined) fs.rmSync(folder, { recursive: true, force: true })
  return scores
}

function measureSet({ name, archive, questions }, folder) {
  const database = path.join(folder, `${name}.db`)
  const silkwire = (...args) =>
    execFileSync(process.execPath, ['dist/cli.js', ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, DATABASE_URL: `file:${database}` },
    })
  if (!fs.existsSync(database)) silkwire('import', archive)
  const ours = silkwire('ask', '--questions', questions)
  const plain = plainArchive(readLines(archive))
  const found = readLines(questions).map(({ id, q }) => JSON.stringify({ id, hits: plain.search(q, 20) }))
  plain.close()
  const score = (predicted) => {
    const file = path.join(folder, 'predicted.jsonl')
    fs.writeFileSync(file, predicted)
    const args = [`${GOLD}/tools/score.mjs`, 'answers', questions, file, archive]
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n').at(-1))
  }
  const scored = score(ours)
  if (process.env.BENCH_FOLDER !== undefined) fs.writeFileSync(path.join(folder, `${name}.predicted.jsonl`), ours)
  return { ours: scored, plain: score(found.join('\n')) }
}

const readLines = (file) => fs.readFileSync(file, 'utf8').split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)) // prettier-ignore

if (process.argv[1] === new URL(import.meta.url).pathname) {
  if (fs.existsSync(GOLD)) {
    console.log('| questions of | figure | target | silkwire | plain FTS5 |\n| --- | --- | --- | --- | --- |')
    const only = process.argv.length > 2 ? process.argv.slice(2) : undefined
    measureFinding((...cells) => console.log(`| ${cells.join(' | ')} |`), only)
  } else console.log(`skipped: ${GOLD} is not there`)
}
