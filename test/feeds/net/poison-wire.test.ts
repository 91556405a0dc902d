import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FeedError, fetchFeed } from '../../../src/feeds/net/fetch-feed.js'
import { guardedAgent } from '../../../src/feeds/net/guarded-agent.js'

const FEED = `<rss version="2.0"><channel>${'<item><title>Whole</title></item>'.repeat(100)}</channel></rss>`
const MAX_BYTES = 1_000_000
const bomb = Buffer.alloc(100_000_000)
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n'

/** What a raw server says, byte for byte; those that drip say the last part again and again. */
const said: Readonly<Record<string, { readonly start: string | Buffer; readonly drip?: string; readonly ends?: true }>> = {
  '/silent': { start: '' },
  '/header-drip': { start: 'HTTP/1.1 200 OK\r\n', drip: 'x: y\r\n' },
  '/header-letters': { start: 'HTTP/1.1 200 OK\r\nx: ', drip: 'y' },
  '/continue-drip': { start: '', drip: 'HTTP/1.1 100 Continue\r\n\r\n' },
  '/body-drip': { start: `${HEAD}Content-Length: 900000\r\n\r\n`, drip: '<' },
  '/chunk-drip': { start: `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, drip: '1\r\n<\r\n' },
  '/redirect-drip': { start: 'HTTP/1.1 302 Found\r\nLocation: /body-drip\r\nContent-Length: 900000\r\n\r\n', drip: 'x' },
  '/large-header': { start: `${HEAD}x: ${'y'.repeat(100_000)}\r\n\r\n`, ends: true },
  '/many-headers': { start: `${HEAD}${Array.from({ length: 20_000 }, (_, index) => `x${String(index)}: y\r\n`).join('')}\r\n`, ends: true },
  '/long-location': { start: `HTTP/1.1 302 Found\r\nLocation: /${'y'.repeat(40_000)}\r\n\r\n`, ends: true },
  '/endless': { start: `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, drip: `10000\r\n${'<'.repeat(65_536)}\r\n` },
  '/no-http': { start: 'SSH-2.0-OpenSSH_9.2\r\n', ends: true },
  '/two-lengths': { start: `${HEAD}Content-Length: 5\r\nContent-Length: 7\r\n\r\n<rss/>`, ends: true },
  '/bad-chunk': { start: `${HEAD}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`, ends: true },
  '/cut': { start: `${HEAD}ETag: "a"\r\nContent-Length: 900000\r\n\r\n${FEED.slice(0, 2_000)}`, ends: true },
  '/cut-early': { start: `${HEAD}Content-Length: 900000\r\n\r\n<rss`, ends: true },
  '/cut-gzip': { start: Buffer.concat([Buffer.from(`${HEAD}Content-Encoding: gzip\r\nContent-Length: 900000\r\n\r\n`), gzipSync(noisy()).subarray(0, 4_000)]), ends: true },
} // prettier-ignore

const packed: Readonly<Record<string, readonly [string, Uint8Array]>> = {
  '/gzip-bomb': ['gzip', gzipSync(bomb)],
  '/deflate-bomb': ['deflate', deflateSync(bomb)],
  '/raw-deflate-bomb': ['deflate', deflateRawSync(bomb)],
  '/br-bomb': ['br', brotliCompressSync(bomb)],
  '/nested-bomb': ['gzip, gzip', gzipSync(gzipSync(bomb))],
  '/mixed-bomb': ['deflate, br, gzip', gzipSync(brotliCompressSync(deflateSync(bomb)))],
  '/four-packings': ['gzip, gzip, gzip, gzip', gzipSync(FEED)],
  '/many-packings': [Array<string>(2_000).fill('gzip').join(','), gzipSync(FEED)],
  '/false-gzip': ['gzip', Buffer.from(`no gzip: ${FEED}`)],
  '/unknown-packing': ['compress', Buffer.from(FEED)],
}

let server: http.Server
let raw: net.Server
let agent: ReturnType<typeof guardedAgent>
const sockets = new Set<net.Socket>()

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const [encoding, bytes] = packed[request.url ?? ''] ?? ['', Buffer.from(FEED)]
    response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
  })
  raw = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    socket.once('data', (asked) => {
      const { start, drip, ends } = said[/^GET (\S+)/.exec(asked.toString())?.[1] ?? ''] ?? { start: '' }
      socket.write(start)
      if (ends) socket.end()
      const timer = drip === undefined ? undefined : setInterval(() => socket.write(drip), 10)
      socket.on('close', () => clearInterval(timer))
    })
  })
  for (const one of [server, raw]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
  agent = guardedAgent({ allowPrivateHosts: ['127.0.0.1'] })
})
afterAll(async () => {
  await agent.destroy()
  server.closeAllConnections()
  for (const socket of sockets) socket.destroy()
  await Promise.all([server, raw].map(async (one) => new Promise((resolve) => one.close(resolve))))
})

const get = async (path: string) => {
  const { port } = (path in packed ? server : raw).address() as AddressInfo
  const url = `http://127.0.0.1:${String(port)}${path}`
  return fetchFeed(url, {}, { agent, now: () => 0, timeoutMs: 300, maxBytes: MAX_BYTES })
}
const faultAt = async (path: string) =>
  get(path).then(
    () => 'fetched',
    (error: unknown) => (error instanceof FeedError ? `${error.verdict}: ${error.message}` : String(error)),
  )

const SLOW = 'timeout: no whole answer within 0.3 s'
const LARGE = 'too-large: larger than 1 MB'
const HEADERS = 'too-large: its headers are larger than 32 KB'

describe('a server that means harm gets a verdict in words:', () => {
  test.each([
    ['/silent', SLOW],
    ['/header-drip', SLOW],
    ['/header-letters', SLOW],
    ['/body-drip', SLOW],
    ['/chunk-drip', SLOW],
    ['/redirect-drip', SLOW],
    ['/large-header', HEADERS],
    ['/many-headers', HEADERS],
    ['/long-location', HEADERS],
    ['/two-lengths', /^unreachable: cannot be reached: /],
    ['/no-http', /^unreachable: cannot be reached: /],
    ['/bad-chunk', /^unreachable: cannot be reached: /],
    ['/cut-early', /^unreachable: cannot be reached: /],
    ['/continue-drip', /^(?:timeout|unreachable): /],
    ['/endless', /^(?:timeout: no whole|too-large: larger)/],
  ])('%s', async (path, expected) => expect(await faultAt(path)).toMatch(expected))
})

describe('what swells is ended at the cap, on the way:', () => {
  test.each([
    ['/gzip-bomb', LARGE],
    ['/deflate-bomb', LARGE],
    ['/raw-deflate-bomb', LARGE],
    ['/br-bomb', LARGE],
    ['/nested-bomb', LARGE],
    ['/mixed-bomb', LARGE],
    ['/four-packings', 'http-error: packed 4 times, more than 3'],
    ['/many-packings', 'http-error: packed 2000 times, more than 3'],
    ['/false-gzip', 'http-error: its gzip body cannot be unpacked'],
    ['/unknown-packing', 'http-error: packed as "compress", which we do not read'],
  ])('%s', async (path, expected) => {
    const before = process.memoryUsage.rss()
    expect(await faultAt(path)).toBe(expected)
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000)
  })
})

test('of a body that the net cuts, what came is kept and the rest is asked for again', async () => {
  const cut = await get('/cut')
  expect(cut).toMatchObject({ status: 'ok', isCut: true, etag: undefined })
  expect(cut.status === 'ok' && Buffer.from(cut.bytes).toString()).toBe(FEED.slice(0, 2_000))
  const unpacked = await get('/cut-gzip')
  expect(unpacked.status === 'ok' && Buffer.from(unpacked.bytes).toString().slice(0, 40)).toBe(noisy().slice(0, 40))
})

test('no slow server keeps a connection of ours', async () => {
  await expect.poll(() => sockets.size, { timeout: 5_000 }).toBe(0)
})

/** Text that gzip cannot make small. */
function noisy(): string {
  let state = 1
  return Array.from({ length: 3_000 }, () => (state = (state * 48_271) % 2_147_483_647).toString(36)).join('')
}
