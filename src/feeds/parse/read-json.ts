import { parseJsonFeed } from 'feedsmith'
import { mendTwiceEscaped } from '../xml/xml-entities.js'
import { checkedFeed, checkedItem, NotAFeedError, textOf, type ParsedFeed } from './parsed-feed.js'
import { mostTelling } from './plain-text.js'
import { isoOf } from './read-rss.js'
import { MOST_ITEMS, resolve } from './repair-feed.js'

/** JSON Feed 1.0 and 1.1; of one that breaks off, the whole items before the break. Throws NotAFeedError. */
export function readJson(json: string, url: string | undefined): ParsedFeed {
  const document = parsedOrMended(json) ?? parsedOrMended(escapedControls(json))
  if (document === undefined) throw new NotAFeedError('JSON that cannot be read', 'not-a-feed')
  if (!isFeed(document)) throw new NotAFeedError('JSON without a version and items of JSON Feed', 'not-a-feed')
  const feed = parseJsonFeed({
    version: 'https://jsonfeed.org/version/1.1',
    ...document,
    items: document.items.slice(0, MOST_ITEMS),
  })
  const comments = commentsById(document.items)
  const link = textOf(feed.home_page_url)
  const base = url ?? link
  return {
    format: 'json',
    feed: checkedFeed({
      title: escaped(feed.title),
      link,
      description: escaped(feed.description),
      language: feed.language,
    }),
    items: (feed.items ?? []).map((item) => {
      const found = textOf(item.url) ?? textOf(item.external_url)
      return checkedItem({
        guid: item.id,
        url: resolve(found, base) === undefined || isAbsolute(found) ? found : resolve(found, base),
        title: mendTwiceEscaped(escaped(item.title)),
        text: mostTelling([textOf(item.content_html), escaped(item.content_text), escaped(item.summary)]),
        author: item.authors?.[0]?.name,
        publishedAt: isoOf(item.date_published),
        updatedAt: isoOf(item.date_modified),
        comments: comments.get(textOf(item.id) ?? ''),
        categories: item.tags,
        enclosures: item.attachments?.map(({ url, mime_type, size_in_bytes }) => ({
          url,
          type: mime_type,
          length: size_in_bytes,
        })),
      })
    }),
  }
}

/** Readers' comments, our extension `_comments` of an item, by the item's id. */
function commentsById(items: unknown): ReadonlyMap<string, unknown> {
  const found = (Array.isArray(items) ? items : []).flatMap((item: unknown): [string, unknown][] => {
    if (typeof item !== 'object' || item === null || !('_comments' in item) || !('id' in item)) return []
    const id = textOf(item.id)
    return id === undefined ? [] : [[id, item._comments]]
  })
  return new Map(found)
}

function isFeed(
  document: Readonly<Record<string, unknown>>,
): document is Readonly<Record<string, unknown>> & { items: readonly unknown[] } {
  const version = document.version
  return (
    Array.isArray(document.items) &&
    (version === undefined || (typeof version === 'string' && version.includes('jsonfeed')))
  )
}

function parsedOrMended(json: string): Readonly<Record<string, unknown>> | undefined {
  const whole = parsed(json)
  if (whole !== undefined) return whole
  // A cut document ends in the middle of an item: try again behind the items before it.
  let end = json.length
  for (let tries = 0; tries < 20; tries++) {
    end = json.lastIndexOf('}', end - 1)
    if (end <= 0) return undefined
    const mended = parsed(`${json.slice(0, end + 1)}]}`)
    if (mended !== undefined) return mended
  }
  return undefined
}

/** JSON whose strings have raw line breaks and other control characters, with these escaped. Linear in the length. */
function escapedControls(json: string): string {
  return json.replace(JSON_STRING, (whole) =>
    whole.replace(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}

const JSON_STRING = /"[^"\\]*(?:\\[^][^"\\]*)*"/g
// eslint-disable-next-line no-control-regex -- these are the characters that JSON forbids in a string
const CONTROLS = /[\u0000-\u001f]/g

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function isAbsolute(url: string | undefined): boolean {
  return url !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(url)
}

/** Titles and plain texts of JSON Feed are no HTML; ours are. */
function escaped(text: unknown): string | undefined {
  return textOf(text)?.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
