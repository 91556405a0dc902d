import type { Stories } from '../stories/stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { Readings } from '../terms/readings-port.js'
import type { SearchIndex } from '../terms/search-port.js'
import { questionOf } from '../question/question.js'
import type { Reader } from '../terms/reader.js'
import { findArticles } from '../finding/find-articles.js'
import { outletOf } from '../terms/voices.js'
import type { Understood } from '../terms/understood.js'
import { SINCE } from '../terms/ranking-weights.js'

/** The event that a time begins with, as the archive tells it. */
export interface SinceEvent {
  readonly at: number
  readonly title: string
  readonly outlet: string
}

/**
 * When the event of "since the summit" was: the day of the newest article that names everybody and everything asked for in its title and comes among the best.
 * Undefined where the archive has none.
 */
export async function findSinceEvent(
  { since, ...question }: Understood,
  { archive, reader, at }: { archive: Articles & Readings & Stories & SearchIndex; reader: Reader; at: number },
): Promise<SinceEvent | undefined> {
  if (since === undefined || since.length === 0) return undefined
  const { time: _time, ...untimed } = question
  const event = questionOf({ ...untimed, facets: since }, '')
  const { ranked } = await findArticles(event, { archive, at })
  const told = ranked
    .filter((hit) => hit.namesAll && hit.coverage >= SINCE.coverage && hit.article.isUndated !== true)
    .slice(0, SINCE.articles)
  const [newest] = told.sort((a, b) => b.article.publishedAt - a.article.publishedAt)
  if (newest === undefined) return undefined
  const { publishedAt, title, outletId } = newest.article
  return { at: publishedAt, title, outlet: outletOf(outletId, reader.region).name }
}
