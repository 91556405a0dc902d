import { sql, type Kysely } from 'kysely'
import type { Schema } from '../base/schema.js'

/**
 * Makes the search tables, once a database. The ascii tokenizer takes every letter outside ASCII as it is; unicode61 parts
 * words at letters newer than its tables.
 */
export async function createSearch(db: Kysely<Schema>): Promise<void> {
  await sql`
    create virtual table article_search using fts5(
      title, body, marks, content='', contentless_delete=1, detail=full, tokenize="ascii tokenchars '_-'''"
    )
  `.execute(db)
  await sql`create virtual table article_terms using fts5vocab('article_search', 'row')`.execute(db)
}

/**
 * What stands in each article in order, in how many articles a term stands, roughly, and how much there is in all (FTS5's own totals forget no article).
 * Articles that were read before are to be read again.
 */
export async function createSearchWords(db: Kysely<Schema>): Promise<void> {
  await sql`
    create table article_words (
      number integer primary key, published_at bigint not null, language text not null, words blob not null
    )
  `.execute(db)
  await sql`create table term_counts (term text primary key, documents integer not null) without rowid`.execute(db)
  await sql`create table search_sizes (articles integer not null, words integer not null, counted integer not null)`.execute(db) // prettier-ignore
  await sql`insert into search_sizes values (0, 0, 0)`.execute(db)
  await sql`insert into article_search(article_search) values ('delete-all')`.execute(db)
  await sql`update articles set read_revision = 0`.execute(db)
}
/** Makes the tables of the blocks, empty: `tendBlocks` fills them, and search does without until then. */
export async function createSearchBlocks(db: Kysely<Schema>): Promise<void> {
  await sql`create table search_lists (key integer primary key, articles blob not null)`.execute(db)
  await sql`
    create table search_blocks (
      block integer primary key, up_to integer not null, changed integer not null, words blob not null
    )
  `.execute(db)
  // The ids of found articles without their texts, which lie far apart.
  await sql`create index articles_number_id on articles(number, id)`.execute(db)
}
