// An archive of made news on disk, made once for a size and a seed: `made-SIZE-SEED.db` in the folder given, with `.done` beside it when it is whole. One that
// was broken off goes on where it stopped.
import fs from 'node:fs'
import path from 'node:path'
import { archive as openArchive } from '../dist/store/news/archive-store.js'
import { openDatabase } from '../dist/store/open-database.js'
import { savePassages } from '../dist/store/news/passage-store.js'
import { indexDocument } from '../dist/store/search/search.js'

const PIECE = 2000

/** Opens the archive of `size` articles in `folder`, filled from `maker` where it is not there yet. */
export async function madeArchive(folder, { size, seed, maker, onFilled }) {
  const file = path.join(folder, `made-${size}-${seed}.db`)
  const isNew = !fs.existsSync(`${file}.done`)
  const database = await openDatabase(`file:${file}`)
  if (isNew) {
    await fill(database, { size, maker, onFilled })
    fs.writeFileSync(`${file}.done`, '')
  }
  const archive = openArchive(database)
  // A page that many blocks change is brought into the file once.
  database.sqlite.pragma('wal_autocheckpoint = 1000000')
  await archive.tendSearch()
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  database.sqlite.pragma('wal_autocheckpoint = 4000')
  return { database, archive, file, isNew }
}

// The rows that the store would write, by fewer and plainer statements; search learns its words by the store's own code.
async function fill({ db, sqlite }, { size, maker, onFilled }) {
  // What a crash of the machine could harm is made anew by hand.
  for (const setting of ['synchronous = OFF', 'cache_size = -200000', 'foreign_keys = OFF']) sqlite.pragma(setting)
  sqlite.exec(`insert into article_search(article_search, rank) values ('hashsize', ${64 * 2 ** 20})`)
  const insert = (table, columns) => {
    const names = Object.keys(columns)
    return sqlite.prepare(`insert into ${table}(${names.join()}) values (${names.map((name) => columns[name] ?? `@${name}`).join()})`) // prettier-ignore
  }
  const columns = (...names) => Object.fromEntries(names.map((name) => [name, undefined]))
  const articles = insert('articles', { ...columns('number', 'id', 'outlet_id', 'url', 'title', 'text', 'language', 'published_at'), feed_id: "'made'", fetched_at: '@published_at', revision: '1', read_revision: '1', comments: "'[]'", content_hash: '@id' }) // prettier-ignore
  const readings = insert('readings', { article_id: '@id', revision: '1', reading: undefined })
  const stories = insert('story_articles', { article_id: '@id', story_id: undefined, published_at: undefined, features: "'{}'" }) // prettier-ignore
  const findings = insert('findings', columns('article_id', 'position', 'section_id', 'published_at', 'outlet_id', 'score', 'change')) // prettier-ignore
  const figures = insert('figures', columns('article_id', 'position', 'what', 'value', 'unit', 'period', 'published_at', 'figure')) // prettier-ignore
  const save = async (trx, number, { article, reading, document, passages, storyId }) => {
    const { id, publishedAt: published_at, outletId: outlet_id, url, title, text, language } = article
    articles.run({ number, id, outlet_id, url, title, text, language, published_at })
    readings.run({ id, reading: JSON.stringify(reading) })
    stories.run({ id, story_id: storyId, published_at })
    for (const [position, finding] of reading.findings.entries())
      findings.run({ article_id: id, position, section_id: finding.sectionId, published_at, outlet_id, score: finding.score, change: finding.figures.length > 0 ? 'figure' : null }) // prettier-ignore
    for (const [position, figure] of reading.figures.entries())
      figures.run({ article_id: id, position, what: figure.what, value: figure.value, unit: figure.unit, period: figure.period ?? null, published_at, figure: JSON.stringify(figure) }) // prettier-ignore
    await indexDocument(trx, { number, publishedAt: published_at, language, document })
    await savePassages(trx, { articleId: id, revision: 1, passages })
  }
  const done = sqlite.prepare('select coalesce(max(number), 0) from articles').pluck().get()
  for (let from = done; from < size; from += PIECE) {
    const to = Math.min(size, from + PIECE)
    await db.transaction().execute(async (trx) => {
      for (let number = from; number < to; number++) await save(trx, number + 1, maker.articleAt(number))
    })
    onFilled?.(to)
  }
  sqlite.exec("insert into article_search(article_search, rank) values ('hashsize', 1048576)")
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  for (const setting of ['synchronous = FULL', 'cache_size = -16000', 'foreign_keys = ON']) sqlite.pragma(setting)
}
