import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { searchArticles } from '../../../src/store/search/search.js'
import type { SearchDocument, SearchTerm } from '../../../src/summaries/terms/search-port.js'
import { archiveForEach } from '../open-in-memory.js'
import { DAY, keyed, noon, reading } from '../samples.js'

const store = archiveForEach()

type Words = Partial<Omit<SearchDocument, 'articleId'>> & { readonly publishedAt?: number }

async function publish(documents: Readonly<Record<string, Words>>): Promise<void> {
  const rows = Object.entries(documents)
  await articleStore(store.database).saveArticles(
    rows.map(([id, { publishedAt = noon }]) => keyed(id, { publishedAt })),
  )
  for (const [id, { title = [], body = [], marks = [] }] of rows) {
    await store.archive.saveReading(reading(id, { document: { title, body, marks } }))
  }
}

async function find(words: string | readonly SearchTerm[], before?: number): Promise<readonly string[]> {
  const terms = typeof words === 'string' ? words.split(' ').map((term) => ({ term, weight: 1 })) : words
  const hits = await store.archive.search(terms, { limit: 20, ...(before === undefined ? {} : { before }) })
  return hits.map(({ articleId }) => articleId)
}

describe('what is found', () => {
  test('an article is found by a word of its title, body or marks', async () => {
    await publish({ a: { title: ['rail'] }, b: { body: ['rail'] }, c: { marks: ['e_rail'] }, d: { body: ['gas'] } })
    expect(await find('rail')).toEqual(['a', 'b'])
    expect(await find('e_rail')).toEqual(['c'])
    expect(await find('nothing')).toEqual([])
    expect(await find([])).toEqual([])
  })

  test('a word that is only begun finds those that go on from it, and none where it stands whole', async () => {
    await publish({
      a: { title: ['transport'] },
      b: { body: ['transit'] },
      c: { body: ['transportation'] },
      d: { body: ['уранов'] },
    })
    expect(await find('transp')).toEqual(['a'])
    expect(await find('trans')).toEqual(['a', 'b'])
    expect(await find('урано')).toEqual(['d'])
    expect(await find('transport')).toEqual(['a'])
    expect(await find('tran')).toEqual([])
    expect(await find('e_tra')).toEqual([])
    const [hit] = await store.archive.search([{ term: 'nothing', weight: 1 }, { term: 'transp', weight: 1 }], { limit: 1 }) // prettier-ignore
    expect(hit?.places[1]).toBeDefined()
  })

  test('a new reading puts its words in place of the old ones', async () => {
    await publish({ a: { body: ['tariff'] } })
    await store.archive.saveReading(reading('a', { document: { body: ['quota'] } }))
    expect(await find('tariff')).toEqual([])
    expect(await find('quota')).toEqual(['a'])
    expect(await store.archive.documentFrequencies(['tariff', 'quota'])).toEqual({
      total: 1,
      averageWords: 1,
      of: new Map([
        ['tariff', 0],
        ['quota', 1],
      ]),
    })
  })

  test.each([
    "o'zbek",
    "g'az-quvur",
    'e_kz-cn',
    'c_trade_energy',
    '贸易',
    '中亚',
    'қазақстан',
    'ÿurt',
    'тоҷик',
    '𰻞',
    '2025',
    'a"b',
    'x*',
    'ⅷ',
  ])('the word %s is one word to the index', async (word) => {
    await publish({ a: { body: ['before', word, 'after'] }, b: { body: ['other'] } })
    expect(await find(word)).toEqual(['a'])
    expect((await store.archive.documentFrequencies([word])).of.get(word)).toBe(1)
  })

  test('a word is not found by its parts', async () => {
    await publish({ a: { body: ["o'zbek", 'e_kz-cn', '中亚'] } })
    expect(await find("zbek o kz e_kz cn 中 e ' - _")).toEqual([])
  })

  test('later articles are not seen as of an earlier moment', async () => {
    await publish({ old: { body: ['rail'], publishedAt: noon - DAY }, new: { body: ['rail'] } })
    expect(await find('rail', noon - 1)).toEqual(['old'])
    expect(await find('rail', noon)).toEqual(['new', 'old'])
  })
})

describe('the order', () => {
  test('a title counts more than marks, and marks more than the body', async () => {
    const filler = Array.from({ length: 20 }, (_, index) => `w${index}`)
    const others = Object.fromEntries(filler.map((word) => [word, { title: ['x'], body: filler, marks: ['m'] }]))
    await publish({
      ...others,
      body: { title: ['x'], body: [...filler.slice(1), 'rail'], marks: ['m'] },
      marks: { title: ['x'], body: filler, marks: ['rail'] },
      title: { title: ['rail'], body: filler, marks: ['m'] },
    })
    expect(await find('rail')).toEqual(['title', 'marks', 'body'])
  })

  test('the weight of a term decides between equals', async () => {
    const others = Object.fromEntries(['c', 'd', 'e', 'f'].map((id) => [id, { body: ['other'] }]))
    await publish({ a: { body: ['rail'] }, b: { body: ['road'] }, ...others })
    const weigh = (rail: number, road: number) => [
      { term: 'rail', weight: rail },
      { term: 'road', weight: road },
    ]
    expect(await find(weigh(1, 0.5))).toEqual(['a', 'b'])
    expect(await find(weigh(0.5, 1))).toEqual(['b', 'a'])
  })

  test('what ties is newest first, then by id', async () => {
    await publish({
      c: { body: ['rail'] },
      a: { body: ['rail'] },
      z: { body: ['rail'], publishedAt: noon + 1 },
      b: { body: ['rail'], publishedAt: noon - 1 },
    })
    expect(await find('rail')).toEqual(['z', 'a', 'c', 'b'])
    const best = await store.archive.search([{ term: 'rail', weight: 1 }], { limit: 1 })
    expect(best.map(({ articleId }) => articleId)).toEqual(['z'])
  })

  test('the score of a search is the weighted sum of the scores of its terms', async () => {
    await publish({ a: { body: ['rail', 'road'] }, b: { body: ['road'] }, c: { body: ['x'] }, d: { body: ['y'] } })
    const score = async (terms: readonly SearchTerm[]) => (await store.archive.search(terms, { limit: 1 }))[0]?.score
    const [rail, road] = [
      { term: 'rail', weight: 2 },
      { term: 'road', weight: 0.5 },
    ] as const
    const apart =
      ((await score([rail])) ?? 0) +
      ((await store.archive.search([road], { limit: 9 })).find(({ articleId }) => articleId === 'a')?.score ?? 0)
    expect(await score([rail, road])).toBeCloseTo(apart, 9)
  })
})

describe('where common terms are over budget', () => {
  const ids = Array.from({ length: 300 }, (_, index) => `n${String(index).padStart(3, '0')}`)

  async function fill(): Promise<void> {
    const marks = ['e_kz', 'c_trade', 'e_cn']
    const document = (index: number): Words => ({
      publishedAt: noon + index,
      body: index === 7 ? ['rail', 'coal'] : index === 8 ? ['rail', 'steel'] : ['plain'],
      marks: index % 100 === 0 ? ['e_kz', 'c_trade'] : marks.slice(index % 3, (index % 3) + 1),
    })
    await publish(Object.fromEntries(ids.map((id, index) => [id, document(index)])))
  }

  async function findWithin(rowBudget: number, words: string, before?: number): Promise<readonly string[]> {
    const terms = words.split(' ').map((term) => ({ term, weight: 1 }))
    const options = { limit: 3, rowBudget, ...(before === undefined ? {} : { before }) }
    return (await searchArticles(store.database, terms, options)).map(({ articleId }) => articleId)
  }

  test('a rare term brings its articles, old ones too, and common terms raise them', async () => {
    await fill()
    expect((await findWithin(50, 'rail e_cn')).slice(0, 2)).toEqual(['n008', 'n007'])
    expect((await findWithin(50, 'rail c_trade')).slice(0, 2)).toEqual(['n007', 'n008'])
    expect((await findWithin(50, 'rail steel c_trade')).slice(0, 2)).toEqual(['n008', 'n007'])
  })

  test('articles in which two common terms meet are found, and none from after the moment that is asked for', async () => {
    await fill()
    for (const rowBudget of [40, 120]) {
      expect((await findWithin(rowBudget, 'e_kz c_trade')).slice(0, 2)).toEqual(['n200', 'n100'])
      expect((await findWithin(rowBudget, 'e_kz c_trade', noon + 199)).slice(0, 2)).toEqual(['n100', 'n000'])
    }
  })

  test('a common term alone brings the newest articles', async () => {
    await fill()
    expect(await findWithin(40, 'e_cn')).toEqual(['n299', 'n296', 'n293'])
    expect(await findWithin(40, 'e_cn', noon + 100)).toEqual(['n098', 'n095', 'n092'])
  })
})

test('any text is a search term: none is syntax, none throws, and a word of a document finds it', async () => {
  await publish({ z: { body: ['zzz'] } })
  let count = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('"', '""', 'NEAR(', 'a AND', '*', '^', '-', 'title:', '\0', ' '),
        ),
      ),
      async (words) => {
        const id = `p${count++}`
        await publish({ [id]: { body: words } })
        const terms = words.map((term) => ({ term, weight: 1 }))
        const hits = await store.archive.search(terms, { limit: 2_000, before: noon })
        expect(hits.some(({ articleId }) => articleId === id)).toBe(words.some((word) => word !== ''))
        await store.archive.documentFrequencies(words)
      },
    ),
    { numRuns: 200 },
  )
})
