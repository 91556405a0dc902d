import { sql, type Kysely } from 'kysely'
import { index } from '../base/table-index.js'
import type { Schema } from '../base/schema.js'

// Migrations of chats, their subscriptions and what buttons remember, in order of use. One that was released is never edited.

export async function createChats(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('chat_settings')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('language', 'text')
    .addPrimaryKeyConstraint('chat_settings_key', ['platform', 'chat_id', 'thread_id'])
    .execute()
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('section_id', 'text')
    .addColumn('hour', 'integer', (column) => column.notNull())
    .addColumn('timezone', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('next_due_at', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'subscriptions', ['platform', 'chat_id', 'thread_id'])
  await index(db, 'subscriptions', ['status', 'next_due_at'])
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('subscription_id', 'text', (column) =>
      column.notNull().references('subscriptions.id').onDelete('cascade'),
    )
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('occurrence_at', 'bigint', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('parts', 'integer', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('message_id', 'text')
    .addColumn('reason', 'text')
    .addColumn('not_before_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('deliveries_once', ['subscription_id', 'occurrence_at', 'part'])
    .execute()
  await index(db, 'deliveries', ['state', 'not_before_at'])
  await index(db, 'deliveries', ['platform', 'chat_id', 'thread_id'])
  await db.schema
    .createTable('sights')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('update_id', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('sights_key', ['platform', 'update_id'])
    .execute()
  await index(db, 'sights', ['seen_at'])
}

/** What buttons remember, and what they are signed with. */
export async function createMemos(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('memos')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('memo', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'memos', ['kept_at'])
  await index(db, 'memos', ['platform', 'chat_id', 'thread_id'])
  await db.schema
    .createTable('secrets')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
}

/** What a subscription asks for as JSON in place of one section and one hour, and more settings of a chat. */
export async function widenSubscriptions(db: Kysely<Schema>): Promise<void> {
  const old = await sql<{ id: string; section_id: string | null; hour: number; timezone: string }>`
    select id, section_id, hour, timezone from subscriptions`.execute(db)
  const table = () => db.schema.alterTable('subscriptions')
  for (const column of ['section_id', 'hour', 'timezone']) await table().dropColumn(column).execute()
  for (const column of ['reason', 'alerts', 'posting', 'created_by']) await table().addColumn(column, 'text').execute()
  await table()
    .addColumn('length', 'text', (column) => column.notNull().defaultTo('normal'))
    .execute()
  for (const column of ['filter', 'schedule'])
    await table()
      .addColumn(column, 'text', (added) => added.notNull().defaultTo('{}'))
      .execute()
  for (const { id, section_id, hour, timezone } of old.rows) {
    const filter = JSON.stringify(section_id === null ? {} : { sectionIds: [section_id] })
    const schedule = JSON.stringify({ kind: 'times', minutes: [hour * 60], timezone })
    await db.updateTable('subscriptions').set({ filter, schedule }).where('id', '=', id).execute()
  }
  await db.schema.alterTable('chat_settings').addColumn('settings', 'text').execute()
}

/** What one person subscribed, in whatever chat. */
export async function indexSubscribers(db: Kysely<Schema>): Promise<void> {
  await index(db, 'subscriptions', ['platform', 'created_by'])
}

/** Chats that can no longer be written to: until when their settings are kept, and whether somebody was told. And whose own a chat is. */
export async function createEndedChats(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('ended_chats')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('cause', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('told_at', 'bigint')
    .addPrimaryKeyConstraint('ended_chats_key', ['platform', 'chat_id', 'thread_id'])
    .execute()
  await index(db, 'ended_chats', ['ended_at'])
  await db.schema
    .createTable('direct_chats')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('direct_chats_key', ['platform', 'chat_id'])
    .execute()
  await index(db, 'direct_chats', ['platform', 'user_id'])
  // What is no longer kept is found without reading what is.
  await index(db, 'deliveries', ['changed_at'])
  await index(db, 'deliveries', ['payload_key'])
  await index(db, 'edition_items', ['quote_id'])
  await index(db, 'payloads', ['kept_at'])
}
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
/** Reactions are no longer counted, and nothing looks for what was sent by the platform's id. */
export async function dropReactions(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('reactions').execute()
  await db.schema.dropIndex('deliveries_by_message_id').execute()
}
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
/** What platforms want to find again after a restart. */
export async function createPlatformStates(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('platform_states')
    .addColumn('platform', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .execute()
}
