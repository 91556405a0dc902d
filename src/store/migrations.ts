import { sql, type Kysely } from 'kysely'
import { countDoubts, createOutbox } from './outbox-tables.js'
import { createSearch, createSearchWords } from './search.js'
import { addMoves } from './moved-feeds.js'
import { numberKeys } from './number-keys.js'
import { createPlatformStates } from './platform-states.js'
import { createReactions } from './create-reactions.js'
import { createStoryThreads } from './create-story-threads.js'
import type { Schema } from './schema.js'

interface Migration {
  readonly name: string
  up(db: Kysely<Schema>): Promise<void>
}

/** In order of use. A new one is added at the end; one that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '001-articles', up: createArticles },
  { name: '002-feeds', up: createFeeds },
  { name: '003-readings', up: createReadings },
  { name: '004-search', up: createSearch },
  { name: '005-chats', up: createChats },
  { name: '006-health', up: createHealth },
  { name: '007-undated', up: addUndated },
  { name: '008-feed-rhythm', up: addRhythm },
  { name: '009-story-corrections', up: createStoryCorrections },
  { name: '010-memos', up: createMemos },
  { name: '011-subscriptions', up: widenSubscriptions },
  { name: '012-added-by', up: addAddedBy },
  { name: '013-platform-states', up: createPlatformStates },
  { name: '014-passages', up: createPassages },
  { name: '015-outbox', up: createOutbox },
  { name: '016-news', up: weighFindings },
  { name: '017-story-threads', up: createStoryThreads },
  { name: '018-ended-chats', up: createEndedChats },
  { name: '019-keys-by-number', up: numberKeys },
  { name: '020-moved-feeds', up: addMoves },
  { name: '021-search-words', up: createSearchWords },
  { name: '022-tries-in-doubt', up: countDoubts },
  { name: '023-reactions', up: createReactions },
]

/** Runs what was not run before, each in a transaction. Safe beside another process that does the same. */
export async function migrate(db: Kysely<Schema>, now: () => number): Promise<void> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (name) => name.primaryKey())
    .addColumn('applied_at', 'bigint', (at) => at.notNull())
    .execute()
  const applied = new Set(await appliedMigrations(db))
  for (const migration of MIGRATIONS.filter(({ name }) => !applied.has(name))) {
    await db.transaction().execute(async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('migrations')
        .values({ name: migration.name, applied_at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 1n) await migration.up(trx)
    })
  }
}

/** Names of the migrations that the database has, in order. */
export async function appliedMigrations(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db.selectFrom('migrations').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}

async function addUndated(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('articles')
    .addColumn('is_undated', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

async function createArticles(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('articles')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('feed_id', 'text', (column) => column.notNull())
    .addColumn('outlet_id', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('author', 'text')
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint')
    .addColumn('fetched_at', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('comments', 'text', (column) => column.notNull())
    .addColumn('content_hash', 'text', (column) => column.notNull())
    .addColumn('read_revision', 'integer', (column) => column.notNull())
    .execute()
  await index(db, 'articles', ['published_at', 'outlet_id'])
  await index(db, 'articles', ['feed_id'])
  await db.schema
    .createIndex('articles_unread')
    .on('articles')
    .columns(['published_at', 'number'])
    .where(sql<boolean>`read_revision < revision`)
    .execute()
  await db.schema
    .createTable('article_revisions')
    .addColumn('article_id', 'text', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('content_hash', 'text', (column) => column.notNull())
    .addColumn('replaced_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_revisions_key', ['article_id', 'revision'])
    .execute()
  await db.schema
    .createTable('article_keys')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('article_id', 'text', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .execute()
  await index(db, 'article_keys', ['article_id'])
}

async function createFeeds(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('feed_states')
    .addColumn('feed_id', 'text', (column) => column.primaryKey())
    .addColumn('etag', 'text')
    .addColumn('last_modified', 'text')
    .addColumn('last_fetched_at', 'bigint')
    .addColumn('last_ok_at', 'bigint')
    .addColumn('last_new_at', 'bigint')
    .addColumn('next_due_at', 'bigint', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .addColumn('failures', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('outlets')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('added_feeds')
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('outlet_id', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.primaryKey())
    .addColumn('language', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('every_minutes', 'integer', (column) => column.notNull())
    .addColumn('user_agent', 'text')
    .execute()
}

async function addRhythm(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('feed_states').addColumn('rhythm', 'text').execute()
  await db.schema.alterTable('feed_states').addColumn('pace', 'text').execute()
  await db.schema.alterTable('feed_states').addColumn('shown', 'integer').execute()
}

async function createReadings(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('readings')
    .addColumn('article_id', 'text', (column) => column.primaryKey().references('articles.id').onDelete('cascade'))
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('reading', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('findings')
    .addColumn('article_id', 'text', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('section_id', 'text', (column) => column.notNull())
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('findings_key', ['article_id', 'position'])
    .execute()
  await index(db, 'findings', ['published_at', 'article_id'])
  await db.schema
    .createTable('figures')
    .addColumn('article_id', 'text', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('value', 'double precision', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('period', 'text')
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addColumn('figure', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('figures_key', ['article_id', 'position'])
    .execute()
  await index(db, 'figures', ['what', 'published_at'])
  await index(db, 'figures', ['published_at'])
  await db.schema
    .createTable('story_articles')
    .addColumn('article_id', 'text', (column) => column.primaryKey().references('articles.id').onDelete('cascade'))
    .addColumn('story_id', 'text', (column) => column.notNull())
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addColumn('features', 'text', (column) => column.notNull())
    .execute()
  await index(db, 'story_articles', ['story_id'])
  await index(db, 'story_articles', ['published_at'])
  await db.schema
    .createTable('learned_facts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('as_of', 'bigint', (column) => column.notNull())
    .addColumn('fact', 'text', (column) => column.notNull())
    .execute()
}

async function createChats(db: Kysely<Schema>): Promise<void> {
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

/** How feeds are, what the owner was told of them, and what was visited beside them. */
async function createHealth(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('feed_states').addColumn('history', 'text').execute()
  await db.schema
    .createTable('feed_notices')
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('feed_id', 'text', (column) => column.notNull())
    .addColumn('said', 'text', (column) => column.notNull())
    .addColumn('not_before_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('feed_notices_key', ['owner', 'feed_id'])
    .execute()
  await db.schema
    .createTable('comment_feeds')
    .addColumn('article_id', 'text', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('count', 'integer')
    .addColumn('read_count', 'integer', (column) => column.notNull())
    .addColumn('read_at', 'bigint')
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'comment_feeds', ['published_at'])
  await db.schema
    .createTable('page_visits')
    .addColumn('article_id', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('visited_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('page_visits_key', ['article_id', 'revision'])
    .execute()
}

/** Which story an article (`article:ID`) or a whole story (`story:ID`) was put into by hand. */
async function createStoryCorrections(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('story_corrections')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('story_id', 'text', (column) => column.notNull())
    .execute()
}

/** Which chat added a feed. */
async function addAddedBy(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('added_feeds').addColumn('added_by', 'text').execute()
}

/** What buttons remember, and what they are signed with. */
async function createMemos(db: Kysely<Schema>): Promise<void> {
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
async function widenSubscriptions(db: Kysely<Schema>): Promise<void> {
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

/** What of each article an answer may quote. Articles read before have no row: they are read again when a question meets them. */
async function createPassages(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('passages')
    .addColumn('article_id', 'text', (column) => column.primaryKey())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('passages', 'text', (column) => column.notNull())
    .execute()
}

/** What a day's stories are weighed by, beside each finding; of those that are there it is taken from their readings. */
async function weighFindings(db: Kysely<Schema>): Promise<void> {
  const table = () => db.schema.alterTable('findings')
  await table()
    .addColumn('outlet_id', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await table()
    .addColumn('score', 'real', (column) => column.notNull().defaultTo(0))
    .execute()
  await table().addColumn('change', 'text').execute()
  await sql`
    update findings set
      outlet_id = coalesce((select outlet_id from articles where id = article_id), ''),
      score = coalesce((select json_extract(reading, '$.findings[' || position || '].score') from readings where readings.article_id = findings.article_id), 0),
      change = (
        select case
          when exists (
            select 1 from json_each(reading, '$.findings[' || position || '].figures') as told
            where json_extract(told.value, '$.change.kind') in ('changed', 'disputed')) then 'figure-changed'
          when exists (
            select 1 from json_each(reading, '$.findings[' || position || '].stances') as told
            where json_extract(told.value, '$.change.kind') = 'changed') then 'side-changed'
          when json_array_length(reading, '$.findings[' || position || '].figures') > 0 then 'figure'
        end
        from readings where readings.article_id = findings.article_id)`.execute(db)
}

/** Chats that can no longer be written to: until when their settings are kept, and whether somebody was told. And whose own a chat is. */
async function createEndedChats(db: Kysely<Schema>): Promise<void> {
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

async function index(db: Kysely<Schema>, table: keyof Schema, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute()
}
