import { sql, type Kysely } from 'kysely'
import type { Schema } from '../base/schema.js'

/** Payloads beside the rows that share them, doubts, what was told, and due times by the clock on the wall. */
export async function createOutbox(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('payloads')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('cited_quotes')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('article_id', 'text', (column) => column.notNull())
    .addColumn('quote', 'text', (column) => column.notNull())
    .addUniqueConstraint('cited_quotes_once', ['article_id', 'quote'])
    .execute()
  await db.schema
    .createTable('edition_items')
    .addColumn('edition_id', 'text', (column) => column.notNull())
    .addColumn('story_id', 'text', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('quote_id', 'integer')
    .addColumn('told_at', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'edition_items', ['edition_id'])
  await index(db, 'edition_items', ['told_at'])
  const deliveries = () => db.schema.alterTable('deliveries')
  await deliveries()
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('digest'))
    .execute()
  await deliveries()
    .addColumn('language', 'text', (column) => column.notNull().defaultTo('en'))
    .execute()
  await deliveries()
    .addColumn('is_marked', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  for (const column of ['payload_key', 'edition_id', 'doubt']) await deliveries().addColumn(column, 'text').execute()
  for (const column of ['first_try_at', 'told_at']) await deliveries().addColumn(column, 'bigint').execute()
  await sql`insert into payloads (key, payload, kept_at) select id, payload, changed_at from deliveries`.execute(db)
  await sql`update deliveries set payload_key = id, language = (
    select language from subscriptions where subscriptions.id = subscription_id)`.execute(db)
  await deliveries().dropColumn('payload').execute()
  await index(db, 'deliveries', ['state', 'occurrence_at', 'subscription_id', 'part'])
  for (const column of ['covered_until', 'next_due_wall'])
    await db.schema.alterTable('subscriptions').addColumn(column, 'bigint').execute()
}

/** How many attempts may have arrived, and how many have hardly. */
export async function countDoubts(db: Kysely<Schema>): Promise<void> {
  for (const column of ['tries_in_doubt', 'cuts'])
    await db.schema
      .alterTable('deliveries')
      .addColumn(column, 'integer', (made) => made.notNull().defaultTo(0))
      .execute()
  await sql`update deliveries set tries_in_doubt = 1 + is_marked where first_try_at is not null`.execute(db)
}

/** Which parts a platform refused for what they say. */
export async function addRefusals(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('refusal', 'text').execute()
  await sql`create index deliveries_refused on deliveries (refusal, changed_at) where refusal is not null`.execute(db)
}

async function index(db: Kysely<Schema>, table: keyof Schema, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute()
}
