import type { Database } from '../base/database.js'

/** Names and passwords of feeds that were added, by address. They leave the database for a request to that address alone. */
export interface FeedLogins {
  all(): Promise<ReadonlyMap<string, string>>
  /** "name:password"; undefined forgets what was kept. */
  save(url: string, login: string | undefined): Promise<void>
}

/** Throws what the database throws. */
export function feedLogins({ db }: Pick<Database, 'db'>): FeedLogins {
  return {
    async all() {
      const rows = await db.selectFrom('feed_logins').selectAll().orderBy('url').execute()
      return new Map(rows.map(({ url, login }) => [url, login]))
    },

    async save(url, login) {
      await db.deleteFrom('feed_logins').where('url', '=', url).execute()
      if (login !== undefined) await db.insertInto('feed_logins').values({ url, login }).execute()
    },
  }
}
