import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Chat } from '../../src/bots/contract/request.js'
import { chatLife, chatStore, deliveryStore, memoStore } from './stores.js'
import { openDatabase } from '../../src/store/open-database.js'
import { persons } from '../../src/store/chats/person-store.js'
import { enqueued, part, subscription } from './chat-cases.js'
import { noon } from './samples.js'
import type { Database } from '../../src/store/base/database.js'
import { traits } from '../bots/stand-ins/stand-ins.js'

// Long and nowhere else: found in any byte of the files, or not at all.
const PERSON = '770077007700111'
const CHAT_ID = '-100880088008800222'
const WORD = 'canaryword990099'
const chat: Chat = { platform: 'telegram', chatId: CHAT_ID }
const own: Chat = { platform: 'telegram', chatId: PERSON }

let folder: string
let database: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'silkwire-privacy-'))
  database = await openDatabase(`file:${join(folder, 'silkwire.db')}`)
  for (const [id, place] of [
    ['s', chat],
    ['own', own],
  ] as const) {
    const filter = { keywords: WORD }
    await chatStore(database).addSubscription(subscription(id, { chat: place, createdBy: PERSON, filter }))
    await chatStore(database).saveSettings(place, { language: 'kk', hiddenSections: [WORD] })
    await memoStore(database).keep(place, { asked: WORD }, noon)
  }
  await deliveryStore(database).enqueue([enqueued([part('open', { chat })])], noon)
  // More rows, so that what is deleted leaves pages and halves of pages behind.
  for (let each = 0; each < 200; each += 1)
    await memoStore(database).keep({ platform: 'telegram', chatId: `-${each}` }, { filler: 'x'.repeat(200) }, noon)
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** How often a word stands in the database and in what SQLite keeps beside it. */
function found(word: string): number {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString('latin1').split(word).length - 1)
    .reduce((sum, each) => sum + each, 0)
}

test('before, everything is there', () => {
  for (const word of [PERSON, CHAT_ID, WORD]) expect(found(word)).toBeGreaterThan(0)
})

test('what a chat forgets is in no byte of the files', async () => {
  await chatStore(database).forget(chat)
  expect(found(CHAT_ID)).toBe(0)
  await chatStore(database).forget(own)
  expect([found(WORD), found(PERSON)]).toEqual([0, 0])
})

test('what a person forgets is in no byte of the files, and the subscription that others read stays', async () => {
  await persons(database, traits).forget('telegram', PERSON)
  expect(found(PERSON)).toBe(0)
  expect(await chatStore(database).subscriptions(chat)).toHaveLength(1)
  expect(await chatStore(database).subscriptions(own)).toEqual([])
})

test('a bot that is put out forgets persons at once and keeps the settings for its return', async () => {
  const kicked = { cause: 'removed', reason: 'kicked', isWhole: true } as const
  await chatStore(database).forget(own)
  await chatLife(database).end([chat], kicked, noon)
  expect(found(PERSON)).toBe(0)
  expect(await chatLife(database).revive([chat], true, noon)).toBe(1)
  await chatLife(database).end([chat], kicked, noon)
  await chatLife(database).purge(noon + 1, 10)
  expect([found(CHAT_ID), found(WORD)]).toEqual([0, 0])
})

test('a log that another process reads is emptied as soon as that one is done', async () => {
  const other = new BetterSqlite3(join(folder, 'silkwire.db'))
  other.exec('begin; select count(*) from memos')
  const startedAt = performance.now()
  await chatStore(database).forget(chat)
  // The reader is not waited for in place.
  expect(performance.now() - startedAt).toBeLessThan(1_000)
  expect(found(CHAT_ID)).toBeGreaterThan(0)
  other.exec('commit')
  other.close()
  await expect.poll(() => found(CHAT_ID), { timeout: 5_000 }).toBe(0)
})

test('what is kept about a person is given whole: own chats, what was made elsewhere, and nothing of others', async () => {
  await chatStore(database).addSubscription(subscription('other', { createdBy: '5' }))
  const report = await persons(database, traits).export('telegram', PERSON)
  expect(report).toMatchObject({ platform: 'telegram', userId: PERSON, chats: [own] })
  expect(report.settings).toHaveLength(1)
  expect(report.memos).toHaveLength(1)
  expect((report.subscriptions as { id: string }[]).map(({ id }) => id).sort()).toEqual(['own', 's'])
  await persons(database, traits).forget('telegram', PERSON)
  const after = await persons(database, traits).export('telegram', PERSON)
  expect([after.settings, after.subscriptions, after.memos, after.deliveries]).toEqual([[], [], [], []])
})

test('a direct channel on Discord is known to be a person’s where something is kept about it', async () => {
  const direct: Chat = { platform: 'discord', chatId: '990' }
  await persons(database, traits).noteDirect(direct, '77')
  expect((await persons(database, traits).export('discord', '77')).chats).toEqual([])
  await chatStore(database).saveSettings(direct, { language: 'ru' })
  await persons(database, traits).noteDirect(direct, '77')
  expect(await persons(database, traits).export('discord', '77')).toMatchObject({ chats: [direct], settings: [{ language: 'ru' }] }) // prettier-ignore
  await persons(database, traits).forget('discord', '77')
  expect(await chatStore(database).settings(direct)).toEqual({})
})
