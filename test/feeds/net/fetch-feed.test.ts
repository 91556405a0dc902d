import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FeedError, fetchFeed, type FetchOptions } from '../../../src/feeds/net/fetch-feed.js'
import { guardedAgent } from '../../../src/feeds/net/guarded-agent.js'

const FEED = '<rss version="2.0"><channel/></rss>'
const now = () => Date.parse('2025-06-17T08:00:00Z')

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void
const packed = (encoding: string, bytes: Uint8Array): Answer => {
  return (_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
}
const redirect = (location: string, code = 302): Answer => {
  return (_, response) => void response.writeHead(code, { location }).end()
}
const status = (code: number, headers: http.OutgoingHttpHeaders = {}): Answer => {
  return (_, response) => void response.writeHead(code, headers).end()
}

const answers: Readonly<Record<string, Answer>> = {
  '/feed': (_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/xml', etag: 'W/"a b"', 'last-modified': 'Tue, 17 Jun 2025 00:00:00 GMT' })
      .end(FEED)
  },
  '/asked': (request, response) => {
    const isKnown = request.headers['if-none-match'] === 'W/"a b"' && request.headers['if-modified-since'] === 'then'
    response.writeHead(isKnown ? 304 : 200).end()
  },
  '/agent': (request, response) => void response.end(request.headers['user-agent']),
  '/fresh': (_, response) =>
    void response.setHeader('age', '60').writeHead(200, { 'cache-control': 'public, max-age=300' }).end(FEED),
  '/fresh-304': status(304, { 'cache-control': 'max-age="900"' }),
  '/no-cache': status(304, { 'cache-control': 'no-cache, max-age=900' }),
  '/gzip': packed('gzip', gzipSync(FEED)),
  '/br': packed('br', brotliCompressSync(FEED)),
  '/deflate': packed('deflate', deflateSync(FEED)),
  '/deflate-raw': packed('deflate', deflateRawSync(FEED)),
  '/twice': packed('gzip, gzip', gzipSync(gzipSync(FEED))),
  '/bomb': packed('gzip', gzipSync(Buffer.alloc(3_000_000))),
  '/br-bomb': packed('br', brotliCompressSync(Buffer.alloc(3_000_000))),
  '/not-gzip': packed('gzip', Buffer.from('plain words')),
  '/zstd': packed('zstd', Buffer.from('x')),
  '/large': (_, response) => void response.end(Buffer.alloc(2_000_000)),
  '/hangs': () => undefined,
  '/drips': (_, response) => void response.writeHead(200).write('<rss'),
  '/moved': redirect('/feed'),
  '/for-good': redirect('/feed', 301),
  '/for-good-twice': redirect('/for-good', 308),
  '/then-for-a-while': redirect('/moved', 301),
  '/first-for-a-while': redirect('/for-good'),
  '/to-unchanged': redirect('/fresh-304', 308),
  '/inward-for-good': redirect('http://127.0.0.2/feed', 301),
  '/loop': redirect('/loop'),
  '/inward': redirect('http://127.0.0.2/feed'),
  '/metadata': redirect('http://169.254.169.254/latest'),
  '/file': redirect('file:///etc/passwd'),
  '/busy': status(429, { 'retry-after': '120' }),
  '/away': status(503, { 'retry-after': 'Tue, 17 Jun 2025 09:00:00 GMT' }),
  '/forbidden': status(403),
  '/gone': status(410),
}

let server: http.Server
let base: string
let agent: ReturnType<typeof guardedAgent>

beforeAll(async () => {
  server = http.createServer((request, response) => (answers[request.url ?? ''] ?? status(404))(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  base = `http://127.0.0.1:${String(port)}`
  agent = guardedAgent({ allowPrivateHosts: [`127.0.0.1:${String(port)}`] })
})
afterAll(async () => {
  await agent.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const limits = { timeoutMs: 5_000, maxBytes: 1_000_000 }
const get = async (path: string, options: FetchOptions = {}, deps: Partial<typeof limits> = {}) =>
  fetchFeed(path.startsWith('/') ? base + path : path, options, { agent, now, ...limits, ...deps })
const textAt = async (path: string, options: FetchOptions = {}) => {
  const fetched = await get(path, options)
  return fetched.status === 'ok' ? Buffer.from(fetched.bytes).toString() : fetched.status
}
const faultAt = async (path: string, deps: Partial<typeof limits> = {}) => {
  const error: unknown = await get(path, {}, deps).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(FeedError)
  const { verdict, message, retryAfterMs } = error as FeedError
  return { verdict, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

test('a feed comes with its type, its marks of freshness and its address', async () => {
  expect(await get('/feed')).toEqual({
    status: 'ok',
    bytes: Buffer.from(FEED),
    contentType: 'text/xml',
    etag: 'W/"a b"',
    lastModified: 'Tue, 17 Jun 2025 00:00:00 GMT',
    url: `${base}/feed`,
  })
})
test('the marks are sent back word for word, and 304 is no download', async () => {
  expect(await get('/asked', { etag: 'W/"a b"', lastModified: 'then' })).toEqual({ status: 'unchanged' })
})
test('we say who we are, or what the pack asks for', async () => {
  expect(await textAt('/agent')).toBe('Silkwire/0.1 (+https://github.com/silkwire/silkwire; feed reader)')
  expect(await textAt('/agent', { userAgent: 'feed' })).toBe('feed')
})
test.each(['/gzip', '/br', '/deflate', '/deflate-raw', '/twice'])('%s is unpacked', async (path) => {
  expect(await textAt(path)).toBe(FEED)
})
test('a redirect is followed and the final address told', async () => {
  expect(await get('/moved')).toMatchObject({ status: 'ok', url: `${base}/feed` })
})
test.each([
  ['/for-good', '/feed'],
  ['/for-good-twice', '/feed'],
  ['/then-for-a-while', '/moved'],
  ['/to-unchanged', '/fresh-304'],
  ['/first-for-a-while', undefined],
  ['/moved', undefined],
  ['/feed', undefined],
])('%s leads for good to %s', async (path, to) => {
  const { movedTo } = await get(path, { etag: '"1"' })
  expect(movedTo).toBe(to === undefined ? undefined : base + to)
})

describe('what goes wrong has a verdict:', () => {
  test.each([
    ['/bomb', { verdict: 'too-large', message: 'larger than 1 MB' }],
    ['/br-bomb', { verdict: 'too-large', message: 'larger than 1 MB' }],
    ['/large', { verdict: 'too-large', message: 'larger than 1 MB' }],
    ['/not-gzip', { verdict: 'http-error', message: 'its gzip body cannot be unpacked' }],
    ['/zstd', { verdict: 'http-error', message: 'packed as "zstd", which we do not read' }],
    ['/loop', { verdict: 'http-error', message: 'more than 5 redirects' }],
    ['/inward', { verdict: 'blocked', message: '127.0.0.2 is a loopback address' }],
    ['/inward-for-good', { verdict: 'blocked', message: '127.0.0.2 is a loopback address' }],
    ['/metadata', { verdict: 'blocked', message: '169.254.169.254 is a linkLocal address' }],
    ['/file', { verdict: 'blocked', message: 'file: addresses are not read, only http and https' }],
    ['/busy', { verdict: 'refused', message: 'answered 429', retryAfterMs: 120_000 }],
    ['/away', { verdict: 'http-error', message: 'answered 503', retryAfterMs: 3_600_000 }],
    ['/forbidden', { verdict: 'refused', message: 'answered 403' }],
    ['/gone', { verdict: 'gone', message: 'answered 410' }],
    ['/nowhere', { verdict: 'gone', message: 'answered 404' }],
  ])('%s', async (path, expected) => expect(await faultAt(path)).toEqual(expected))

  test.each(['/hangs', '/drips'])('%s', async (path) => {
    expect(await faultAt(path, { timeoutMs: 150 })).toEqual({
      verdict: 'timeout',
      message: 'no whole answer within 0.15 s',
    })
  })
})

test.each([
  'http://localhost/feed',
  'http://127.1/feed',
  'http://2130706433/feed',
  'http://0x7f.1/feed',
  'http://0177.0.0.1/feed',
  'http://１２７.0.0.1/feed',
  'http://[::1]/feed',
  'http://[::ffff:127.0.0.1]/feed',
  'http://[::ffff:7f00:1]/feed',
  'http://0.0.0.0/feed',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://168.63.129.16/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001::1]/',
  'http://93.184.216.34:22/',
  'ftp://93.184.216.34/',
  'no address',
])('%s is not connected to', async (url) => expect(await faultAt(url)).toMatchObject({ verdict: 'blocked' }))

test('a server that is not there is unreachable', async () => {
  const free = guardedAgent({ allowPrivateHosts: ['127.0.0.1'] })
  const error: unknown = await fetchFeed('http://127.0.0.1:1/', {}, { agent: free, now }).catch(
    (caught: unknown) => caught,
  )
  expect(error).toMatchObject({ verdict: 'unreachable', message: 'cannot be reached: connection refused' })
  await free.destroy()
})

test('what Cache-Control allows to keep is told, less the age that an answer already has', async () => {
  const get = (path: string) => fetchFeed(`${base}${path}`, { etag: '"1"' }, { agent, now })
  expect(await get('/fresh')).toMatchObject({ status: 'ok', maxAgeMs: 240_000 })
  expect(await get('/fresh-304')).toEqual({ status: 'unchanged', maxAgeMs: 900_000 })
  expect(await get('/no-cache')).toEqual({ status: 'unchanged' })
})
