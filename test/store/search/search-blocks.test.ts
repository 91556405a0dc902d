import fc from 'fast-check'
import { expect, test } from 'vitest'
import { archive as archiveOf } from '../../../src/store/news/archive-store.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { openBlocks, POSTING_SHIFT } from '../../../src/store/search/search-blocks.js'
import { forgetDocument, indexDocument, searchArticles } from '../../../src/store/search/search.js'
import type { SearchDocument } from '../../../src/summaries/terms/search-port.js'
import { archiveForEach, openInMemory } from '../open-in-memory.js'
import { keyed, noon } from '../samples.js'

const store = archiveForEach()

type Words = Partial<Pick<SearchDocument, 'title' | 'body' | 'marks'>>

/** Articles numbered from `first`, in one transaction. */
async function publish(first: number, documents: readonly Words[]): Promise<void> {
  const idOf = (at: number) => `a${first + at}`
  await articleStore(store.database).saveArticles(
    documents.map((_words, at) => keyed(idOf(at), { publishedAt: noon + first + at })),
  )
  await index(first, documents)
}

async function index(first: number, documents: readonly Words[]): Promise<void> {
  await store.database.db.transaction().execute(async (trx) => {
    for (const [at, { title = [], body = [], marks = [] }] of documents.entries()) {
      const document = { articleId: `a${first + at}`, title, body, marks }
      await indexDocument(trx, { number: first + at, publishedAt: noon + first + at, language: 'en', document })
    }
  })
}

const HIGHEST = 1_000_000

function rowsOf(word: string): readonly number[] {
  const lists = openBlocks(store.database.sqlite, HIGHEST).listsOf(word)
  return lists.flatMap(({ from, postings }) => [...postings].map((posting) => from + (posting >> POSTING_SHIFT)))
}

function levelOf(word: string, row: number): number | undefined {
  const lists = openBlocks(store.database.sqlite, HIGHEST).listsOf(word)
  const [found] = lists.flatMap(({ from, postings }) =>
    [...postings].filter((posting) => from + (posting >> POSTING_SHIFT) === row),
  )
  return found === undefined ? undefined : found & (2 ** POSTING_SHIFT - 1)
}

const upTo = () => openBlocks(store.database.sqlite, HIGHEST).upTo

function texts(count: number, wordsAt: (at: number) => readonly string[]): readonly Words[] {
  return Array.from({ length: count }, (_, at) => ({ body: wordsAt(at) }))
}

test('a common word is listed with every article that has it, a rare one is left to the full-text index', async () => {
  await publish(
    1,
    texts(600, (at) => ['all', ...(at % 20 === 0 ? ['some'] : []), ...(at === 7 ? ['rare'] : [])]),
  )
  expect(upTo()).toBe(0)
  await store.archive.tendSearch()
  expect(upTo()).toBe(600)
  expect(rowsOf('all')).toEqual(Array.from({ length: 600 }, (_, at) => at + 1))
  expect(rowsOf('some')).toEqual(Array.from({ length: 30 }, (_, at) => at * 20 + 1))
  expect(rowsOf('rare')).toEqual([])
})

test('a level tells how much a word tells: a title more than a text, twice more than once', async () => {
  const filler = ['a', 'b', 'c', 'd', 'e', 'f']
  const said: readonly Words[] = [
    { title: ['rail', ...filler] },
    { title: filler, body: ['rail', 'rail'] },
    { title: filler, body: ['rail', 'x'] },
  ]
  await publish(1, [...said, ...texts(597, () => ['rail', ...filler, 'x'])])
  await store.archive.tendSearch()
  const [titled = 0, twice = 0, once = 0] = [levelOf('rail', 1), levelOf('rail', 2), levelOf('rail', 3)]
  expect(titled).toBeGreaterThan(twice)
  expect(twice).toBeGreaterThan(once)
})

test('a few new articles wait, more of them join their block, and the next block begins', async () => {
  await publish(
    1,
    texts(600, () => ['all']),
  )
  await store.archive.tendSearch()
  await publish(
    601,
    texts(500, () => ['all']),
  )
  await store.archive.tendSearch()
  expect(upTo()).toBe(600)
  await publish(
    1101,
    texts(3200, () => ['all']),
  )
  await store.archive.tendSearch()
  expect(upTo()).toBe(4300)
  expect(rowsOf('all')).toHaveLength(4300)
  expect(rowsOf('all').at(-1)).toBe(4300)
})

test('what an article says no more, and one that was forgotten, leave the lists', async () => {
  await publish(
    1,
    texts(600, (at) => ['all', ...(at < 8 ? ['tariff'] : [])]),
  )
  await store.archive.tendSearch()
  expect(rowsOf('tariff')).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  await index(
    2,
    texts(1, () => ['all', 'quota']),
  )
  await forgetDocument(store.database.db, 3)
  await store.archive.tendSearch()
  expect(rowsOf('tariff')).toEqual([1, 4, 5, 6, 7, 8])
  expect(rowsOf('all')).toHaveLength(599)
  for (const number of [1, 4, 5, 6, 7, 8]) await forgetDocument(store.database.db, number)
  await store.archive.tendSearch()
  expect(rowsOf('tariff')).toEqual([])
})

test('an article that is read late joins a block that was made without it', async () => {
  const words = texts(600, () => ['all'])
  await articleStore(store.database).saveArticles(words.map((_words, at) => keyed(`a${at + 1}`)))
  await index(2, words.slice(1))
  await store.archive.tendSearch()
  expect(rowsOf('all')).not.toContain(1)
  await index(1, words.slice(0, 1))
  await store.archive.tendSearch()
  expect(rowsOf('all')).toContain(1)
})

test('stopped anywhere it is made the next time, and found is the same before, meanwhile and after', async () => {
  await publish(
    1,
    texts(700, (at) => ['all', `w${at % 11}`, ...(at % 3 === 0 ? ['third'] : [])]),
  )
  const find = async () => {
    const terms = ['all', 'third', 'w5'].map((term) => ({ term, weight: 1 }))
    return (await store.archive.search(terms, { limit: 5 })).map(({ articleId }) => articleId)
  }
  const before = await find()
  for (let left = 0; left < 12; left++) {
    let asked = 0
    await store.archive.tendSearch(() => asked++ >= left)
    expect(await find()).toEqual(before)
  }
  await store.archive.tendSearch()
  expect(upTo()).toBe(700)
  expect(await find()).toEqual(before)
})

test('of common words alone an old article that says them best is found', async () => {
  const said = texts(1500, (at) => (at % 2 === 0 ? ['gas', 'x', 'y'] : ['coal', 'x', 'y']))
  await publish(1, [{ title: ['gas', 'coal'], body: ['x'] }, ...said.slice(1)])
  await store.archive.tendSearch()
  const terms = ['gas', 'coal'].map((term) => ({ term, weight: 1 }))
  const [best] = await searchArticles(store.database, terms, { limit: 1, rowBudget: 10 })
  expect(best?.articleId).toBe('a1')
})

test('every article of a word is in its lists or in a gap between them, whatever the words', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.subarray(['p', 'q', 'r', 's', 't'], { minLength: 1 }), { minLength: 600, maxLength: 700 }),
      fc.nat({ max: 690 }),
      async (bodies, newest) => {
        const fresh = await openInMemory()
        const kept = { ...store }
        Object.assign(store, { database: fresh, archive: archiveOf(fresh) })
        await publish(
          1,
          bodies.map((body) => ({ body })),
        )
        await store.archive.tendSearch()
        const blocks = openBlocks(fresh.sqlite, newest)
        for (const word of ['p', 'q', 'r', 's', 't']) {
          const lists = blocks.listsOf(word)
          const listed = lists.flatMap(({ from, postings }) =>
            [...postings].map((posting) => from + (posting >> POSTING_SHIFT)),
          )
          const gaps = blocks.gapsOf(lists)
          const rows = bodies.flatMap((body, at) => (body.includes(word) && at < newest ? [at + 1] : []))
          for (const row of rows)
            expect(listed.includes(row) || gaps.some(([from, to]) => row >= from && row <= to)).toBe(true)
          expect(listed.every((row) => bodies[row - 1]?.includes(word))).toBe(true)
        }
        await fresh.close()
        Object.assign(store, kept)
      },
    ),
    { numRuns: 4 },
  )
})
