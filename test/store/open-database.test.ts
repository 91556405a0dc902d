import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { archive } from '../../src/store/news/archive-store.js'
import { articleStore } from '../../src/store/news/article-store-sql.js'
import { DatabaseError } from '../../src/store/base/database-error.js'
import { openDatabase } from '../../src/store/open-database.js'
import { article, keyed } from './samples.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'silkwire-open-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function faultOf(url: string): Promise<string> {
  const fault: unknown = await openDatabase(url, { busyTimeoutMs: 20 }).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(DatabaseError)
  return fault instanceof Error ? fault.message : ''
}

test('the folder is made, and what was saved is there when it opens again', async () => {
  const path = join(folder, 'deep', 'er', 'silkwire.db')
  const first = await openDatabase(`file:${path}`)
  expect(first.path).toBe(path)
  await articleStore(first).saveArticles([keyed('a')])
  await first.close()
  const second = await openDatabase(`file:${path}`)
  expect(await archive(second).articles(['a'])).toEqual([article('a')])
  expect(second.sqlite.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(second.sqlite.pragma('synchronous', { simple: true })).toBe(2)
  await second.close()
})

test('an address that is no file is refused', async () => {
  expect(await faultOf('postgres://localhost/x')).toBe('postgres:// is not supported yet: use file:PATH')
  expect(await faultOf('mysql://x')).toBe('DATABASE_URL is "mysql://x": it must be file:PATH')
  expect(await faultOf('file:')).toBe('DATABASE_URL is "file:": it must be file:PATH')
})

test('a file that is no database is named', async () => {
  const path = join(folder, 'notes.txt')
  writeFileSync(path, 'not a database, but a note that is longer than the header of one would be '.repeat(20))
  expect(await faultOf(`file:${path}`)).toBe(`${path}: not an SQLite database`)
})

test('a folder, and a file in the place of a folder, are named', async () => {
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'file'), 'x')
  expect(await faultOf(`file:${join(folder, 'sub')}`)).toBe(`${join(folder, 'sub')}: cannot be opened for writing`)
  expect(await faultOf(`file:${join(folder, 'file', 'db')}`)).toMatch(/file\/db: cannot be opened \(E/)
})

test('a locked file is named', async () => {
  const path = join(folder, 'silkwire.db')
  const other = new BetterSqlite3(path)
  other.exec('begin exclusive')
  expect(await faultOf(`file:${path}`)).toBe(`${path}: locked by another process`)
  other.close()
})

test('a file of a newer Silkwire is left alone', async () => {
  const path = join(folder, 'silkwire.db')
  const database = await openDatabase(`file:${path}`)
  await database.db.insertInto('migrations').values({ name: '999-future', applied_at: 0 }).execute()
  await database.close()
  expect(await faultOf(`file:${path}`)).toBe(`${path}: made by a newer Silkwire (it has the migration 999-future)`)
})

test('what feeds bring waits for no disk, everything else does, however often they take turns', async () => {
  const database = await openDatabase(`file:${join(folder, 'silkwire.db')}`)
  const waits = () => database.sqlite.pragma('synchronous', { simple: true })
  const store = articleStore(database)
  for (let turn = 0; turn < 3; turn++) {
    const within = await store.together(async (open) => {
      await open.saveArticles([keyed(`a${String(turn)}`)])
      return waits()
    })
    expect(within).toBe(1)
    expect(waits()).toBe(2)
  }
  await expect(store.together(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(waits()).toBe(2)
  await database.close()
})
