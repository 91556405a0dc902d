import fs from 'node:fs'
import { readConfig } from '../process/config.js'
import { fetchAsAllowed } from '../feeds/net/fetch-as-allowed.js'
import { fetchFeed, type Fetched, type FetchOptions } from '../feeds/net/fetch-feed.js'
import { robotsKeeper } from '../feeds/net/robots.js'
import { guardedAgent } from '../feeds/net/guarded-agent.js'
import { judgeFeed, withMove, type Health } from '../feeds/health.js'
import { startParser } from '../feeds/parse-pool.js'
import { byHost, faultOf } from '../feeds/refresh.js'
import { loadRegion } from '../regions/load-region.js'
import type { Feed } from '../regions/region.js'
import { countsOf, print, printColumns, toJson } from './output.js'
import { withNewsroom } from './room.js'

interface Checked extends Health {
  readonly feed: Feed
  readonly items: number
}

const HOSTS_AT_ONCE = 8

/**
 * `silkwire feeds check`: fetches every feed that is not off - one request a host at a time - and prints a table of how
 * each is, why and what to do, and how many there are of each verdict. Nothing is stored.
 */
export async function checkFeeds({ json }: { json?: boolean }): Promise<void> {
  const config = readConfig(process.env)
  const feeds = await feedsToCheck(config.region, config.databaseUrl)
  const agent = guardedAgent({ allowPrivateHosts: config.allowPrivateHosts })
  const fetchFrom = (url: string, options: FetchOptions = {}) => fetchFeed(url, options, { agent, now: Date.now })
  const fetchAt = fetchAsAllowed(fetchFrom, robotsKeeper({ fetchPage: fetchFrom, now: Date.now }))
  const parser = startParser()
  const hosts = byHost(feeds)
  const checked: Checked[] = []
  const showBar = (shown: string) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${shown}`)
  const lane = async () => {
    for (let host = hosts.shift(); host !== undefined; host = hosts.shift()) {
      for (const feed of host) {
        checked.push(await checkFeed(feed, { fetchAt, parser }))
        showBar(bar(checked.length, feeds.length))
      }
    }
  }
  showBar(bar(0, feeds.length))
  try {
    await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, lane))
  } finally {
    showBar('')
    await parser.stop()
    await agent.close()
  }
  checked.sort((a, b) => feeds.indexOf(a.feed) - feeds.indexOf(b.feed))
  if (json === true) for (const { feed, ...rest } of checked) print(toJson({ id: feed.id, url: feed.url, ...rest }))
  else printTable(checked)
}

// The archive is opened only where there is one: a check leaves nothing behind.
async function feedsToCheck(folder: string, databaseUrl: string): Promise<readonly Feed[]> {
  const hasArchive = fs.existsSync(databaseUrl.replace(/^file:/, ''))
  const all = hasArchive ? await withNewsroom(async ({ reader }) => reader().region.feeds) : loadRegion(folder).feeds
  return all.filter((feed) => feed.status !== 'off')
}

const bar = (done: number, of: number) =>
  `[${'#'.repeat(Math.round((done / Math.max(of, 1)) * 30)).padEnd(30)}] ${done}/${of} feeds`

async function checkFeed(
  feed: Feed,
  { fetchAt, parser }: { fetchAt: (url: string, options: FetchOptions) => Promise<Fetched>; parser: ReturnType<typeof startParser> }, // prettier-ignore
): Promise<Checked> {
  try {
    const fetched = await fetchAt(feed.url, { userAgent: feed.userAgent, login: feed.login })
    if (fetched.status === 'unchanged') return judged(feed, { kind: 'unchanged' })
    const { bytes, contentType, url } = fetched
    const read = await parser.read({ bytes, contentType, url }, { feed, seenAt: Date.now() })
    const articles = read.items.map(({ article }) => article)
    const declared = feed.language ?? read.language
    return judged(feed, { kind: 'read', articles, newCount: articles.length, declared }, fetched.movedTo)
  } catch (error) {
    return judged(feed, { kind: 'failed', ...faultOf(error) })
  }
}

function judged(feed: Feed, sight: Parameters<typeof judgeFeed>[0], movedTo?: string): Checked {
  const { health } = judgeFeed(sight, { now: Date.now() })
  const known = { ...health, cause: health.verdict === 'ok' ? 'Reads well.' : health.cause }
  const items = sight.kind === 'read' ? sight.articles.length : 0
  return { feed, items, ...withMove(known, movedTo) }
}

function printTable(checked: readonly Checked[]): void {
  const rows = checked.map(({ feed, verdict, items, cause, advice }) => [
    verdict,
    feed.id,
    String(items),
    cause.replace(/\s+/g, ' '),
    advice,
  ])
  printColumns(['VERDICT', 'FEED', 'ITEMS', 'CAUSE', 'WHAT TO DO'], rows)
  print(`\n${checked.length} feeds checked${countsOf(checked)}`)
}
