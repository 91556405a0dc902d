import fs from 'node:fs'
import { presentFeeds } from '../bots/present-archive.js'
import { viewIn } from '../bots/view.js'
import { readConfig } from '../config.js'
import { decodeFeed } from '../feeds/decode.js'
import { discoverFeeds } from '../feeds/discover.js'
import { fetchFeed, FeedError } from '../feeds/fetch-feed.js'
import { guardedAgent } from '../feeds/guarded-agent.js'
import { readOpml, writeOpml } from '../feeds/opml.js'
import { NotAFeedError } from '../feeds/parsed-feed.js'
import { startParser } from '../feeds/parse-pool.js'
import type { Feed, Region } from '../regions/region.js'
import { loadRegion } from '../regions/load-region.js'
import { show } from './archive.js'
import { CommandError, print, readText, toJson } from './output.js'
import { withNewsroom } from './room.js'

/** `silkwire feeds list`: each feed with what happened when it was last read. */
export async function listFeeds({ json }: { json?: boolean }): Promise<void> {
  await withNewsroom(async ({ newsroom, reader }) => {
    const report = await newsroom.sources()
    if (json === true) print(toJson(report, 2))
    else show(presentFeeds(report, viewIn('en', reader().region)))
  })
}

interface Checked {
  readonly feed: Feed
  readonly verdict: string
  readonly detail: string
}

const CHECKS_AT_ONCE = 8

/** `silkwire feeds check`: fetches every feed of the pack that is not off and prints what each is; nothing is stored. */
export async function checkFeeds({ json }: { json?: boolean }): Promise<void> {
  const config = readConfig(process.env)
  const region = loadRegion(config.region)
  const feeds = region.feeds.filter((feed) => feed.status !== 'off')
  const agent = guardedAgent({ allowPrivateHosts: config.allowPrivateHosts })
  const parser = startParser()
  const waiting = [...feeds]
  const checked: Checked[] = []
  const lane = async () => {
    for (let feed = waiting.shift(); feed !== undefined; feed = waiting.shift()) {
      checked.push(await checkFeed(feed, { agent, parser }))
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${bar(checked.length, feeds.length)}`)
    }
  }
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, lane))
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  await parser.stop()
  await agent.close()
  checked.sort((a, b) => feeds.indexOf(a.feed) - feeds.indexOf(b.feed))
  for (const { feed, verdict, detail } of checked)
    print(
      json === true
        ? toJson({ id: feed.id, url: feed.url, verdict, detail })
        : `${verdict.padEnd(12)} ${feed.id.padEnd(28)} ${detail}`,
    )
  const good = checked.filter((each) => each.verdict === 'ok').length
  if (json !== true) print(`${good} of ${checked.length} feeds are ok`)
}

const bar = (done: number, of: number) => `[${'#'.repeat(Math.round((done / of) * 30)).padEnd(30)}] ${done}/${of}`

async function checkFeed(
  feed: Feed,
  { agent, parser }: { agent: ReturnType<typeof guardedAgent>; parser: ReturnType<typeof startParser> },
): Promise<Checked> {
  try {
    const fetched = await fetchFeed(feed.url, { userAgent: feed.userAgent }, { agent, now: Date.now })
    if (fetched.status === 'unchanged') return { feed, verdict: 'ok', detail: 'not modified' }
    const { items } = await parser.parse(fetched.bytes, fetched.contentType, fetched.url)
    const verdict = items.length === 0 ? 'empty' : 'ok'
    return { feed, verdict, detail: `${items.length} items` }
  } catch (error) {
    const verdict = error instanceof FeedError || error instanceof NotAFeedError ? error.verdict : 'failed'
    return { feed, verdict, detail: error instanceof Error ? error.message : String(error) }
  }
}

/** `silkwire feeds discover URL`: the feeds of a page. */
export async function discover(url: string): Promise<void> {
  const found = await discoverAt(url)
  if (found.length === 0) throw new CommandError(`${url}: no feed was found there`)
  for (const each of found) print(`${each.url}${each.title === '' ? '' : `  ${each.title}`}`)
}

async function discoverAt(url: string) {
  const config = readConfig(process.env)
  const agent = guardedAgent({ allowPrivateHosts: config.allowPrivateHosts })
  const parser = startParser()
  try {
    return await discoverFeeds(url, {
      fetchFeed: (address) => fetchFeed(address, {}, { agent, now: Date.now }),
      parse: (bytes, contentType, address) => parser.parse(bytes, contentType, address),
      decode: decodeFeed,
    })
  } finally {
    await parser.stop()
    await agent.close()
  }
}

/** `silkwire feeds add URL`: a feed beside the pack's; a page's first feed is taken where the address is a page. */
export async function addFeed(url: string): Promise<void> {
  const [found] = await discoverAt(url)
  if (found === undefined) throw new CommandError(`${url}: no feed was found there`)
  await withNewsroom(async ({ articles, reader }) => {
    const feed = feedAt(found.url, reader().region)
    if (feed === undefined) throw new CommandError(`${found.url} is a feed already`)
    const outlet = reader().region.outlets.find((each) => each.id === feed.outletId)
    if (outlet === undefined)
      await articles.saveOutlet({ id: feed.outletId, name: found.title === '' ? feed.outletId : found.title })
    if (!(await articles.addFeed(feed))) throw new CommandError(`${found.url} was added before`)
    print(`added ${feed.id}: ${found.url}`)
  })
}

// Undefined: the pack or the store has this feed. The outlet is the one whose domain it is.
function feedAt(url: string, region: Region): Feed | undefined {
  if (region.feeds.some((feed) => feed.url === url)) return undefined
  const { hostname, pathname } = new URL(url)
  const domain = hostname.replace(/^www\./, '')
  const outlet = region.outlets.find((each) => each.domains.some((own) => domain === own || domain.endsWith(`.${own}`)))
  const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') // prettier-ignore
  return {
    id: slug(`${domain}${pathname}`),
    outletId: outlet?.id ?? slug(domain),
    url,
    status: 'default',
    everyMinutes: 30,
  }
}

/** `silkwire feeds remove URL`: of an added feed; the pack's are switched off in feeds.yaml. */
export async function removeFeed(url: string): Promise<void> {
  await withNewsroom(async ({ articles, reader }) => {
    if (await articles.removeFeed(url)) {
      print(`removed ${url}; its articles stay`)
      return
    }
    const isInPack = reader().region.feeds.some((feed) => feed.url === url)
    throw new CommandError(
      isInPack ? `${url} is of the pack: set its status to off in feeds.yaml` : `${url} is no feed of ours`,
    )
  })
}

/** `silkwire feeds import OPML`: adds every feed of the file that is not known. */
export async function importFeeds(file: string): Promise<void> {
  const listed = readOpml(readText(file))
  if (listed.length === 0) throw new CommandError(`${file}: no feed is listed in it`)
  await withNewsroom(async ({ articles, reader }) => {
    let added = 0
    for (const { title, url } of listed) {
      const feed = URL.canParse(url) ? feedAt(url, reader().region) : undefined
      if (feed === undefined) continue
      await articles.saveOutlet({ id: feed.outletId, name: title === '' ? feed.outletId : title })
      if (await articles.addFeed(feed)) added++
    }
    print(`${listed.length} listed, ${added} added`)
  })
}

/** `silkwire feeds export`: OPML of the feeds that are read, to stdout or a file. */
export async function exportFeeds(file: string | undefined): Promise<void> {
  await withNewsroom(async ({ reader }) => {
    const { feeds, outlets } = reader().region
    const nameOf = (feed: Feed) => outlets.find((outlet) => outlet.id === feed.outletId)?.name ?? feed.outletId
    const opml = writeOpml(
      feeds.filter((feed) => feed.status === 'default').map((feed) => ({ title: nameOf(feed), url: feed.url })),
    )
    if (file === undefined) print(opml)
    else fs.writeFileSync(file, opml)
  })
}
