import type { FeedFound, FeedCatalogue, Put } from '../bots/contract/newsroom-port.js'
import { decodeFeed } from '../feeds/xml/decode.js'
import { discoverFeeds, type DiscoverDeps, type DiscoveredFeed } from '../feeds/pages/discover.js'
import { FeedError, type Fetched } from '../feeds/net/fetch-feed.js'
import { articleId, canonicalUrl } from '../feeds/identity.js'
import { outletAt } from '../feeds/addresses/outlet-of.js'
import { placeOf } from '../feeds/addresses/channel-address.js'
import { pastedAddress } from '../feeds/addresses/pasted-address.js'
import { NotAFeedError } from '../feeds/parse/parsed-feed.js'
import { readOpml, writeOpml } from '../feeds/xml/opml.js'
import { articleText, plainLine } from '../feeds/parse/plain-text.js'
import type { Robots } from '../feeds/net/robots.js'
import type { OpenNewsroom } from './open-newsroom.js'
import { splitLogin, type FeedLogin } from '../regions/feed-login.js'
import type { Feed, Region } from '../regions/region.js'
import { loginsOnTheWay } from './logins-on-the-way.js'

/** Feeds that one chat may add; an owner may add as many as there are. */
const MOST_OF_A_CHAT = 20

export interface FeedCatalogueDeps extends Pick<DiscoverDeps, 'parse'> {
  readonly fetchFeed: (url: string, login?: FeedLogin) => Promise<Fetched>
  /** See full-text.ts. */
  readonly readPage: (job: { bytes: Uint8Array; contentType: string | undefined }) => Promise<string>
  readonly robots: { readonly of: (url: string) => Promise<Robots> }
}
type Rooms = Pick<OpenNewsroom, 'articles' | 'logins' | 'reader' | 'refreshOutlets'>

/** Finds, adds, removes and lists the feeds that stand beside the pack's. */
export function feedCatalogue(rooms: Rooms, deps: FeedCatalogueDeps): FeedCatalogue {
  const { articles, logins, reader, refreshOutlets } = rooms
  const onTheWay = loginsOnTheWay()
  const put = async (found: ToAdd, by: string | undefined): Promise<Put> => {
    const { region } = reader()
    const feed = feedAt(found.url, region)
    if (feed === undefined) return { kind: 'known', url: found.url }
    if (by !== undefined && (await articles.addedBy(by)) >= MOST_OF_A_CHAT)
      return { kind: 'full', most: MOST_OF_A_CHAT }
    if (!region.outlets.some(({ id }) => id === feed.outletId))
      await articles.saveOutlet({ id: feed.outletId, name: found.title === '' ? feed.outletId : found.title })
    if (!(await articles.addFeed(feed, by))) return { kind: 'known', url: found.url }
    await logins.save(feed.url, onTheWay.at(found.login, feed.url)?.reveal())
    // The next one is held against what was just added.
    await refreshOutlets()
    return { kind: 'added', feedId: feed.id, url: found.url }
  }
  return {
    discover: async (given) => {
      const { url, login } = splitLogin(pastedAddress(given))
      const report = await discover(url, { region: reader().region, login, deps })
      if (login === undefined) return report
      return { ...report, found: report.found.map((feed) => isSameHost(feed.url, url) ? { ...feed, login: onTheWay.keep(login, feed.url) } : feed) } // prettier-ignore
    },
    add: put,
    async remove(given, by) {
      const { feeds } = reader().region
      const asked = splitLogin(pastedAddress(given)).url
      const known = feeds.find(({ id, url }) => id === given || url === given || url === asked)
      const url = known?.url ?? asked
      if (await articles.removeFeed(url, by)) {
        await logins.save(url, undefined)
        await refreshOutlets()
        return {
          kind: 'removed',
          url,
          ...(known?.login === undefined ? {} : { login: onTheWay.keep(known.login, url) }),
        }
      }
      const added = await articles.addedFeeds()
      if (known === undefined) return { kind: 'unknown' }
      return { kind: added.some(({ id }) => id === known.id) ? 'of-others' : 'of-pack', url: known.url }
    },
    async importOpml(opml, by) {
      const { feeds: listed, unread } = readOpml(opml, pastedAddress)
      const outcomes: Put['kind'][] = []
      for (const { url: written, title } of listed) {
        const { url, login } = splitLogin(written)
        outcomes.push((await put({ url, title, ...(login && { login: onTheWay.keep(login, url) }) }, by)).kind)
      }
      const count = (kind: Put['kind']) => outcomes.filter((each) => each === kind).length
      return {
        listed: listed.length,
        added: count('added'),
        known: count('known'),
        left: count('full'),
        ...(unread > 0 && { unread }),
      }
    },
    article: (address) => articleAt(address, deps),
    exportOpml: () => Promise.resolve(opmlOf(reader().region)),
  }
}

type ToAdd = Parameters<FeedCatalogue['add']>[0]

interface Discovering {
  readonly region: Region
  readonly login: FeedLogin | undefined
  readonly deps: FeedCatalogueDeps
}

async function discover(url: string, { region, login, deps }: Discovering) {
  const fetchFeed = (at: string) => deps.fetchFeed(at, isSameHost(at, url) ? login : undefined)
  try {
    const found = await discoverFeeds(url, { ...deps, fetchFeed, decode: decodeFeed })
    return { found: found.map((feed) => shownFeed(feed, region)) }
  } catch (error) {
    if (!(error instanceof FeedError || error instanceof NotAFeedError)) throw error
    return { found: [], verdict: error.verdict, detail: error.message }
  }
}

function isSameHost(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).host === new URL(other).host
}

function shownFeed({ url, title, items, newest }: DiscoveredFeed, region: Region): FeedFound {
  return { url, title, items, newest, isKnown: feedAt(url, region) === undefined }
}

// Undefined: the pack or the store has this feed. The outlet is the one whose domain it is.
function feedAt(url: string, region: Region): Feed | undefined {
  const own = canonicalUrl(url) ?? url
  if (region.feeds.some((feed) => (canonicalUrl(feed.url) ?? feed.url) === own)) return undefined
  const { hostname, pathname, search } = new URL(url)
  const place = placeOf(url)
  const outlet = outletAt(place, region.outlets)
  const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') // prettier-ignore
  const named = slug(`${hostname.replace(/^www\./, '')}${pathname}${search}`).slice(0, 80)
  const isTaken = region.feeds.some(({ id }) => id === named)
  return {
    id: isTaken ? `${named}-${slug(articleId(own)).slice(0, 8)}` : named,
    outletId: outlet?.id ?? slug(place),
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
