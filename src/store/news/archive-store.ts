import type { Archive } from '../../summaries/archive.js'
import { openSearch, type Connection, type OpenSearch } from '../search/search-index.js'
import { articlesOf } from './article-archive.js'
import { factsOf } from './fact-store.js'
import { readingsOf } from './reading-store.js'
import { storiesOf } from './story-store.js'

/** Articles, readings and learned facts come in the order of the ids asked for, or by time where none are asked; ids that nobody knows are left out. */
export function archive(connection: Connection, search: OpenSearch = openSearch): Archive {
  const { db, sqlite } = connection
  const self: Archive = {
    ...articlesOf(connection),
    ...readingsOf(connection, search),
    ...storiesOf(connection),
    ...factsOf(connection),
    ...search(connection).index,

    async together(work) {
      if (db.isTransaction) return work(self)
      return db.transaction().execute((trx) => work(archive({ db: trx, sqlite }, search)))
    },
  }
  return self
}
