import { expect, test } from 'vitest'
import { presentDigest } from '../../../src/bots/present/present-digest.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { citation, digest, plain, region } from '../stand-ins/stand-ins.js'

const en = viewIn('en', region)
const ru = viewIn('ru', region)
const [trade] = digest.sections
const [first] = trade?.items ?? []
if (!trade || !first) throw new Error('the digest of the stand-ins has an item')
const { givesFigure: _, ...plainItem } = { ...first, change: { kind: 'new' } as const }
const headline = { text: 'Trade with China grows', language: 'en', url: citation.url, articleId: 'a1', made: 'title' } as const // prettier-ignore
const of = (...items: readonly (typeof first)[]) => ({ ...digest, sections: [{ ...trade, items }] })
const quoted = (text: string, quote: string) =>
  plain(presentDigest(of({ ...plainItem, headline: { ...headline, text }, quote }), en)).includes(quote)

test('a quote stands where it says more than its headline and both are short enough to read', () => {
  const told = 'The ministers agreed on a quota for transit of grain through two border posts from next spring.'
  expect(quoted('Officials meet in the capital', told)).toBe(true)
  expect(quoted('Ministers agreed on quota for transit of grain through border posts', told)).toBe(false)
  expect(quoted('Officials meet in the capital', `${told} ${'and so on '.repeat(20)}`)).toBe(false)
  expect(quoted('双方代表在首都会晤', '两国部长商定自明年春季起经两个口岸过境运输粮食的配额。')).toBe(true)
})

test('a figure is borne out by its own sentence, whatever the headline says', () => {
  const item = { ...plainItem, givesFigure: true as const, headline: { ...headline, text: first.quote } }
  expect(plain(presentDigest(of(item), en)).split(first.quote)).toHaveLength(3)
})

test('an update says which act is new and which it was told with', () => {
  const marked = (update: object) => plain(presentDigest(of({ ...plainItem, headline, isUpdate: true, ...update }), en)) // prettier-ignore
  expect(marked({ update: { now: 'signed', before: 'talks' } })).toContain('1. now: signed; before: talks · Trade with')
  expect(marked({ update: { now: 'signed' } })).toContain('1. now: signed · Trade with')
  expect(marked({})).toContain('1. update · Trade with')
})

test('at full length an item says what was known, who gives another value and what the days before had', () => {
  const publishedAt = Date.parse('2025-06-12T08:00:00Z')
  const more = {
    known: '$41 bn, 2023 (Customs)',
    otherwise: [{ outlet: 'Ala-Too', value: '$44 bn', url: 'https://ala-too.example/1' }],
    earlier: [{ headline: { ...headline, text: 'Trade talks open' }, publishedAt }],
  }
  const shown = (length: 'normal' | 'full') =>
    plain(presentDigest(of({ ...plainItem, headline, more }), en, { length }))
  expect(shown('full')).toContain('known: $41 bn, 2023 (Customs)\nanother value: $44 bn (Ala-Too)\nEarlier · Trade talks open (12 June 2025)') // prettier-ignore
  expect(shown('normal')).not.toContain('known')
})

test('a review opens with its five weightiest stories in the order of time, then what moved, then the others', () => {
  const items = [1, 2, 3, 4, 5, 6].map((n) => ({
    ...plainItem,
    ...{ storyId: `s${n}`, citations: [n], headline: { ...headline, text: `Story ${n}` } },
  }))
  const hour = 3_600_000
  // The heaviest came last.
  const citations = items.map((_item, index) => ({ ...citation, number: index + 1, publishedAt: citation.publishedAt - index * hour })) // prettier-ignore
  const shown = plain(presentDigest({ ...of(...items), order: [0, 1, 2, 3, 4, 5], citations, figures: [] }, ru))
  expect(shown.split('\n').filter((line) => /^\d\. |Главное|Также/.test(line))).toEqual([
    'Главное, по порядку времени',
    ...['1. Story 5', '2. Story 4', '3. Story 3', '4. Story 2', '5. Story 1'],
    'Также за эти дни',
    '6. Story 6',
  ])
})
