import { isUtf8 } from 'node:buffer'
import { EventEmitter } from 'node:events'
import { request, type Dispatcher } from 'undici'
import type { FeedLogin } from '../../regions/feed-login.js'
import { withoutLogin } from '../../regions/feed-login.js'
import { cookiesOfOneFetch } from './cookies.js'
import { BlockedAddressError, MOST_HEADER_BYTES, type GuardedAgent } from './guarded-agent.js'
import { lenientRequest, type Answer } from './lenient-request.js'
import { isParserFault, readBody } from './read-body.js'
import { BodyError } from './unpack.js'
import { reasonOf } from '../../text/reason-of.js'

const USER_AGENT = 'Silkwire/0.1 (+https://github.com/silkwire/silkwire; feed reader)'

export interface FetchOptions {
  /** Sent back verbatim. */
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
  readonly userAgent?: string | undefined
  /** Sent to the address's own host alone. */
  readonly login?: FeedLogin | undefined
}

export interface FetchDeps {
  /** See guarded-agent.ts. */
  readonly agent: Dispatcher & Partial<Pick<GuardedAgent, 'open'>>
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
      /** Its Link headers. */
      readonly links?: string | undefined
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

/**
 * A conditional GET of http(s), over at most 5 redirects; once more with a lenient parser where the strict one refuses the
 * answer. Throws FeedError.
 */
export async function fetchFeed(url: string, options: FetchOptions, deps: FetchDeps): Promise<Fetched> {
  const { timeoutMs = 20_000 } = deps
  const stop = new Stop()
  const timer = setTimeout(() => {
    stop.abort()
  }, timeoutMs)
  try {
    return await followAnyhow(url, options, deps, stop)
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

type Send = (address: URL, headers: Readonly<Record<string, string>>) => Promise<Answer>

async function followAnyhow(url: string, options: FetchOptions, deps: FetchDeps, signal: Stop): Promise<Fetched> {
  const { agent } = deps
  const strictly: Send = async (address, headers) => {
    const { statusCode, headers: answered, body } = await request(address, { dispatcher: agent, signal, headers })
    return { statusCode, headers: answered, body, discard: () => body.dump({ limit: 65_536, signal: AbortSignal.timeout(1_000) }) } // prettier-ignore
  }
  try {
    return await follow(url, options, { ...deps, send: strictly, signal })
  } catch (error) {
    const { open } = agent
    if (open === undefined || !isParserFault(error)) throw error
    return follow(url, options, { ...deps, send: (address, headers) => lenientRequest(address, { open, headers, signal }), signal }) // prettier-ignore
  }
}

async function follow(
  url: string,
  options: FetchOptions,
  { now, maxBytes = 10_000_000, send, signal }: FetchDeps & { readonly send: Send; readonly signal: Stop },
): Promise<Fetched> {
  const first = httpAddress(url)
  const cookies = cookiesOfOneFetch(now)
  let address = first
  let movedTo: string | undefined
  let isForGood = true
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const login = isSamePlace(first, address) ? options.login : undefined
    const response = await send(address, headersOf({ ...options, login, cookies: cookies.of(address) }))
    const location = headerOf(response, 'location')
    if (REDIRECTS.has(response.statusCode) && location !== undefined) {
      discard(response)
      cookies.take(address, headersNamed(response, 'set-cookie'))
      address = httpAddress(whatIsMeant(location), address)
      isForGood &&= response.statusCode === 301 || response.statusCode === 308
      if (isForGood) movedTo = address.href === first.href ? undefined : address.href
      continue
    }
    if (response.statusCode === 304) {
      // Has no body (RFC 9110, 15.4.5), so nothing can hang in it.
      await response.discard()
      if (options.etag === undefined && options.lastModified === undefined) throw new FeedError(UNASKED, 'http-error')
      return { status: 'unchanged', maxAgeMs: maxAgeOf(response), ...(movedTo === undefined ? {} : { movedTo }) }
    }
    if (response.statusCode !== 200) {
      discard(response)
      throw answerError(response, now(), options.login !== undefined)
    }
    const fetched = await taken(response, address, maxBytes, signal)
    return movedTo === undefined ? fetched : { ...fetched, movedTo }
  }
  throw new FeedError(`more than ${String(MOST_REDIRECTS)} redirects`, 'http-error')
}

const UNASKED = 'answered 304 (nothing changed) to a request that named nothing known: nothing was ever read'

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** A name and its password are for the host that they were given for, and not to be sent in the open once they were hidden. */
function isSamePlace(first: URL, address: URL): boolean {
  return address.host === first.host && (address.protocol === first.protocol || address.protocol === 'https:')
}

/** Headers come as Latin-1, and addresses in them as UTF-8; of other bytes each is escaped, as browsers do. */
function whatIsMeant(location: string): string {
  const bytes = Buffer.from(location, 'latin1')
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return location.replace(/[\u0080-\u00ff]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

function headersOf({
  etag,
  lastModified,
  userAgent = USER_AGENT,
  login,
  cookies,
}: FetchOptions & { readonly cookies: string | undefined }): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept:
      'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5',
    'accept-encoding': 'gzip, deflate, br',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
    ...(login === undefined ? {} : { authorization: `Basic ${Buffer.from(login.reveal()).toString('base64')}` }),
    ...(cookies === undefined ? {} : { cookie: cookies }),
  }
}

function httpAddress(written: string, base?: URL): URL {
  let address: URL
  try {
    address = new URL(written, base)
  } catch {
    // Not as the cause: an error of URL holds all of what was written, a password too.
    throw new FeedError(`"${withoutLogin(written).slice(0, 200)}" is no address`, 'blocked')
  }
  if (address.protocol !== 'http:' && address.protocol !== 'https:') {
    throw new FeedError(`${address.protocol} addresses are not read, only http and https`, 'blocked')
  }
  address.username = ''
  address.password = ''
  return address
}

async function taken(response: Answer, address: URL, maxBytes: number, signal: Stop): Promise<Fetched> {
  const encoding = headerOf(response, 'content-encoding') ?? ''
  const { bytes, isCut } = await readBody(response.body, encoding, { maxBytes, signal })
  return {
    status: 'ok',
    bytes,
    contentType: headerOf(response, 'content-type'),
    etag: isCut ? undefined : headerOf(response, 'etag'),
    lastModified: isCut ? undefined : headerOf(response, 'last-modified'),
    url: address.href,
    links: linksOf(response),
    maxAgeMs: isCut ? undefined : maxAgeOf(response),
    ...(isCut ? { isCut } : {}),
  }
}

function linksOf(response: Answer): string | undefined {
  const links = headersNamed(response, 'link')
  return links.length === 0 ? undefined : whatIsMeant(links.join(', ')).slice(0, LONGEST_LINKS)
}

const LONGEST_LINKS = 10_000

function answerError(response: Answer, now: number, hasLogin: boolean): FeedError {
  const { statusCode } = response
  const message = `answered ${String(statusCode)}${statusCode === 401 ? (hasLogin ? REFUSED_LOGIN : NO_LOGIN) : ''}`
  const retryAfterMs = retryAfterOf(headerOf(response, 'retry-after'), now)
  if (statusCode === 404 || statusCode === 410) return new FeedError(message, 'gone', retryAfterMs)
  const isRefusal = [401, 403, 429, 451].includes(statusCode)
  return new FeedError(message, isRefusal ? 'refused' : 'http-error', retryAfterMs)
}

const NO_LOGIN = ': it wants a name and a password, as in https://name:password@host/feed'
const REFUSED_LOGIN = ': it does not take the name and password that it was given'

/** For how long the server calls its answer fresh: nobody need ask before. Undefined where it does not say, or says no-cache. */
function maxAgeOf(response: Answer): number | undefined {
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

function headerOf(response: Answer, name: string): string | undefined {
  return headersNamed(response, name)[0]
}

function headersNamed({ headers }: Answer, name: string): readonly string[] {
  const value = headers[name]
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

/** The body of an answer that nobody reads; a slow one is cut off. */
function discard(response: Answer): void {
  response.discard().catch(() => undefined)
}
