import { afterEach, beforeEach, expect, test } from 'vitest'
import { archive } from '../../../src/store/news/archive-store.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { embeddingStore } from '../../../src/store/news/embedding-store.js'
import { KEPT } from '../../../src/newsroom/open-stores.js'
import { sweep } from '../../../src/store/retention.js'
import { openInMemory } from '../open-in-memory.js'
import { DAY, keyed, noon, reading } from '../samples.js'
import type { Database } from '../../../src/store/base/database.js'

let database: Database
beforeEach(async () => (database = await openInMemory()))
afterEach(() => database.close())

const directions: Readonly<Record<string, readonly number[]>> = {
  rail: [127, 10, 0, 0, 0, 0, 0, 0],
  road: [100, 80, 0, 0, 0, 0, 0, 0],
  gas: [0, -127, 3, 0, 0, 0, 0, 0],
}
const numbersOf = (id: string) => Int8Array.from(directions[id] ?? [])
const embedded = (ids: readonly string[]) => ids.map((articleId) => ({ articleId, revision: 1, numbers: numbersOf(articleId) })) // prettier-ignore
const asked = { model: 'm', numbers: Int8Array.of(127, 0, 0, 0, 0, 0, 0, 0) }

async function keep(ids: readonly string[]): Promise<void> {
  await articleStore(database).saveArticles(ids.map((id, at) => keyed(id, { publishedAt: noon + at * DAY })))
  for (const id of ids) await archive(database).saveReading(reading(id))
}

test('articles that were read are to be embedded, newest first; each once a model and revision', async () => {
  const store = embeddingStore(database)
  await keep(['rail', 'road'])
  await articleStore(database).saveArticles([keyed('unread')])
  const ids = async (model: string) => (await store.unembedded(model, 10)).map(({ articleId }) => articleId)
  expect(await store.unembedded('m', 1)).toEqual([{ articleId: 'road', revision: 1, text: 'Title of road\nText of road.' }]) // prettier-ignore
  expect(await store.saveEmbeddings('m', embedded(['rail']))).toBe(true)
  expect([await ids('m'), await ids('another')]).toEqual([['road'], ['road', 'rail']])
  database.sqlite.exec(`update articles set revision = 2, read_revision = 2 where id = 'rail'`)
  expect(await ids('m')).toEqual(['road', 'rail'])
})

test('the nearest come first, and what is kept later is seen at the next question', async () => {
  const [store, held] = [embeddingStore(database), archive(database)]
  await keep(['rail', 'gas', 'road'])
  expect(await held.nearest(asked, { limit: 3 })).toEqual([])
  await store.saveEmbeddings('m', embedded(['gas', 'rail']))
  expect(await held.nearest(asked, { limit: 3 })).toEqual(['rail', 'gas'])
  await store.saveEmbeddings('m', embedded(['road']))
  expect(await held.nearest(asked, { limit: 2 })).toEqual(['rail', 'road'])
  expect(await held.nearest(asked, { limit: 2, before: noon })).toEqual(['rail'])
})

test('another model, and another length, finds nothing of the first', async () => {
  const [store, held] = [embeddingStore(database), archive(database)]
  await keep(['rail', 'road'])
  await store.saveEmbeddings('m', embedded(['rail']))
  expect(await held.nearest({ ...asked, model: 'other' }, { limit: 3 })).toEqual([])
  expect(await held.nearest({ ...asked, numbers: new Int8Array(16).fill(1) }, { limit: 3 })).toEqual([])
  const longer = [{ articleId: 'road', revision: 1, numbers: new Int8Array(16).fill(1) }]
  expect(await store.saveEmbeddings('m', longer)).toBe(false)
  expect(await store.saveEmbeddings('other', longer)).toBe(true)
  expect(await held.nearest(asked, { limit: 3 })).toEqual(['rail'])
})

test('a text that is not taken is not asked for again and is never near', async () => {
  const store = embeddingStore(database)
  await keep(['rail', 'road'])
  await store.saveEmbeddings('m', [{ articleId: 'rail', revision: 1, numbers: new Int8Array() }])
  expect((await store.unembedded('m', 9)).map(({ articleId }) => articleId)).toEqual(['road'])
  await store.saveEmbeddings('m', embedded(['road']))
  expect(await archive(database).nearest(asked, { limit: 3 })).toEqual(['road'])
})

test('an embedding goes with its article', async () => {
  await keep(['rail', 'road'])
  await embeddingStore(database).saveEmbeddings('m', embedded(['rail', 'road']))
  const held = archive(database)
  expect(await held.nearest(asked, { limit: 3 })).toHaveLength(2)
  database.sqlite.exec(`update articles set published_at = 0, fetched_at = 0 where id = 'rail'`)
  await sweep(database, { ...KEPT, articleDays: 365, deliveryDays: 60 }, { at: noon + DAY })
  expect(database.sqlite.prepare('select count(*) from embeddings').pluck().get()).toBe(1)
  expect(await held.nearest(asked, { limit: 3 })).toEqual(['road'])
})
