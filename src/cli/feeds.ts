import fs from 'node:fs'
import type { FeedReport, FeedCatalogue } from '../bots/contract/newsroom-port.js'
import { readConfig } from '../process/config.js'
import { feedCatalogue } from '../newsroom/feed-catalogue.js'
import { decodeFeed } from '../feeds/xml/decode.js'
import { fetchFeed } from '../feeds/net/fetch-feed.js'
import { fetchAsAllowed } from '../feeds/net/fetch-as-allowed.js'
import { readPage } from '../feeds/pages/full-text.js'
import { robotsKeeper } from '../feeds/net/robots.js'
import { guardedAgent } from '../feeds/net/guarded-agent.js'
import { startParser } from '../feeds/parse-pool.js'
import { withoutLogin, type FeedLogin } from '../regions/feed-login.js'
import { CommandError, countsOf, print, printColumns, readBytes, toJson } from './output.js'
import { withNewsroom } from './room.js'

/** `silkwire feeds list`: each feed with what happened when it was last read. */
export async function listFeeds({ json }: { json?: boolean }): Promise<void> {
  await withNewsroom(async ({ newsroom }) => {
    const report = await newsroom.sources()
    if (json === true) print(toJson(report, 2))
    else printFeeds(report.feeds)
  })
}

function printFeeds(feeds: readonly FeedReport[]): void {
  const rows = feeds.map(({ feedId, verdict, status, articles, lastFetchedAt, lastNewAt, url }) => [
    status === 'off' ? 'off' : verdict,
    feedId,
    String(articles),
    minuteOf(lastFetchedAt),
    minuteOf(lastNewAt),
    url,
  ])
  printColumns(['VERDICT', 'FEED', 'ARTICLES', 'READ (UTC)', 'LAST NEWS (UTC)', 'ADDRESS'], rows)
  print(`\n${feeds.length} feeds${countsOf(rows.map(([verdict = '']) => ({ verdict })))}`)
  const faulty = feeds.filter(
    ({ status, verdict, detail }) => status !== 'off' && verdict !== 'ok' && detail !== undefined,
  )
  for (const { feedId, detail } of faulty) print(`${feedId}: ${detail ?? ''}`)
}

/** To the minute; '-' for never. */
function minuteOf(at: number | undefined): string {
  return at === undefined ? '-' : new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

/** `silkwire feeds discover URL`: the feeds of a page. */
export async function discover(url: string, { json }: { json?: boolean } = {}): Promise<void> {
  for (const { title, items, ...each } of await withShelf((catalogue) => findAt(url, catalogue))) {
    const named = title === '' ? '' : `${title}, `
    print(
      json === true
        ? toJson({ url: each.url, title, items })
        : `${each.url}  ${named}${items} ${items === 1 ? 'item' : 'items'}`,
    )
  }
}

async function findAt(url: string, catalogue: FeedCatalogue) {
  const { found, detail } = await catalogue.discover(url)
  if (found.length === 0) throw new CommandError(detail ?? `${withoutLogin(url)}: no feed was found there`)
  return found
}

/** `silkwire feeds add URL`: a feed beside the pack's; a page's first feed is taken where the address is a page. */
export async function addFeed(url: string): Promise<void> {
  await withShelf(async (catalogue) => {
    const [found] = await findAt(url, catalogue)
    if (found === undefined) return
    const put = await catalogue.add(found)
    if (put.kind !== 'added') throw new CommandError(`${found.url} is a feed already`)
    print(`added ${put.feedId}: ${found.url}`)
  })
}

/** `silkwire feeds remove URL`: of an added feed; the pack's are switched off in feeds.yaml. */
export async function removeFeed(url: string): Promise<void> {
  await withShelf(async (catalogue) => {
    const removed = await catalogue.remove(url)
    if (removed.kind === 'unknown') throw new CommandError(`${withoutLogin(url)} is no feed of ours`)
    if (removed.kind !== 'removed')
      throw new CommandError(`${removed.url} is of the pack: set its status to off in feeds.yaml`)
    print(`removed ${removed.url}; its articles stay`)
  })
}

/** `silkwire feeds import OPML`: adds every feed of the file that is not known. */
export async function importFeeds(file: string): Promise<void> {
  const opml = decodeFeed(readBytes(file))
  await withShelf(async (catalogue) => {
    const { listed, added, known, unread = 0 } = await catalogue.importOpml(opml)
    if (listed + unread === 0) throw new CommandError(`${file}: no feed is listed in it`)
    print(
      `${listed} listed, ${added} added${known > 0 ? `, ${known} known before` : ''}${unread > 0 ? `, ${unread} left out: no address to read` : ''}`,
    )
  })
}

/** `silkwire feeds export`: OPML of the feeds that are read, to stdout or a file. */
export async function exportFeeds(file: string | undefined): Promise<void> {
  const opml = await withShelf((catalogue) => catalogue.exportOpml())
  if (file === undefined) print(opml)
  else fs.writeFileSync(file, opml)
}

async function withShelf<T>(run: (catalogue: FeedCatalogue) => Promise<T>): Promise<T> {
  const agent = guardedAgent({ allowPrivateHosts: readConfig(process.env).allowPrivateHosts })
  const parser = startParser()
  const fetchAt = (address: string, login?: FeedLogin) => fetchFeed(address, { login }, { agent, now: Date.now })
  const robots = robotsKeeper({ fetchPage: (address) => fetchAt(address), now: Date.now })
  try {
    return await withNewsroom((rooms) =>
      run(
        feedCatalogue(rooms, {
          fetchFeed: fetchAsAllowed(fetchAt, robots),
          readPage,
          robots,
          parse: (bytes, contentType, address) => parser.parse(bytes, contentType, address),
        }),
      ),
    )
  } finally {
    await parser.stop()
    await agent.close()
  }
}
