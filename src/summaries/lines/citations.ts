import { datedOf, type Article } from '../../feeds/article.js'
import type { Region } from '../../regions/region.js'
import type { Citation } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'

/** Numbers citations from 1 in order of first use; the same quote of the same article keeps its number. */
export function startCitations(region: Region): {
  cite: (article: Article, quote: string) => number
  list: () => readonly Citation[]
} {
  const numbers = new Map<string, number>()
  const citations: Citation[] = []
  const cite = (article: Article, quote: string): number => {
    const key = `${article.id}\n${quote}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const { name, voice } = outletOf(article.outletId, region)
    const { id: articleId, url, title, language } = article
    const number = citations.length + 1
    citations.push({ number, articleId, url, outlet: name, title, ...datedOf(article), quote, language, voice })
    numbers.set(key, number)
    return number
  }
  return { cite, list: () => citations }
}

/** True where a quote stands in the article as it is now, word for word: a corrected article may have lost it. */
export function standsIn(quote: string, article: Pick<Article, 'title' | 'text' | 'comments'>): boolean {
  return (
    article.title.includes(quote) || article.text.includes(quote) || article.comments.some((c) => c.includes(quote))
  )
}
