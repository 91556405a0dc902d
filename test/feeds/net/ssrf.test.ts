import type { LookupAddress, lookup } from 'node:dns'
import fs from 'node:fs'
import http from 'node:http'
import { isIP, type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildConnector, type Agent } from 'undici'
import { decodeFeed } from '../../../src/feeds/xml/decode.js'
import { discoverFeeds } from '../../../src/feeds/pages/discover.js'
import { FeedError, fetchFeed } from '../../../src/feeds/net/fetch-feed.js'
import { guardedAgent } from '../../../src/feeds/net/guarded-agent.js'
import { readOpml, writeOpml } from '../../../src/feeds/xml/opml.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { literalVectors, namedVectors, otherVectors, type Vector } from './ssrf-vectors.js'

const literals = literalVectors()
const named = namedVectors()
const others = otherVectors()
const vectors: readonly Vector[] = [...literals, ...named, ...others]

/** What the one server that may be fetched from sends people on to. */
const OUTER = 'outer.example'
let outer: http.Server
let canary: http.Server
let canaryHits = 0
/** Addresses that a connection was opened to, or tried to. */
let dialled: string[] = []
let lookUps: string[] = []
let answersOf: (host: string) => readonly string[]
let agent: Agent

const listening = async (server: http.Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
const portOf = (server: http.Server) => String((server.address() as AddressInfo).port)

const resolver = ((host: string, _: unknown, callback: (error: Error | null, found: LookupAddress[]) => void) => {
  lookUps.push(host)
  const found = answersOf(host)
  if (found.length === 0) callback(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }), [])
  else
    callback(
      null,
      found.map((address) => ({ address, family: isIP(address) })),
    )
}) as typeof lookup

/** Dials as undici does - a name through the look-up it was given - but only ever to our two servers. */
const connectorOf = ((options: { lookup: typeof lookup }) => {
  const dial = (address: string, target: buildConnector.Options, callback: buildConnector.Callback) => {
    const server = target.hostname === OUTER ? outer : canary
    if (target.hostname !== OUTER) dialled.push(address)
    const isOurs = isIP(address) === 0 || /^(?:127\.|0\.0\.0\.0|::1$|::$|::ffff:(?:127|7f))/.test(address)
    if (!isOurs) callback(new Error('no route to the net in a test'), null)
    else buildConnector({})({ ...target, protocol: 'http:', hostname: '127.0.0.1', port: portOf(server) }, callback)
  }
  return (target: buildConnector.Options, callback: buildConnector.Callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0) {
      dial(host, target, callback)
      return
    }
    options.lookup(host, { all: true }, (error, found) => {
      if (error !== null) callback(error, null)
      else dial(found[0]?.address ?? '', target, callback)
    })
  }
}) as unknown as typeof buildConnector

beforeAll(async () => {
  canary = await listening(http.createServer((_, response) => void (canaryHits++, response.end('<rss/>'))))
  outer = await listening(
    http.createServer((request, response) => {
      const asked = new URL(request.url ?? '', 'http://outer.example')
      const to = asked.searchParams.getAll('to')
      if (asked.pathname === '/page') {
        response.end(`<html><head>${to.map((url) => linkTo(url)).join('')}</head></html>`)
      } else if (asked.pathname !== '/to') response.writeHead(404).end()
      else response.writeHead(302, { location: to[0]?.replace(/[^\x21-\x7e]/gu, encodeURIComponent) ?? '' }).end()
    }),
  )
  agent = guardedAgent({ allowPrivateHosts: [OUTER], lookUp: resolver, connectorOf })
})
afterAll(async () => {
  await agent.destroy()
  for (const server of [outer, canary]) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
beforeEach(() => {
  canaryHits = 0
  dialled = []
  lookUps = []
  const byHost = new Map<string, readonly string[]>(named.map(({ host, addresses }) => [host, addresses]))
  answersOf = (host) => (host === OUTER ? ['127.0.0.1'] : (byHost.get(host) ?? []))
})

const linkTo = (url: string) =>
  `<link rel="alternate" type="application/rss+xml" href="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`
const through = (where: string, urls: readonly string[]) =>
  `http://${OUTER}${where}?${urls.map((url) => `to=${encodeURIComponent(url)}`).join('&')}`
const fetchGuarded = async (url: string, through = agent) =>
  fetchFeed(url, {}, { agent: through, now: () => 0, timeoutMs: 5_000 })
const verdictAt = async (url: string) =>
  fetchGuarded(url).then(
    () => 'fetched',
    (error: unknown) => (error instanceof FeedError ? error.verdict : String(error)),
  )

test('there are more than two hundred vectors, each different', () => {
  expect(new Set(vectors.map(({ url }) => url)).size).toBe(vectors.length)
  expect(vectors.length).toBeGreaterThan(700)
})

test('the canary is alive: where its host is allowed it is reached', async () => {
  const open = guardedAgent({ allowPrivateHosts: ['127.0.0.1', '[::1]:8080'], connectorOf, lookUp: resolver })
  await fetchGuarded('http://2130706433:99/feed', open)
  await fetchGuarded('http://[::1]:8080/feed', open)
  await open.destroy()
  expect({ canaryHits, dialled }).toEqual({ canaryHits: 2, dialled: ['127.0.0.1', '::1'] })
})

describe('no vector reaches anything', () => {
  test('asked for as it is', async () => {
    const passed: string[] = []
    for (const { what, url } of vectors) {
      const verdict = await verdictAt(url)
      if (verdict !== 'blocked') passed.push(`${what}: ${url} was ${verdict}`)
    }
    expect({ passed, canaryHits, dialled }).toEqual({ passed: [], canaryHits: 0, dialled: [] })
  })

  test('behind a redirect', async () => {
    const passed: string[] = []
    for (const { what, url } of vectors) {
      // A relative address leads back to the server that gave it; a header holds no line.
      if (url === '' || url.includes('\n') || url === 'http:127.0.0.1/feed' || url === 'http:169.254.169.254/feed')
        continue
      const verdict = await verdictAt(through('/to', [url]))
      if (verdict !== 'blocked') passed.push(`${what}: ${url} was ${verdict}`)
    }
    expect({ passed, canaryHits, dialled }).toEqual({ passed: [], canaryHits: 0, dialled: [] })
  })

  test('found on a page, in a list of feeds, as the comments or the hub of a feed', async () => {
    const deps = {
      fetchFeed: fetchGuarded,
      decode: decodeFeed,
      parse: async (bytes: Uint8Array, contentType: string | undefined, url: string | undefined) =>
        parseFeed(decodeFeed(bytes, contentType), { url }),
    }
    const web = vectors.filter(({ url }) => /^https?:\/\//.test(url) && URL.canParse(url))
    const pages = Array.from({ length: Math.ceil(web.length / 12) }, (_, index) =>
      through(
        '/page',
        web.slice(index * 12, index * 12 + 12).map(({ url }) => url),
      ),
    )
    const found = await Promise.all(pages.map(async (page) => discoverFeeds(page, deps)))
    expect(found.flat()).toEqual([])
    const { feeds: listed } = readOpml(writeOpml(web.map(({ what, url }) => ({ title: what, url }))))
    const { items } = await deps.parse(Buffer.from(commentsOf(web)), undefined, undefined)
    const addresses = [...listed.map(({ url }) => url), ...items.flatMap(({ commentsUrl }) => commentsUrl ?? [])]
    expect(addresses.length).toBeGreaterThan(1_000)
    const passed: string[] = []
    for (const url of addresses) if ((await verdictAt(url)) !== 'blocked') passed.push(url)
    expect({ passed, canaryHits, dialled }).toEqual({ passed: [], canaryHits: 0, dialled: [] })
  })
})

const commentsOf = (found: readonly Vector[]) =>
  `<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><title>Daily</title>${found
    .map(({ url }) => `<item><title>One</title><wfw:commentRss><![CDATA[${url}]]></wfw:commentRss></item>`)
    .join('')}</channel></rss>`

describe('a name that changes its address', () => {
  test('is looked up once a connection, and what was checked is what is dialled', async () => {
    answersOf = () => (lookUps.length === 1 ? ['93.184.216.34'] : ['127.0.0.1'])
    expect(await verdictAt('http://rebinding.example/feed')).toBe('unreachable')
    expect({ lookUps, dialled }).toEqual({ lookUps: ['rebinding.example'], dialled: ['93.184.216.34'] })
    expect(await verdictAt('http://rebinding.example/feed')).toBe('blocked')
    expect({ canaryHits, dialled }).toEqual({ canaryHits: 0, dialled: ['93.184.216.34'] })
  })

  test('is refused by what the connection reached, should a look-up be passed by', async () => {
    const careless = ((_: unknown) => (target: buildConnector.Options, callback: buildConnector.Callback) => {
      buildConnector({})({ ...target, protocol: 'http:', hostname: '127.0.0.1', port: portOf(canary) }, callback)
    }) as typeof buildConnector
    const passing = guardedAgent({ connectorOf: careless })
    await expect(fetchGuarded('http://news.example/feed', passing)).rejects.toMatchObject({
      verdict: 'blocked',
      message: 'news.example leads to what is a loopback address',
    })
    await passing.destroy()
    expect(canaryHits).toBe(0)
  })
})

test('nothing else in the folder of feeds speaks to the net', () => {
  const folder = path.join(import.meta.dirname, '../../../src/feeds')
  const speaking = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => {
    if (!file.endsWith('.ts')) return false
    const source = fs.readFileSync(path.join(folder, file), 'utf8')
    return /from '(?:undici|node:https?|node:net|node:tls|node:dns[^']*)'|(?<![\w.])fetch\(/.test(source)
  })
  expect(speaking).toEqual(['net/fetch-feed.ts', 'net/guarded-agent.ts'])
})
