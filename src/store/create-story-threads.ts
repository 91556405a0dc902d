import type { Kysely } from 'kysely'
import type { Schema } from './schema.js'

/** Which post of a forum tells which story. */
export async function createStoryThreads(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('story_threads')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('story_key', 'text', (column) => column.notNull())
    .addColumn('post_id', 'text')
    .addColumn('nonce', 'text')
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('story_threads_key', ['platform', 'chat_id', 'thread_id', 'story_key'])
    .execute()
  await db.schema.createIndex('story_threads_by_post_id').on('story_threads').column('post_id').execute()
}
