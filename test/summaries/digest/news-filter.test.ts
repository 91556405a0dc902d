import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NewsFilter } from '../../../src/summaries/digest/news-filter.js'
import { newsMatcher } from '../../../src/summaries/digest/news-filter.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import { article, reader } from '../pack.js'

const told = article({
  id: 'a',
  title: 'Kazakhstan and China raise trade',
  text: 'Trade between Kazakhstan and China reached $43.8 billion in 2024. Tokayev met Xi Jinping in Astana to discuss the Middle Corridor.',
})
const { findings } = readArticle(told, { reader, known: [] }).reading
const passes = (filter: NewsFilter, voices = 1) => {
  const matcher = newsMatcher(filter, reader)
  return matcher.takesStory({ voices }) && matcher.takesArticle(told) && findings.some((each) => matcher.takesFinding(each, told)) // prettier-ignore
}

describe('newsMatcher', () => {
  test('an empty filter takes everything', () => {
    expect(passes({})).toBe(true)
    expect(passes({ sectionIds: [], entityIds: [], measures: [], mutedOutletIds: [], keywords: ' ' })).toBe(true)
  })

  test('sections, entities and measures: one of a list is enough', () => {
    expect(passes({ sectionIds: ['trade-energy', 'lead-event'] })).toBe(true)
    expect(passes({ sectionIds: ['remittances-outlook'] })).toBe(false)
    expect(passes({ entityIds: ['tajikistan', 'kazakhstan'] })).toBe(true)
    expect(passes({ entityIds: ['tajikistan'] })).toBe(false)
    expect(passes({ measures: ['trade-turnover'] })).toBe(true)
    expect(passes({ measures: ['remittances'] })).toBe(false)
  })

  test('every part must hold', () => {
    expect(passes({ measures: ['trade-turnover'], entityIds: ['kazakhstan'], keywords: 'corridor' })).toBe(true)
    expect(passes({ measures: ['trade-turnover'], entityIds: ['kazakhstan'], keywords: 'pipeline' })).toBe(false)
  })

  test('a country is named by its capital and its leader', () => {
    const capital = article({ id: 'b', title: 'Talks in Astana', text: 'The summit on trade opened on Tuesday.' })
    const [bare] = findings.map((finding) => ({ ...finding, entityIds: [], figures: [] }))
    if (bare === undefined) throw new Error('the article has no finding')
    expect(newsMatcher({ entityIds: ['kazakhstan'] }, reader).takesFinding(bare, capital)).toBe(true)
    expect(newsMatcher({ entityIds: ['uzbekistan'] }, reader).takesFinding(bare, capital)).toBe(false)
  })

  test('a muted outlet and a story of too few voices are left out', () => {
    expect(passes({ mutedOutletIds: [told.outletId] })).toBe(false)
    expect(passes({ minVoices: 2 })).toBe(false)
    expect(passes({ minVoices: 2 }, 2)).toBe(true)
  })

  test('a part more never lets in what was left out', () => {
    const ids = (known: string[]) => fc.subarray(known)
    const filter: fc.Arbitrary<NewsFilter> = fc.record(
      {
        sectionIds: ids(['trade-energy', 'lead-event', 'rivalry-sovereignty']),
        entityIds: ids(['kazakhstan', 'china', 'tajikistan']),
        measures: ids(['trade-turnover', 'remittances']),
        mutedOutletIds: ids(['astana-times', 'other']),
        keywords: fc.constantFrom('trade', '!trade', '+trade +gas', 'trad*', '"Middle Corridor"'),
        minVoices: fc.nat(3),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(filter, filter, (one, more) => {
        if (passes({ ...one, ...more })) {
          for (const [key, value] of Object.entries(more) as [string, unknown][])
            expect(passes({ [key]: value })).toBe(true)
        }
      }),
    )
  })
})
