// Reading and grouping, articles a second on one thread, beside archives of 1,000 and 100,000 articles: npm run bench:read
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { detectLanguage } from '../dist/text/language.js'
import { knownFigures } from '../dist/summaries/compare.js'
import { packReader } from '../dist/cli/room.js'
import { readArticle } from '../dist/summaries/read-article.js'
import { searchDocument } from '../dist/summaries/search-words.js'
import { signatureOf } from '../dist/summaries/story-features.js'
import { startGrouping } from '../dist/summaries/stories.js'
import { archive as openArchive } from '../dist/store/archive.js'
import { articleStore } from '../dist/store/articles.js'
import { openDatabase } from '../dist/store/open-database.js'

const SIZES = (process.env.SIZES ?? '1000,100000').split(',').map(Number)
const MEASURED = 1000
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

for (let number = 0; number < 300; number++) readOne(makeArticle(number))

for (const size of SIZES) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-bench-'))
  const database = await openDatabase(`file:${path.join(folder, 'bench.db')}`)
  const archive = openArchive(database)
  const articles = articleStore(database)
  // What lies in the archive tells a thousand events again and again: reading each once is enough to fill it.
  const events = new Map()
  const fill = async (from, to) => {
    await archive.together(async (open) => {
      for (let number = from; number < to; number++) {
        const article = makeArticle(number)
        const event = Math.floor(number / 3) % 1000
        const last = events.get(event) ?? readOne(article)
        events.set(event, last)
        const reading = {
          ...last.read.reading,
          articleId: article.id,
          findings: last.read.reading.findings.map((f) => ({ ...f, articleId: article.id })),
        }
        const signature = {
          ...last.signature,
          articleId: article.id,
          publishedAt: article.publishedAt,
          storyId: `s${Math.floor(number / 3)}`,
        }
        await open.saveReading({ reading, story: signature, document: searchDocument(article, reading) })
      }
    })
  }
  for (let from = 0; from < size; from += 500) {
    const to = Math.min(size, from + 500)
    await articles.saveArticles(Array.from({ length: to - from }, (_, index) => keyed(makeArticle(from + index))))
    await fill(from, to)
  }

  const fresh = Array.from({ length: MEASURED }, (_, index) => makeArticle(size + index))
  await articles.saveArticles(fresh.map(keyed))
  const at = fresh[0].publishedAt
  const recent = await archive.signatures(at - 3 * DAY_MS, at + 7 * DAY_MS)

  const signatures = fresh.map((article) => readOne(article).signature)
  const alone = startGrouping(recent)
  let [startedAt, startedCpu] = [performance.now(), process.cpuUsage()]
  for (const signature of signatures) alone.join(signature)
  const grouping = rate(MEASURED, startedAt, startedCpu)

  const grouped = startGrouping(recent)
  const both = (keep) => async () => {
    ;[startedAt, startedCpu] = [performance.now(), process.cpuUsage()]
    for (let from = 0; from < MEASURED; from += 5)
      await keep(async (open) => {
        for (const article of fresh.slice(from, from + 5)) {
          const { read, signature } = readOne(article)
          const story = grouped.join(signature)
          const document = searchDocument(article, read.reading)
          if (open) await open.saveReading({ reading: read.reading, story, document, revision: article.revision })
        }
      })
    return rate(MEASURED, startedAt, startedCpu)
  }
  const reading = await both((work) => work())()
  const saved = await both((work) => archive.together(work))()
  console.log(
    `${size.toLocaleString('en')} archived: grouping alone ${shown(grouping)}, reading with everything ${shown(reading)}, reading and saving ${shown(saved)}`,
  )
  await database.close()
  fs.rmSync(folder, { recursive: true })
}
console.log(`load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores`)
