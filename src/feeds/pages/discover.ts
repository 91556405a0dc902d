import { pastedAddress } from '../addresses/pasted-address.js'
import { FeedError, type Fetched } from '../net/fetch-feed.js'
import { firstWords } from '../normalise.js'
import { ParserError } from '../parser-workers.js'
import { NotAFeedError, type ParsedFeed } from '../parse/parsed-feed.js'
import { articleText, plainLine } from '../parse/plain-text.js'
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
 * Feeds of a page: the page itself where it is one, else what its Link header and its tags name, else what stands at the common
 * paths of its site, below the page first. Each was read and has at least one item or a title. Throws FeedError where the page
 * itself cannot be fetched and no common path has a feed, NotAFeedError where it is one that has nothing to read just now.
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
  const linked = await readAll([...headerFeeds(page.links, page.url), ...linkedFeeds(html, page.url)], deps)
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

/** Addresses that a Link header (RFC 8288) calls feeds. */
function headerFeeds(links: string | undefined, url: string): readonly string[] {
  return [...(links ?? '').matchAll(/<([^<>]{1,2000})>([^<]{0,500})/g)].flatMap(([, href = '', parameters = '']) => {
    const rel = /;\s*rel\s*=\s*"?([^";,]+)/i.exec(parameters)?.[1] ?? ''
    const type = /;\s*type\s*=\s*"?([^";,\s]+)/i.exec(parameters)?.[1] ?? ''
    const address = resolve(httpOf(href), url)
    return address !== undefined && /^https?:/.test(address) && isFeedLink(rel, type) ? [address] : []
  })
}

const FEED_TYPE = /^(?:application\/(?:(?:rss|atom|rdf|feed)\+(?:xml|json)|json|xml)|text\/xml)\b/

function isFeedLink(rel: string, type: string): boolean {
  return /\b(?:alternate|feed)\b/i.test(rel) && FEED_TYPE.test(type.toLowerCase())
}

/** A feed: address as one to fetch; what is written without a host stays as it is. */
function httpOf(href: string | undefined): string | undefined {
  return href !== undefined && /^feeds?:/i.test(href) ? pastedAddress(href) : href
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
      const address = resolve(httpOf(attributes.get('href')), base)
      if (name === 'base') {
        base = address ?? base
        return
      }
      if (address === undefined || !/^https?:/.test(address)) return
      if (isFeedLink(attributes.get('rel') ?? '', attributes.get('type') ?? '')) tagged.add(address)
      else if (name === 'a' && /(?:\/|\.)(?:rss|feed|atom)(?:\.xml|\/)?$|\.rss\b/i.test(new URL(address).pathname))
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
      if (!(error instanceof FeedError || error instanceof NotAFeedError)) throw error
    }
  }
  return [...found.values()]
}

/** Verdicts on what is a feed, and gives nothing. */
const SPEAKING: ReadonlySet<string> = new Set(['bridge', 'no-preview'])

async function readAsFeed(
  fetched: Fetched & { status: 'ok' },
  deps: DiscoverDeps,
): Promise<DiscoveredFeed | undefined> {
  try {
    const { feed, items } = await deps.parse(fetched.bytes, fetched.contentType, fetched.url)
    const title = plainLine(feed.title ?? '')
    const newest = items.map((item) => plainLine(item.title ?? '') || firstWords(articleText(item.text ?? ''))).filter((line) => line !== '') // prettier-ignore
    if (title === '' && items.length === 0) return undefined
    return { url: fetched.url, title, items: items.length, newest: newest.slice(0, 3) }
  } catch (error) {
    if (error instanceof NotAFeedError && SPEAKING.has(error.verdict)) throw error
    if (error instanceof NotAFeedError || error instanceof ParserError) return undefined
    throw error
  }
}
