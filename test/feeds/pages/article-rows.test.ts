import { expect, test } from 'vitest'
import { importArticles } from '../../../src/feeds/pages/article-rows.js'
import type { Outlet } from '../../../src/regions/region.js'
import { memoryStore } from '../stand-ins.js'

const seenAt = Date.parse('2025-06-17T08:00:00Z')
const outlets: Outlet[] = [{ id: 'steppe', name: 'Steppe Herald', domains: ['steppe.example'], voice: 'independent' }]
const deps = {
  outlets,
  now: () => seenAt,
  detectLanguage: (_: string, prior?: string) => (prior === 'ru' ? ('ru' as const) : ('en' as const)),
}
async function read(row: unknown) {
  const store = memoryStore()
  const unknown: { readonly id: string; readonly name: string }[] = []
  const saveOutlet = async (outlet: (typeof unknown)[number]) => void unknown.push(outlet)
  await importArticles([JSON.stringify(row)], { ...deps, store: { ...store, saveOutlet } })
  return { article: [...store.articles.values()][0]?.article, unknownOutlet: unknown[0] }
}

test('a row keeps its id and its words as they are', async () => {
  const row = {
    id: 'r-1',
    title: ' A  title',
    body: 'One.\n\nTwo  <3.',
    url: 'https://en.steppe.example/1',
    lang: 'ru',
    date: '2025-06-01',
    x: 1,
  }
  const { article } = await read({ ...row, comments: ['Good', { name: 'Ann', text: 'Bad' }, ''] })
  expect(article).toEqual({
    id: 'r-1',
    feedId: 'import',
    outletId: 'steppe',
    url: 'https://en.steppe.example/1',
    title: ' A  title',
    text: 'One.\n\nTwo  <3.',
    language: 'ru',
    publishedAt: Date.parse('2025-06-01T00:00:00Z'),
    fetchedAt: seenAt,
    revision: 1,
    comments: ['Good', 'Bad'],
  })
})
test('null, "" and absent are the same, and an unreadable date is absent', async () => {
  const bare = await read({ id: 'r', title: 'A' })
  expect(await read({ id: 'r', title: 'A', body: null, url: '', source: null, lang: '', date: 'soon' })).toEqual(bare)
  expect(bare.article).toMatchObject({ publishedAt: seenAt, url: '', text: '', outletId: 'unknown' })
})
test('the outlet is found by domain or name, else made of the source or the domain', async () => {
  const outletOf = async (row: object) => {
    const { article, unknownOutlet } = await read({ title: 'A', ...row })
    return [article?.outletId, unknownOutlet?.name]
  }
  expect(await outletOf({ source: 'steppe herald' })).toEqual(['steppe', undefined])
  expect(await outletOf({ source: 'www.steppe.example' })).toEqual(['steppe', undefined])
  expect(await outletOf({ source: 'CCTV 新闻' })).toEqual(['cctv-新闻', 'CCTV 新闻'])
  expect(await outletOf({ url: 'https://www.other.example/1' })).toEqual(['other-example', 'other.example'])
})
test.each([
  ['{', /^is no JSON: /],
  ['[]', /^is no JSON object$/],
  ['{"id":"a","title":"","body":" "}', /^has neither title nor body$/],
  ['{"title":5}', /^title is 5, not a text$/],
  ['{"id":{},"title":"A"}', /^id is \{\}, not a text$/],
])('%s is refused in words', async (line, message) => {
  const { failed } = await importArticles([line], { ...deps, store: memoryStore() })
  expect(failed).toEqual([{ line: 1, error: expect.stringMatching(message) as string }])
})

test('an import says what is new, changed, known and unreadable', async () => {
  const store = memoryStore()
  const outletsSaved: string[] = []
  const room = {
    store: { ...store, saveOutlet: async ({ id }: { id: string }) => void outletsSaved.push(id) },
    outlets,
    detectLanguage: deps.detectLanguage,
    now: () => seenAt,
  }
  const row = (id: string, body: string, source = 'Herald') =>
    JSON.stringify({ id, body, source, url: 'https://a.example/same' })
  const lines = [row('1', 'First text'), row('2', 'Second text'), 'broken', '']
  expect(await importArticles(lines, room)).toMatchObject({ new: 2, updated: 0, known: 0, failed: [{ line: 3 }] })
  expect(await importArticles([row('1', 'First text'), row('2', 'Second text, mended')], room)).toEqual({
    new: 0,
    updated: 1,
    known: 1,
    failed: [],
  })
  expect([...store.articles.values()].map(({ article }) => [article.id, article.revision])).toEqual([
    ['1', 1],
    ['2', 2],
  ])
  expect(outletsSaved).toEqual(['herald', 'herald'])
})
