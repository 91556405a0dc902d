import type { DetectedLanguage } from '../../text/types.js'
import type { Articles } from '../terms/articles-port.js'
import { standsIn } from '../lines/citations.js'
import type { Reader } from '../terms/reader.js'
import { outletOf } from '../terms/voices.js'

export interface CitedQuote {
  readonly articleId: string
  readonly quote: string
}

/** A quote that was told and that its article no longer has. */
export interface Correction extends CitedQuote {
  readonly outlet: string
  readonly title: string
  readonly url: string
  readonly language: DetectedLanguage
}

/** Of quotes that were cited those that no longer stand in the newest revision of their articles, in the order given. */
export async function findCorrections(
  quotes: readonly CitedQuote[],
  { archive, reader }: { archive: Articles; reader: Reader },
): Promise<readonly Correction[]> {
  const articles = await archive.articles([...new Set(quotes.map(({ articleId }) => articleId))])
  const byId = new Map(articles.map((article) => [article.id, article]))
  return quotes.flatMap(({ articleId, quote }) => {
    const article = byId.get(articleId)
    if (article === undefined || standsIn(quote, article)) return []
    const { outletId, title, url, language } = article
    return [{ articleId, quote, outlet: outletOf(outletId, reader.region).name, title, url, language }]
  })
}
