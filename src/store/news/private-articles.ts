import { sql } from 'kysely'
import { chunks } from '../base/rows.js'
import type { Database } from '../base/database.js'

/** Articles that came by feeds which a chat added for itself. */
export interface PrivateArticles {
  /** Ids of feeds that a chat added, and of those that brought articles and are neither among `known` nor the owner's: they were removed. */
  feedsBeside(known: readonly string[]): Promise<readonly string[]>
  /** Those of the articles that these feeds brought. */
  among(ids: readonly string[], feedIds: readonly string[]): Promise<ReadonlySet<string>>
}

/** Throws what the database throws. */
export function privateArticles({ db }: Pick<Database, 'db'>): PrivateArticles {
  return {
    async feedsBeside(known) {
      // The index on feeds is asked for the feed after each.
      const { rows } = await sql<{ id: string }>`
        with recursive feed(id) as (
          select min(feed_id) from articles
          union all
          select (select min(feed_id) from articles where feed_id > feed.id) from feed where feed.id is not null
        )
        select id from feed where id is not null
      `.execute(db)
      const added = await db.selectFrom('added_feeds').select(['id', 'added_by']).execute()
      const open = new Set([...known, ...added.flatMap(({ id, added_by }) => (added_by === null ? [id] : []))])
      const all = [...rows, ...added].map(({ id }) => id)
      return [...new Set(all)].filter((id) => !open.has(id))
    },

    async among(ids, feedIds) {
      const found = new Set<string>()
      for (const some of chunks(ids)) {
        const rows = await db
          .selectFrom('articles')
          .select('id')
          .where('id', 'in', some)
          .where('feed_id', 'in', feedIds)
          .execute()
        for (const { id } of rows) found.add(id)
      }
      return found
    },
  }
}
