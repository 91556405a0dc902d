import { setImmediate as breath } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.js'
import type { Database } from './database.js'

/** One piece of work on at most `limit` rows in one transaction; gives how many it found: less than `limit` is the end. */
export type Piece = (db: Kysely<Schema>, limit: number) => Promise<number>

export interface PiecesReport {
  readonly rows: number
  readonly pieces: number
  /** Of one piece, its commit included. */
  readonly longestMs: number
}

const AIM_MS = 4
const FIRST_LIMIT = 8
const MOST_ROWS = 500

/**
 * Work on many rows that holds up nobody: pieces that grow and shrink to some 4 ms each, with everybody else's work in
 * between. A piece is not waited for by the disk: what is lost with the power is done again the next time. `shouldStop`
 * is asked between pieces. Throws what a piece throws.
 */
export async function inPieces(
  { db }: Pick<Database, 'db'>,
  piece: Piece,
  shouldStop: () => boolean = () => false,
): Promise<PiecesReport> {
  let limit = FIRST_LIMIT
  let report = { rows: 0, pieces: 0, longestMs: 0 }
  while (!shouldStop()) {
    const startedAt = performance.now()
    const rows = await db.connection().execute(async (connection) => {
      await sql`pragma synchronous = normal`.execute(connection)
      try {
        return await connection.transaction().execute((trx) => piece(trx, limit))
      } finally {
        await sql`pragma synchronous = full`.execute(connection)
      }
    })
    const tookMs = performance.now() - startedAt
    report = { rows: report.rows + rows, pieces: report.pieces + 1, longestMs: Math.max(report.longestMs, tookMs) }
    if (rows < limit) break
    limit = Math.max(1, Math.min(MOST_ROWS, limit * 2, Math.round((limit * AIM_MS) / Math.max(tookMs, 0.1))))
    await breath()
  }
  return report
}
