import type { PlatformStates } from '../../bots/contract/platform.js'
import type { Database } from '../base/database.js'

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
