import fs from 'node:fs'
import { presentFeeds } from '../bots/present-archive.js'
import { viewIn } from '../bots/view.js'
import { readConfig } from '../config.js'
import { decodeFeed } from '../feeds/decode.js'
import { articleId, canonicalUrl } from '../feeds/identity.js'
import { discoverFeeds } from '../feeds/discover.js'
import { fetchFeed } from '../feeds/fetch-feed.js'
import { guardedAgent } from '../feeds/guarded-agent.js'
import { readOpml, writeOpml } from '../feeds/opml.js'
import { startParser } from '../feeds/parse-pool.js'
import type { Feed, Region } from '../regions/region.js'
import { show } from './archive.js'
import { CommandError, print, readBytes, toJson } from './output.js'
import { withNewsroom } from './room.js'

/** `silkwire feeds list`: each feed with what happened when it was last read. */
export async function listFeeds({ json }: { json?: boolean }): Promise<void> {
  await withNewsroom(async ({ newsroom, reader }) => {
    const report = await newsroom.sources()
    if (json === true) print(toJson(report, 2))
    else show(presentFeeds(report, viewIn('en', reader().region)))
  })
}

/** `silkwire feeds discover URL`: the feeds of a page. */
export async function discover(url: string, { json }: { json?: boolean } = {}): Promise<void> {
  const found = await discoverAt(url)
  if (found.length === 0) throw new CommandError(`${url}: no feed was found there`)
  for (const each of found) {
    print(
      json === true ? toJson(each) : `${each.url}  ${each.title}${each.title === '' ? '' : ', '}${each.items} items`,
    )
  }
}

/** A host without a scheme is taken for https. */
async function discoverAt(given: string) {
  const url = /^[\w-]+(?:\.[\w-]+)+(?:[/:]|$)/.test(given) ? `https://${given}` : given
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
  const listed = readOpml(decodeFeed(readBytes(file)))
  if (listed.length === 0) throw new CommandError(`${file}: no feed is listed in it`)
  await withNewsroom(async (rooms) => {
    const { articles, reader } = rooms
    let added = 0
    for (const { title, url } of listed) {
      const { region } = reader()
      const feed = feedAt(url, region)
      if (feed === undefined || !(await articles.addFeed(feed))) continue
      if (!region.outlets.some(({ id }) => id === feed.outletId))
        await articles.saveOutlet({ id: feed.outletId, name: title })
      // The next one is held against what was just added.
      await rooms.refreshOutlets()
      added++
    }
    print(
      `${listed.length} listed, ${added} added${added < listed.length ? `, ${listed.length - added} known before` : ''}`,
    )
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
