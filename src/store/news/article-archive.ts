import { sql, type Kysely } from 'kysely'
import type { Articles } from '../../summaries/terms/articles-port.js'
import type { Database } from '../base/database.js'
import { chunks, inOrder } from '../base/rows.js'
import type { Schema } from '../base/schema.js'
import { articleOf } from './article-store-sql.js'

/** The articles that are kept. Throws what the database throws. */
export function articlesOf({ db }: Pick<Database, 'db'>): Articles {
  return {
    async articles(ids) {
      const found = new Map<string, ReturnType<typeof articleOf>>()
      for (const some of chunks(ids)) {
        const rows = await db.selectFrom('articles').selectAll().where('id', 'in', some).execute()
        for (const row of rows) found.set(row.id, articleOf(row))
      }
      return inOrder(ids, found)
    },

    async latestOf(outletId, limit) {
      const rows = await db
        .selectFrom('articles')
        .select(['id', 'title', 'text'])
        .where('outlet_id', '=', outletId)
        .orderBy('published_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...row, outletId })).reverse()
    },

    async countBetween(from, to) {
      const rows = await db
        .selectFrom('articles')
        .select(({ fn }) => ['outlet_id', fn.countAll<number>().as('articles')])
        .where('published_at', '>=', from)
        .where('published_at', '<', to)
        .groupBy('outlet_id')
        .orderBy('outlet_id')
        .execute()
      return { articles: sum(rows.map((row) => row.articles)), outletIds: rows.map((row) => row.outlet_id) }
    },

    async extent(before) {
      return findExtent(db, before)
    },
  }
}

/**
 * What the archive holds, up to `before` (epoch ms) where it is given. Indexes are asked for what stands at their ends - the outlet after each, its first
 * article, the newest of all; only the count walks one.
 */
async function findExtent(db: Kysely<Schema>, before?: number): ReturnType<Articles['extent']> {
  const upTo = before ?? Number.MAX_SAFE_INTEGER
  const counted = await db
    .selectFrom('articles')
    .select(({ fn }) => fn.countAll<number>().as('articles'))
    .$if(before !== undefined, (query) => query.where('published_at', '<=', upTo))
    .executeTakeFirstOrThrow()
  const newest = await db
    .selectFrom('articles')
    .select('published_at')
    .where('published_at', '<=', upTo)
    .where('is_undated', '=', 0)
    .orderBy('published_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const outlets = await sql<{ id: string }>`
    with recursive outlet(id) as (
      select min(outlet_id) from articles
      union all
      select (select min(outlet_id) from articles where outlet_id > outlet.id) from outlet where outlet.id is not null
    )
    select id from outlet where (select min(published_at) from articles where outlet_id = outlet.id) <= ${upTo} order by id
  `.execute(db)
  return {
    articles: counted.articles,
    outletIds: outlets.rows.map(({ id }) => id),
    ...(newest && { newestAt: newest.published_at }),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
