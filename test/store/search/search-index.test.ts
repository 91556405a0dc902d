import { afterEach, beforeEach, expect, test } from 'vitest'
import { KEPT } from '../../../src/newsroom/open-stores.js'
import type { Database } from '../../../src/store/base/database.js'
import { archive as archiveOf } from '../../../src/store/news/archive-store.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { sweep } from '../../../src/store/retention.js'
import { openSearch, type OpenSearch } from '../../../src/store/search/search-index.js'
import type { SearchIndex } from '../../../src/summaries/terms/search-port.js'
import { openInMemory } from '../open-in-memory.js'
import { DAY, keyed, noon, reading } from '../samples.js'

let database: Database
beforeEach(async () => {
  database = await openInMemory()
})
afterEach(async () => database.close())

/** A search engine that stands beside the database. */
function otherSearch() {
  const known = new Map<number, string>()
  const transactions: boolean[] = []
  const search: SearchIndex['search'] = async () =>
    [...known.values()].map((articleId) => ({ articleId, score: 1, publishedAt: noon, language: 'en', words: 1, places: [] })) // prettier-ignore
  const open: OpenSearch = (connection) => ({
    index: { ...openSearch(connection).index, search },
    documents: {
      learn: async ({ number, document }) => {
        transactions.push(connection.db.isTransaction)
        known.set(number, document.articleId)
      },
      forget: async (number) => {
        known.delete(number)
      },
    },
  })
  return { open, known, transactions }
}

test('another search engine stands behind an archive: it learns in the transaction that saves, and finds', async () => {
  const { open, transactions } = otherSearch()
  const archive = archiveOf(database, open)
  await articleStore(database).saveArticles([keyed('a'), keyed('b')])
  await archive.saveReading(reading('a'))
  await archive.together((inOne) => inOne.saveReading(reading('b')))
  expect((await archive.search([], { limit: 5 })).map(({ articleId }) => articleId)).toEqual(['a', 'b'])
  expect(transactions).toEqual([true, true])
  expect((await archiveOf(database).documentFrequencies([])).total).toBe(0)
})

test('what is no longer kept is taken from the search engine that knows it', async () => {
  const { open, known } = otherSearch()
  await articleStore(database).saveArticles([
    keyed('a', { publishedAt: noon - 400 * DAY, fetchedAt: noon - 400 * DAY }),
  ])
  await archiveOf(database, open).saveReading(reading('a', { publishedAt: noon - 400 * DAY }))
  expect(known.size).toBe(1)
  await sweep(database, { ...KEPT, articleDays: 365, deliveryDays: 60 }, { at: noon, search: open })
  expect(known.size).toBe(0)
})
