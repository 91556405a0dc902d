import { EventEmitter } from 'node:events'
import { request, type Dispatcher } from 'undici'
import { BlockedAddressError, MOST_HEADER_BYTES } from './guarded-agent.js'
import { BodyError, readBody } from './read-body.js'
import { reasonOf } from '../../text/reason-of.js'

const USER_AGENT = 'Silkwire/0.1 (+https://github.com/silkwire/silkwire; feed reader)'

export interface FetchOptions {
  /** Sent back verbatim. */
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
  readonly userAgent?: string | undefined
}

export interface FetchDeps {
  /** See guarded-agent.ts. */
  readonly agent: Dispatcher
  readonly now: () => number
  /** For everything, redirects included; 20 s unless given. */
  readonly timeoutMs?: number
  /** Of the body, packed and unpacked; 10 MB unless given. */
  readonly maxBytes?: number
}

export type Fetched =
  | {
      readonly status: 'ok'
      readonly bytes: Uint8Array
      readonly contentType: string | undefined
      readonly etag: string | undefined
      readonly lastModified: string | undefined
      /** After redirects. */
      readonly url: string
      /** The connection broke before the end: there are no marks of freshness, so the rest is asked for again. */
      readonly isCut?: true
      /** Where the address leads for good: after the permanent redirects (301, 308) that the way begins with. */
      readonly movedTo?: string
      /** Of Cache-Control, less the Age that the answer already has. */
      readonly maxAgeMs?: number | undefined
    }
  | { readonly status: 'unchanged'; readonly maxAgeMs?: number | undefined; readonly movedTo?: string }

/**
 * blocked: an address that we do not connect to. refused: the server will not serve us (401, 403, 429, 451).
 * gone: 404, 410. certificate: TLS that cannot be trusted. http-error: any other answer but 200 and 304.
 */
export type FetchVerdict =
  'timeout' | 'too-large' | 'blocked' | 'gone' | 'unreachable' | 'refused' | 'certificate' | 'http-error'

/** An address that gave no feed: why, in a word of ours and in a line for the owner. */
export class FeedError extends Error {
  constructor(
    message: string,
    readonly verdict: FetchVerdict,
    /** How long the server asks us to stay away. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'FeedError'
  }
}

/** A conditional GET of http(s), over at most 5 redirects. Throws FeedError. */
export async function fetchFeed(url: string, options: FetchOptions, deps: FetchDeps): Promise<Fetched> {
  const { timeoutMs = 20_000 } = deps
  const stop = new Stop()
  const timer = setTimeout(() => {
    stop.abort()
  }, timeoutMs)
  try {
    return await follow(url, options, deps, stop)
  } catch (error) {
    if (error instanceof FeedError) throw error
    if (stop.aborted) {
      throw new FeedError(`no whole answer within ${String(timeoutMs / 1000)} s`, 'timeout', undefined, {
        cause: error,
      })
    }
    throw networkError(error)
  } finally {
    clearTimeout(timer)
  }
}

/** What undici takes for an AbortSignal: one of those costs a tenth of asking a feed that did not change. */
class Stop extends EventEmitter {
  aborted = false

  abort(): void {
    this.aborted = true
    this.emit('abort')
  }
}

const MOST_REDIRECTS = 5

async function follow(url: string, options: FetchOptions, deps: FetchDeps, signal: Stop): Promise<Fetched> {
  let address = httpAddress(url)
  let movedTo: string | undefined
  let isForGood = true
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await request(address, {
      dispatcher: deps.agent,
      signal,
      headers: headersOf(options),
    })
    const location = headerOf(response, 'location')
    if (REDIRECTS.has(response.statusCode) && location !== undefined) {
      discard(response)
      address = httpAddress(location, address)
      isForGood &&= response.statusCode === 301 || response.statusCode === 308
      if (isForGood) movedTo = address.href
      continue
    }
    if (response.statusCode === 304) {
      // Has no body (RFC 9110, 15.4.5), so nothing can hang in it.
      await response.body.dump()
      return { status: 'unchanged', maxAgeMs: maxAgeOf(response), ...(movedTo === undefined ? {} : { movedTo }) }
    }
    if (response.statusCode !== 200) {
      discard(response)
      throw answerError(response, deps.now())
    }
    const fetched = await taken(response, address, deps.maxBytes ?? 10_000_000, signal)
    return movedTo === undefined ? fetched : { ...fetched, movedTo }
  }
  throw new FeedError(`more than ${String(MOST_REDIRECTS)} redirects`, 'http-error')
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

function headersOf({ etag, lastModified, userAgent = USER_AGENT }: FetchOptions): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept:
      'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5',
    'accept-encoding': 'gzip, deflate, br',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  }
}

function httpAddress(written: string, base?: URL): URL {
  let address: URL
  try {
    address = new URL(written, base)
  } catch (error) {
    throw new FeedError(`"${written.slice(0, 200)}" is no address`, 'blocked', undefined, { cause: error })
  }
  if (address.protocol !== 'http:' && address.protocol !== 'https:') {
    throw new FeedError(`${address.protocol} addresses are not read, only http and https`, 'blocked')
  }
  address.username = ''
  address.password = ''
  return address
}

async function taken(
  response: Dispatcher.ResponseData,
  address: URL,
  maxBytes: number,
  signal: Stop,
): Promise<Fetched> {
  const encoding = headerOf(response, 'content-encoding') ?? ''
  const { bytes, isCut } = await readBody(response.body, encoding, { maxBytes, signal })
  return {
    status: 'ok',
    bytes,
    contentType: headerOf(response, 'content-type'),
    etag: isCut ? undefined : headerOf(response, 'etag'),
    lastModified: isCut ? undefined : headerOf(response, 'last-modified'),
    url: address.href,
    maxAgeMs: isCut ? undefined : maxAgeOf(response),
    ...(isCut ? { isCut } : {}),
  }
}

function answerError(response: Dispatcher.ResponseData, now: number): FeedError {
  const { statusCode } = response
  const message = `answered ${String(statusCode)}`
  const retryAfterMs = retryAfterOf(headerOf(response, 'retry-after'), now)
  if (statusCode === 404 || statusCode === 410) return new FeedError(message, 'gone', retryAfterMs)
  const isRefusal = [401, 403, 429, 451].includes(statusCode)
  return new FeedError(message, isRefusal ? 'refused' : 'http-error', retryAfterMs)
}

/** For how long the server calls its answer fresh: nobody need ask before. Undefined where it does not say, or says no-cache. */
function maxAgeOf(response: Dispatcher.ResponseData): number | undefined {
  const control = headerOf(response, 'cache-control') ?? ''
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(control)?.[1]
  if (seconds === undefined || /(?:^|[\s,])no-(?:cache|store)\s*(?:,|$)/i.test(control)) return undefined
  const age = Number(headerOf(response, 'age') ?? 0)
  return Math.max(0, Number(seconds) - (age > 0 ? age : 0)) * 1000
}

/** Seconds or a date, as milliseconds from now; never below 0 nor over a week. */
function retryAfterOf(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 7 * 86_400_000)
}

function networkError(error: unknown): FeedError {
  const code = codeOf(error)
  if (error instanceof BlockedAddressError) return new FeedError(error.message, 'blocked', undefined, { cause: error })
  if (error instanceof BodyError) return new FeedError(error.message, error.verdict, undefined, { cause: error })
  const message = reasonOf(error)
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const limit = `${String(MOST_HEADER_BYTES / 1024)} KB`
    return new FeedError(`its headers are larger than ${limit}`, 'too-large', undefined, { cause: error })
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ALTNAME/.test(code)) {
    return new FeedError(`certificate not trusted (${code})`, 'certificate', undefined, { cause: error })
  }
  if (/TIMEOUT/.test(code)) return new FeedError('no answer in time', 'timeout', undefined, { cause: error })
  const reason = code === 'ENOTFOUND' ? 'no such host' : code === 'ECONNREFUSED' ? 'connection refused' : message
  return new FeedError(`cannot be reached: ${reason === '' ? code : reason}`, 'unreachable', undefined, {
    cause: error,
  })
}

/** The code of an error or of the first that it gathers. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0 && !('code' in error)) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function headerOf(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The body of an answer that nobody reads must be taken off the connection, or that hangs; a slow one is cut off. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.dump({ limit: 65_536, signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
}
