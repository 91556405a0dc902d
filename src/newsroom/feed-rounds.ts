import type { FeedCatalogue } from '../bots/contract/newsroom-port.js'
import { feedCatalogue } from './feed-catalogue.js'
import { fetchFeed } from '../feeds/net/fetch-feed.js'
import { fetchAsAllowed } from '../feeds/net/fetch-as-allowed.js'
import type { ReadItem } from '../feeds/normalise.js'
import { readPage } from '../feeds/pages/full-text.js'
import { robotsKeeper } from '../feeds/net/robots.js'
import { guardedAgent } from '../feeds/net/guarded-agent.js'
import { startParser } from '../feeds/parse-pool.js'
import { openPageRounds } from './page-rounds.js'
import { refreshFeeds, type Refreshed } from '../feeds/refresh.js'
import type { Telemetry } from '../telemetry/telemetry.js'
import type { Feed } from '../regions/region.js'
import type { OpenNewsroom } from './open-newsroom.js'
import type { NewsroomEvent } from './newsroom-events.js'
import type { FeedRefresh, RefreshReport } from './newsroom-ports.js'

/** Pulls the feeds that are due and reads what came. */
export interface FeedRounds extends FeedRefresh {
  /** Feeds beside the pack's. */
  readonly catalogue: FeedCatalogue
  /** Ends the round after the piece at hand and stops the parser. */
  stop(): Promise<void>
}

export interface FeedRoundsDeps {
  readonly now: () => number
  readonly allowPrivateHosts: readonly string[]
  readonly onProgress: (event: NewsroomEvent) => void
  /** True unless given. False: what comes stays unread. */
  readonly isReading?: boolean
  readonly telemetry: Telemetry
}

/** The feed rounds of an open newsroom; starts the parser's thread at once. `allowPrivateHosts`: host or host:port. */
export function openFeedRounds(
  rooms: OpenNewsroom,
  { now, allowPrivateHosts, onProgress, isReading = true, telemetry }: FeedRoundsDeps,
): FeedRounds {
  const parser = startParser()
  const agent = guardedAgent({ allowPrivateHosts })
  const pages = openPageRounds({
    store: rooms.visits,
    agent,
    parse: parser.parse,
    now,
    onFault: (message) => {
      telemetry.log.error({ job: 'pages' }, message)
    },
  })
  const robots = robotsKeeper({ fetchPage: (url) => fetchFeed(url, {}, { agent, now }), now })
  let round: Promise<RefreshReport> | undefined
  let isStopping = false

  const runRound = async (): Promise<RefreshReport> => {
    await rooms.refreshOutlets()
    const { region } = rooms.reader()
    const feeds = region.feeds.filter(isRead)
    const refreshed = await refreshFeeds(feeds, {
      store: rooms.articles,
      fetchFeed: fetchAsAllowed((url, options) => fetchFeed(url, options, { agent, now }), robots),
      outlets: region.outlets,
      read: parser.read,
      now,
      random: Math.random,
      onItems: async (items) => {
        await saveOutlets(items)
        await pages.onItems(items)
      },
      onProgress: nowAndThen(({ done, of }) => {
        onProgress({ kind: 'progress', doing: 'feeds', done, of })
      }),
    })
    noteRound(refreshed, telemetry)
    const read = isReading ? await readUnread() : 0
    if (!isStopping) pages.visit(region.outlets)
    const { articles, checked, unchanged, failures } = refreshed
    return { checked, unchanged, fresh: articles.length, read, failures }
  }

  // Who wrote what others pass on, where the pack does not name them.
  const saveOutlets = async (items: readonly ReadItem[]): Promise<void> => {
    const found = new Map(items.flatMap(({ unknownOutlet }) => (unknownOutlet === undefined ? [] : [[unknownOutlet.id, unknownOutlet]]))) // prettier-ignore
    for (const outlet of found.values()) await rooms.articles.saveOutlet(outlet)
    if (found.size > 0) await rooms.refreshOutlets()
  }

  const readUnread = () =>
    rooms.readingRounds.readUnread({
      onRead: (done) => {
        onProgress({ kind: 'progress', doing: 'reading', done })
      },
      shouldStop: () => isStopping,
    })

  const catalogue = feedCatalogue(rooms, {
    fetchFeed: fetchAsAllowed((url, login) => fetchFeed(url, { login }, { agent, now }), robots),
    parse: (bytes, contentType, url) => parser.parse(bytes, contentType, url),
    readPage,
    robots,
  })
  return {
    catalogue,
    refresh: () => {
      round ??= runRound().finally(() => {
        round = undefined
      })
      return round
    },
    stop: async () => {
      isStopping = true
      await round?.catch(() => undefined)
      const paged = pages.stop()
      // A visit that is under way ends with its connection.
      await agent.destroy()
      await paged
      await parser.stop()
    },
  }
}

function noteRound({ articles, checked, unchanged, failures }: Refreshed, { log, metrics }: Telemetry): void {
  metrics.count('feed_polls_total', { outcome: 'unchanged' }, unchanged)
  metrics.count('feed_polls_total', { outcome: 'failed' }, failures.length)
  metrics.count('feed_polls_total', { outcome: 'fresh' }, checked - unchanged - failures.length)
  metrics.count('articles_new_total', {}, articles.filter(({ revision }) => revision === 1).length)
  for (const failure of failures) log.debug(failure, 'a feed was not read')
}

/** Trial feeds are checked on request only, feeds that are off never. */
const isRead = (feed: Feed) => feed.status === 'default'

const PROGRESS_MS = 100

/** Tells of progress ten times a second at most, and of its end: each telling is a message to another thread. */
function nowAndThen<Progress extends { readonly done: number; readonly of: number }>(
  tell: (progress: Progress) => void,
) {
  let toldAt = -Infinity
  return (progress: Progress): void => {
    const at = performance.now()
    if (progress.done < progress.of && at - toldAt < PROGRESS_MS) return
    toldAt = at
    tell(progress)
  }
}
