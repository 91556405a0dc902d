import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FeedError, fetchFeed, type FetchOptions } from '../../../src/feeds/net/fetch-feed.js'
import { guardedAgent } from '../../../src/feeds/net/guarded-agent.js'
import { splitLogin } from '../../../src/regions/feed-login.js'
import { Secret } from '../../../src/text/secret.js'

const FEED = '<rss version="2.0"><channel><title>Лента</title></channel></rss>'
const now = () => Date.parse('2025-06-17T08:00:00Z')
const packed = gzipSync(FEED)

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void
const sent = (body: Uint8Array | string, headers: http.OutgoingHttpHeaders = {}): Answer => {
  return (_, response) => void response.writeHead(200, headers).end(body)
}
const late = (...pieces: readonly Uint8Array[]): Answer => {
  return (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    const send = ([first, ...rest]: readonly Uint8Array[]): void => {
      if (first === undefined) response.end()
      else response.write(first, () => send(rest))
    }
    send(pieces)
  }
}
const asked: http.IncomingHttpHeaders[] = []
const answers: Readonly<Record<string, Answer>> = {
  '/plain': sent(FEED),
  '/bare-gzip': sent(packed, { 'content-type': 'application/x-gzip' }),
  '/bare-gzip-twice': sent(gzipSync(packed)),
  '/bare-bomb': sent(gzipSync(Buffer.alloc(3_000_000))),
  '/said-once-packed-twice': sent(gzipSync(packed), { 'content-encoding': 'gzip' }),
  '/tail': sent(Buffer.concat([packed, Buffer.from('<!-- cached -->')]), { 'content-encoding': 'gzip' }),
  '/late-tail': late(packed, Buffer.from('\r\n\r\n')),
  '/tail-like-gzip': late(packed, Buffer.from([0x1f, 0x8b, 0, 1, 2])),
  '/bare-tail': sent(Buffer.concat([packed, Buffer.from('x')])),
  '/two-members-and-tail': late(gzipSync(FEED.slice(0, 20)), gzipSync(FEED.slice(20)), Buffer.from('--')),
  '/br-tail': sent(Buffer.concat([brotliCompressSync(FEED), Buffer.from('--')]), { 'content-encoding': 'br' }),
  '/deflate-tail': sent(Buffer.concat([deflateSync(FEED), Buffer.from('--')]), { 'content-encoding': 'deflate' }),
  '/called-gzip': sent(FEED, { 'content-encoding': 'gzip' }),
  '/utf-8': sent(FEED, { 'content-encoding': 'utf-8' }),
  '/none': sent(FEED, { 'content-encoding': 'none' }),
  '/binary': sent(FEED, { 'content-encoding': 'binary' }),
  '/aws-chunked': sent(packed, { 'content-encoding': 'gzip,aws-chunked' }),
  '/koi8-r': sent(packed, { 'content-encoding': 'koi8-r' }),
  '/wants-cookie': ({ headers }, response) => {
    if (headers.cookie === 'seen=1; place=a b') response.end(FEED)
    else response.writeHead(302, { location: '/wants-cookie', 'set-cookie': ['seen=1; path=/', 'place=a b; HttpOnly', 'old=1; Max-Age=0'] }).end() // prettier-ignore
  },
  '/cookie-elsewhere': (request, response) =>
    void response.writeHead(302, { location: `http://localhost:${String(request.socket.localPort)}/told`, 'set-cookie': 'seen=1' }).end(), // prettier-ignore
  '/told': ({ headers }, response) => {
    asked.push(headers)
    response.end(FEED)
  },
  '/cookie-then-told': (_, response) =>
    void response.writeHead(302, { location: '/told', 'set-cookie': 'seen=1' }).end(),
  '/wants-name': ({ headers }, response) => {
    if (headers.authorization === `Basic ${Buffer.from('name:pass word').toString('base64')}`) response.end(FEED)
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
  },
  '/304': (_, response) => void response.writeHead(304).end(),
}

/** Answers that Node itself would not write, by path. */
const raw: Readonly<Record<string, Buffer>> = {
  '/utf8-redirect': Buffer.from('HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /лента\r\n\r\n'),
  '/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0': Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${String(Buffer.byteLength(FEED))}\r\n\r\n${FEED}`), // prettier-ignore
  '/latin-redirect': Buffer.from('HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /caf\u00e9\r\n\r\n', 'latin1'),
  '/caf%E9': Buffer.from(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${FEED}`),
  '/name-with-space': Buffer.from(`HTTP/1.1 200 OK\r\nX Powered By: PHP\r\nETag: "1"\r\n\r\n${FEED}`),
  '/no-colon': Buffer.from(`HTTP/1.1 200 OK\r\nWarning on line 12\r\nContent-Type: text/xml\r\n\r\n${FEED}`),
  '/line-feeds': Buffer.from(`HTTP/1.1 200 OK\nContent-Type: text/xml\n\n${FEED}`),
  '/control': Buffer.from(`HTTP/1.1 200 OK\r\nX-Note: a\u0001b\r\n\r\n${FEED}`),
  '/two-lengths': Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${Buffer.byteLength(FEED).toString(16)}\r\n${FEED}\r\n0\r\n\r\n`), // prettier-ignore
  '/colon-first': Buffer.from(`HTTP/1.1 200 OK\r\n: x\r\n\r\n${FEED}`),
  '/gzip-and-bad-name': Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nBad Name: x\r\nContent-Encoding: gzip\r\n\r\n'), packed]), // prettier-ignore
  '/bad-name-redirect': Buffer.from('HTTP/1.1 301 Moved\r\nBad Name: x\r\nLocation: /line-feeds\r\n\r\n'),
  '/bad-name-inward': Buffer.from('HTTP/1.1 301 Moved\r\nBad Name: x\r\nLocation: http://127.0.0.2/\r\n\r\n'),
  '/endless-headers': Buffer.from(`HTTP/1.1 200 OK\r\nBad Name: x\r\n${'X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'.repeat(2_000)}\r\n${FEED}`), // prettier-ignore
  '/bad-name-large': Buffer.from(`HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n${'x'.repeat(2_000_000)}`),
  '/no-http': Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'),
}

const servers: (http.Server | net.Server)[] = []
const agents: ReturnType<typeof guardedAgent>[] = []
const hosts: string[] = []
beforeAll(async () => {
  servers.push(
    http.createServer((request, response) => (answers[request.url ?? ''] ?? answers['/304'])?.(request, response)),
    net.createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (head) => socket.end(raw[/^GET (\S+)/.exec(head.toString())?.[1] ?? ''] ?? 'HTTP/1.1 404 None\r\n\r\n')) // prettier-ignore
    }),
  )
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    hosts.push(`127.0.0.1:${String((server.address() as AddressInfo).port)}`)
  }
  agents.push(guardedAgent({ allowPrivateHosts: [...hosts, hosts[0]?.replace('127.0.0.1', 'localhost') ?? ''] }))
})
afterAll(async () => {
  for (const agent of agents) await agent.destroy()
  for (const server of servers) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

const get = async (path: string, options: FetchOptions = {}, host = hosts[path in raw ? 1 : 0] ?? '') => {
  const [agent] = agents
  if (agent === undefined) throw new Error('not started')
  return fetchFeed(`http://${host}${path}`, options, { agent, now, timeoutMs: 5_000, maxBytes: 1_000_000 })
}
const textAt = async (path: string, options: FetchOptions = {}) => {
  const fetched = await get(path, options)
  return fetched.status === 'ok' ? Buffer.from(fetched.bytes).toString() : fetched.status
}
const faultAt = async (path: string, options: FetchOptions = {}) => {
  const error: unknown = await get(path, options).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(FeedError)
  const { verdict, message } = error as FeedError
  return `${verdict}: ${message}`
}

describe('"the feed shows as binary garbage": gzip that no header names, or with a tail', () => {
  test.each([
    ...['/bare-gzip', '/bare-gzip-twice', '/said-once-packed-twice', '/tail', '/late-tail', '/tail-like-gzip', '/bare-tail'],
    ...['/two-members-and-tail', '/br-tail', '/deflate-tail', '/called-gzip'],
  ])('%s', async (path) => expect(await textAt(path)).toBe(FEED)) // prettier-ignore
  test('within the same limits', async () => {
    expect(await faultAt('/bare-bomb')).toBe('too-large: larger than 1 MB')
  })
})

test.each(['/utf-8', '/none', '/binary', '/aws-chunked', '/koi8-r'])(
  '"it was missing for a year": Content-Encoding that names no packing, %s',
  async (path) => expect(await textAt(path)).toBe(FEED),
)

test('"the redirect to a Cyrillic address is a 404"', async () => {
  expect(await get('/utf8-redirect')).toMatchObject({ status: 'ok', url: `http://${hosts[1] ?? ''}/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0` }) // prettier-ignore
  expect(await textAt('/latin-redirect')).toBe(FEED)
})

describe('"too many redirects, but my browser opens it": a redirect that wants its cookie', () => {
  test('it is kept for the fetch', async () => {
    expect(await textAt('/wants-cookie')).toBe(FEED)
  })
  test('and goes to no other host, nor into the next fetch', async () => {
    await get('/cookie-elsewhere')
    await get('/cookie-then-told')
    await get('/told')
    expect(asked.map(({ cookie }) => cookie)).toEqual([undefined, 'seen=1', undefined])
  })
})

describe('"HPE_INVALID_HEADER_TOKEN, while curl reads it"', () => {
  test.each(['/name-with-space', '/no-colon', '/line-feeds', '/control', '/two-lengths', '/colon-first', '/gzip-and-bad-name', '/bad-name-redirect'])('%s', async (path) => expect(await textAt(path)).toBe(FEED)) // prettier-ignore
  test('what the other headers say is kept', async () => {
    expect(await get('/name-with-space')).toMatchObject({ etag: '"1"' })
  })
  test('the limits and the rules on addresses hold there too', async () => {
    expect(await faultAt('/endless-headers')).toMatch(/larger than 32 KB/)
    expect(await faultAt('/bad-name-large')).toBe('too-large: larger than 1 MB')
    expect(await faultAt('/bad-name-inward')).toBe('blocked: 127.0.0.2 is a loopback address')
    expect(await faultAt('/no-http')).toBe('unreachable: cannot be reached: what answers does not speak HTTP')
  })
})

describe('"feeds behind a password cannot be read"', () => {
  const login = new Secret('name:pass word')
  test('they are sent to that host, and shown nowhere', async () => {
    expect(await textAt('/wants-name', { login })).toBe(FEED)
    const { url, login: split } = splitLogin('https://name:pass%20word@a.example/feed')
    expect([url, split?.reveal()]).toEqual(['https://a.example/feed', 'name:pass word'])
    expect(`${JSON.stringify({ login })} ${String(login)}`).not.toContain('pass')
  })
  test('not to where that host leads', async () => {
    asked.length = 0
    await get('/cookie-elsewhere', { login })
    await get('/cookie-then-told', { login })
    expect(asked.map(({ authorization }) => authorization !== undefined)).toEqual([false, true])
  })
  test('what goes wrong says so without them', async () => {
    expect(await faultAt('/wants-name')).toBe('refused: answered 401: it wants a name and a password, as in https://name:password@host/feed') // prettier-ignore
    expect(await faultAt('/wants-name', { login: new Secret('name:wrong') })).toBe('refused: answered 401: it does not take the name and password that it was given') // prettier-ignore
    const [agent] = agents
    const error: unknown = agent && (await fetchFeed('http://name:hush@[', {}, { agent, now }).catch((caught: unknown) => caught)) // prettier-ignore
    expect(String(error)).not.toContain('hush')
  })
})

test('"it says reads well, and never read anything": a 304 that nobody asked for is a fault', async () => {
  expect(await faultAt('/304')).toMatch(/^http-error: answered 304/)
  expect(await get('/304', { etag: '"1"' })).toEqual({ status: 'unchanged' })
})
