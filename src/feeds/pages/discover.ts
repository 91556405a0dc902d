import { FeedError, type Fetched } from '../net/fetch-feed.js'
import { ParserError } from '../parser-workers.js'
import { NotAFeedError, type ParsedFeed } from '../parse/parsed-feed.js'
import { plainLine } from '../parse/plain-text.js'
import { resolve } from '../parse/repair-feed.js'
import { decodeEntities } from '../xml/xml-entities.js'
import { attributesOf, scanXml } from '../xml/xml-scan.js'

export interface DiscoverDeps {
  readonly fetchFeed: (url: string) => Promise<Fetched>
  /** See parse-pool.ts. */
  readonly parse: (bytes: Uint8Array, contentType: string | undefined, url: string | undefined) => Promise<ParsedFeed>
  /** See decode.ts. */
  readonly decode: (bytes: Uint8Array, contentType?: string) => string
}

export interface DiscoveredFeed {
  readonly url: string
  readonly title: string
  readonly items: number
  /** Titles of its newest items, at most three. */
  readonly newest: readonly string[]
}

const COMMON_PATHS = [
  '/feed', '/rss', '/rss.xml', '/feed.xml', '/atom.xml', '/feed.json', '/index.xml', '/rss/all', '/feeds', '/?feed=rss2',
] // prettier-ignore
const MOST_TRIES = 12

/**
 * Feeds of a page: the page itself where it is one, else what its link tags name, else what stands at the common paths of
 * its site, below the page first. Each was read and has at least one item or a title. Throws FeedError where the page
 * itself cannot be fetched and no common path has a feed.
 */
export async function discoverFeeds(url: string, deps: DiscoverDeps): Promise<readonly DiscoveredFeed[]> {
  let page: Fetched
  try {
    page = await deps.fetchFeed(url)
  } catch (error) {
    // A front page may be closed to readers while its feeds are not; an address that is not allowed stays so.
    const isClosed = error instanceof FeedError && CLOSED.has(error.verdict)
    const found = isClosed ? await readAll(commonPaths(url), deps) : []
    if (found.length === 0) throw error
    return found
  }
  if (page.status !== 'ok') return []
  const html = deps.decode(page.bytes, page.contentType)
  const own = await readAsFeed(page, deps)
  if (own !== undefined) return [own]
  const linked = await readAll(linkedFeeds(html, page.url), deps)
  if (linked.length > 0) return linked
  return readAll(commonPaths(page.url), deps)
}

const CLOSED: ReadonlySet<string> = new Set(['refused', 'gone', 'http-error', 'too-large'])

/** A blog's section has its feed below it, a site at its root. */
function commonPaths(url: string): readonly string[] {
  const { pathname } = new URL(url)
  const below = pathname.replace(/\/+$/, '')
  const own = below === '' ? [] : [`${below}/feed`, `${below}/rss`]
  return [...own, ...COMMON_PATHS].flatMap((path) => resolve(path, url) ?? [])
}

/** Addresses that a page's link tags, and plain links that look like it, call feeds. */
function linkedFeeds(html: string, url: string): readonly string[] {
  const tagged = new Set<string>()
  const looked = new Set<string>()
  let base = url
  scanXml(html, {
    open: (written, rest) => {
      const name = written.toLowerCase()
      if (name !== 'link' && name !== 'a' && name !== 'base') return
      const attributes = new Map(
        [...attributesOf(rest)].map(([key, value]) => [key.toLowerCase(), decodeEntities(value).trim()]),
      )
      const address = resolve(attributes.get('href'), base)
      if (name === 'base') {
        base = address ?? base
        return
      }
      if (address === undefined || !/^https?:/.test(address)) return
      const type = attributes.get('type')?.toLowerCase() ?? ''
      const isFeedType = /^application\/(?:rss|atom|rdf|feed)\+(?:xml|json)/.test(type) || type === 'application/json'
      if (name === 'link' && isFeedType && /\b(?:alternate|feed)\b/i.test(attributes.get('rel') ?? ''))
        tagged.add(address)
      if (name === 'a' && /(?:\/|\.)(?:rss|feed|atom)(?:\.xml|\/)?$|\.rss\b/i.test(new URL(address).pathname))
        looked.add(address)
    },
    close: () => undefined,
    text: () => undefined,
  })
  return [...new Set([...tagged, ...looked])].slice(0, MOST_TRIES)
}

async function readAll(urls: readonly string[], deps: DiscoverDeps): Promise<readonly DiscoveredFeed[]> {
  const found = new Map<string, DiscoveredFeed>()
  for (const url of urls.slice(0, MOST_TRIES)) {
    try {
      const fetched = await deps.fetchFeed(url)
      const feed = fetched.status === 'ok' ? await readAsFeed(fetched, deps) : undefined
      if (feed !== undefined) found.set(feed.url, feed)
    } catch (error) {
      // A path that is not there is no news: the next one is tried.
      if (!(error instanceof FeedError)) throw error
    }
  }
  return [...found.values()]
}

async function readAsFeed(
  fetched: Fetched & { status: 'ok' },
  deps: DiscoverDeps,
): Promise<DiscoveredFeed | undefined> {
  try {
    const { feed, items } = await deps.parse(fetched.bytes, fetched.contentType, fetched.url)
    const title = plainLine(feed.title ?? '')
    const newest = items.map((item) => plainLine(item.title ?? '')).filter((line) => line !== '')
    if (title === '' && items.length === 0) return undefined
    return { url: fetched.url, title, items: items.length, newest: newest.slice(0, 3) }
  } catch (error) {
    if (error instanceof NotAFeedError || error instanceof ParserError) return undefined
    throw error
  }
}
