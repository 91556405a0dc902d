import { expect, test } from 'vitest'
import { importArticles, parseArticleRow, RowError } from '../../../src/feeds/pages/article-rows.js'
import type { Outlet } from '../../../src/regions/region.js'
import { memoryStore } from '../stand-ins.js'

const seenAt = Date.parse('2025-06-17T08:00:00Z')
const outlets: Outlet[] = [{ id: 'steppe', name: 'Steppe Herald', domains: ['steppe.example'], voice: 'independent' }]
const deps = {
  outlets,
  seenAt,
  detectLanguage: (_: string, prior?: string) => (prior === 'ru' ? ('ru' as const) : ('en' as const)),
}
const read = (row: unknown) => parseArticleRow(JSON.stringify(row), deps)

test('a row keeps its id and its words as they are', () => {
  const row = {
    id: 'r-1',
    title: ' A  title',
    body: 'One.\n\nTwo  <3.',
    url: 'https://en.steppe.example/1',
    lang: 'ru',
    date: '2025-06-01',
    x: 1,
  }
  expect(read({ ...row, comments: ['Good', { name: 'Ann', text: 'Bad' }, ''] }).article).toEqual({
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
test('null, "" and absent are the same, and an unreadable date is absent', () => {
  const bare = read({ id: 'r', title: 'A' })
  expect(read({ id: 'r', title: 'A', body: null, url: '', source: null, lang: '', date: 'soon' })).toEqual(bare)
  expect(bare.article).toMatchObject({ publishedAt: seenAt, url: '', text: '', outletId: 'unknown' })
})
test('the outlet is found by domain or name, else made of the source or the domain', () => {
  const outletOf = (row: object) => {
    const { article, unknownOutlet } = read({ title: 'A', ...row })
    return [article.outletId, unknownOutlet?.name]
  }
  expect(outletOf({ source: 'steppe herald' })).toEqual(['steppe', undefined])
  expect(outletOf({ source: 'www.steppe.example' })).toEqual(['steppe', undefined])
  expect(outletOf({ source: 'CCTV 新闻' })).toEqual(['cctv-新闻', 'CCTV 新闻'])
  expect(outletOf({ url: 'https://www.other.example/1' })).toEqual(['other-example', 'other.example'])
})
test.each([
  ['{', /^is no JSON: /],
  ['[]', /^is no JSON object$/],
  ['{"id":"a","title":"","body":" "}', /^has neither title nor body$/],
  ['{"title":5}', /^title is 5, not a text$/],
  ['{"id":{},"title":"A"}', /^id is \{\}, not a text$/],
])('%s is refused in words', (line, message) => {
  expect(() => parseArticleRow(line, deps)).toThrow(RowError)
  expect(() => parseArticleRow(line, deps)).toThrow(message)
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
