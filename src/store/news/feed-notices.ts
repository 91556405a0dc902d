import type { FeedNotices } from '../../bots/owner/owner.js'
import type { Database } from '../base/database.js'

/** What owners were told of feeds. Throws what the database throws. */
export function noticeStore({ db }: Database): Pick<FeedNotices, 'said' | 'save'> {
  return {
    async said() {
      const rows = await db.selectFrom('feed_notices').selectAll().orderBy('owner').orderBy('feed_id').execute()
      return rows.map(({ owner, feed_id: feedId, said, not_before_at: notBeforeAt }) => ({ owner, feedId, said, notBeforeAt })) // prettier-ignore
    },

    async save(notices) {
      if (notices.length === 0) return
      await db
        .insertInto('feed_notices')
        .values(
          notices.map(({ owner, feedId, said, notBeforeAt }) => ({
            owner,
            feed_id: feedId,
            said,
            not_before_at: notBeforeAt,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['owner', 'feed_id']).doUpdateSet((row) => ({
            said: row.ref('excluded.said'),
            not_before_at: row.ref('excluded.not_before_at'),
          })),
        )
        .execute()
    },
  }
}
