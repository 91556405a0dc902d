import type { Article } from '../feeds/article.js'
import type { Archive, SearchHit } from './archive.js'
import type { Question } from './question.js'
import type { FacetWeights } from './rank.js'
import { coverageOf, hasFacet, matterOfArticle, weighFacets } from './rank.js'
import type { Reading } from './types.js'

const CANDIDATES = 60

/** The articles that speak of a question, best first, and how much each part of it tells. `at`: later articles are not seen. */
export async function retrieve(
  question: Question,
  { archive, at }: { archive: Archive; at?: number },
): Promise<{ ranked: RankedArticle[]; weights: FacetWeights }> {
  const [frequencies, found] = await Promise.all([
    archive.documentFrequencies(question.terms.map((term) => term.term)),
    archive.search(question.terms, { limit: CANDIDATES, ...(at === undefined ? {} : { before: at }) }),
  ])
  const weights = weighFacets(question, frequencies)
  return { ranked: await rankHits(found, { question, weights, archive }), weights }
}

/** An article that may answer, with how much of the question it speaks of. */
export interface RankedArticle {
  readonly article: Article
  readonly reading: Reading | undefined
  readonly storyId: string
  readonly score: number
  readonly coverage: number
  readonly namesAll: boolean
}

interface RankContext {
  readonly question: Question
  readonly weights: FacetWeights
  readonly archive: Archive
}

async function rankHits(
  found: readonly SearchHit[],
  { question, weights, archive }: RankContext,
): Promise<RankedArticle[]> {
  const ids = found.map((hit) => hit.articleId)
  const [articles, readings, stories] = await Promise.all([
    archive.articles(ids),
    archive.readings(ids),
    archive.storiesOf(ids),
  ])
  const articleById = new Map(articles.map((article) => [article.id, article]))
  const readingById = new Map(readings.map((reading) => [reading.articleId, reading]))
  const best = Math.max(...found.map((hit) => hit.score), Number.EPSILON)
  const newest = Math.max(...articles.map((article) => article.publishedAt))
  return found
    .flatMap((hit): RankedArticle[] => {
      const article = articleById.get(hit.articleId)
      if (article === undefined) return []
      const reading = readingById.get(article.id)
      const matter = matterOfArticle(article, reading)
      const coverage = coverageOf(question, matter, weights)
      const inTitle = coverageOf(question, matterOfArticle({ ...article, text: '' }, undefined), weights)
      const isSubjectFound = reading?.findings.some((finding) =>
        finding.figures.some((f) => question.measureIds.includes(f.what)),
      )
      const years = (newest - article.publishedAt) / (365 * 86_400_000)
      const score =
        hit.score / best +
        coverage * 1.5 +
        inTitle * 0.6 +
        (isSubjectFound === true ? 0.3 : 0) -
        Math.min(years, 2) * 0.1
      const namesAll = question.facets.every((facet) => facet.kind !== 'entity' || hasFacet(facet, matter))
      return [{ article, reading, storyId: stories.get(article.id) ?? article.id, score, coverage, namesAll }]
    })
    .sort(
      (a, b) =>
        b.score - a.score || b.article.publishedAt - a.article.publishedAt || a.article.id.localeCompare(b.article.id),
    )
}
