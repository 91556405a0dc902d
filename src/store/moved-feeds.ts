import type { Kysely } from 'kysely'
import type { Schema } from './schema.js'

/** Where a feed's address leads for good: Move as JSON. */
export async function addMoves(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('feed_states').addColumn('moved', 'text').execute()
}
