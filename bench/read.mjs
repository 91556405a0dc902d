// Reading and grouping, articles a second on one thread, beside archives of 1,000 and 100,000 articles, and saving in a database of 1,000
// (SAVED=100000: of as many): npm run bench:read
// Each rate is the median of five rounds, with the CPU of every stage: one round of a second told more of the machine's other work than of ours.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { isMainThread, Worker } from 'node:worker_threads'
import { detectLanguage } from '../dist/text/language/language.js'
import { knownFigures } from '../dist/summaries/facts/compare.js'
import { packReader } from '../dist/cli/room.js'
import { readArticle } from '../dist/summaries/read-article.js'
import { searchDocument } from '../dist/summaries/reading/search-words.js'
import { signatureOf } from '../dist/summaries/stories/story-features.js'
import { startGrouping } from '../dist/summaries/stories/group-stories.js'
import { archive as openArchive } from '../dist/store/news/archive-store.js'
import { articleStore } from '../dist/store/news/article-store-sql.js'
import { openDatabase } from '../dist/store/open-database.js'

const SIZES = (process.env.SIZES ?? '1000,100000').split(',').map(Number)
const MEASURED = 1000
const ROUNDS = 5
const DAY_MS = 86_400_000
const START = Date.parse('2025-01-01T00:00:00Z')
const PER_DAY = 1000

// Numbers without chance, so that every run reads the same.
let seed = 7
const next = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
  return (seed >>> 8) % below
}

const people = 'Marat Saule Daniyar Aizhan Bekzat Nurlan Gulnara Farhod Dilshod Merdan Jamila Rustam'.split(' ')
const syllables = 'ka ra mo lin tar ves dor qui ban sol mir tek ul nas per gol'.split(' ')
const name = () => [0, 0, 0].map(() => syllables[next(syllables.length)]).join('')
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1)
const places = ['Astana', 'Bishkek', 'Tashkent', 'Dushanbe', 'Ashgabat', 'Almaty', 'Beijing', 'Moscow']
const lines = [
  (c) => `Officials in ${c.place} said on ${c.day} June that ${c.project} would cost $${c.cost} million.`,
  (c) =>
    `${c.person} told reporters that trade between Kazakhstan and China had reached $${c.trade} billion last year.`,
  (c) => `The works near ${c.town} are to employ ${c.workers} people and end in 2027, the ministry of transport said.`,
  (c) => `Residents of ${c.town} asked about water, wages and the price of bread, which rose by ${c.percent} percent.`,
  (c) => `Uzbekistan and Kyrgyzstan are to sign an agreement on ${c.project} at the summit, according to ${c.person}.`,
]

/** An article of about 1.5 KB; three of them tell one event. */
function makeArticle(number) {
  seed = 1 + Math.floor(number / 3)
  const town = capital(name())
  const event = {
    place: places[next(8)],
    person: `${people[next(12)]} ${capital(name())}`,
    project: `the ${capital(name())} road`,
    town,
  }
  const figures = {
    day: 1 + next(28),
    cost: 10 + next(900),
    trade: 20 + next(90),
    workers: 100 + next(9000),
    percent: 1 + next(30),
  }
  seed = 1000 + number
  const sentences = []
  while (sentences.join(' ').length < 1500) sentences.push(lines[next(lines.length)]({ ...event, ...figures }))
  const publishedAt = START + Math.floor((number / PER_DAY) * DAY_MS)
  return {
    id: `bench-${number}`, feedId: 'bench', outletId: `outlet-${number % 20}`, url: `https://bench.example/${number}`,
    title: `${event.place}: ${event.project} to cost $${figures.cost} million`, text: sentences.join(' '),
    language: 'en', publishedAt, fetchedAt: publishedAt, revision: 1, comments: [],
  } // prettier-ignore
}

const keyed = (article) => ({ article, keys: [`url:${article.url}`], contentHash: article.id })

const reader = packReader()
const known = knownFigures(reader, [])
const readOne = (article) => {
  const detected = detectLanguage(`${article.title}\n${article.text}`)
  const read = readArticle({ ...article, language: detected }, { reader, known })
  return { read, signature: signatureOf(article, read, reader) }
}

function rate(count, startedAt, startedCpu) {
  const { user, system } = process.cpuUsage(startedCpu)
  return { perSecond: count / ((performance.now() - startedAt) / 1000), perCpuSecond: count / ((user + system) / 1e6) }
}
const shown = ({ perSecond, perCpuSecond }) => `${perSecond.toFixed(0)}/s (${perCpuSecond.toFixed(0)} a second of CPU)`

// Until the compiler is done with what reading runs: before, the smaller archive paid for it and looked slower than the larger one.
for (let number = 0; number < 2000; number++) readOne(makeArticle(number))

// What was read before: articles tell a thousand events again and again, and reading each once is enough for their signatures.
const events = new Map()
function archived(number) {
  const article = makeArticle(number)
  const event = Math.floor(number / 3) % 1000
  const last = events.get(event) ?? readOne(article)
  events.set(event, last)
  const signature = { ...last.signature, articleId: article.id, publishedAt: article.publishedAt, storyId: `s${Math.floor(number / 3)}` } // prettier-ignore
  return { article, signature, reading: last.read.reading }
}

if (!isMainThread) {
  const until = performance.now() + 5000
  for (let number = 0; performance.now() < until; number++) readOne(makeArticle(number))
  process.exit()
}

for (const size of SIZES) {
  const before = Array.from({ length: size }, (_, number) => archived(number).signature)
  const freshOf = (round) =>
    Array.from({ length: MEASURED }, (_, index) => makeArticle(size + round * MEASURED + index))
  const signatures = freshOf(0).map((article) => readOne(article).signature)
  // All of the archive, although `run` hands over the last days alone: what grouping costs may not follow its size.
  const alone = startGrouping(before)
  const [startedAt, startedCpu] = [performance.now(), process.cpuUsage()]
  for (const signature of signatures) alone.join(signature)
  const grouping = rate(MEASURED, startedAt, startedCpu)

  const grouped = startGrouping(before)
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const fresh = freshOf(round)
    const [startedAt, startedCpu] = [performance.now(), process.cpuUsage()]
    for (const article of fresh) {
      const { read, signature } = readOne(article)
      grouped.join(signature)
      searchDocument(article, read.reading, read.passages)
    }
    return rate(MEASURED, startedAt, startedCpu)
  })
  const reading = rounds.sort((a, b) => a.perCpuSecond - b.perCpuSecond)[ROUNDS >> 1]
  console.log(
    `${size.toLocaleString('en')} archived: grouping alone ${shown(grouping)}, target 2,000; reading with everything ${shown(reading)}, target 400`,
  )
}
stages()
await waiting()
await saving(Number(process.env.SAVED ?? 1000))
console.log(`load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores`)

/** What each stage of reading costs, in ms of CPU an article. */
function stages() {
  const fresh = Array.from({ length: MEASURED }, (_, index) => makeArticle(index))
  const cost = (work) => {
    const startedCpu = process.cpuUsage()
    const done = fresh.map(work)
    const { user, system } = process.cpuUsage(startedCpu)
    return { done, ms: ((user + system) / 1000 / MEASURED).toFixed(3) }
  }
  const language = cost((article) => detectLanguage(`${article.title}\n${article.text}`))
  const read = cost((article) => readArticle(article, { reader, known }))
  const signature = cost((article, index) => signatureOf(article, read.done[index], reader))
  const document = cost((article, index) =>
    searchDocument(article, read.done[index].reading, read.done[index].passages),
  )
  const grouped = startGrouping([])
  const grouping = cost((_article, index) => grouped.join(signature.done[index]))
  const rows = Object.entries({ language, read, signature, document, grouping })
  console.log(`ms of CPU an article: ${rows.map(([stage, { ms }]) => `${stage} ${ms}`).join(', ')}`)
}

/** How late the bots' thread is while the newsroom's reads without a pause. */
async function waiting() {
  const worker = new Worker(new URL(import.meta.url))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
  delay.disable()
  console.log(
    `event loop of the bots' thread while another reads: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, target 25`,
  )
}

/** Reading, grouping and saving, in pieces of five as the newsroom does it, in a database that holds `size` articles. */
async function saving(size) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-bench-'))
  const database = await openDatabase(`file:${path.join(folder, 'bench.db')}`)
  const archive = openArchive(database)
  const articles = articleStore(database)
  for (let from = 0; from < size; from += 500) {
    const old = Array.from({ length: Math.min(500, size - from) }, (_, index) => archived(from + index))
    await articles.saveArticles(old.map(({ article }) => keyed(article)))
    await archive.together(async (open) => {
      for (const { article, signature, reading: told } of old) {
        const findings = told.findings.map((finding) => ({ ...finding, articleId: article.id }))
        const reading = { ...told, articleId: article.id, findings }
        await open.saveReading({ reading, story: signature, document: searchDocument(article, reading) })
      }
    })
  }
  const fresh = Array.from({ length: MEASURED }, (_, index) => makeArticle(size + index))
  await articles.saveArticles(fresh.map(keyed))
  const at = fresh[0].publishedAt
  const grouped = startGrouping(await archive.signatures(at - 3 * DAY_MS, at + 7 * DAY_MS))
  const [startedAt, startedCpu] = [performance.now(), process.cpuUsage()]
  for (let from = 0; from < MEASURED; from += 5)
    await archive.together(async (open) => {
      for (const article of fresh.slice(from, from + 5)) {
        const { read, signature } = readOne(article)
        const story = grouped.join(signature)
        const document = searchDocument(article, read.reading, read.passages)
        await open.saveReading({ reading: read.reading, story, document, revision: article.revision })
      }
    })
  console.log(`${size.toLocaleString('en')} in the database: reading and saving ${shown(rate(MEASURED, startedAt, startedCpu))}`) // prettier-ignore
  await database.close()
  fs.rmSync(folder, { recursive: true })
}
