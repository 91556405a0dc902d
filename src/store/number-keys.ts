import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.js'

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
