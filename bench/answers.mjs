// Scores answers on questions of our own, over archives that stand beside the repository, and prints one table and the misses.
//   npm run bench:answers        (needs ../shared/news and ../shared/eval)
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const ARCHIVES = { real: '../shared/news/archive.jsonl', news: '../shared/eval/news/all.jsonl' }
const missing = Object.values(ARCHIVES).filter((file) => !fs.existsSync(file))
if (missing.length > 0) {
  console.log(`skipped: ${missing.join(', ')} not there`)
  process.exit(0)
}
const folder = process.env.BENCH_FOLDER ?? fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-answers-'))
const silkwire = (args, database) =>
  execFileSync(process.execPath, ['dist/cli.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ENV_FILE: '', DATABASE_URL: `file:${path.join(folder, database)}` },
  })
const readLines = (text) => text.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)) // prettier-ignore
const questions = readLines(fs.readFileSync(new URL('./answers-own.jsonl', import.meta.url), 'utf8'))

const misses = []
const rows = []
for (const [name, archive] of Object.entries(ARCHIVES)) {
  if (!fs.existsSync(path.join(folder, `${name}.db`))) silkwire(['import', archive], `${name}.db`)
  const asked = questions.filter((question) => question.archive === name)
  const file = path.join(folder, 'questions.jsonl')
  fs.writeFileSync(file, asked.map(({ id, q, lang }) => JSON.stringify({ id, q, lang })).join('\n'))
  const answers = new Map(readLines(silkwire(['ask', '--questions', file], `${name}.db`)).map((answer) => [answer.id, answer])) // prettier-ignore
  const answerable = asked.filter(({ refuse }) => refuse !== true)
  const said = (answer) => [...answer.sentences.map(({ text }) => text), ...answer.citations.map(({ quote }) => quote)]
  const isTold = ({ id, says }) => said(answers.get(id)).some((text) => new RegExp(says, 'u').test(text))
  const isFirst = ({ id, says }) => {
    const { sentences, citations } = answers.get(id)
    const [first] = sentences
    const quotes = citations.filter(({ number }) => first?.citations.includes(number)).map(({ quote }) => quote)
    return [first?.text ?? '', ...quotes].some((text) => new RegExp(says, 'u').test(text))
  }
  const refused = (list) => list.filter(({ id }) => answers.get(id).found === false)
  const unanswerable = asked.filter(({ refuse }) => refuse === true)
  const share = (part, whole) => (whole.length === 0 ? '-' : (part.length / whole.length).toFixed(2))
  rows.push([name, answerable.length, share(answerable.filter(isTold), answerable), share(answerable.filter(isFirst), answerable), share(refused(answerable), answerable), unanswerable.length, share(refused(unanswerable), unanswerable)]) // prettier-ignore
  for (const question of answerable)
    if (!isTold(question)) misses.push(`${question.id} ${answers.get(question.id).found ? 'lacks it' : 'refused'}: ${question.q}`) // prettier-ignore
  for (const question of unanswerable)
    if (answers.get(question.id).found) misses.push(`${question.id} not refused: ${question.q} → ${answers.get(question.id).text}`) // prettier-ignore
}
const row = (cells) => console.log(`| ${cells.join(' | ')} |`)
row(['archive', 'answerable', 'told', 'told first', 'refused', 'unanswerable', 'refused'])
row(Array(7).fill('---'))
rows.forEach(row)
row(['target', '', '0.85', '', '0.09', '', '0.90'])
console.log(misses.join('\n'))
