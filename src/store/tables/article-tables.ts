import { sql, type Kysely } from 'kysely'
import { index } from '../base/table-index.js'
import type { Schema } from '../base/schema.js'

// Migrations of articles, their feeds and how those are doing, in order of use. One that was released is never edited.

export async function createArticles(db: Kysely<Schema>): Promise<void> {
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

/**
 * Articles that are only to be read again, for a newer Silkwire, stand apart from those that nobody has read: their `read_revision` is -1, not 0. A migration
 * that wants all read anew sets it so where a reading is kept.
 */
export async function orderRereading(db: Kysely<Schema>): Promise<void> {
  await sql`
    update articles set read_revision = -1 where read_revision = 0 and id in (select article_id from readings)
  `.execute(db)
  await sql`drop index articles_unread`.execute(db)
  await sql`
    create index articles_unread on articles(case when read_revision = 0 then 0 else 1 end, published_at, number)
    where read_revision < revision
  `.execute(db)
}

export async function addUndated(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('articles')
    .addColumn('is_undated', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

export async function createFeeds(db: Kysely<Schema>): Promise<void> {
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

export async function addRhythm(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('feed_states').addColumn('rhythm', 'text').execute()
  await db.schema.alterTable('feed_states').addColumn('pace', 'text').execute()
  await db.schema.alterTable('feed_states').addColumn('shown', 'integer').execute()
}

/** Which chat added a feed. */
export async function addAddedBy(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('added_feeds').addColumn('added_by', 'text').execute()
}

/** How feeds are, what the owner was told of them, and what was visited beside them. */
export async function createHealth(db: Kysely<Schema>): Promise<void> {
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
/** Migration: articles by outlet, so that each outlet of a large archive is found by one look. */
export async function indexOutlets(db: Kysely<Schema>): Promise<void> {
  await index(db, 'articles', ['outlet_id', 'published_at'])
}
/** Where a feed's address leads for good: Move as JSON. */
export async function addMoves(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('feed_states').addColumn('moved', 'text').execute()
}
/**
 * Keys point to an article's number and lie in one tree, those of a feed side by side: a poll touches few of its pages,
 * however large the archive is.
 */
export async function numberKeys(db: Kysely<Schema>): Promise<void> {
  await sql`
    create table numbered_keys (
      key text primary key, article integer not null references articles (number) on delete cascade
    ) without rowid
  `.execute(db)
  await sql`
    insert into numbered_keys select key, number from article_keys join articles on articles.id = article_id order by key
  `.execute(db)
  await db.schema.dropTable('article_keys').execute()
  await sql`alter table numbered_keys rename to article_keys`.execute(db)
  await db.schema.createIndex('article_keys_by_article').on('article_keys').column('article').execute()
}

/** Names and passwords of feeds, apart from the feeds themselves: no list of these shows them. */
export async function createFeedLogins(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('feed_logins')
    .addColumn('url', 'text', (column) => column.primaryKey())
    .addColumn('login', 'text', (column) => column.notNull())
    .execute()
}
