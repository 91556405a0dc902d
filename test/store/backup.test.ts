import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { archive } from '../../src/store/news/archive-store.js'
import { articleStore } from '../../src/store/news/article-store-sql.js'
import { backup, moveAway, restore } from '../../src/store/backup.js'
import { chatStore, deliveryStore } from './stores.js'
import { holdDeliveryLock } from '../../src/store/lock.js'
import { openDatabase } from '../../src/store/open-database.js'
import { enqueued, part, subscription } from './chat-cases.js'
import { keyed, noon, reading } from './samples.js'
import type { Database } from '../../src/store/base/database.js'

let folder: string
let path: string
let copy: string
let database: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'silkwire-backup-'))
  path = join(folder, 'silkwire.db')
  copy = join(folder, 'copies', 'monday.db')
  database = await openDatabase(`file:${path}`)
  await articleStore(database).saveArticles([keyed('a'), keyed('b')])
  await archive(database).saveReading(reading('a', { document: { body: ['rail'] } }))
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

async function restored(): Promise<Database> {
  await database.close()
  expect(await restore(copy, path)).toBe(`${path}.before-restore`)
  database = await openDatabase(`file:${path}`)
  return database
}

test('a backup brings back what was there, search too, and the replaced file is kept', async () => {
  await backup(database, copy)
  await articleStore(database).saveArticles([keyed('later')])
  const back = archive(await restored())
  expect((await back.articles(['a', 'b', 'later'])).map(({ id }) => id)).toEqual(['a', 'b'])
  expect(await back.search([{ term: 'rail', weight: 1 }], { limit: 5 })).toMatchObject([{ articleId: 'a' }])
  const kept = await openDatabase(`file:${path}.before-restore`)
  expect(await archive(kept).articles(['later'])).toHaveLength(1)
  await kept.close()
  expect(readdirSync(join(folder, 'copies'))).toEqual(['monday.db'])
  expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([])
})

test('a backup replaces an older one, and never the database itself', async () => {
  await backup(database, copy)
  await articleStore(database).saveArticles([keyed('later')])
  await backup(database, copy)
  expect((await archive(await restored()).extent()).articles).toBe(3)
  await expect(backup(database, path)).rejects.toThrow(`${path}: is the database itself`)
  writeFileSync(join(folder, 'file'), '')
  await expect(backup(database, join(folder, 'file', 'x.db'))).rejects.toThrow('x.db: cannot be written')
})

test('a backup is restored where no database was', async () => {
  await backup(database, copy)
  const fresh = join(folder, 'fresh', 'silkwire.db')
  expect(await restore(copy, fresh)).toBeUndefined()
  const opened = await openDatabase(`file:${fresh}`)
  expect((await archive(opened).extent()).articles).toBe(2)
  await opened.close()
})

test('a backup is restored over a damaged database, which is kept as it was', async () => {
  await backup(database, copy)
  await database.close()
  writeFileSync(path, 'damaged')
  await restored()
  expect((await archive(database).extent()).articles).toBe(2)
  expect(readFileSync(`${path}.before-restore`, 'utf8')).toBe('damaged')
})

test('what is no whole database of Silkwire is refused by name, and nothing changes', async () => {
  const missing = join(folder, 'missing.db')
  await expect(restore(missing, path)).rejects.toThrow(`${missing}: there is no such file`)

  const text = join(folder, 'note.txt')
  writeFileSync(text, 'a note '.repeat(1_000))
  await expect(restore(text, path)).rejects.toThrow(`${text}: cannot be read as a database (file is not a database)`)

  const foreign = join(folder, 'foreign.db')
  new BetterSqlite3(foreign).exec('create table t (x)').close()
  await expect(restore(foreign, path)).rejects.toThrow(`${foreign}: not a database of Silkwire`)

  await backup(database, copy)
  truncateSync(copy, 40_960)
  await expect(restore(copy, path)).rejects.toThrow(copy)
  expect((await archive(database).extent()).articles).toBe(2)
  expect(existsSync(`${path}.before-restore`)).toBe(false)
})

test('nothing is restored while a process delivers, or has the database open', async () => {
  await backup(database, copy)
  const lock = holdDeliveryLock(path)
  await expect(restore(copy, path)).rejects.toThrow(`${path}: another process delivers from it`)
  lock.release()
  await expect(restore(copy, path)).rejects.toThrow(`${path}: in use by another process`)
})

test('what was delivered since the backup is not delivered again', async () => {
  await chatStore(database).addSubscription(subscription('s'))
  await backup(database, copy)
  const outbox = deliveryStore(database)
  await outbox.enqueue([enqueued([part('sent'), part('open')])], noon)
  await outbox.begin(['sent'], noon)
  await outbox.finish([{ id: 'sent', state: 'sent', messageId: '1' }], noon)
  const back = deliveryStore(await restored())
  expect(await back.dueSubscriptions(noon, { limit: 9 })).toEqual([])
  expect(await back.begin(['open'], noon)).toEqual([{ id: 'open', payload: { text: 'open' } }])
  await back.finish([{ id: 'open', state: 'queued' }], noon)
  expect((await back.open({ limit: 9 })).map(({ id }) => id)).toEqual(['open'])
})

test('open deliveries of a backup are not sent when nobody can tell whether they were', async () => {
  await chatStore(database).addSubscription(subscription('s'))
  await deliveryStore(database).enqueue([enqueued([part('open')])], noon)
  await backup(database, copy)
  await database.close()
  writeFileSync(path, 'damaged')
  expect(await deliveryStore(await restored()).open({ limit: 9 })).toEqual([])
})

test('what waits in a moved archive is sent by the machine that takes it up, once, and by the old one no more', async () => {
  await chatStore(database).addSubscription(subscription('s'))
  await deliveryStore(database).enqueue([enqueued([part('open')])], noon)
  await expect(moveAway(path, copy)).rejects.toThrow(`${path}: in use by another process`)
  await database.close()
  expect(await moveAway(path, copy)).toBe(`${path}.moved`)
  expect(existsSync(path)).toBe(false)
  expect(readdirSync(join(folder, 'copies'))).toEqual(['monday.db'])
  const there = join(folder, 'there.db')
  expect(await restore(copy, there)).toBeUndefined()
  database = await openDatabase(`file:${there}`)
  expect((await archive(database).extent()).articles).toBe(2)
  expect((await deliveryStore(database).open({ limit: 9 })).map(({ id }) => id)).toEqual(['open'])
  // A copy of the copy is a backup like any other.
  await backup(database, join(folder, 'again.db'))
  await restore(join(folder, 'again.db'), join(folder, 'third.db'))
  const third = await openDatabase(`file:${join(folder, 'third.db')}`)
  expect(await deliveryStore(third).open({ limit: 9 })).toEqual([])
  await third.close()
})

test('a move is refused while the bot runs, and overwrites nothing', async () => {
  await database.close()
  const lock = holdDeliveryLock(path)
  await expect(moveAway(path, copy)).rejects.toThrow(`${path}: another process delivers from it`)
  lock.release()
  writeFileSync(join(folder, 'there.db'), '')
  await expect(moveAway(path, join(folder, 'there.db'))).rejects.toThrow('is there already')
  expect(existsSync(path)).toBe(true)
})
