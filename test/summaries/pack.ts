import { loadRegion } from '../../src/regions/load-region.js'
import { prepareReader } from '../../src/summaries/terms/reader.js'
import type { Article } from '../../src/feeds/article.js'

/** The shipped pack, read once for all tests of a file. */
export const reader = prepareReader(loadRegion('regions/central-asia'))

const { weights: _weights, ...region } = reader.region

/** The same pack as if it had learned nothing: read by its lists. */
export const listReader = prepareReader(region)

const AT = Date.parse('2025-06-18T06:00:00Z')

/** An article with what a test cares for; the rest is plain. */
export function article(given: Partial<Article> & Pick<Article, 'id'>): Article {
  return {
    feedId: 'test',
    outletId: 'astana-times',
    url: `https://news.example/${given.id}`,
    title: '',
    text: '',
    language: 'en',
    publishedAt: AT,
    fetchedAt: AT,
    revision: 1,
    comments: [],
    ...given,
  }
}
