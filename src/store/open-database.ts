import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteDialectConfig,
} from 'kysely'
import { DatabaseError } from './base/database-error.js'
import { appliedMigrations, migrate, MIGRATIONS } from './migrations.js'
import type { Schema } from './base/schema.js'
import type { Database } from './base/database.js'
import { reasonOf } from '../text/reason-of.js'

export interface OpenOptions {
  /** How long to wait for another process's write, 5 s unless told. */
  readonly busyTimeoutMs?: number
  readonly now?: () => number
}

/**
 * Opens `file:PATH` (`file::memory:` for one that lives in memory), makes its folder and brings its tables up to date.
 * DatabaseError, one line with the path: a file that is unwritable, locked, no database, or made by a newer Silkwire.
 */
export async function openDatabase(databaseUrl: string, options: OpenOptions = {}): Promise<Database> {
  const path = databasePathOf(databaseUrl)
  const { busyTimeoutMs = 5_000, now = Date.now } = options
  try {
    const sqlite = openFile(path, busyTimeoutMs)
    return await openSchema(sqlite, path, now).catch((error: unknown) => {
      sqlite.close()
      throw error
    })
  } catch (error) {
    throw error instanceof DatabaseError ? error : new DatabaseError(faultOf(path, error), { cause: error })
  }
}

/** PATH of `file:PATH`; throws DatabaseError for any other address. */
export function databasePathOf(databaseUrl: string): string {
  if (/^postgres(ql)?:/.test(databaseUrl)) throw new DatabaseError('postgres:// is not supported yet: use file:PATH')
  const path = /^file:(.+)$/s.exec(databaseUrl)?.[1]
  if (path === undefined) throw new DatabaseError(`DATABASE_URL is "${databaseUrl}": it must be file:PATH`)
  return path
}

function openFile(path: string, busyTimeoutMs: number): BetterSqlite3.Database {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true })
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK)
  }
  const sqlite = new BetterSqlite3(path, { timeout: busyTimeoutMs })
  try {
    // Of a new file only: pages that become free can be given back to the disk.
    sqlite.pragma('auto_vacuum = INCREMENTAL')
    sqlite.pragma('journal_mode = WAL')
    // An outbox row must be on the disk before its message leaves.
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    // What is deleted is overwritten: a person's data is not to be found in free pages.
    sqlite.pragma('secure_delete = ON')
    // A page that many transactions change is brought into the file once: 16 MB of them wait.
    sqlite.pragma('wal_autocheckpoint = 4000')
  } catch (error) {
    sqlite.close()
    throw error
  }
  return sqlite
}

async function openSchema(sqlite: BetterSqlite3.Database, path: string, now: () => number): Promise<Database> {
  const dialect = new SqliteDialect({ database: sqlite })
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => new ImmediateDriver({ database: withMemory(sqlite) }, () => sqlite.inTransaction),
      createIntrospector: (kysely) => dialect.createIntrospector(kysely),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  })
  await migrate(db, now)
  const known = new Set(MIGRATIONS.map(({ name }) => name))
  const newer = (await appliedMigrations(db)).find((name) => !known.has(name))
  if (newer !== undefined) throw new DatabaseError(`${path}: made by a newer Silkwire (it has the migration ${newer})`)
  return { db, sqlite, path, close: () => db.destroy() }
}

const MOST_STATEMENTS = 100

/** Preparing a statement takes longer than most of them run: those that were used last are kept prepared. */
function withMemory(sqlite: BetterSqlite3.Database): SqliteDatabase {
  const prepared = new Map<string, BetterSqlite3.Statement>()
  return {
    prepare: (text) => {
      // A pragma acts when it is prepared.
      if (text.startsWith('pragma')) return sqlite.prepare(text)
      const statement = prepared.get(text) ?? sqlite.prepare(text)
      prepared.delete(text)
      prepared.set(text, statement)
      const [oldest] = prepared.keys()
      if (prepared.size > MOST_STATEMENTS && oldest !== undefined) prepared.delete(oldest)
      return statement
    },
    close: () => {
      sqlite.close()
    },
  }
}

// A deferred transaction that read first fails at its first write when another process wrote in between.
class ImmediateDriver extends SqliteDriver {
  constructor(
    config: SqliteDialectConfig,
    private readonly isInTransaction: () => boolean,
  ) {
    super(config)
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // On a full disk SQLite has rolled back by itself; a second time would hide why.
    if (this.isInTransaction()) await super.rollbackTransaction(connection)
  }
}

function faultOf(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('SQLITE_BUSY')) return `${path}: locked by another process`
  if (code === 'SQLITE_NOTADB') return `${path}: not an SQLite database`
  if (code.startsWith('SQLITE_CORRUPT')) return `${path}: damaged, restore a backup`
  if (code === 'SQLITE_FULL') return `${path}: no space left on the disk`
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|EACCES|EPERM|EROFS)/.test(code)) return `${path}: cannot be opened for writing`
  return `${path}: cannot be opened (${reasonOf(error)})`
}
