// How well questions find their articles, beside plain FTS5 on the same rows in the same run: part of npm run eval, which imports its sets, and alone
//   npm run build && node bench/finding.mjs [SET...]        (needs ../shared; BENCH_FOLDER keeps the archives from run to run)
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { plainArchive } from './plain-search.mjs'

const GOLD = '../shared/eval'

/** Sets of questions with their archives and the least that is to be found; `refused`: answers are scored, too. */
export const FINDING = [
  { set: 'news', archive: `${GOLD}/news/all.jsonl`, questions: `${GOLD}/news/questions.jsonl`, finding: { ndcg10: 0.75, recall20: 0.9, crossRecall20: 0.75 }, refused: '>= 0.9' },
  { set: 'real', archive: '../shared/news/archive.jsonl', questions: `${GOLD}/real/questions.jsonl`, finding: { ndcg10: 0.75 }, refused: '>= 0.8' },
  { set: 'TIME', archive: `${GOLD}/retrieval/docs.jsonl`, questions: `${GOLD}/retrieval/questions.jsonl`, finding: { ndcg10: 0.7 } },
  { set: 'own titles', archive: `${GOLD}/parallel/untitled.jsonl`, questions: `${GOLD}/parallel/questions-own.jsonl`, finding: { mrr: 0.91 } },
  { set: 'titles across', archive: `${GOLD}/parallel/english.jsonl`, questions: `${GOLD}/parallel/questions-cross.jsonl`, finding: { mrr: 0.5 } },
] // prettier-ignore

/** What the figures are called. */
export const FOUND = {
  ndcg10: 'nDCG@10',
  recall20: 'recall@20',
  crossRecall20: 'recall@20 across languages',
  mrr: 'MRR',
}

/** What plain FTS5 finds, as `silkwire ask --questions` would give it. */
export function plainHits(archive, questions) {
  const plain = plainArchive(readLines(archive))
  const found = readLines(questions).map(({ id, q }) => ({ id, hits: plain.search(q, 20) }))
  plain.close()
  return found
}

function measureSet({ set, archive, questions, finding }, folder) {
  const database = path.join(folder, `${set}.db`)
  const silkwire = (...args) =>
    execFileSync(process.execPath, ['dist/cli.js', ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ENV_FILE: '', DATABASE_URL: `file:${database}` },
    })
  if (!fs.existsSync(database)) silkwire('import', archive)
  const score = (predicted) => {
    const file = path.join(folder, `${set}.jsonl`)
    fs.writeFileSync(file, predicted)
    const args = [`${GOLD}/tools/score.mjs`, 'answers', questions, file, archive]
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n').at(-1))
  }
  const plain = score(plainHits(archive, questions).map((row) => JSON.stringify(row)).join('\n')) // prettier-ignore
  const ours = score(silkwire('ask', '--questions', questions))
  for (const [key, target] of Object.entries(finding)) console.log(`| ${set} | ${FOUND[key]} | ${target} | ${ours[key]} | ${plain[key]} |`) // prettier-ignore
}

function readLines(file) {
  return fs.readFileSync(file, 'utf8').split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)) // prettier-ignore
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  if (fs.existsSync(GOLD)) {
    const folder = process.env.BENCH_FOLDER ?? fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-finding-'))
    const only = process.argv.slice(2)
    console.log('| questions of | figure | target | silkwire | plain FTS5 |\n| --- | --- | --- | --- | --- |')
    for (const set of FINDING) if (only.length === 0 || only.includes(set.set)) measureSet(set, folder)
    if (process.env.BENCH_FOLDER === undefined) fs.rmSync(folder, { recursive: true, force: true })
  } else console.log(`skipped: ${GOLD} is not there`)
}
