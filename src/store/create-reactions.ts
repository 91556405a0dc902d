import type { Kysely } from 'kysely'
import type { Schema } from './schema.js'

/** How many of each reaction stand under a message: no persons. */
export async function createReactions(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('reactions')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('noted_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reactions_key', ['platform', 'chat_id', 'thread_id', 'message_id', 'emoji'])
    .execute()
  await db.schema.createIndex('deliveries_by_message_id').on('deliveries').column('message_id').execute()
}
