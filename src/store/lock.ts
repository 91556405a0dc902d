import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { DatabaseError } from './base/database-error.js'

/**
 * Only one process may deliver from a database. The lock is an open transaction on the side file `PATH.lock`, which the
 * system ends with the process, however it ends. Throws DatabaseError, naming the file, while another process holds it.
 */
export function holdDeliveryLock(databasePath: string): { release(): void } {
  if (databasePath === ':memory:') return { release: () => undefined }
  const path = lockPath(databasePath)
  let file: BetterSqlite3.Database | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    // A moment of patience: isDelivering touches the lock as it looks.
    file = new BetterSqlite3(path, { timeout: 500 })
    file.exec('begin exclusive')
  } catch (error) {
    file?.close()
    throw lockFault(error, `${databasePath}: another process delivers from it (it holds ${path})`)
  }
  const held = file
  return { release: () => void held.close() }
}

/** Whether some process, this one too, holds the delivery lock. */
export function isDelivering(databasePath: string): boolean {
  const path = lockPath(databasePath)
  if (databasePath === ':memory:' || !existsSync(path)) return false
  const file = new BetterSqlite3(path, { readonly: true, timeout: 0 })
  try {
    file.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw lockFault(error, path)
  } finally {
    file.close()
  }
}

function lockPath(databasePath: string): string {
  return `${databasePath}.lock`
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

function lockFault(error: unknown, whenBusy: string): DatabaseError {
  if (isBusy(error)) return new DatabaseError(whenBusy, { cause: error })
  const reason = error instanceof Error ? error.message : String(error)
  return new DatabaseError(`${whenBusy.split(': ')[0] ?? ''}: cannot be locked for deliveries (${reason})`, {
    cause: error,
  })
}
