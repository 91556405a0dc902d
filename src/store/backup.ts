import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { DatabaseError } from './base/database-error.js'
import { holdDeliveryLock } from './lock.js'
import { MIGRATIONS } from './migrations.js'
import type { Database } from './base/database.js'
import { reasonOf } from '../text/reason-of.js'

/** Copies the database, while it is in use, to `file`, which is whole or not there. Throws DatabaseError, naming the file. */
export async function backup(database: Database, file: string): Promise<void> {
  if (resolve(file) === resolve(database.path)) throw new DatabaseError(`${file}: is the database itself`)
  const partial = `${file}.partial`
  try {
    mkdirSync(dirname(file), { recursive: true })
    await database.sqlite.backup(partial)
    leaveWal(partial)
    renameSync(partial, file)
  } catch (error) {
    if (existsSync(partial)) rmSync(partial)
    throw new DatabaseError(`${file}: cannot be written (${reasonOf(error)})`, { cause: error })
  }
}

/** `user_version` of a file that `moveAway` wrote: what waits in it was sent by nobody since. */
const MOVED = 7_301

/**
 * Copies a database that no process uses to `file`, for another machine to restore, and sets the old one aside so that nobody delivers from it again; gives
 * where it stands now. What waits in the copy is sent by whoever restores it. Throws DatabaseError, naming the file, and while any process uses the database.
 */
export async function moveAway(databasePath: string, file: string): Promise<string> {
  if (!existsSync(databasePath)) throw new DatabaseError(`${databasePath}: there is no such database`)
  if (existsSync(file)) throw new DatabaseError(`${file}: is there already`)
  const lock = holdDeliveryLock(databasePath)
  const [partial, aside] = [`${file}.partial`, `${databasePath}.moved`]
  try {
    mkdirSync(dirname(file), { recursive: true })
    leaveWal(databasePath, 500)
    await copyDatabase(databasePath, partial)
    checkDatabase(partial, databasePath)
    setVersion(partial, MOVED)
    // From here on the copy is the archive.
    renameSync(databasePath, aside)
    renameSync(partial, file)
    return aside
  } catch (error) {
    rmSync(partial, { force: true })
    if (error instanceof DatabaseError) throw error
    if (isBusy(error)) throw new DatabaseError(`${databasePath}: in use by another process`, { cause: error })
    throw new DatabaseError(`${file}: cannot be written (${reasonOf(error)})`, { cause: error })
  } finally {
    lock.release()
  }
}

function setVersion(path: string, version: number): void {
  const sqlite = new BetterSqlite3(path)
  try {
    sqlite.pragma('journal_mode = DELETE')
    sqlite.pragma(`user_version = ${version}`)
  } finally {
    sqlite.close()
  }
}

// One file and no more: a copy in WAL mode would get a -wal and a -shm beside it whenever it is looked at.
function leaveWal(path: string, timeout = 0): void {
  const sqlite = new BetterSqlite3(path, { timeout })
  try {
    sqlite.pragma('journal_mode = DELETE')
  } finally {
    sqlite.close()
  }
}

/**
 * Puts a backup in the place of the database at `databasePath`, at once or not at all; what stood there is kept beside it
 * as `.before-restore`, whose path is given; undefined: nothing stood there. What was delivered since the backup is carried over, so that no digest is posted twice; where it
 * cannot be known, open deliveries become `uncertain`. Throws DatabaseError for a file that is damaged or not Silkwire's, and while any process uses the database.
 */
export async function restore(file: string, databasePath: string): Promise<string | undefined> {
  if (!existsSync(file)) throw new DatabaseError(`${file}: there is no such file`)
  if (resolve(file) === resolve(databasePath)) throw new DatabaseError(`${file}: is the database itself`)
  const lock = holdDeliveryLock(databasePath)
  const incoming = `${databasePath}.restoring`
  try {
    await copyDatabase(file, incoming)
    checkDatabase(incoming, file)
    const kept = existsSync(databasePath) ? setAside(databasePath) : undefined
    carryDeliveries(incoming, databasePath)
    renameSync(incoming, databasePath)
    return kept
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${incoming}${suffix}`, { force: true })
    lock.release()
  }
}

async function copyDatabase(file: string, to: string): Promise<void> {
  rmSync(to, { force: true })
  const source = new BetterSqlite3(file, { readonly: true })
  try {
    await source.backup(to)
  } catch (error) {
    throw new DatabaseError(`${file}: cannot be read as a database (${reasonOf(error)})`, { cause: error })
  } finally {
    source.close()
  }
}

function checkDatabase(copy: string, file: string): void {
  const sqlite = new BetterSqlite3(copy)
  try {
    const verdict = sqlite.pragma('integrity_check(1)', { simple: true })
    if (verdict !== 'ok') throw new DatabaseError(`${file}: damaged (${String(verdict)})`)
    const names = migrationsOf(sqlite)
    if (names.length === 0) throw new DatabaseError(`${file}: not a database of Silkwire`)
    const known = new Set(MIGRATIONS.map(({ name }) => name))
    const newer = names.find((name) => !known.has(name))
    if (newer !== undefined)
      throw new DatabaseError(`${file}: made by a newer Silkwire (it has the migration ${newer})`)
  } catch (error) {
    throw error instanceof DatabaseError
      ? error
      : new DatabaseError(`${file}: damaged (${reasonOf(error)})`, { cause: error })
  } finally {
    sqlite.close()
  }
}

function migrationsOf(sqlite: BetterSqlite3.Database): readonly string[] {
  const table = sqlite.prepare("select 1 from sqlite_master where type = 'table' and name = 'migrations'").get()
  return table === undefined ? [] : sqlite.prepare<[], string>('select name from migrations').pluck().all()
}

function setAside(databasePath: string): string {
  const kept = `${databasePath}.before-restore`
  try {
    // It writes everything into the one file, and fails while anybody else has it open.
    leaveWal(databasePath, 500)
  } catch (error) {
    if (isBusy(error)) throw new DatabaseError(`${databasePath}: in use by another process`, { cause: error })
    // What is damaged is set aside as it is: it may be why a backup is restored.
  }
  copyFileSync(databasePath, kept)
  for (const suffix of ['-wal', '-shm']) {
    rmSync(`${kept}${suffix}`, { force: true })
    if (existsSync(`${databasePath}${suffix}`)) renameSync(`${databasePath}${suffix}`, `${kept}${suffix}`)
  }
  return kept
}

function carryDeliveries(incoming: string, databasePath: string): void {
  const sqlite = new BetterSqlite3(incoming)
  try {
    const isMoved = sqlite.pragma('user_version', { simple: true }) === MOVED
    sqlite.pragma('user_version = 0')
    if (!isMoved) sqlite.exec(DOUBT_OPEN)
    sqlite.prepare('attach ? as replaced').run(databasePath)
    sqlite.transaction(() => sqlite.exec(CARRY_DELIVERIES))()
  } catch {
    // A replaced database that is damaged or of another time tells nothing: the backup stands for itself.
  } finally {
    sqlite.close()
  }
}

// Whoever went on after the backup may have sent them.
const DOUBT_OPEN = `update deliveries set state = 'uncertain', reason = 'restored from a backup' where state in ('queued', 'sending')`

const CARRY_DELIVERIES = `
  insert or replace into deliveries
    select * from replaced.deliveries where subscription_id in (select id from subscriptions);
  update subscriptions set next_due_at = max(subscriptions.next_due_at, later.next_due_at)
    from replaced.subscriptions as later where later.id = subscriptions.id;
  insert or ignore into payloads select * from replaced.payloads;
  insert or ignore into sights select * from replaced.sights;
`

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
