// How quickly questions are answered, and what the bounds of search cost: made archives of 100,000 and 1,000,000 articles, 2,000 questions in eight languages, a
// fifth of them of common words only; plain FTS5 over the same rows in the same run.
//   npm run bench:ask [-- SIZE...]     BENCH_KEEP: where the archives are kept (else $TMPDIR/silkwire-made), so that a second run builds nothing
//                                      BENCH_QUESTIONS: fewer of them, of which a fifth is asked of plain FTS5 and a quarter answered
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { finished } from 'node:stream/promises'
import v8 from 'node:v8'
import vm from 'node:vm'
import { loadRegion } from '../dist/regions/load-region.js'
import { answerQuestion } from '../dist/summaries/answer.js'
import { composeDigest } from '../dist/summaries/digest.js'
import { questionOf, understand } from '../dist/summaries/question/question.js'
import { prepareReader } from '../dist/summaries/terms/reader.js'
import { madeArchive } from './made-archive.mjs'
import { newsMaker } from './made-news.mjs'

const SEED = 1
const QUESTIONS = Number(process.env.BENCH_QUESTIONS ?? 2000)
const PLAIN_QUESTIONS = QUESTIONS / 5
const ANSWERS = QUESTIONS / 4
const TARGETS = {
  100_000: { search: 20, overlap: 0.85, answer: 150 },
  1_000_000: { search: 150, overlap: 0.65, answer: 400 },
}
const DIGEST_MS = 300

const sizes = process.argv.slice(2).map(Number)
const folder = process.env.BENCH_KEEP ?? path.join(os.tmpdir(), 'silkwire-made')
fs.mkdirSync(folder, { recursive: true })
const reader = prepareReader(loadRegion('regions/central-asia'))
console.log('| articles | what | target | figure | plain FTS5 |\n| --- | --- | --- | --- | --- |')
for (const size of sizes.length > 0 ? sizes : [100_000, 1_000_000]) await measure(size)

async function measure(size) {
  const print = (what, target, figure, plain = '') => console.log(`| ${size.toLocaleString('en')} | ${what} | ${target} | ${figure} | ${plain} |`) // prettier-ignore
  const target = TARGETS[size] ?? TARGETS[100_000]
  const maker = newsMaker(reader, { size, seed: SEED })
  const began = performance.now()
  const { database, archive, file, isNew } = await madeArchive(folder, {
    size,
    seed: SEED,
    maker,
    onFilled: progressOf(size),
  })
  if (isNew) print('built in', '', `${((performance.now() - began) / 60_000).toFixed(1)} min`)
  print('file', '', `${(fs.statSync(file).size / 2 ** 20).toFixed(0)} MB`)

  // A bot that has run for a while has its file in the system's memory: the disk's first reads are not what is measured.
  await finished(fs.createReadStream(file, { highWaterMark: 2 ** 22 }).resume())
  const at = Date.parse('2026-01-01T00:00:00Z')
  const asked = Array.from({ length: QUESTIONS }, (_, number) => maker.questionAt(number)).map((made) => {
    const language = made.language
    return { ...made, terms: questionOf(understand(made.q, { reader, language, at }), made.q).terms }
  })
  await warmUp(asked.slice(0, 50), ({ terms }) => archive.search(terms, { limit: 100 }))
  // One question a language: the pack's patterns are compiled as a language is first read.
  const firsts = [...new Map(asked.map((question) => [question.language, question])).values()]
  await warmUp(firsts, ({ q, language }) => answerQuestion(q, { archive, reader, language, now: at }))
  const found = await timed(asked, ({ terms }) => archive.search(terms, { limit: 100 }))
  const plain = plainSearch(database)
  const some = asked.filter((_question, index) => index % (QUESTIONS / PLAIN_QUESTIONS) === 0)
  const plainly = await timed(some, ({ terms }) => plain(terms, 20))
  print('search p50', '', `${at50(found.wall)} ms`, `${at50(plainly.wall)} ms`)
  print('search p99', `${target.search} ms`, `${at99(found.wall)} ms`, `${at99(plainly.wall)} ms`)
  print('search p50, CPU', '', `${at50(found.cpu)} ms`, `${at50(plainly.cpu)} ms`)
  print('search p99, CPU', '', `${at99(found.cpu)} ms`, `${at99(plainly.cpu)} ms`)
  for (const kind of [...new Set(asked.map((question) => question.kind))].sort()) {
    const of = found.wall.filter((_ms, index) => asked[index].kind === kind)
    print(`  ${kind} words (${of.length}): p99`, '', `${at99(of)} ms`)
  }
  // What the bounds lose: the same words asked of both, without what crosses languages.
  const words = some.map(({ terms }) =>
    terms.filter(({ term }) => !/^[a-z]_/u.test(term)).map(({ term }) => ({ term, weight: 1 })),
  )
  const [exact, bounded] = [
    await timed(words, (terms) => plain(terms, 20)),
    await timed(words, (terms) => archive.search(terms, { limit: 20 })),
  ]
  const kept = exact.results.flatMap((top, index) => {
    const ours = new Set(bounded.results[index].map(({ articleId }) => articleId))
    return top.length === 0 ? [] : [top.filter((id) => ours.has(id)).length / top.length]
  })
  print("plain ranking's top 20 kept", target.overlap, mean(kept).toFixed(3), '1.000')

  const answers = await timed(asked.slice(0, ANSWERS), ({ q, language }) =>
    answerQuestion(q, { archive, reader, language, now: at }),
  )
  print('whole answer p50', '', `${at50(answers.wall)} ms`)
  print('whole answer p99', `${target.answer} ms`, `${at99(answers.wall)} ms`)
  print('whole answer p99, CPU', '', `${at99(answers.cpu)} ms`)
  // All are asked again, twice; their results are dropped, and collected before each look.
  const held = []
  for (let round = 0; round < 3; round += 1) {
    await warmUp(asked, ({ terms }) => archive.search(terms, { limit: 100 }))
    collectGarbage()
    held.push(process.memoryUsage().rss / 2 ** 20)
  }
  const days = Array.from({ length: 12 }, (_, index) => at - (30 + index * 40) * 86_400_000)
  const digests = await timed(days, (to) =>
    composeDigest(
      { from: to - 86_400_000, to, language: 'en' },
      { archive, reader, feeds: { feedsRead: 0, feedsFailed: [] } },
    ),
  )
  print("a day's digest, slowest of 12", `${DIGEST_MS} ms`, `${Math.max(...digests.wall).toFixed(0)} ms`)
  print(
    'memory after all were asked again, once, twice, three times',
    'flat',
    `${held.map((mb) => mb.toFixed(0)).join(', ')} MB`,
  )
  await database.close()
}

function collectGarbage() {
  v8.setFlagsFromString('--expose-gc')
  vm.runInNewContext('gc')()
}

// The same weights and words, every row that has one of them scored by FTS5's own bm25.
function plainSearch({ sqlite }) {
  const select = sqlite
    .prepare('select id from article_search join articles on number = article_search.rowid where article_search match ? order by bm25(article_search, 5, 1, 2) limit ?')
    .pluck() // prettier-ignore
  return async (terms, limit) => {
    const words = terms.map(
      ({ term }) =>
        `"${term
          .normalize('NFC')
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\p{M}'_-]/gu, '_')}"`,
    )
    return words.length === 0 ? [] : select.all(words.join(' OR '), limit)
  }
}

async function timed(items, ask) {
  const [wall, cpu, results] = [[], [], []]
  for (const item of items) {
    const [start, used] = [performance.now(), process.cpuUsage()]
    results.push(await ask(item))
    const { user, system } = process.cpuUsage(used)
    wall.push(performance.now() - start)
    cpu.push((user + system) / 1000)
  }
  return { wall, cpu, results }
}

async function warmUp(items, ask) {
  for (const item of items) await ask(item)
}

function at50(list) {
  return quantile(list, 0.5)
}

function at99(list) {
  return quantile(list, 0.99)
}

function quantile(list, share) {
  return ([...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0).toFixed(1)
}

function mean(list) {
  return list.reduce((sum, each) => sum + each, 0) / Math.max(1, list.length)
}

function progressOf(size) {
  let next = 0
  return (done) => {
    if (done < next) return
    next = done + size / 20
    process.stderr.write(`made ${done} of ${size}, ${(process.cpuUsage().user / 1e6).toFixed(0)} s\n`)
  }
}
