import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderText } from '../../src/bots/console/render-text.js'
import { renderDiscord } from '../../src/bots/discord/render/render.js'
import { presentAnswer } from '../../src/bots/present/present-answer.js'
import { renderTelegram } from '../../src/bots/telegram/render/render.js'
import { viewIn } from '../../src/bots/wording/view.js'
import { importArticles } from '../../src/feeds/pages/article-rows.js'
import { KNOWN_TRAITS } from '../../src/app/known-platforms.js'
import { openNewsroom, type OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { loadRegion } from '../../src/regions/load-region.js'
import { detectLanguage } from '../../src/text/language/language.js'
import type { Language } from '../../src/text/types.js'

// Answers over a database in memory, with articles written for this test.

const NOW = Date.parse('2025-07-08T12:00:00Z')
const region = loadRegion('regions/central-asia')
let rooms: OpenNewsroom

const rows = [
  {
    id: 'cotton', source: 'UzA', url: 'https://uza.uz/a', date: '2025-07-01T06:00:00Z', lang: 'en',
    title: 'Uzbekistan sends more cotton yarn to Pakistan',
    body: 'Uzbekistan sent more cotton yarn to Pakistan in May, the ministry of agriculture said. Mills in Fergana work in three shifts.',
  },
  {
    id: 'trade-kz', source: 'Tengrinews', url: 'https://tengrinews.kz/a', date: '2025-07-02T06:00:00Z', lang: 'ru',
    title: 'Торговля с Китаем растёт',
    body: 'Товарооборот Казахстана с Китаем в 2024 году составил 43,8 млрд долларов, сообщили в министерстве торговли.',
  },
  {
    id: 'trade-kz-other', source: 'The Astana Times', url: 'https://astanatimes.com/a', date: '2025-07-02T08:00:00Z', lang: 'en',
    title: 'Customs count anew',
    body: 'Trade between Kazakhstan and China was $39.1 billion in 2024, the customs service said. It counts by other rules.',
  },
  {
    id: 'trade-uz', source: 'Gazeta.uz', url: 'https://gazeta.uz/a', date: '2025-07-03T06:00:00Z', lang: 'ru',
    title: 'Статистика торговли',
    body: 'Товарооборот Узбекистана с Китаем в 2024 году составил 12,5 млрд долларов, следует из отчёта статистиков.',
  },
  {
    id: 'summit', source: 'The Astana Times', url: 'https://astanatimes.com/s', date: '2025-06-17T10:00:00Z', lang: 'en',
    title: 'Summit in Astana opens with six leaders',
    body: 'The summit in Astana opened on Tuesday with the leaders of six states.',
  },
  {
    id: 'gas-before', source: 'Orient', url: 'https://orient.tm/a', date: '2025-06-02T06:00:00Z', lang: 'en',
    title: 'Turkmenistan and Iran sign a gas agreement',
    body: 'Turkmenistan and Iran signed a gas agreement in Ashgabat for ten years.',
  },
  {
    id: 'gas-after', source: 'Orient', url: 'https://orient.tm/b', date: '2025-06-28T06:00:00Z', lang: 'en',
    title: 'Turkmenistan and Turkey sign a gas agreement',
    body: 'Turkmenistan and Turkey signed a gas agreement in Ankara on swaps through Iran.',
  },
  {
    id: 'zh', source: 'Xinhua', url: 'https://xinhuanet.com/a', date: '2025-07-04T06:00:00Z', lang: 'zh',
    title: '中吉乌铁路建设顺利',
    body: '中吉乌铁路吉尔吉斯斯坦段已开工建设三座隧道。习近平表示，中方愿同各方加快推进项目。',
  },
  {
    id: 'sent-ru', source: 'Kaktus', url: 'https://kaktus.media/a', date: '2025-07-06T06:00:00Z', lang: 'ru',
    title: 'Мигранты перевели в Кыргызстан 1,45 млрд долларов за полгода',
    body: 'Приток денежных переводов в Кыргызстан за полгода достиг 1,45 млрд долларов, сообщил Национальный банк. Доля России в денежных переводах составила 91%.',
  },
  {
    id: 'sent-en', source: '24.kg', url: 'https://24.kg/a', date: '2025-07-06T08:00:00Z', lang: 'en',
    title: 'Migrants send $1.45 billion to Kyrgyzstan in half a year',
    body: 'Remittances to Kyrgyzstan reached $1.45 billion in half a year, the National Bank said. Russia accounted for 91 percent of the inflow.',
  },
  {
    id: 'kk', source: 'Azattyq', url: 'https://azattyq.org/a', date: '2025-07-05T06:00:00Z', lang: 'kk',
    title: 'Тоқаев еңбек мигранттары туралы айтты',
    body: 'Тоқаев Ресейдегі еңбек мигранттарының құқығын қорғау керек деп мәлімдеді.',
  },
] // prettier-ignore

beforeAll(async () => {
  rooms = await openNewsroom({ traits: KNOWN_TRAITS, region, databaseUrl: 'file::memory:', now: () => NOW })
  const { outlets } = rooms.reader().region
  const lines = rows.map((row) => JSON.stringify(row))
  await importArticles(lines, { store: rooms.articles, outlets, detectLanguage, now: () => NOW })
  await rooms.readingRounds.readUnread()
})
afterAll(() => rooms.close())

const ask = (question: string, language: Language = 'en') => rooms.newsroom.ask(question, { language })

test('a title is not cited beside the sentence that it repeats', async () => {
  const { citations } = await ask('What did Uzbekistan send to Pakistan?')
  expect(citations.map(({ quote }) => quote)).toContain(
    'Uzbekistan sent more cotton yarn to Pakistan in May, the ministry of agriculture said.',
  )
  expect(citations.map(({ quote }) => quote)).not.toContain('Uzbekistan sends more cotton yarn to Pakistan')
})

const ASKED = [
  'trade of Kazakhstan with China in 2024',
  'trade of Uzbekistan with China',
  'Why does Tokayev speak of migrant workers in Russia?',
  'China-Kyrgyzstan-Uzbekistan railway',
  'What did Xi Jinping say about the railway?',
  'migrants in Russia',
]

test.each(ASKED)('no reader of English gets an item without an English line: %s', async (question) => {
  const { found, sentences, notes = [] } = await ask(question)
  expect(found).toBe(true)
  for (const text of [...sentences.map((sentence) => sentence.text), ...notes]) {
    expect(text).toMatch(/\p{Script=Latin}{3}/u)
    expect(text).not.toMatch(/[\p{Script=Cyrillic}\p{Script=Han}]/u)
  }
})

test.each<[Language, RegExp]>([
  ['ru', /\p{Script=Cyrillic}{3}/u],
  ['kk', /\p{Script=Cyrillic}{3}/u],
  ['zh', /\p{Script=Han}{2}/u],
  ['tk', /\p{Script=Latin}{3}/u],
])('each item opens in the language of the reader: %s', async (language, letters) => {
  for (const question of ASKED) {
    const { sentences } = await ask(question, language)
    for (const { text } of sentences) expect(text).toMatch(letters)
  }
})

describe('a question of two countries', () => {
  test('has an item of each', async () => {
    const { found, figures } = await ask('Compare the trade of Kazakhstan and Uzbekistan with China')
    expect(found).toBe(true)
    const sides = figures.map(({ between }) => between.find((id) => id !== 'china'))
    expect(new Set(sides)).toEqual(new Set(['kazakhstan', 'uzbekistan']))
  })

  test('says of which the archive has nothing', async () => {
    const { found, notes } = await ask('Compare the trade of Kazakhstan and Tajikistan with China')
    expect(found).toBe(true)
    expect(notes?.join(' ')).toContain('Tajikistan')
  })
})

test('a figure with another partner is no answer, though its sentence names the one that is asked for', async () => {
  const { figures } = await ask('trade of Turkmenistan with Kazakhstan')
  expect(figures).toEqual([])
})

test('a word that acts alike in another language answers no question of other words', async () => {
  expect(await ask("'; sign table articles; --")).toMatchObject({ found: false, citations: [] })
})

test('what names a time and nothing else gets the news of that time, a story each', async () => {
  const { found, sentences, citations } = await ask('what happened in the last 10 days?')
  expect(found).toBe(true)
  expect(sentences.length).toBeGreaterThan(1)
  expect(citations.map(({ articleId }) => articleId)).not.toContain('summit')
  expect(await ask('what happened yesterday?')).toMatchObject({ found: false, citations: [] })
})

test('what came since an event is counted from the day that the archive tells it on, and named', async () => {
  const { citations, notes } = await ask('gas agreements of Turkmenistan since the summit in Astana')
  expect(new Set(citations.map(({ articleId }) => articleId))).toEqual(new Set(['gas-after']))
  expect(notes?.[0]).toBe('Since 17 June 2025: “Summit in Astana opens with six leaders” (The Astana Times)')
})

test('a question for yes or no gets what the archive says, and no yes or no', async () => {
  const { notes } = await ask('Did Turkmenistan sign a gas agreement with Turkey?')
  expect(notes).toEqual(['What the archive says on this; it answers neither yes nor no by itself.'])
})

test('a question that goes on says what it was taken for', async () => {
  const { understood } = await ask('trade of Kazakhstan with China in 2024')
  if (understood === undefined) throw new Error('nothing was understood')
  const next = await rooms.newsroom.ask('and Uzbekistan?', { language: 'en', before: understood })
  expect(next.goesOn).toBe(true)
  expect(next.figures.map(({ value }) => value)).toEqual([12.5e9])
  expect(next.notes?.[0]).toMatch(/^Going on from your question before: .*Uzbekistan/)
})

test('a figure is a table of value, period, change and source, and what sources tell otherwise is marked', async () => {
  const answer = await ask('How large was the trade of Kazakhstan with China in 2024?')
  expect(answer.figures.map(({ value, isDisputed }) => [value, isDisputed])).toEqual(
    expect.arrayContaining([[43.8e9, true], [39.1e9, true]]), // prettier-ignore
  )
  expect(answer.notes).toContain('The sources differ.')
  const message = presentAnswer(answer, viewIn('en', region))
  const text = renderText(message, { columns: 200, ansi: false })
  expect(text).toMatch(/Value.*Period.*Change.*Source/)
  expect(text).toMatch(/\$43\.8 bn.*2024.*disputed.*\[\d\] Tengrinews/)
  expect(text).toMatch(/\$39\.1 bn.*2024.*disputed.*\[\d\] The Astana Times/)
  for (const payload of [renderDiscord(message, 'secret'), renderTelegram(message, 'secret')].map((each) =>
    JSON.stringify(each),
  )) {
    for (const told of ['$43.8 bn', '$39.1 bn', '2024', 'disputed', 'Tengrinews', 'The sources differ.'])
      expect(payload).toContain(told)
  }
})

test('as of a moment, a question that goes on sees nothing later and counts its time from there', async () => {
  const at = Date.parse('2025-07-03T05:00:00Z')
  const { understood } = await rooms.newsroom.ask('trade of Kazakhstan with China in 2024', { language: 'en', at })
  if (understood === undefined) throw new Error('nothing was understood')
  const next = await rooms.newsroom.ask('and Uzbekistan?', { language: 'en', before: understood, at })
  expect(next.notes?.[0]).toBe('Nothing is found going on from your question before, so this one is answered alone.')
  expect(next.goesOn).toBeUndefined()
  expect(next.hits).not.toContain('trade-uz')
  const lastMonth = await rooms.newsroom.ask('and last month?', { language: 'en', before: understood, at })
  expect(lastMonth.understood?.time).toMatchObject({ from: Date.parse('2025-06-01'), to: Date.parse('2025-07-01') })
})

test('beside a sentence in another language stands what an outlet of the reader’s own tells of the same figure', async () => {
  const { citations } = await ask('What share of remittances to Kyrgyzstan comes from Russia?')
  expect(citations.map(({ articleId, quote }) => [articleId, quote])).toEqual(
    expect.arrayContaining([
      ['sent-ru', 'Доля России в денежных переводах составила 91%.'],
      ['sent-en', 'Russia accounted for 91 percent of the inflow.'],
    ]),
  )
})
