import type { Kysely } from 'kysely'
import type { PlatformStates } from '../bots/platform-state.js'
import type { Database } from './open-database.js'
import type { Schema } from './schema.js'

/** One row a platform; JSON as it was given. Throws what the database throws. */
export function platformStates({ db }: Database): PlatformStates {
  return {
    async recall(platform) {
      const row = await db
        .selectFrom('platform_states')
        .select('state')
        .where('platform', '=', platform)
        .executeTakeFirst()
      return row === undefined ? undefined : (JSON.parse(row.state) as unknown)
    },

    async keep(platform, value, at) {
      const columns = { state: JSON.stringify(value), kept_at: at }
      await db
        .insertInto('platform_states')
        .values({ platform, ...columns })
        .onConflict((conflict) => conflict.column('platform').doUpdateSet(columns))
        .execute()
    },
  }
}

/** What platforms want to find again after a restart. */
export async function createPlatformStates(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('platform_states')
    .addColumn('platform', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .execute()
}
