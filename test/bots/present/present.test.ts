import { expect, test } from 'vitest'
import { formatFigure, formatPeriod, formatZone } from '../../../src/bots/wording/format.js'
import { presentCompare, presentStory } from '../../../src/bots/present/present-archive.js'
import { presentAnswer } from '../../../src/bots/present/present-answer.js'
import { presentDigest, withoutSections } from '../../../src/bots/present/present-digest.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { answer, citation, digest, now, plain, region } from '../stand-ins/stand-ins.js'

const en = viewIn('en', region)
const ru = viewIn('ru', region)

test('a digest shows its day and size, and of each item its line, quote, section and publishers', () => {
  const message = presentDigest(digest, en)
  expect(plain(message)).toBe(
    [
      'Digest, 17 June 2025 · 1 story · 1 min',
      '1. changed · Kazakhstan-China trade, 2024: $43.8 bn',
      'Товарооборот с Китаем достиг $43,8 млрд.',
      'Trade and energy · Steppe Courier (independent) +1 · 16 June 2025',
    ].join('\n'),
  )
  expect(message.blocks[1]).toMatchObject({ runs: [{ text: '1. ' }, { text: 'changed', bold: true }, {}, {}] })
  expect(message.blocks[2]).toMatchObject({ kind: 'quote', language: 'ru' })
  expect(message.blocks[3]).toMatchObject({
    runs: [{}, {}, { text: 'Steppe Courier', link: citation.url }, {}, {}, {}],
  })
})

const [trade] = digest.sections
const [first] = trade?.items ?? []
if (!trade || !first) throw new Error('the digest of the stand-ins has an item')
const { givesFigure: _, ...plainItem } = { ...first, change: { kind: 'new' } as const }
const headline = { text: 'Trade with China grows', language: 'ru', url: citation.url, articleId: 'a1', made: 'title' } as const // prettier-ignore
const of = (...items: readonly (typeof first)[]) => ({ ...digest, sections: [{ ...trade, items }] })

test('an item begins with its headline, linked; a made one has the original below it', () => {
  const message = presentDigest(of({ ...plainItem, headline }), en)
  expect(message.blocks[1]).toMatchObject({ runs: [{ text: '1. ' }, { text: headline.text, link: citation.url }] })
  expect(plain(message).split('\n').slice(1)).toEqual([
    '1. Trade with China grows',
    first.quote,
    'Trade and energy · Steppe Courier (independent) +1 · 16 June 2025',
  ])
  const frame = { ...headline, language: 'en', made: 'frame', original: 'Торговля растёт' } as const
  expect(plain(presentDigest(of({ ...plainItem, headline: frame }), en))).toContain(
    'Trade with China grows\nТорговля растёт\n',
  )
})

test('without a headline or a figure the quote says it: names and a section are no headline', () => {
  expect(
    plain(presentDigest(of({ ...plainItem, line: 'Trade and energy: China' }), en))
      .split('\n')
      .slice(1),
  ).toEqual([
    '1. “Товарооборот с Китаем достиг $43,8 млрд.”, ru',
    'Trade and energy · Steppe Courier (independent) +1 · 16 June 2025',
  ])
})

test('nothing is said twice: a quote that is its headline stands once', () => {
  const same = { ...headline, text: 'Товарооборот с Китаем достиг $43,8 млрд' }
  expect(plain(presentDigest(of({ ...plainItem, headline: same }), en)).match(/Товарооборот/g)).toHaveLength(1)
})

test('items stand by weight, by sections where the chat has an order of them, and numbered through', () => {
  const item = (text: string) => ({ ...plainItem, headline: { ...headline, text } })
  const sections = [
    { ...trade, items: [item('light')] },
    { sectionId: 'outlook', title: 'Outlook', items: [item('heavy'), item('middle')] },
  ]
  const lines = (look = {}) => plain(presentDigest({ ...digest, sections, order: [1, 2, 0] }, en, look)).split('\n').filter((line) => /^\d\. /.test(line)) // prettier-ignore
  expect(lines()).toEqual(['1. heavy', '2. middle', '3. light'])
  expect(lines({ sectionOrder: ['trade-energy'] })).toEqual(['1. light', '2. heavy', '3. middle'])
  const left = withoutSections({ ...digest, sections, order: [1, 2, 0] }, ['trade-energy'])
  expect(left.order).toEqual([0, 1])
  expect(withoutSections({ ...digest, sections, order: [1, 2, 0] }, ['outlook']).order).toEqual([0])
})

test('of little weight: marked, an update too; a headline list alone where it is short', () => {
  const marked = (more: object) => plain(presentDigest(of({ ...plainItem, headline, ...more }), en, { length: 'short' })).split('\n') // prettier-ignore
  expect(marked({ isAlso: true })[1]).toBe('1. also · Trade with China grows')
  expect(marked({ isUpdate: true })[1]).toBe('1. update · Trade with China grows')
  expect(marked({}).join()).not.toContain('Товарооборот')
})

test('a digest in Russian has Russian words and dates', () => {
  const text = plain(presentDigest(digest, ru))
  expect(text).toContain('изменилось')
  expect(text).toContain('Обзор, 17 июня 2025 г. · 1 сюжет · 1 мин')
})

test('an item without a source is not said, and one owner has no number beside it', () => {
  const text = plain(
    presentDigest(of({ ...first, voices: 1 }, { ...first, line: 'Nobody said this', citations: [9] }), en),
  )
  expect(text).toContain('Steppe Courier (independent) · 16 June')
  expect(text).not.toContain('Nobody said this')
})

test('a digest without any news says so and who was read', () => {
  const sections = digest.sections.map((section) => ({ ...section, items: [] }))
  expect(plain(presentDigest({ ...digest, sections, citations: [] }, en))).toMatch(
    /No news in any section\.\nRead: 12 articles/,
  )
})

test('an answer cites every sentence, quotes, and lists figures and sources', () => {
  expect(plain(presentAnswer(answer, en))).toBe(
    [
      'Kazakhstan-China trade, 2024: $43.8 bn [1]',
      'Товарооборот с Китаем достиг $43,8 млрд.',
      'Figures',
      ' | Value | Period | Change | Source',
      'trade turnover: Kazakhstan, China | about $43.8 bn | 2024 | changed: $41 bn → $43.8 bn | [1] Steppe Courier',
      'Sources',
      '[1] Trade grows – Steppe Courier (independent), ru, 16 June 2025',
    ].join('\n'),
  )
})

test('a sentence without a source is not said', () => {
  const sentences = [...answer.sentences, { text: 'Made up', citations: [] }, { text: 'Also made up', citations: [7] }]
  expect(plain(presentAnswer({ ...answer, sentences }, en))).not.toMatch(/made up/i)
})

test('the same words of two outlets are quoted once, and both are cited', () => {
  const wire = { ...citation, number: 2, outlet: 'Pamir Post' }
  const other = { ...citation, number: 3, outlet: 'Ala-Too', quote: 'Торговля выросла.' }
  const sentences = [
    { text: 'Trade grew', citations: [1, 2, 3] },
    { text: 'Trade with China', citations: [2] },
  ]
  const lines = plain(
    presentAnswer({ ...answer, sentences, figures: [], citations: [citation, wire, other] }, en),
  ).split('\n')
  expect(lines.slice(0, 5)).toEqual(['Trade grew [1][2][3]', citation.quote, 'Торговля выросла.', 'Trade with China [2]', 'Sources']) // prettier-ignore
  expect(lines.join()).toMatch(/Steppe Courier.*Pamir Post.*Ala-Too/)
})

test('only http and https become links, and control characters of the news are gone', () => {
  const bad = { ...citation, url: 'javascript:alert(1)', outlet: 'Ste\u202Eppe\u001B[31m' }
  const message = presentAnswer({ ...answer, citations: [bad] }, en)
  expect(JSON.stringify(message)).not.toContain('javascript')
  expect(plain(message)).toContain('Steppe[31m')
})

test('a story names its voices, dates and articles', () => {
  const { articleId: id, url, title, language, publishedAt, outlet, voice } = citation
  const article = { id, url, title, language, publishedAt, outlet, voice }
  const { storyId } = digest.sections[0]?.items[0] ?? { storyId: '' }
  const voices = [{ outletId: 'steppe', voice }]
  const told = { id: storyId, articleIds: [id], languages: [language], voices, firstAt: now(), lastAt: now() }
  expect(plain(presentStory({ story: told, title: 'Trade', why: ['China'], articles: [article] }, en))).toBe(
    [
      'Trade',
      'single source · 1 article · 17 June 2025 – 17 June 2025',
      'Trade grows – Steppe Courier (independent), ru, 16 June 2025',
      'One story because of: China',
    ].join('\n'),
  )
})

test('an article against the template shows its quotes, changes and what it leaves out', () => {
  const [figure] = answer.figures
  if (!figure) throw new Error('the answer of the stand-ins has a figure')
  const finding = {
    articleId: 'a1',
    sectionId: 'trade-energy',
    quote: citation.quote,
    score: 1,
    why: { cues: [], entities: [], figures: [] },
    entityIds: [],
    // A figure that nothing surely says is in the quote alone.
    figures: [
      {
        ...figure,
        claim: { what: figure.what, between: figure.between, kind: 'actual' as const, quote: citation.quote },
      },
      { ...figure, value: 1e9 },
    ],
    stances: [
      {
        actor: 'kazakhstan',
        towards: ['china'],
        stance: 'supports' as const,
        quote: citation.quote,
        change: { kind: 'changed' as const, factId: 'f', from: 'neutral' as const, to: 'supports' as const },
      },
    ],
  }
  expect(plain(presentCompare({ title: 'Trade', findings: [finding], missing: ['outlook'] }, en))).toBe(
    [
      'Against the template: Trade',
      'Trade and energy',
      citation.quote,
      'changed: $41 bn → $43.8 bn · trade turnover: Kazakhstan, China – about $43.8 bn',
      'changed: stays neutral → supports · Kazakhstan → China: supports',
      'It says nothing on: Outlook.',
    ].join('\n'),
  )
})

test('a figure says whether it is a forecast, a plan or a change', () => {
  const loan = { value: 5e9, unit: 'USD', bound: 'at-least', kind: 'forecast' } as const
  expect(formatFigure(loan, en)).toBe('at least $5 bn (forecast)')
  expect(formatFigure(loan, ru)).toBe('не менее 5 млрд долл. (прогноз)')
  expect(formatFigure({ ...loan, kind: 'change' }, en)).toBe('at least $5 bn (change)')
  expect(formatFigure({ value: 12.5, unit: 'percent', kind: 'change' }, en)).toBe('+12.5%')
  expect(formatFigure({ value: -3, unit: 'percent', kind: 'change' }, en)).toBe('-3%')
  expect(formatFigure({ value: 1_200, unit: 'people', kind: 'actual' }, en)).toBe('1,200 people')
})

test('a period reads in the language of the reader', () => {
  expect(formatPeriod('2025-Q2', ru)).toBe('2-й квартал 2025 г.')
  expect(formatPeriod(undefined, ru)).toBe('–')
})

test('a zone is named with what it is off by', () => {
  expect(formatZone(now(), 'Asia/Almaty')).toBe('Asia/Almaty, UTC+5')
  expect(formatZone(now(), 'UTC')).toBe('UTC')
})

test('an answer of many lines shows one quote a line', () => {
  const citations = [1, 2, 3].map((number) => ({ ...citation, number, quote: `Quote ${number}.` }))
  const sentences = ['One', 'Two', 'Three'].map((text, index) => ({ text, citations: index === 0 ? [1, 2] : [3] }))
  const shown = plain(presentAnswer({ ...answer, sentences, citations }, en))
  expect(shown).toContain('Quote 1.')
  expect(shown).not.toContain('Quote 2.')
})
