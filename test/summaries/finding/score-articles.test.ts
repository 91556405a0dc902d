import { expect, test } from 'vitest'
import type { SearchHit } from '../../../src/summaries/terms/search-port.js'
import { fitHits } from '../../../src/summaries/finding/score-articles.js'

const hit = (articleId: string, language: 'en' | 'zh', words: number): SearchHit => ({
  ...{ articleId, language, words, score: 1, publishedAt: 0 },
  places: [{ title: 0, marks: 0, body: [50], times: 1 }],
})
const question = { facets: [], terms: [{ term: 'trade', weight: 1 }], language: 'en' as const }
const frequencies = { total: 1000, averageWords: 150, of: new Map([['trade', 100]]) }
const scoresOf = (hits: readonly SearchHit[]) =>
  new Map(fitHits(hits, question, frequencies).map((fit) => [fit.hit.articleId, fit.score]))

test('a text is long or short among those of its language', () => {
  const hits = Array.from({ length: 50 }, (_, at) => [hit(`en${at}`, 'en', 100), hit(`zh${at}`, 'zh', 200)]).flat()
  const scores = scoresOf([...hits, hit('long', 'en', 200)])
  const [en = 0, zh = 0, long = 0] = ['en0', 'zh0', 'long'].map((id) => scores.get(id))
  expect(Math.abs(en - zh)).toBeLessThan(0.05)
  expect(en - long).toBeGreaterThan(0.1)
})

test('of one language alone lengths are held against the archive’s mean', () => {
  const scores = scoresOf([hit('short', 'en', 50), hit('long', 'en', 150), hit('longer', 'en', 300)])
  expect([...scores.keys()]).toEqual(['short', 'long', 'longer'])
})
