// An online backup and a restore of an archive, beside SQLite's own way: `npm run bench:backup [-- ARTICLES]`. The archive is
// written to all the while, as by a running bot; the copy is checked for its rows, its search and its wholeness.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { archive as openArchive } from '../dist/store/news/archive-store.js'
import { articleStore } from '../dist/store/news/article-store-sql.js'
import { backup, restore } from '../dist/store/backup.js'
import { openDatabase } from '../dist/store/open-database.js'
import { printTable } from './fakes.mjs'

const ARTICLES = Number(process.argv[2] ?? 100_000)
const TOGETHER = 500
const LIMIT_S = 30
const START = Date.parse('2025-01-01T00:00Z')

const syllables = 'ka ra mo lin tar ves dor qui ban sol mir tek ul nas per gol zhe shi kho dze'.split(' ')
/** The same words for the same number, as many as a language has. */
const word = (number) => [7, 131, 1_933].map((step) => syllables[(number * step) % syllables.length]).join('') + (number % 9_973).toString(36) // prettier-ignore

/** About 1.5 KB. */
function makeArticle(number) {
  const words = Array.from({ length: 180 }, (_, index) => word(number * 17 + index * index))
  const id = `a${number}`
  const article = {
    ...{
      id,
      feedId: `feed-${number % 80}`,
      outletId: `outlet-${number % 40}`,
      url: `https://steppe.example/${number}`,
    },
    ...{ title: `${words.slice(0, 8).join(' ')} marked${number}`, text: words.join(' '), language: 'en' },
    ...{ publishedAt: START + number * 60_000, fetchedAt: START + number * 60_000, revision: 1, comments: [] },
  }
  const document = { articleId: id, title: [...words.slice(0, 8), `marked${number}`], body: words, marks: [] }
  const reading = { articleId: id, language: 'en', entityIds: ['kz'], conceptIds: [], findings: [], figures: [], stances: [] } // prettier-ignore
  const story = { articleId: id, storyId: `s${Math.floor(number / 3)}`, publishedAt: article.publishedAt, features: { e_kz: 1 } } // prettier-ignore
  return {
    keyed: { article, keys: [`url:${article.url}`], contentHash: String(number) },
    saved: { reading, story, document },
  }
}

async function add(database, from, count) {
  const made = Array.from({ length: count }, (_, index) => makeArticle(from + index))
  await database.db.transaction().execute(async (trx) => {
    const within = { ...database, db: trx }
    await articleStore(within).saveArticles(made.map(({ keyed }) => keyed))
    const archive = openArchive(within)
    for (const { saved } of made) await archive.saveReading(saved)
  })
}

/** Seconds of the wall and of CPU. */
async function timed(work) {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { seconds: (performance.now() - startedAt) / 1_000, cpuS: (user + system) / 1e6 }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-backup-'))
const file = path.join(folder, 'silkwire.db')
const copy = path.join(folder, 'copy.db')
const database = await openDatabase(`file:${file}`)
database.sqlite.pragma('synchronous = OFF')
const filled = await timed(async () => {
  for (let from = 0; from < ARTICLES; from += TOGETHER) await add(database, from, Math.min(TOGETHER, ARTICLES - from))
})
database.sqlite.pragma('synchronous = FULL')
database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
const megabytes = fs.statSync(file).size / 1e6

let beside = 0
let isBackedUp = false
let longestMs = 0
const writing = (async () => {
  while (!isBackedUp) {
    const startedAt = performance.now()
    await add(database, ARTICLES + beside, 5)
    beside += 5
    longestMs = Math.max(longestMs, performance.now() - startedAt)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})()
const backedUp = await timed(() => backup(database, copy))
isBackedUp = true
await writing
const vacuumed = await timed(async () => void database.sqlite.exec(`vacuum into '${path.join(folder, 'vacuumed.db')}'`))
await database.close()

const target = path.join(folder, 'elsewhere.db')
const restored = await timed(() => restore(copy, target))
const over = await timed(() => restore(copy, file))
const faults = [target, file].flatMap(check)
fs.rmSync(folder, { recursive: true, force: true })

const seconds = ({ seconds: s, cpuS }) => [s.toFixed(1), cpuS.toFixed(1)]
printTable([
  ['what', 'target s', 'seconds', 'CPU s'],
  [`online backup of ${ARTICLES} articles, ${megabytes.toFixed(0)} MB`, LIMIT_S, ...seconds(backedUp)],
  ['restore where nothing was, with its checks', LIMIT_S, ...seconds(restored)],
  ['restore over the archive, which is kept, with its checks', LIMIT_S, ...seconds(over)],
  ["SQLite's own: vacuum into, nobody else writes meanwhile", '-', ...seconds(vacuumed)],
])
console.log(`filled in ${filled.seconds.toFixed(0)} s; ${beside} articles were written during the backup, five took ${longestMs.toFixed(0)} ms at most`) // prettier-ignore
for (const fault of faults) console.log(`FAULT: ${fault}`)
const isMet = faults.length === 0 && [backedUp, restored, over].every(({ seconds: s }) => s <= LIMIT_S)
console.log(isMet ? 'all targets met' : 'NOT all targets met')
process.exit(isMet ? 0 : 1)

/** What is wrong with a restored archive. */
function check(restoredFile) {
  const sqlite = new Sqlite(restoredFile, { readonly: true })
  const one = (query, ...given) =>
    sqlite
      .prepare(query)
      .pluck()
      .get(...given)
  const articles = one('select count(*) from articles')
  const found = one('select count(*) from article_search where article_search match ?', `marked${ARTICLES - 1}`)
  const wrong = [
    ...(articles < ARTICLES || articles > ARTICLES + beside ? [`${restoredFile}: ${articles} articles`] : []),
    ...(one('select count(*) from readings') === articles ? [] : [`${restoredFile}: an article without its reading`]),
    ...(found === 1 ? [] : [`${restoredFile}: the last article is found ${found} times`]),
    ...(one('pragma integrity_check(1)') === 'ok' ? [] : [`${restoredFile}: not whole`]),
  ]
  sqlite.close()
  return wrong
}
