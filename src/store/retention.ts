import { sql, type Kysely } from 'kysely'
import { purgeChats } from './chats/ended-chat-store.js'
import { inPieces, type Piece, type PiecesReport } from './base/in-pieces.js'
import type { Schema } from './base/schema.js'
import { openSearch, type DocumentIndex, type OpenSearch } from './search/search-index.js'
import type { Database } from './base/database.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Platforms replay for a day at most. */
const SIGHTS_KEPT_MS = 48 * HOUR
/** What was told is looked back on for a week. */
const EDITIONS_KEPT_MS = 8 * DAY
/** What was sent is of use for a day after its last use. */
const PAYLOADS_KEPT_MS = DAY
/** They are looked back on for 30 days. */
const ENDED = ['sent', 'gone', 'uncertain', 'skipped'] as const

/** How long is kept what others lay down. */
export interface Retention {
  /** After an article was published and fetched. */
  readonly articleDays: number
  readonly deliveryDays: number
  /** After a chat ended. */
  readonly endedChatMs: number
  /** After a memo was last kept. */
  readonly memoMs: number
}

export interface SweepReport {
  readonly articles: number
  readonly deliveries: number
  readonly chats: number
  /** Pages given back to the disk. */
  readonly pages: number
  readonly longestMs: number
}

/** Deletes what is no longer kept, in pieces that hold up nobody; asks `shouldStop` between them, and tells search of articles that go. Throws what the database throws. */
export async function sweep(
  database: Database,
  keeping: Retention,
  {
    at,
    shouldStop,
    search = openSearch,
  }: { readonly at: number; readonly shouldStop?: () => boolean; readonly search?: OpenSearch },
): Promise<SweepReport> {
  const run = (piece: Piece): Promise<PiecesReport> => inPieces(database, piece, shouldStop)
  const { articleDays, deliveryDays, endedChatMs, memoMs } = keeping
  const old = await run(
    articlesBefore(at - articleDays * DAY, (db) => search({ db, sqlite: database.sqlite }).documents),
  )
  const sent = await run(deliveriesBefore(at - deliveryDays * DAY))
  const others: PiecesReport[] = []
  for (const piece of smallThings(at, memoMs)) others.push(await run(piece))
  let chats = 0
  for (let purged = -1; purged !== 0 && shouldStop?.() !== true; chats += purged)
    purged = await purgeChats(at - endedChatMs, 10, database)
  const freed = await run(freePages(database))
  return {
    articles: old.rows,
    deliveries: sent.rows,
    chats,
    pages: freed.rows,
    longestMs: Math.max(...[old, sent, freed, ...others].map(({ longestMs }) => longestMs)),
  }
}

/**
 * With what was read in them. An article without a date of its own stays: its feed may show it still, and it would come
 * again as new.
 */
function articlesBefore(before: number, documentsIn: (trx: Kysely<Schema>) => DocumentIndex): Piece {
  return async (db, limit) => {
    const rows = await db
      .selectFrom('articles')
      .select(['number', 'id'])
      .where('published_at', '<', before)
      .where('fetched_at', '<', before)
      .where('is_undated', '=', 0)
      .limit(limit)
      .execute()
    if (rows.length === 0) return 0
    const ids = rows.map(({ id }) => id)
    const documents = documentsIn(db)
    for (const { number } of rows) await documents.forget(number)
    const numbers = rows.map(({ number }) => number)
    await db.deleteFrom('embeddings').where('article', 'in', numbers).execute()
    for (const table of ['passages', 'comment_feeds', 'page_visits'] as const)
      await db.deleteFrom(table).where('article_id', 'in', ids).execute()
    await db.deleteFrom('articles').where('id', 'in', ids).execute()
    return rows.length
  }
}

function deliveriesBefore(before: number): Piece {
  return async (db, limit) => {
    const ended = db.selectFrom('deliveries').select('id').where('state', 'in', ENDED)
    const old = ended.where('changed_at', '<', before).limit(limit)
    return deleted(await db.deleteFrom('deliveries').where('id', 'in', old).executeTakeFirstOrThrow())
  }
}

function smallThings(at: number, memoMs: number): readonly Piece[] {
  return [
    rowsOf('edition_items', sql`told_at < ${at - EDITIONS_KEPT_MS}`),
    orphanQuotes(),
    rowsOf(
      'payloads',
      sql`kept_at < ${at - PAYLOADS_KEPT_MS} and not exists (
        select 1 from deliveries where payload_key = payloads.key and state in ('queued', 'sending'))`,
    ),
    rowsOf('sights', sql`seen_at < ${at - SIGHTS_KEPT_MS}`),
    rowsOf('memos', sql`kept_at < ${at - memoMs}`),
    rowsOf('platform_states', sql`kept_at < ${at - 30 * DAY}`),
  ]
}

/** Goes through all quotes, since few of many have lost their digest. */
function orphanQuotes(): Piece {
  let after = 0
  return async (db, limit) => {
    const rows = await db.selectFrom('cited_quotes').select('id').where('id', '>', after).orderBy('id').limit(limit).execute() // prettier-ignore
    const ids = rows.map(({ id }) => id)
    after = ids.at(-1) ?? after
    if (ids.length === 0) return 0
    const told = db.selectFrom('edition_items').select('quote_id').where('quote_id', 'in', ids)
    const kept = new Set((await told.execute()).map(({ quote_id: id }) => id))
    const lost = ids.filter((id) => !kept.has(id))
    if (lost.length > 0) await db.deleteFrom('cited_quotes').where('id', 'in', lost).execute()
    return ids.length
  }
}

function rowsOf(table: keyof Schema, condition: ReturnType<typeof sql>): Piece {
  const name = sql.table(table)
  return async (db, limit) => {
    const result = await sql`
      delete from ${name} where rowid in (select rowid from ${name} where ${condition} limit ${limit})`.execute(db)
    return Number(result.numAffectedRows ?? 0n)
  }
}

// Pages are of use again for new rows: only where much is free the file is made smaller.
const LEAST_FREE_PAGES = 2_000
const LEAST_FREE_SHARE = 0.1

/** Gives free pages back to the disk; a file that was made without that stays as large as it once was. */
function freePages({ sqlite }: Pick<Database, 'sqlite'>): Piece {
  const count = (name: string): number => sqlite.pragma(name, { simple: true }) as number
  let isWorth: boolean | undefined
  return async (_db, limit) => {
    const free = count('freelist_count')
    isWorth ??= free >= Math.max(LEAST_FREE_PAGES, count('page_count') * LEAST_FREE_SHARE)
    if (!isWorth || count('auto_vacuum') !== INCREMENTAL) return 0
    // One page a step: only exec takes all of them.
    sqlite.exec(`pragma incremental_vacuum(${limit})`)
    return free - count('freelist_count')
  }
}

const INCREMENTAL = 2

function deleted({ numDeletedRows }: { readonly numDeletedRows: bigint }): number {
  return Number(numDeletedRows)
}
