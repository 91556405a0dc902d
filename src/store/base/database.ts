import type BetterSqlite3 from 'better-sqlite3'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Schema } from './schema.js'

export interface Database {
  readonly db: Kysely<Schema>
  /** For what is SQLite's own (backup). Write through `db`: its transactions wait for each other. */
  readonly sqlite: BetterSqlite3.Database
  readonly path: string
  close(): Promise<void>
}
const SCRUB_TRIES = 8
const SCRUB_AGAIN_MS = 500

/**
 * Empties the write-ahead log after a deletion that must leave no trace; a database in the hands of another process is
 * tried again for four seconds. Throws nothing.
 */
export function scrub({ sqlite }: Pick<Database, 'sqlite'>, tries = SCRUB_TRIES): void {
  if (!sqlite.open) return
  const patience = sqlite.pragma('busy_timeout', { simple: true }) as number
  try {
    // Who reads meanwhile is not waited for here.
    sqlite.pragma('busy_timeout = 0')
    const [state] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
    if (state?.busy !== 1 || tries <= 1) return
  } catch {
    if (tries <= 1) return
  } finally {
    sqlite.pragma(`busy_timeout = ${patience}`)
  }
  setTimeout(() => scrub({ sqlite }, tries - 1), SCRUB_AGAIN_MS).unref()
}

/**
 * A transaction that a power cut may undo, whole: for what can be had again, as a feed's articles can together with the
 * state that says that they are there. The next transaction that waits for the disk brings it there too.
 */
export async function withoutWaitingForDisk<Result>(
  db: Kysely<Schema>,
  work: (trx: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection)
    try {
      return await connection.transaction().execute(work)
    } finally {
      await sql`pragma synchronous = full`.execute(connection)
    }
  })
}
