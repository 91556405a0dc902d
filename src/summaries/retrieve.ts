import type { Article } from '../feeds/article.js'
import type { Archive } from './archive.js'
import type { Question } from './question.js'
import { fitHits, type Fit } from './rank.js'
import type { Reading } from './types.js'

const CANDIDATES = 100
const OPENED = 40

/** An article that may answer, with how much of the question it speaks of. */
export interface RankedArticle {
  readonly article: Article
  readonly reading: Reading | undefined
  readonly storyId: string
  readonly score: number
  readonly coverage: number
  readonly namesAll: boolean
}

/** The articles that speak of a question, best first. `at`: later articles are not seen. */
export async function retrieve(
  question: Question,
  { archive, at }: { archive: Archive; at?: number },
): Promise<{ ranked: RankedArticle[] }> {
  const [frequencies, found] = await Promise.all([
    archive.documentFrequencies(question.terms.map((term) => term.term)),
    archive.search(question.terms, { limit: CANDIDATES, ...(at === undefined ? {} : { before: at }) }),
  ])
  const fits = fitHits(found, question, frequencies).slice(0, OPENED)
  return { ranked: await rankArticles(fits, { question, archive }) }
}

const EVIDENCE = { figure: 0.3, year: 0.1 }

async function rankArticles(
  fits: readonly Fit[],
  { question, archive }: { question: Question; archive: Archive },
): Promise<RankedArticle[]> {
  const ids = fits.map(({ hit }) => hit.articleId)
  const [articles, readings, stories] = await Promise.all([
    archive.articles(ids),
    archive.readings(ids),
    archive.storiesOf(ids),
  ])
  const articleById = new Map(articles.map((article) => [article.id, article]))
  const readingById = new Map(readings.map((reading) => [reading.articleId, reading]))
  const newest = Math.max(...articles.map((article) => article.publishedAt))
  return fits
    .flatMap(({ hit, score: fit, coverage, namesAll }): RankedArticle[] => {
      const article = articleById.get(hit.articleId)
      if (article === undefined) return []
      const reading = readingById.get(article.id)
      const isMeasured = reading?.findings.some((finding) =>
        finding.figures.some(({ what }) => question.measureIds.includes(what)),
      )
      const years = (newest - article.publishedAt) / (365 * 86_400_000)
      const score = fit + (isMeasured === true ? EVIDENCE.figure : 0) - Math.min(years, 2) * EVIDENCE.year
      return [{ article, reading, storyId: stories.get(article.id) ?? article.id, score, coverage, namesAll }]
    })
    .sort(
      (a, b) =>
        b.score - a.score || b.article.publishedAt - a.article.publishedAt || a.article.id.localeCompare(b.article.id),
    )
}
