import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RETURN_MS } from '../../src/bots/owner/chat-changes-seen.js'
import { archive } from '../../src/store/news/archive-store.js'
import { articleStore } from '../../src/store/news/article-store-sql.js'
import { chatLife, chatStore } from './stores.js'
import { openDatabase } from '../../src/store/open-database.js'
import { KEPT } from '../../src/newsroom/open-stores.js'
import { sweep } from '../../src/store/retention.js'
import { subscription } from './chat-cases.js'
import { DAY, keyed, noon, reading } from './samples.js'
import type { Database } from '../../src/store/base/database.js'

let folder: string
let database: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'silkwire-retention-'))
  database = await openDatabase(`file:${join(folder, 'silkwire.db')}`)
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const YEAR = { ...KEPT, articleDays: 365, deliveryDays: 60 }
const rowsIn = (table: string): number =>
  database.sqlite.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? -1

test('an old article goes with all that was read in it; a newer and an undated one stay', async () => {
  await articleStore(database).saveArticles([keyed('old'), keyed('new'), keyed('undated')])
  for (const id of ['old', 'new', 'undated'])
    await archive(database).saveReading(reading(id, { document: { body: ['rail'] } }))
  database.sqlite.exec(`update articles set published_at = 0, fetched_at = 0 where id != 'new'`)
  database.sqlite.exec(`update articles set is_undated = 1 where id = 'undated'`)
  const found = await archive(database).search([{ term: 'rail', weight: 1 }], { limit: 5 })
  expect(found).toHaveLength(3)
  const report = await sweep(database, YEAR, { at: noon + DAY })
  expect(report.articles).toBe(1)
  const left = await archive(database).search([{ term: 'rail', weight: 1 }], { limit: 5 })
  expect(left.map(({ articleId }) => articleId).sort()).toEqual(['new', 'undated'])
  expect([rowsIn('articles'), rowsIn('readings'), rowsIn('article_keys') > 0]).toEqual([2, 2, true])
  expect(database.sqlite.pragma('foreign_key_check')).toEqual([])
  expect(await sweep(database, YEAR, { at: noon + DAY })).toMatchObject({ articles: 0 })
})

test('where articles are kept for ever none goes', async () => {
  await articleStore(database).saveArticles([keyed('old')])
  database.sqlite.exec('update articles set published_at = 0, fetched_at = 0')
  expect(await sweep(database, { ...YEAR, articleDays: 36_500 }, { at: noon })).toMatchObject({ articles: 0 })
})

test('a chat that ended is forgotten after thirty days', async () => {
  await chatStore(database).addSubscription(subscription('s'))
  await chatLife(database).end(
    [{ platform: 'telegram', chatId: '-100' }],
    { cause: 'removed', reason: 'x', isWhole: true },
    noon,
  )
  expect(await sweep(database, YEAR, { at: noon + RETURN_MS - 1 })).toMatchObject({ chats: 0 })
  expect(await sweep(database, YEAR, { at: noon + RETURN_MS + 1 })).toMatchObject({ chats: 1 })
  expect(rowsIn('subscriptions')).toBe(0)
})

test('what much was deleted from gives its pages back to the disk, in small pieces, and others get in between', async () => {
  const text = 'news '.repeat(400)
  const articles = Array.from({ length: 4_000 }, (_, index) => keyed(`a${index}`, { text: `${text}${index}` }))
  for (let from = 0; from < articles.length; from += 500)
    await articleStore(database).saveArticles(articles.slice(from, from + 500))
  database.sqlite.exec('update articles set published_at = 0, fetched_at = 0')
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const before = statSync(database.path).size
  let others = 0
  const timer = setInterval(() => (others += 1), 1)
  const report = await sweep(database, YEAR, { at: noon })
  clearInterval(timer)
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  expect(report.articles).toBe(4_000)
  expect(report.pages).toBeGreaterThan(1_000)
  expect(statSync(database.path).size).toBeLessThan(before / 3)
  expect(others).toBeGreaterThan(20)
  expect(database.sqlite.pragma('synchronous', { simple: true })).toBe(2)
})

test('a sweep that is told to stop stops between two pieces', async () => {
  await articleStore(database).saveArticles(Array.from({ length: 100 }, (_, index) => keyed(`a${index}`)))
  database.sqlite.exec('update articles set published_at = 0, fetched_at = 0')
  let asked = 0
  const report = await sweep(database, YEAR, { at: noon, shouldStop: () => (asked += 1) > 1 })
  expect(report.articles).toBeGreaterThan(0)
  expect(rowsIn('articles')).toBeGreaterThan(0)
})
