import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.js'

/** Directions of articles by an optional model. `sequence` rises with each that is kept, so that the newest of them are found. */
export async function createEmbeddings(db: Kysely<Schema>): Promise<void> {
  await sql`
    create table embeddings (
      sequence integer primary key autoincrement, article bigint not null unique,
      revision integer not null, model text not null, numbers blob not null
    )
  `.execute(db)
}
