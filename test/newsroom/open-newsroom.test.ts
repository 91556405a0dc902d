import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importArticles } from '../../src/feeds/pages/article-rows.js'
import { KNOWN_TRAITS } from '../../src/app/known-platforms.js'
import { openNewsroom, type OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { loadRegion } from '../../src/regions/load-region.js'
import { detectLanguage } from '../../src/text/language/language.js'
import type { Answer } from '../../src/summaries/terms/shapes.js'

// The newsroom over a database in memory, with articles written for this test.

const NOW = Date.parse('2025-07-01T12:00:00Z')
const region = loadRegion('regions/central-asia')
let rooms: OpenNewsroom

const rows = [
  {
    id: 'kz-2024', source: 'The Astana Times', url: 'https://astanatimes.com/a', date: '2025-06-30T06:00:00Z', lang: 'en',
    title: 'Kazakhstan and China count their trade',
    body: 'Trade between Kazakhstan and China reached $43.8 billion in 2024, customs officials said. Both sides plan new border terminals.',
  },
  {
    id: 'kz-2024-ru', source: 'Tengrinews', url: 'https://tengrinews.kz/b', date: '2025-06-30T08:00:00Z', lang: 'ru',
    title: 'Товарооборот Казахстана и Китая достиг 43,8 млрд долларов',
    body: 'Товарооборот Казахстана с Китаем в 2024 году достиг 43,8 млрд долларов, сообщили таможенники. Стороны строят терминалы на границе.',
  },
  {
    id: 'corridor', source: 'UzA', url: 'https://uza.uz/c', date: '2025-06-30T09:00:00Z', lang: 'en',
    title: 'Carriers doubt the freight figures of the Middle Corridor',
    body: 'The Middle Corridor carried 3 million tonnes of freight in 2024, a union of carriers in Aktau estimates.',
  },
  {
    id: 'expelled', source: 'Asia-Plus', url: 'https://asiaplustj.info/d', date: '2025-06-30T10:00:00Z', lang: 'en',
    title: 'Russia deports more migrant workers',
    body: 'Russia deported 17,000 migrant workers from Tajikistan last year, the labour ministry in Dushanbe said. Their families depend on remittances.',
    comments: ['Russia needs them and throws them out.', 'Nice photo.'],
  },
  {
    id: 'football', source: 'Tengrinews', url: 'https://tengrinews.kz/e', date: '2025-06-30T11:00:00Z', lang: 'en',
    title: 'Kazakhstan wins the football match in Astana',
    body: 'The football team won the match after a penalty. The coach praised the goalkeeper and the fans sang.',
  },
  {
    id: 'later', source: 'The Astana Times', url: 'https://astanatimes.com/f', date: '2025-07-01T11:00:00Z', lang: 'en',
    title: 'Trade with China grows',
    body: 'Trade between Kazakhstan and China reached $20 billion in January-May 2025, officials said.',
  },
] // prettier-ignore

const [corrected] = rows as [(typeof rows)[number]]

const load = async (list: readonly object[]) => {
  const lines = list.map((row) => JSON.stringify(row))
  const { outlets } = rooms.reader().region
  const report = await importArticles(lines, { store: rooms.articles, outlets, detectLanguage, now: () => NOW })
  await rooms.readingRounds.readUnread()
  return report
}

beforeAll(async () => {
  rooms = await openNewsroom({ traits: KNOWN_TRAITS, region, databaseUrl: 'file::memory:', now: () => NOW })
  expect(await load(rows)).toMatchObject({ new: rows.length, failed: [] })
})
afterAll(() => rooms.close())

const textOf = new Map(rows.map((row) => [row.id, `${row.title}\n${row.body}\n${'comments' in row ? row.comments.join('\n') : ''}`])) // prettier-ignore

function expectCited(answer: Answer): void {
  for (const sentence of answer.sentences) expect(sentence.citations.length).toBeGreaterThan(0)
  for (const { number, articleId, quote } of answer.citations) {
    expect(answer.sentences.some((sentence) => sentence.citations.includes(number))).toBe(true)
    expect(textOf.get(articleId)).toContain(quote)
  }
}

describe('an answer', () => {
  test('gives the newest figure first, each sentence cited word for word', async () => {
    const answer = await rooms.newsroom.ask('trade between Kazakhstan and China', { language: 'en' })
    expect(answer.found).toBe(true)
    expectCited(answer)
    expect(answer.sentences[0]?.text).toBe('China–Kazakhstan trade, Jan-May 2025: $20 bn')
    expect(answer.figures.map((figure) => figure.value)).toEqual(expect.arrayContaining([20e9, 43.8e9]))
  })

  test('is found across languages and said in the reader’s own', async () => {
    const answer = await rooms.newsroom.ask('中国与哈萨克斯坦的贸易额', { language: 'zh' })
    expect(answer.found).toBe(true)
    expectCited(answer)
    expect(answer.sentences.map((sentence) => sentence.text)).toContain('中国与哈萨克斯坦贸易额，2024年：438亿美元')
  })

  test('names people and matters that a question names', async () => {
    const answer = await rooms.newsroom.ask('migrant workers deported from Russia', { language: 'en' })
    expect(new Set(answer.citations.map((citation) => citation.articleId))).toEqual(new Set(['expelled']))
  })

  test('as of a moment sees nothing later', async () => {
    const at = Date.parse('2025-07-01T00:00:00Z')
    const answer = await rooms.newsroom.ask('trade between Kazakhstan and China', { language: 'en', at })
    expect(answer.hits).not.toContain('later')
    expect(answer.found).toBe(true)
  })

  test.each([
    'who won the football match',
    'trade between Kazakhstan and Brazil',
    'weather in Paris',
    '',
    '???',
    'the of and',
    '\u0000\u0007',
    '\u202Eedart anihC',
    "'; DROP TABLE articles; --",
    'NEAR( OR "* AND',
    'a'.repeat(10_000),
  ])('refuses what the archive does not hold, and says what it does: %j', async (question) => {
    const answer = await rooms.newsroom.ask(question, { language: 'en' })
    expect(answer).toMatchObject({ found: false, sentences: [], citations: [] })
    expect(answer.text).toMatch(/It holds 6 articles/)
    expect(answer.text.length).toBeLessThan(600)
  })

  test('never throws and never says what it cannot cite', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 200 }),
        fc.constantFrom('en', 'ru', 'zh', 'tg'),
        async (question, language) => {
          const answer = await rooms.newsroom.ask(`trade China ${question}`, { language })
          expectCited(answer)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a digest', () => {
  const day = {
    from: Date.parse('2025-06-30T00:00:00Z'),
    to: Date.parse('2025-07-01T00:00:00Z'),
    language: 'en',
  } as const

  test('tells a story once, with its voices', async () => {
    const digest = await rooms.newsroom.digest(day)
    const trade = digest.sections.find((section) => section.sectionId === 'trade-energy')
    expect(trade?.items.map((item) => item.line)).toContain('China–Kazakhstan trade, 2024: $43.8 bn')
    const stories = digest.sections.flatMap((section) => section.items.map((item) => item.storyId))
    expect(new Set(stories).size).toBeGreaterThanOrEqual(3)
    const kazakh = trade?.items.find((item) => item.line.includes('43.8'))
    expect(kazakh?.voices).toBe(2)
  })

  test('cites every item, and says of a section without news that it has none', async () => {
    const digest = await rooms.newsroom.digest(day)
    for (const { items } of digest.sections)
      for (const item of items) {
        expect(item.citations.length).toBeGreaterThan(0)
        for (const number of item.citations) {
          const citation = digest.citations.find((each) => each.number === number)
          expect(textOf.get(citation?.articleId ?? '')).toContain(citation?.quote)
        }
      }
    expect(digest.sections.map((section) => section.sectionId)).toEqual(region.sections.map((section) => section.id))
    expect(digest.sections.find((section) => section.sectionId === 'outside-crises')?.items).toEqual([])
    expect(digest.silent).toContain('Kursiv Media')
  })

  test('leaves out sport, and has readers’ comments with their number', async () => {
    const digest = await rooms.newsroom.digest(day)
    expect(digest.citations.map((citation) => citation.articleId)).not.toContain('football')
    const reaction = digest.sections.find((section) => section.sectionId === 'reader-reaction')
    expect(reaction?.items[0]?.line).toMatch(/2 comments/)
  })

  test('of one section has that section alone', async () => {
    const digest = await rooms.newsroom.digest({ ...day, sectionId: 'remittances-outlook' })
    expect(digest.sections.map((section) => section.sectionId)).toEqual(['remittances-outlook'])
  })

  test('is the same twice', async () => {
    expect(await rooms.newsroom.digest(day)).toEqual(await rooms.newsroom.digest(day))
  })
})

test('a measure’s history stands by period, the pack’s baseline among it', async () => {
  const history = await rooms.newsroom.figure('trade-turnover china central-asia', { language: 'en' })
  expect(history?.records.map((record) => [record.period, record.value])).toEqual(
    expect.arrayContaining([['2024', 127e9], ['2024', 94.8e9]]), // prettier-ignore
  )
  expect(await rooms.newsroom.figure('the colour of the sky', { language: 'en' })).toBeUndefined()
})

test('a story shows who told it and what its articles share', async () => {
  const digest = await rooms.newsroom.digest({ from: 0, to: NOW, language: 'en' })
  const item = digest.sections.flatMap((section) => section.items).find((each) => each.voices === 2)
  const view = await rooms.newsroom.story(item?.storyId ?? '')
  expect(view?.articles.map((article) => article.id)).toEqual(expect.arrayContaining(['kz-2024', 'kz-2024-ru']))
  expect(view?.why).toEqual(expect.arrayContaining(['China', 'Kazakhstan']))
  expect(await rooms.newsroom.story('no-such-story')).toBeUndefined()
})

test('a corrected article is read anew: its old quote is no longer cited', async () => {
  const other = await openNewsroom({ traits: KNOWN_TRAITS, region, databaseUrl: 'file::memory:', now: () => NOW })
  const first = rooms
  rooms = other
  try {
    const row = { ...corrected, id: 'x' }
    await load([row])
    await load([{ ...row, body: corrected.body.replace('$43.8 billion', '$44.9 billion') }])
    const answer = await other.newsroom.ask('trade between Kazakhstan and China', { language: 'en' })
    expect(answer.citations.map((citation) => citation.quote).join()).toContain('$44.9 billion')
    expect(JSON.stringify(answer)).not.toContain('$43.8 billion')
  } finally {
    rooms = first
    await other.close()
  }
})

test('an embedding brings articles in other words to look through, and neither refuses nor answers by itself', async () => {
  const other = await openNewsroom({ traits: KNOWN_TRAITS, region, databaseUrl: 'file::memory:', now: () => NOW })
  const first = rooms
  rooms = other
  try {
    await load(rows)
    const near = { model: 'm', numbers: Int8Array.of(127, 0, 0, 0, 0, 0, 0, 0) }
    const articles = await other.embeddings.unembedded('m', 20)
    expect(articles).toHaveLength(rows.length)
    const numbersOf = (id: string) => (id === 'expelled' ? near.numbers : Int8Array.of(0, 9, 0, 0, 0, 0, 0, 1))
    await other.embeddings.saveEmbeddings('m', articles.map((each) => ({ ...each, numbers: numbersOf(each.articleId) }))) // prettier-ignore
    const asked = 'poetry competitions for beekeepers'
    const [plain, helped] = [await other.newsroom.ask(asked, { language: 'en' }), await other.newsroom.ask(asked, { language: 'en', near })] // prettier-ignore
    expect([plain.hits.includes('expelled'), helped.hits.includes('expelled')]).toEqual([false, true])
    const pastime = { question: 'who won the tennis final in Paris', options: { language: 'en' as const, near } }
    expect((await other.newsroom.ask(pastime.question, pastime.options)).found).toBe(false)
    const trade = await other.newsroom.ask('trade between Kazakhstan and China', { language: 'en', near })
    const alone = await other.newsroom.ask('trade between Kazakhstan and China', { language: 'en' })
    expect(trade.sentences).toEqual(alone.sentences)
  } finally {
    rooms = first
    await other.close()
  }
})

test('where most of an archive is still to be read, “nothing” says so', async () => {
  const other = await openNewsroom({ traits: KNOWN_TRAITS, region, databaseUrl: 'file::memory:', now: () => NOW })
  const first = rooms
  rooms = other
  try {
    const lines = rows.map((row) => JSON.stringify(row))
    await importArticles(lines, { store: other.articles, outlets: region.outlets, detectLanguage, now: () => NOW })
    const unread = await other.newsroom.ask('trade between Kazakhstan and China', { language: 'en' })
    expect([unread.found, unread.text]).toEqual([false, expect.stringContaining('Only 0 of them are read so far')])
    await other.readingRounds.readUnread()
    expect((await other.newsroom.ask('trade between Kazakhstan and China', { language: 'en' })).found).toBe(true)
    expect((await other.newsroom.ask('beekeepers of Bavaria', { language: 'en' })).text).not.toContain('so far')
  } finally {
    rooms = first
    await other.close()
  }
})

test('a digest says of a figure that it is disputed', async () => {
  const other = await openNewsroom({ traits: KNOWN_TRAITS, region, databaseUrl: 'file::memory:', now: () => NOW })
  const first = rooms
  rooms = other
  try {
    const row = { id: 'less', title: 'Trade with China was smaller than told', body: 'Trade between Kazakhstan and China was $12.4 billion in 2024, the ministry said.', source: 'kursiv', lang: 'en', date: '2025-06-30T08:00:00Z' } // prettier-ignore
    await load([row])
    const { sections } = await other.newsroom.digest({ from: Date.parse('2025-06-30T00:00:00Z'), to: Date.parse('2025-07-01T00:00:00Z'), language: 'en' }) // prettier-ignore
    expect(sections.flatMap(({ items }) => items.map(({ change }) => change.kind))).toContain('disputed')
  } finally {
    rooms = first
    await other.close()
  }
})
