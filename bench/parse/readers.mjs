// Ours and four other feed readers behind one shape: `parse(bytes)` gives the row that `silkwire parse` prints, or throws.
// The others are used as their own documentation shows them: UTF-8 text, or the bytes where they take a stream.
import { createRequire } from 'node:module'
import { decodeFeed } from '../../dist/feeds/xml/decode.js'
import { parseFeed as parseOurs } from '../../dist/feeds/parse/parse-feed.js'

const require = createRequire(import.meta.url)
const textOf = (bytes) => new TextDecoder().decode(bytes)
const iso = (value) => {
  const date = new Date(value ?? NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
const list = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value])

async function silkwire() {
  return async (bytes) => parseOurs(decodeFeed(bytes), {})
}

async function rssParser() {
  const { default: Parser } = await import('rss-parser')
  return async (bytes) => {
    const feed = await new Parser({ customFields: { item: ['author'] } }).parseString(textOf(bytes))
    const { title, link, description, language } = feed
    return {
      feed: { title, link, description, language },
      items: (feed.items ?? []).map((item) => ({
        guid: item.guid ?? item.id,
        url: item.link,
        title: item.title,
        text: item['content:encoded'] ?? item.content ?? item.summary,
        author: item.creator ?? item.author,
        publishedAt: iso(item.isoDate ?? item.pubDate),
        categories: list(item.categories).map((category) => (typeof category === 'string' ? category : category?._)),
        enclosures: list(item.enclosure),
      })),
    }
  }
}

async function feedsmith() {
  const { parseFeed } = await import('feedsmith')
  return async (bytes) => {
    const { format, feed } = parseFeed(textOf(bytes))
    return format === 'atom' ? feedsmithAtom(feed) : feedsmithOther(feed)
  }
}

// An element is a text, or an object with the text in `value`, by version and format.
const valueOf = (element) => (typeof element === 'object' && element !== null ? element.value : element)

function feedsmithAtom(feed) {
  const linkOf = (links) =>
    (list(links).find(({ rel }) => (rel ?? 'alternate') === 'alternate') ?? list(links)[0])?.href
  return {
    feed: {
      title: valueOf(feed.title),
      link: linkOf(feed.links),
      description: valueOf(feed.subtitle),
      language: feed.xml?.lang,
    },
    items: list(feed.entries).map((entry) => ({
      guid: entry.id,
      url: linkOf(entry.links),
      title: valueOf(entry.title),
      text: valueOf(entry.content) ?? valueOf(entry.summary),
      author: entry.authors?.[0]?.name ?? entry.dc?.creators?.[0],
      publishedAt: iso(entry.published),
      updatedAt: iso(entry.updated),
      categories: list(entry.categories).map(({ term }) => term),
      enclosures: list(entry.links).filter(({ rel }) => rel === 'enclosure').map(({ href }) => ({ url: href })), // prettier-ignore
    })),
  }
}

function feedsmithOther(feed) {
  return {
    feed: {
      title: feed.title ?? feed.dc?.titles?.[0],
      link: feed.link ?? feed.home_page_url,
      description: feed.description ?? feed.dc?.descriptions?.[0],
      language: feed.language ?? feed.dc?.languages?.[0],
    },
    items: list(feed.items).map((item) => ({
      guid: valueOf(item.guid) ?? item.rdf?.about ?? item.id,
      url: item.link ?? item.url,
      title: item.title ?? item.dc?.titles?.[0],
      text: item.content?.encoded ?? item.description ?? item.content_html ?? item.content_text ?? item.dc?.descriptions?.[0],
      author: valueOf(item.authors?.[0])?.name ?? valueOf(item.authors?.[0]) ?? item.dc?.creators?.[0] ?? item.authors?.[0]?.name,
      publishedAt: iso(item.pubDate ?? item.date_published ?? item.dc?.dates?.[0]),
      updatedAt: iso(item.date_modified ?? item.dcterms?.modified?.[0]),
      categories: [...list(item.categories).map(({ name }) => name), ...list(item.dc?.subjects), ...list(item.tags)],
      enclosures: list(item.enclosures ?? item.attachments),
    })),
  } // prettier-ignore
}

async function feedparser() {
  const FeedParser = require('feedparser')
  return (bytes) =>
    new Promise((resolve, reject) => {
      const parser = new FeedParser({ addmeta: false })
      const items = []
      parser.on('error', reject)
      parser.on('data', (item) => items.push(item))
      parser.on('end', () => {
        const { meta } = parser
        if (!meta || !meta['#type']) {
          reject(new Error('not a feed'))
          return
        }
        resolve({
          feed: { title: meta.title, link: meta.link, description: meta.description, language: meta.language },
          items: items.map((item) => ({
            guid: item.guid,
            url: item.link,
            title: item.title,
            text: item.description ?? item.summary,
            author: item.author,
            publishedAt: iso(item.pubdate),
            updatedAt: iso(item.date),
            categories: list(item.categories),
            enclosures: list(item.enclosures),
          })),
        })
      })
      parser.end(Buffer.from(bytes))
    })
}

async function rowanmanning() {
  const { parseFeed } = await import('@rowanmanning/feed-parser')
  return async (bytes) => {
    const feed = parseFeed(textOf(bytes))
    return {
      feed: { title: feed.title, link: feed.url, description: feed.description, language: feed.language },
      items: feed.items.map((item) => ({
        guid: item.id,
        url: item.url,
        title: item.title,
        text: item.content ?? item.description,
        author: item.authors[0]?.name ?? item.authors[0]?.email,
        publishedAt: iso(item.published),
        updatedAt: iso(item.updated),
        categories: item.categories.flatMap(({ term, label }) => [term, label]),
        enclosures: item.media.map(({ url }) => ({ url })),
      })),
    }
  }
}

/** By name, each loaded when it is asked for: no reader pays for another one's memory. */
export const READERS = {
  silkwire,
  'rss-parser': rssParser,
  feedsmith,
  feedparser,
  '@rowanmanning/feed-parser': rowanmanning,
}
