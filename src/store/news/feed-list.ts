import type { UnknownOutlet } from '../../feeds/article-store.js'
import type { Feed } from '../../regions/region.js'
import { present } from '../base/rows.js'
import type { AddedFeedRow } from '../base/schema.js'
import type { Database } from '../base/database.js'

/** What the archive knows of feeds and outlets beside the pack. */
export interface FeedList {
  /** How many articles each feed has brought; a feed without any is absent. */
  feedCounts(): Promise<ReadonlyMap<string, number>>
  /** Outlets made for articles whose outlet the pack does not name, by id. */
  knownOutlets(): Promise<readonly UnknownOutlet[]>
  /** Added, or renamed where the id is known. */
  saveOutlet(outlet: UnknownOutlet): Promise<void>
  /** Feeds that the owner added to the pack's, by id. */
  addedFeeds(): Promise<readonly Feed[]>
  /** False: a feed of this url or id was added before, and nothing changes. `by`: the chat that adds it. */
  addFeed(feed: Feed, by?: string): Promise<boolean>
  /** How many feeds a chat has added. */
  addedBy(by: string): Promise<number>
  /** False: no feed of this url was added, or not `by` that chat. Its articles stay. */
  removeFeed(url: string, by?: string): Promise<boolean>
}

/** The feeds and outlets that were added, what became of each feed, and how many articles it gave. Throws what the database throws. */
export function feedList({ db }: Pick<Database, 'db'>): FeedList {
  return {
    async feedCounts() {
      const rows = await db
        .selectFrom('articles')
        .select(({ fn }) => ['feed_id', fn.countAll<number>().as('articles')])
        .groupBy('feed_id')
        .orderBy('feed_id')
        .execute()
      return new Map(rows.map((row) => [row.feed_id, row.articles]))
    },

    async knownOutlets() {
      return db.selectFrom('outlets').select(['id', 'name']).orderBy('id').execute()
    },

    async saveOutlet({ id, name }) {
      await db
        .insertInto('outlets')
        .values({ id, name })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name }))
        .execute()
    },

    async addedFeeds() {
      const rows = await db.selectFrom('added_feeds').selectAll().orderBy('id').execute()
      return rows.map(feedOf)
    },

    async addFeed(feed, by) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('added_feeds')
        .values({ ...feedRow(feed), added_by: by ?? null })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },

    async addedBy(by) {
      const { feeds } = await db
        .selectFrom('added_feeds')
        .select(({ fn }) => fn.countAll<number>().as('feeds'))
        .where('added_by', '=', by)
        .executeTakeFirstOrThrow()
      return feeds
    },

    async removeFeed(url, by) {
      const { numDeletedRows } = await db
        .deleteFrom('added_feeds')
        .where('url', '=', url)
        .$if(by !== undefined, (query) => query.where('added_by', '=', by ?? ''))
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
  }
}

function feedRow(feed: Feed): Omit<AddedFeedRow, 'added_by'> {
  return {
    id: feed.id,
    outlet_id: feed.outletId,
    url: feed.url,
    language: feed.language ?? null,
    status: feed.status,
    every_minutes: feed.everyMinutes,
    user_agent: feed.userAgent ?? null,
  }
}

function feedOf(row: AddedFeedRow): Feed {
  return {
    id: row.id,
    outletId: row.outlet_id,
    url: row.url,
    ...present('language', row.language),
    status: row.status,
    everyMinutes: row.every_minutes,
    ...present('userAgent', row.user_agent),
  }
}
