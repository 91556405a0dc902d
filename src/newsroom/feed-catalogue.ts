import type { FeedFound, FeedCatalogue, Put } from '../bots/contract/newsroom-port.js'
import { decodeFeed } from '../feeds/xml/decode.js'
import { discoverFeeds, type DiscoverDeps, type DiscoveredFeed } from '../feeds/pages/discover.js'
import { FeedError } from '../feeds/net/fetch-feed.js'
import { articleId, canonicalUrl } from '../feeds/identity.js'
import { readOpml, writeOpml } from '../feeds/xml/opml.js'
import { articleText, plainLine } from '../feeds/parse/plain-text.js'
import type { Robots } from '../feeds/net/robots.js'
import type { OpenNewsroom } from './open-newsroom.js'
import type { Feed, Region } from '../regions/region.js'

/** Feeds that one chat may add; an owner may add as many as there are. */
const MOST_OF_A_CHAT = 20

export interface FeedCatalogueDeps extends Pick<DiscoverDeps, 'fetchFeed' | 'parse'> {
  /** See full-text.ts. */
  readonly readPage: (job: { bytes: Uint8Array; contentType: string | undefined }) => Promise<string>
  readonly robots: { readonly of: (url: string) => Promise<Robots> }
}
type Rooms = Pick<OpenNewsroom, 'articles' | 'reader' | 'refreshOutlets'>

/** Finds, adds, removes and lists the feeds that stand beside the pack's. */
export function feedCatalogue(rooms: Rooms, deps: FeedCatalogueDeps): FeedCatalogue {
  const { articles, reader, refreshOutlets } = rooms
  const put = async (found: { readonly url: string; readonly title: string }, by: string | undefined): Promise<Put> => {
    const { region } = reader()
    const feed = feedAt(found.url, region)
    if (feed === undefined) return { kind: 'known', url: found.url }
    if (by !== undefined && (await articles.addedBy(by)) >= MOST_OF_A_CHAT)
      return { kind: 'full', most: MOST_OF_A_CHAT }
    if (!region.outlets.some(({ id }) => id === feed.outletId))
      await articles.saveOutlet({ id: feed.outletId, name: found.title === '' ? feed.outletId : found.title })
    if (!(await articles.addFeed(feed, by))) return { kind: 'known', url: found.url }
    // The next one is held against what was just added.
    await refreshOutlets()
    return { kind: 'added', feedId: feed.id, url: found.url }
  }
  return {
    discover: (given) => discover(given, { region: reader().region, deps }),
    add: put,
    async remove(feed, by) {
      const { feeds } = reader().region
      const known = feeds.find(({ id, url }) => id === feed || url === feed)
      const removed = await articles.removeFeed(known?.url ?? feed, by)
      if (removed) await refreshOutlets()
      if (removed) return { kind: 'removed', url: known?.url ?? feed }
      const added = await articles.addedFeeds()
      if (known === undefined) return { kind: 'unknown' }
      return { kind: added.some(({ id }) => id === known.id) ? 'of-others' : 'of-pack', url: known.url }
    },
    async importOpml(opml, by) {
      const listed = readOpml(opml)
      const outcomes: Put['kind'][] = []
      for (const each of listed) outcomes.push((await put(each, by)).kind)
      const count = (kind: Put['kind']) => outcomes.filter((each) => each === kind).length
      return { listed: listed.length, added: count('added'), known: count('known'), left: count('full') }
    },
    article: (address) => articleAt(address, deps),
    exportOpml: () => Promise.resolve(opmlOf(reader().region)),
  }
}

async function discover(given: string, { region, deps }: { region: Region; deps: FeedCatalogueDeps }) {
  // A host without a scheme is taken for https.
  const url = /^[\w-]+(?:\.[\w-]+)+(?:[/:]|$)/.test(given) ? `https://${given}` : given
  try {
    const found = await discoverFeeds(url, { ...deps, decode: decodeFeed })
    return { found: found.map((feed) => shownFeed(feed, region)) }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    return { found: [], verdict: error.verdict, detail: error.message }
  }
}

function shownFeed({ url, title, items, newest }: DiscoveredFeed, region: Region): FeedFound {
  return { url, title, items, newest, isKnown: feedAt(url, region) === undefined }
}

// Undefined: the pack or the store has this feed. The outlet is the one whose domain it is.
function feedAt(url: string, region: Region): Feed | undefined {
  const own = canonicalUrl(url) ?? url
  if (region.feeds.some((feed) => (canonicalUrl(feed.url) ?? feed.url) === own)) return undefined
  const { hostname, pathname, search } = new URL(url)
  const domain = hostname.replace(/^www\./, '')
  const outlet = region.outlets.find((each) => each.domains.some((one) => domain === one || domain.endsWith(`.${one}`)))
  const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') // prettier-ignore
  const named = slug(`${domain}${pathname}${search}`).slice(0, 80)
  const isTaken = region.feeds.some(({ id }) => id === named)
  return {
    id: isTaken ? `${named}-${slug(articleId(own)).slice(0, 8)}` : named,
    outletId: outlet?.id ?? slug(domain),
    url,
    status: 'default',
    everyMinutes: 30,
  }
}

async function articleAt(address: string, { fetchFeed, readPage, robots }: FeedCatalogueDeps) {
  try {
    if (!(await robots.of(address)).isAllowed(address))
      return { detail: `${address} is closed to readers by its robots.txt` }
    const page = await fetchFeed(address)
    if (page.status !== 'ok') return { detail: `${address} gave no page` }
    const [, title = ''] =
      /<title[^>]*>([^<]{1,300})</i.exec(decodeFeed(page.bytes, page.contentType).slice(0, 100_000)) ?? []
    const text = articleText(await readPage({ bytes: page.bytes, contentType: page.contentType }))
    return text === '' ? { detail: `${address} has no article` } : { text: `${plainLine(title)}\n${text}` }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    return { detail: error.message }
  }
}

/** OPML of the feeds that are read. */
function opmlOf({ feeds, outlets }: Region): string {
  const nameOf = (feed: Feed) => outlets.find((outlet) => outlet.id === feed.outletId)?.name ?? feed.outletId
  const read = feeds.filter((feed) => feed.status === 'default')
  return writeOpml(read.map((feed) => ({ title: nameOf(feed), url: feed.url })))
}
