import type { SearchIndex } from '../../summaries/terms/search-port.js'
import type { Database } from '../base/database.js'
import { openNearest } from './nearest.js'
import { tendBlocks } from './search-blocks.js'
import { countDocuments, sizes } from './search-counts.js'
import { findLikeness } from './search-likeness.js'
import { forgetDocument, indexDocument, searchArticles, type IndexedArticle } from './search.js'

/** A database or a transaction of it. */
export type Connection = Pick<Database, 'db' | 'sqlite'>

/** What search is told of articles, in the transaction that saves or deletes them. */
export interface DocumentIndex {
  /** Learns the words of an article in place of those that it knew. */
  learn(article: IndexedArticle): Promise<void>
  /** Knows an article no more, by its row number. */
  forget(number: number): Promise<void>
}

/** Opens what stands behind SearchIndex: another search engine is another of these. */
export type OpenSearch = (connection: Connection) => { readonly index: SearchIndex; readonly documents: DocumentIndex }

/** Search in SQLite itself: full text, lists of common words, embeddings. */
export const openSearch: OpenSearch = (connection) => {
  const { db } = connection
  const index: SearchIndex = {
    search: (terms, options) => searchArticles(connection, terms, options),
    nearest: openNearest(connection),
    likeness: (best, among) => findLikeness(db, best, among),
    async documentFrequencies(terms) {
      const { total, averageWords } = await sizes(db)
      return { total, averageWords, of: await countDocuments(db, terms) }
    },
    tendSearch: (shouldStop) => tendBlocks(connection, shouldStop),
  }
  const documents: DocumentIndex = {
    learn: (article) => indexDocument(db, article),
    async forget(number) {
      await forgetDocument(db, number)
    },
  }
  return { index, documents }
}
