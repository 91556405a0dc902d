// An archive of any size, made through the store: articles as feeds bring them, marked as read.
import BetterSqlite3 from 'better-sqlite3'
import { articleOf } from '../../dist/feeds/normalise.js'
import { articleStore } from '../../dist/store/news/article-store-sql.js'
import { openDatabase } from '../../dist/store/open-database.js'

const WORDS = 'минист саммит торгов границ дорог газопровод визит соглашени инвестиц мигрант перевод поезд встреч президент комисси завод энерг бюджет рынок проект'.split(' ') // prettier-ignore
const BATCH = 500

/** Fills `file` up to `count` articles of `feeds` feeds, a minute apart, the newest an hour old. */
export async function fillArchive(file, count, { feeds = 60, from = 0 } = {}) {
  const database = await openDatabase(`file:${file}`)
  const store = articleStore(database)
  const now = Date.now() - 3_600_000
  for (let start = from; start < count; start += BATCH) {
    const batch = []
    for (let number = start; number < Math.min(count, start + BATCH); number++) batch.push(keyedArticle(number, now - (count - number) * 60_000, feeds)) // prettier-ignore
    await store.saveArticles(batch)
  }
  await database.close()
  change(file, 'update articles set read_revision = revision')
}

function keyedArticle(number, at, feeds) {
  const word = (place) =>
    `${WORDS[(number * 7 + place * 13 + ((number >> 5) % 11)) % WORDS.length]}${(number + place) % 97}`
  const url = `https://archive${number % feeds}.example/news/${number}`
  const text = Array.from({ length: 80 }, (_, place) => word(place)).join(' ')
  const item = { guid: url, url, title: `${word(1)} ${word(2)} ${word(3)} ${number}`, text, publishedAt: new Date(at).toISOString(), categories: [], enclosures: [] } // prettier-ignore
  const feed = { id: `archive-${number % feeds}`, outletId: `archive-${number % feeds}`, url }
  return articleOf(item, { feed, parsed: { feed: {} }, seenAt: at + 60_000, detectLanguage: () => 'ru' })
}

/** A statement on a database that nobody is writing to. */
export function change(file, statement) {
  const sqlite = new BetterSqlite3(file)
  sqlite.pragma('busy_timeout = 5000')
  sqlite.prepare(statement).run()
  sqlite.close()
}
