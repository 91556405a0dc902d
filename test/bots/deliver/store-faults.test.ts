import { mkdtempSync, openSync, rmSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openDeliveries } from '../../../src/bots/deliver/deliver-due.js'
import type { Chat } from '../../../src/bots/contract/request.js'
import { chatStore, deliveryStore } from '../../store/stores.js'
import { openDatabase } from '../../../src/store/open-database.js'
import { handClock } from '../stand-ins/hand-clock.js'
import { arrives, desk, dueAt, platform, subscription } from '../stand-ins/desk.js'
import { newsroom, region } from '../stand-ins/stand-ins.js'

const chat: Chat = { platform: 'telegram', chatId: 'chat-s1' }
const MINUTE = 60_000

test('on a full disk nothing is sent that is not written, what was acknowledged stays, and with room it goes out once', async () => {
  const { stand, sent } = platform('telegram', arrives, { render: () => [{ text: 'x'.repeat(20_000) }] })
  const made = await desk([subscription('s1'), subscription('s2')], [stand])
  const { chats, database, round, rows } = made
  await chats.saveSettings(chat, { language: 'kk' })
  const pages = database.sqlite.pragma('page_count', { simple: true }) as number
  database.sqlite.pragma(`max_page_count = ${pages}`)
  const report = await round()
  expect(report.failed.join()).toMatch(/full/)
  expect(sent).toEqual([])
  await expect(chats.saveSettings(chat, { language: 'ru', hiddenSections: ['y'.repeat(50_000)] })).rejects.toThrow(
    'full',
  )
  expect(await chats.settings(chat)).toEqual({ language: 'kk' })
  expect(await chats.subscriptions(chat)).toHaveLength(1)
  database.sqlite.pragma('max_page_count = 1000000')
  await round(MINUTE)
  expect(sent.map(({ chatId }) => chatId).sort()).toEqual(['chat-s1', 'chat-s2'])
  expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'sent'])
})

test('on a disk that turns read-only nothing is sent, and once it can be written again it goes out once', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { database, round, chats } = await desk([subscription('s1')], [stand])
  database.sqlite.pragma('query_only = ON')
  expect((await round()).failed.join()).toMatch(/readonly/)
  await expect(chats.saveSettings(chat, { language: 'ru' })).rejects.toThrow('readonly')
  expect(sent).toEqual([])
  database.sqlite.pragma('query_only = OFF')
  await round(MINUTE)
  await round(MINUTE)
  expect(sent).toHaveLength(1)
})

test('a disk that fills while messages are on their way makes none of them twice', async () => {
  const { stand, sent } = platform('telegram', async () => {
    made.database.sqlite.pragma('query_only = ON')
    return arrives()
  })
  const made = await desk([subscription('s1')], [stand])
  const { round, clock, database, rows } = made
  const ended = round(10_000)
  await clock.pass(10_000)
  expect(sent).toHaveLength(1)
  database.sqlite.pragma('query_only = OFF')
  await clock.pass(10_000)
  await ended
  expect(sent).toHaveLength(1)
  expect(await rows()).toMatchObject([{ state: 'sent', messageId: 'm1' }])
})

test('a database whose outbox is damaged refuses the start, and nothing is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'silkwire-damaged-'))
  const path = join(folder, 'silkwire.db')
  const database = await openDatabase(`file:${path}`)
  await chatStore(database).addSubscription(subscription('s1'))
  await database.close()
  damage(path, 'deliveries')
  const damaged = await openDatabase(`file:${path}`)
  const { stand, sent } = platform('telegram', arrives)
  const clock = handClock(dueAt + MINUTE)
  const platforms = new Map([['telegram', stand] as const])
  const store = deliveryStore(damaged)
  const deliveries = openDeliveries({ deliveries: store, newsroom: newsroom(), region, platforms, clock })
  await expect(deliveries.start()).rejects.toThrow('malformed')
  await expect(deliveries.deliver()).rejects.toThrow('malformed')
  expect(sent).toEqual([])
  await damaged.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Overwrites the first page of a table and of its indices. */
function damage(path: string, table: string): void {
  const file = new BetterSqlite3(path)
  const size = file.pragma('page_size', { simple: true }) as number
  const roots = file
    .prepare<[string], number>('select rootpage from sqlite_master where tbl_name = ?')
    .pluck()
    .all(table)
  file.close()
  const handle = openSync(path, 'r+')
  for (const root of roots) writeSync(handle, Buffer.alloc(size, 0xa5), 0, size, (root - 1) * size)
  closeSync(handle)
}
