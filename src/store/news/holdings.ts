import { sql, type Kysely } from 'kysely'
import type { Archive } from '../../summaries/terms/archive.js'
import type { Schema } from '../base/schema.js'

/**
 * What the archive holds, up to `before` (epoch ms) where it is given. Indexes are asked for what stands at their ends - the outlet after each, its first
 * article, the newest of all; only the count walks one.
 */
export async function findHoldings(db: Kysely<Schema>, before?: number): ReturnType<Archive['holdings']> {
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
