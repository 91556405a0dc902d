import type { Kysely } from 'kysely'
import type { Schema } from './schema.js'

/** Makes the index of a table over columns, named after both. */
export async function index(db: Kysely<Schema>, table: keyof Schema, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute()
}
