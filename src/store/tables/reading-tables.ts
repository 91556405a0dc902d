import { sql, type Kysely } from 'kysely'
import { index } from '../base/table-index.js'
import type { Schema } from '../base/schema.js'

// Migrations of what reading made of articles, in order of use. One that was released is never edited.

export async function createReadings(db: Kysely<Schema>): Promise<void> {
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

/** Which story an article (`article:ID`) or a whole story (`story:ID`) was put into by hand. */
export async function createStoryCorrections(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('story_corrections')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('story_id', 'text', (column) => column.notNull())
    .execute()
}

/** What of each article an answer may quote. Articles read before have no row: they are read again when a question meets them. */
export async function createPassages(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('passages')
    .addColumn('article_id', 'text', (column) => column.primaryKey())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('passages', 'text', (column) => column.notNull())
    .execute()
}

/** What a day's stories are weighed by, beside each finding; of those that are there it is taken from their readings. */
export async function weighFindings(db: Kysely<Schema>): Promise<void> {
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
/** How much an article matters, beside each finding of it. All are read again, the newest first: those that were read before have none. */
export async function weighArticles(db: Kysely<Schema>): Promise<void> {
  const table = () => db.schema.alterTable('findings')
  await table().addColumn('weight', 'integer').execute()
  await table().addColumn('expected_weight', 'real').execute()
  await sql`update articles set read_revision = -1 where read_revision > 0`.execute(db)
}

/** Directions of articles by an optional model. `sequence` rises with each that is kept, so that the newest of them are found. */
export async function createEmbeddings(db: Kysely<Schema>): Promise<void> {
  await sql`
    create table embeddings (
      sequence integer primary key autoincrement, article bigint not null unique,
      revision integer not null, model text not null, numbers blob not null
    )
  `.execute(db)
}

/** How an article begins, in words, for comparing it with others; and whether its source gave it a date. */
export async function addBeginnings(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('story_articles')
    .addColumn('beginning', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('story_articles')
    .addColumn('is_undated', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`
    update story_articles set is_undated = 1 where article_id in (select id from articles where is_undated = 1)
  `.execute(db)
}
