import { expect, test } from 'vitest'
import type { DetectedLanguage } from '../../../src/text/types.js'
import type { Fit } from '../../../src/summaries/finding/score-articles.js'
import { addLikeness, addStories } from '../../../src/summaries/finding/related-articles.js'

function fit(articleId: string, score: number, language: DetectedLanguage = 'en', publishedAt = 0): Fit {
  const hit = { articleId, score: 1, publishedAt, language, words: 100, places: [] }
  return { hit, score, coverage: 1, namesAll: true }
}

const ids = (fits: readonly Fit[]) => fits.map(({ hit }) => hit.articleId)

test('an article whose story others tell goes before one that stands alone', () => {
  const fits = [fit('alone', 2), fit('told', 1.95), fit('again', 1.5)]
  const stories = new Map([
    ['told', 'summit'],
    ['again', 'summit'],
  ])
  expect(ids(addStories(fits, stories))).toEqual(['told', 'alone', 'again'])
  expect(ids(addStories(fits, new Map()))).toEqual(['alone', 'told', 'again'])
})

test('three others are enough: a story told a hundred times gains no more', () => {
  const told = (times: number) => {
    const fits = Array.from({ length: times }, (_, index) => fit(`a${index}`, 1))
    return addStories(fits, new Map(fits.map(({ hit }) => [hit.articleId, 'summit'])))[0]?.score
  }
  expect(told(4)).toBeCloseTo(told(100) ?? 0, 12)
  expect(told(2)).toBeLessThan(told(4) ?? 0)
})

test('what is like the best goes up within its language', () => {
  const best = [fit('first', 2), fit('second', 1.9)]
  const fits = [...best, fit('stray', 1.6), fit('alike', 1.3), fit('чужой', 1.4, 'ru')]
  const likeness = new Map([
    ['first', 10],
    ['second', 9],
    ['alike', 8],
    ['stray', 0],
    ['чужой', 0],
  ])
  const scored = new Map(addLikeness(fits, { best, likeness }).map(({ hit, score }) => [hit.articleId, score]))
  expect(scored.get('alike')).toBeGreaterThan(scored.get('stray') ?? 0)
  // Half of what likeness may give: nobody knows how like an article in another language is.
  expect((scored.get('чужой') ?? 0) - 1.4).toBeCloseTo(((scored.get('first') ?? 0) - 2) / 2, 12)
})

test('without any likeness the order stays, the newest first among equals', () => {
  const fits = [fit('b', 2), fit('old', 1, 'en', 1), fit('new', 1, 'en', 2)]
  expect(ids(addLikeness(fits, { best: fits.slice(0, 2), likeness: new Map() }))).toEqual(['b', 'new', 'old'])
  expect(addLikeness([], { best: [], likeness: new Map() })).toEqual([])
})
