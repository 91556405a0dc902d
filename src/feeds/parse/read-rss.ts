import { createRequire } from 'node:module'
import Parser from 'rss-parser'
import { readDate } from '../dates/dates.js'
import { checkedFeed, checkedItem, type ParsedFeed } from './parsed-feed.js'
import { textBack, type RewrittenFeed } from './rewrite-feed.js'

/** RSS 2.0 that rewriteFeed has written, read by rss-parser. Throws what rss-parser throws. */
export async function readRss({ xml, texts }: RewrittenFeed): Promise<ParsedFeed> {
  withoutSnippets()
  // A parser that is used again carries state from one feed into the next.
  const parser = new Parser({ customFields: { item: OWN_FIELDS } })
  const { items, ...feed } = (await parser.parseString(xml)) as Loose & { items?: unknown }
  return {
    format: 'rss',
    feed: checkedFeed(feed),
    items: (Array.isArray(items) ? (items as Loose[]) : []).map((item) =>
      checkedItem({
        guid: item.guid,
        url: item.link,
        title: item.title,
        text: textBack(item['content:encoded'] ?? item.content, texts),
        author: item.creator,
        publishedAt: isoOf(item.pubDate),
        updatedAt: isoOf(item.modified),
        categories: arrayOf(item.categories),
        enclosures: arrayOf(item.enclosures).map((enclosure) => ({ ...(enclosure as { $?: object }).$ })),
        source: sourceOf(arrayOf(item.sources)[0]),
        commentsUrl: item.commentRss,
        commentCount: item.commentCount,
      }),
    ),
  }
}

type Loose = Readonly<Record<string, unknown>>

const OWN_FIELDS: [string, string, { keepArray: boolean }][] = [
  ['enclosure', 'enclosures', { keepArray: true }],
  ['source', 'sources', { keepArray: true }],
  ['dcterms:modified', 'modified', { keepArray: false }],
  ['wfw:commentRss', 'commentRss', { keepArray: false }],
  ['slash:comments', 'commentCount', { keepArray: false }],
]

/** rss-parser makes a snippet of each text with an expression that takes seconds on some; nobody reads it here. */
function withoutSnippets(): void {
  const utils = createRequire(import.meta.url)('rss-parser/lib/utils') as { getSnippet: (html: string) => string }
  utils.getSnippet = () => ''
}

function sourceOf(value: unknown): { readonly name: unknown; readonly url: unknown } | undefined {
  if (typeof value !== 'object' || value === null || !('$' in value)) return undefined
  return { name: value, url: (value.$ as { readonly url?: unknown }).url }
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A date as a feed writes it as ISO 8601 UTC; undefined where it cannot be read. */
export function isoOf(written: unknown): string | undefined {
  const at = typeof written === 'string' ? readDate(written) : undefined
  return at === undefined ? undefined : new Date(at).toISOString()
}
