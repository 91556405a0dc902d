import type { Article } from '../../feeds/article.js'
import type { Stories } from '../stories/stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { Readings } from '../terms/readings-port.js'
import type { SearchIndex } from '../terms/search-port.js'
import type { Question } from '../question/question.js'
import { fitHits, type Fit } from './score-articles.js'
import { addLikeness, addStories } from './related-articles.js'
import type { Reading } from '../terms/shapes.js'
import type { Vector } from '../terms/vector.js'
import { NEAREST, OPENED, REACH } from '../terms/ranking-weights.js'

/** An article that may answer, with how much of the question it speaks of. */
export interface RankedArticle {
  readonly article: Article
  readonly reading: Reading | undefined
  readonly storyId: string
  readonly score: number
  readonly coverage: number
  readonly namesAll: boolean
}

/**
 * The articles that speak of a question, best first. `at`: later articles are not seen. `near`: the question as a model embeds it; a few articles that
 * it finds near and words do not are put behind those that speak of most of the question.
 */
export async function findArticles(
  question: Question,
  { archive, at, near }: { archive: Articles & Readings & Stories & SearchIndex; at?: number; near?: Vector },
): Promise<{ ranked: RankedArticle[] }> {
  const before = at === undefined ? {} : { before: at }
  const [frequencies, found, nearest] = await Promise.all([
    archive.documentFrequencies(question.terms.map((term) => term.term)),
    archive.search(question.terms, { limit: REACH.candidates, ...before }),
    near === undefined ? [] : archive.nearest(near, { limit: NEAREST.found, ...before }),
  ])
  const ids = found.map(({ articleId }) => articleId)
  const stories = await archive.storiesOf(ids)
  const fits = addStories(fitHits(found, question, frequencies), stories)
  const best = fits.slice(0, REACH.teaching)
  const bestIds = best.map(({ hit }) => hit.articleId)
  const likeness = await archive.likeness(bestIds, ids)
  const opened = addLikeness(fits, { best, likeness }).slice(0, REACH.opened)
  const ranked = await rankArticles(opened, { question, archive, stories })
  return { ranked: await withNearest(ranked, nearest, archive) }
}

async function withNearest(
  ranked: RankedArticle[],
  nearest: readonly string[],
  archive: Articles & Readings & Stories,
): Promise<RankedArticle[]> {
  const known = new Set(ranked.map(({ article }) => article.id))
  const ids = nearest.filter((id) => !known.has(id)).slice(0, NEAREST.added)
  if (ids.length === 0) return ranked
  const weak = ranked.findIndex(({ coverage }) => coverage < NEAREST.coverage)
  const place = weak === -1 ? NEAREST.place : Math.min(weak, NEAREST.place)
  return [...ranked.slice(0, place), ...(await openNearest(ids, archive)), ...ranked.slice(place)]
}

async function openNearest(ids: readonly string[], archive: Articles & Readings & Stories): Promise<RankedArticle[]> {
  const [articles, readings, stories] = await Promise.all([
    archive.articles(ids),
    archive.readings(ids),
    archive.storiesOf(ids),
  ])
  return articles.map((article) => ({
    article,
    reading: readings.find(({ articleId }) => articleId === article.id),
    storyId: stories.get(article.id) ?? article.id,
    ...{ score: 0, coverage: 0, namesAll: false },
  }))
}

async function rankArticles(
  fits: readonly Fit[],
  {
    question,
    archive,
    stories,
  }: { question: Question; archive: Articles & Readings; stories: ReadonlyMap<string, string> },
): Promise<RankedArticle[]> {
  const ids = fits.map(({ hit }) => hit.articleId)
  const [articles, readings] = await Promise.all([archive.articles(ids), archive.readings(ids)])
  const articleById = new Map(articles.map((article) => [article.id, article]))
  const readingById = new Map(readings.map((reading) => [reading.articleId, reading]))
  const newest = Math.max(
    0,
    ...articles.flatMap(({ publishedAt, isUndated }) => (isUndated === true ? [] : publishedAt)),
  )
  return fits
    .flatMap(({ hit, score: fit, coverage, namesAll }): RankedArticle[] => {
      const article = articleById.get(hit.articleId)
      if (article === undefined) return []
      const reading = readingById.get(article.id)
      const isMeasured = reading?.findings.some((finding) =>
        finding.figures.some(({ what }) => question.measureIds.includes(what)),
      )
      // Of what has no date nobody knows that it is new.
      const years = article.isUndated === true ? OPENED.mostYears : (newest - article.publishedAt) / (365 * 86_400_000)
      const score = fit + (isMeasured === true ? OPENED.figure : 0) - Math.min(years, OPENED.mostYears) * OPENED.year
      return [{ article, reading, storyId: stories.get(article.id) ?? article.id, score, coverage, namesAll }]
    })
    .sort(
      (a, b) =>
        b.score - a.score ||
        Number(a.article.isUndated ?? false) - Number(b.article.isUndated ?? false) ||
        b.article.publishedAt - a.article.publishedAt ||
        a.article.id.localeCompare(b.article.id),
    )
}
