// Scores the built command against the development half of the gold and prints one table.
//   npm run eval        (needs ../shared/eval and ../shared/news)
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const GOLD = '../shared/eval'
if (!fs.existsSync(GOLD)) {
  console.log(`skipped: ${GOLD} is not there`)
  process.exit(0)
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-eval-'))
const options = { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }
const silkwire = (args, database = 'none.db') =>
  execFileSync(process.execPath, ['dist/cli.js', ...args], {
    ...options,
    env: { ...process.env, DATABASE_URL: `file:${path.join(folder, database)}` },
  })
const score = (task, gold, predicted, articles = []) => {
  const file = path.join(folder, 'predicted.jsonl')
  fs.writeFileSync(file, predicted)
  const printed = execFileSync(process.execPath, [`${GOLD}/tools/score.mjs`, task, gold, file, ...articles], options)
  return JSON.parse(printed.trim().split('\n').at(-1))
}
const row = (what, ...figures) => console.log(`| ${[what, ...figures].join(' | ')} |`)

row('measured on', 'figures')
row('---', '---')
const conformance = execFileSync(process.execPath, [`${GOLD}/tools/score-feeds.mjs`, `${GOLD}/feeds`, '--', process.execPath, 'dist/cli.js', 'parse'], options) // prettier-ignore
row('feeds', `conformance ${JSON.parse(conformance.trim().split('\n').at(-1)).score}`)
const language = score(
  'language',
  `${GOLD}/language/texts.jsonl`,
  silkwire(['language', `${GOLD}/language/texts.jsonl`]),
)
row('language', `headlines ${language.headline}, worst ${language.worstHeadline.join(' ')}, all kinds ${language.accuracy}, others refused ${language.otherRefused}`) // prettier-ignore
for (const set of ['news', 'real']) {
  const file = `${GOLD}/${set}/articles.jsonl`
  const read = silkwire(['read', file])
  const reading = score('reading', file, read)
  row(`${set}: sections`, `macro-F1 ${reading.macroF1}, off-topic hit ${reading.offTopicHit}, right sentence ${reading.rightSentence}, verbatim ${reading.verbatim}`) // prettier-ignore
  if (reading.figures) row(`${set}: figures`, ['f1', 'kind', 'bound', 'period', 'between'].map((key) => `${key} ${reading.figures[key]}`).join(', ')) // prettier-ignore
  if (set === 'news') {
    const stories = score('stories', file, read)
    row('news: stories', `all ${stories.all.f1}, across languages ${stories.crossLanguage.f1}`)
  }
}
const figures = `${GOLD}/real/figures.jsonl`
const found = score('figures', figures, silkwire(['read', figures]))
row('real: figures', `f1 ${found.f1}, kind ${found.kind}, bound ${found.bound}`)
const parallel = score('stories', `${GOLD}/parallel/docs.jsonl`, silkwire(['read', `${GOLD}/parallel/docs.jsonl`]))
row('parallel: stories', `all ${parallel.all.f1}, across languages ${parallel.crossLanguage.f1}`)
row('news: compare', `macro-F1 ${score('compare', `${GOLD}/news/compare.jsonl`, silkwire(['compare', `${GOLD}/news/compare.jsonl`])).macroF1}`) // prettier-ignore
for (const file of ['stories/pairs', 'real/stories'])
  row(`${file}: same`, `F1 ${score('pairs', `${GOLD}/${file}.jsonl`, silkwire(['same', `${GOLD}/${file}.jsonl`])).f1}`)
const archives = [
  ['news', `${GOLD}/news/all.jsonl`],
  ['real', '../shared/news/archive.jsonl'],
]
for (const [set, archive] of archives) {
  silkwire(['import', archive], `${set}.db`)
  const questions = `${GOLD}/${set}/questions.jsonl`
  const answers = score('answers', questions, silkwire(['ask', '--questions', questions], `${set}.db`), [archive])
  row(`${set}: answers`, ['ndcg10', 'recall20', 'crossRecall20', 'factRecall', 'sentencesCited', 'quotesExact', 'abstained', 'refusedAnswerable'].map((key) => `${key} ${answers[key]}`).join(', ')) // prettier-ignore
}
fs.rmSync(folder, { recursive: true, force: true })
