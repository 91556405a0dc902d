import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { DatabaseError } from './base/database-error.js'
import { reasonOf } from '../text/reason-of.js'

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
    // A moment of patience: who asks for it too touches it.
    file = new BetterSqlite3(path, { timeout: 500 })
    file.exec('begin exclusive')
  } catch (error) {
    file?.close()
    throw lockFault(error, `${databasePath}: another process delivers from it (it holds ${path})`)
  }
  const held = file
  return { release: () => void held.close() }
}

/** Whether a process delivers from it now. */
export function isLocked(databasePath: string): boolean {
  if (!existsSync(lockPath(databasePath))) return false
  try {
    holdDeliveryLock(databasePath).release()
    return false
  } catch {
    return true
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
  const reason = reasonOf(error)
  return new DatabaseError(`${whenBusy.split(': ')[0] ?? ''}: cannot be locked for deliveries (${reason})`, {
    cause: error,
  })
}
