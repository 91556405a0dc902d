import { expect, test } from 'vitest'
import { formatFigure, formatPeriod, formatZone } from '../../../src/bots/wording/format.js'
import { presentCompare, presentStory } from '../../../src/bots/present/present-archive.js'
import { presentAnswer } from '../../../src/bots/present/present-answer.js'
import { presentDigest } from '../../../src/bots/present/present-digest.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { answer, citation, digest, now, plain, region } from '../stand-ins/stand-ins.js'

const en = viewIn('en', region)
const ru = viewIn('ru', region)

test('a digest shows change, line, quote, source and voices, empty sections and who was read', () => {
  const message = presentDigest(digest, en)
  expect(plain(message)).toBe(
    [
      'Digest, 16 June 2025, 09:00 – 17 June 2025, 09:00',
      'Trade and energy',
      '1. changed · Kazakhstan-China trade, 2024: $43.8 bn',
      'Товарооборот с Китаем достиг $43,8 млрд.',
      '[1] Steppe Courier (independent), ru, 16 June 2025 · 2 voices · /story s1',
      'Outlook',
      'No news in this section.',
      'Read: 12 articles, 3 outlets, 4 feeds.',
      'Could not be read: pamir-post.',
      'Nothing came from: Pamir Post.',
    ].join('\n'),
  )
  expect(message.blocks[2]).toMatchObject({
    runs: [{ text: '1. ' }, { text: 'changed', bold: true }, {}, {}],
  })
  expect(message.blocks[3]).toMatchObject({ kind: 'quote', language: 'ru' })
  expect(message.blocks[4]).toMatchObject({
    runs: [{}, { text: 'Steppe Courier', link: citation.url }, {}, {}, {}, {}],
  })
})

test('a digest in Russian has Russian words and dates', () => {
  const text = plain(presentDigest(digest, ru))
  expect(text).toContain('изменилось')
  expect(text).toContain('Прочитано: 12 статей, 3 издания, 4 ленты.')
  expect(text).toContain('16 июня 2025')
})

test('a single voice is shown as a single source, and an item without a source is not said', () => {
  const [section] = digest.sections
  const [item] = section?.items ?? []
  if (!section || !item) throw new Error('the digest of the stand-ins has an item')
  const one = { ...item, voices: 1, change: { kind: 'new' } as const }
  const none = { ...item, line: 'Nobody said this', citations: [9] }
  const text = plain(presentDigest({ ...digest, sections: [{ ...section, items: [one, none] }] }, en))
  expect(text).toContain('new · Kazakhstan-China trade')
  expect(text).toContain('single source')
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

test('an answer of many lines shows one quote a line, and a day that sources share is said once', () => {
  const citations = [1, 2, 3].map((number) => ({ ...citation, number, quote: `Quote ${number}.` }))
  const sentences = ['One', 'Two', 'Three'].map((text, index) => ({ text, citations: index === 0 ? [1, 2] : [3] }))
  const shown = plain(presentAnswer({ ...answer, sentences, citations }, en))
  expect(shown).toContain('Quote 1.')
  expect(shown).not.toContain('Quote 2.')
  const item = { ...digest.sections[0]?.items[0], citations: [1, 2] }
  const of = { ...digest, citations, sections: [{ ...digest.sections[0], items: [item] }] } as typeof digest
  expect(plain(presentDigest(of, en))).toContain(
    '[1] Steppe Courier (independent), ru; [2] Steppe Courier (independent), ru, 16 June 2025',
  )
})
