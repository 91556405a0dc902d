import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { archive } from '../../src/store/news/archive-store.js'
import { chatStore } from './stores.js'
import { MIGRATIONS } from '../../src/store/migrations.js'
import { openDatabase } from '../../src/store/open-database.js'
import type { Schema } from '../../src/store/base/schema.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'silkwire-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A database as an older Silkwire left it: all migrations before `name`, then these statements. */
async function oldDatabase(name: string, statements: readonly string[]): Promise<string> {
  const path = join(folder, 'silkwire.db')
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: new BetterSqlite3(path) }) })
  await db.executeQuery(
    CompiledQuery.raw('create table migrations (name text primary key, applied_at bigint not null)'),
  )
  for (const migration of MIGRATIONS.slice(
    0,
    MIGRATIONS.findIndex((one) => one.name === name),
  )) {
    await migration.up(db)
    await db.insertInto('migrations').values({ name: migration.name, applied_at: 0 }).execute()
  }
  for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement))
  await db.destroy()
  return `file:${path}`
}

test('a subscription by section and hour keeps its section, hour, zone and what waits for it', async () => {
  const url = await oldDatabase('011-subscriptions', [
    `insert into subscriptions values ('s', 'telegram', '-100', '', 'lead-event', 8, 'Asia/Almaty', 'kk', 5, 'active', 9)`,
    `insert into subscriptions values ('t', 'telegram', '-100', '', null, 0, 'UTC', 'ru', 6, 'gone', 9)`,
    `insert into deliveries values ('d', 's', 'telegram', '-100', '', 9, 1, 1, '{}', 'n', 'queued', 0, null, null, 9, 9)`,
    `insert into chat_settings values ('telegram', '-100', '', 'kk')`,
  ])
  const database = await openDatabase(url)
  const chat = { platform: 'telegram', chatId: '-100' } as const
  expect(await chatStore(database).subscriptions(chat)).toEqual([
    {
      ...{ id: 's', chat, status: 'active', language: 'kk', length: 'normal', createdAt: 5, nextDueAt: 9 },
      filter: { sectionIds: ['lead-event'] },
      schedule: { kind: 'times', minutes: [480], timezone: 'Asia/Almaty' },
    },
    {
      ...{ id: 't', chat, status: 'gone', language: 'ru', length: 'normal', createdAt: 6, nextDueAt: 9 },
      filter: {},
      schedule: { kind: 'times', minutes: [0], timezone: 'UTC' },
    },
  ])
  expect(await chatStore(database).settings(chat)).toEqual({ language: 'kk' })
  expect(await database.db.selectFrom('deliveries').select('id').execute()).toEqual([{ id: 'd' }])
  await database.close()
})

test('findings of an older database are weighed by their readings', async () => {
  const reading = JSON.stringify({
    findings: [
      { score: 2.5, figures: [{ change: { kind: 'disputed' } }], stances: [] },
      { score: 1.5, figures: [], stances: [{ change: { kind: 'changed' } }] },
      { score: 1.6, figures: [{ change: { kind: 'new' } }], stances: [] },
      { score: 1.7, figures: [], stances: [] },
    ],
  })
  const article = `'a', 'feed', 'vremya', '', '', '', 'ru', null, 9, null, 9, 1, '[]', '', 1, 0`
  const url = await oldDatabase('016-news', [
    `insert into articles (id, feed_id, outlet_id, url, title, text, language, author, published_at, updated_at, fetched_at, revision, comments, content_hash, read_revision, is_undated) values (${article})`,
    `insert into readings values ('a', 1, '${reading}')`,
    ...[0, 1, 2, 3].map((position) => `insert into findings values ('a', ${position}, 'lead-event', 9)`),
  ])
  const database = await openDatabase(url)
  const rows = await database.db.selectFrom('findings').select(['outlet_id', 'score', 'change']).execute()
  expect(rows).toEqual([
    { outlet_id: 'vremya', score: 2.5, change: 'figure-changed' },
    { outlet_id: 'vremya', score: 1.5, change: 'side-changed' },
    { outlet_id: 'vremya', score: 1.6, change: 'figure' },
    { outlet_id: 'vremya', score: 1.7, change: null },
  ])
  await database.close()
})

test('what one person subscribed is found without reading what others did', async () => {
  const url = await oldDatabase('026-subscribers', [
    `insert into subscriptions (id, platform, chat_id, thread_id, language, created_at, status, next_due_at, created_by)
     values ('s', 'telegram', '-100', '', 'kk', 5, 'active', 9, '42')`,
  ])
  const database = await openDatabase(url)
  expect((await chatStore(database).subscriptionsBy('telegram', '42')).map(({ id }) => id)).toEqual(['s'])
  const query = database.db
    .selectFrom('subscriptions')
    .selectAll()
    .where('platform', '=', 'telegram')
    .where('created_by', '=', '42')
  const plan = database.sqlite.prepare(`explain query plan ${query.compile().sql}`).all('telegram', '42')
  expect(JSON.stringify(plan)).toMatch(/SEARCH subscriptions USING INDEX \w*created_by/)
  await database.close()
})

test('articles that are only to be read again wait behind those that nobody has read, the newest of them first', async () => {
  const article = (id: string, publishedAt: number, readRevision: number) =>
    `insert into articles (id, feed_id, outlet_id, url, title, text, language, published_at, fetched_at, revision, comments, content_hash, read_revision) values ('${id}', 'f', 'o', 'u', 't', 'x', 'en', ${publishedAt}, 1, 1, '[]', 'h', ${readRevision})`
  const url = await oldDatabase('027-reading-again', [
    ...[
      article('old', 1, 0),
      article('older', 0, 0),
      article('read', 2, 1),
      article('new', 3, 0),
      article('newer', 4, 0),
    ],
    ...['old', 'older', 'read'].map((id) => `insert into readings values ('${id}', 1, '{}')`),
  ])
  const database = await openDatabase(url)
  const kept = archive(database)
  // What was read is read once more by a later migration, for its weight.
  expect(await kept.unreadIds(9)).toEqual(['new', 'newer', 'read', 'old', 'older'])
  expect(await kept.unreadIds(3)).toEqual(['new', 'newer', 'read'])
  await database.close()
})
