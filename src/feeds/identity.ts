import { createHash } from 'node:crypto'
import type { ArticleKey } from './article-store.js'

/** What an article can be recognised by. `title` and `text` are plain. */
export interface Recognisable {
  readonly guid?: string | undefined
  readonly url?: string | undefined
  readonly title: string
  readonly text: string
}

/**
 * An article's keys, strongest first: its guid and its address within the feed, its address anywhere, its words within
 * the outlet. Only the first two say that this very feed carried it before: see `isOwnKey`.
 */
export function keysOf(
  item: Recognisable,
  { feedId, outletId }: { feedId: string; outletId: string },
): readonly ArticleKey[] {
  const keys: ArticleKey[] = []
  const guid = item.guid?.trim() ?? ''
  if (guid !== '') keys.push(`guid:${feedId}:${guid.length > 300 ? hash(guid) : guid}`)
  const address = item.url === undefined ? undefined : canonicalUrl(item.url)
  // The front page is where feeds without addresses point: it tells no article from another.
  if (address !== undefined && /\/[^/]|\?/.test(address)) keys.push(`feed-url:${feedId}:${address}`, `url:${address}`)
  const words = fingerprint(item)
  if (words !== undefined) keys.push(`text:${outletId}:${words}`)
  return keys
}

/** A key that only the feed itself can have given: what it changes is a correction, not another feed's shorter version. */
export function isOwnKey(key: ArticleKey): boolean {
  return key.startsWith('guid:') || key.startsWith('feed-url:')
}

/**
 * An address without what differs between copies of one page: scheme, www., m., amp, trackers, fragment, closing slash.
 * Undefined where it is no address.
 */
export function canonicalUrl(url: string): string | undefined {
  let address: URL
  try {
    address = new URL(url)
  } catch {
    return undefined
  }
  if (!/^https?:$/.test(address.protocol)) return undefined
  const host = address.host.replace(/^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])/, '').replace(/:(?:80|443)$/, '')
  const path = address.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/^(?:\/amp(?=\/[^/]))+/i, '')
    .replace(/(?:\.amp)+(?=\.html?$|$)/i, '')
    .replace(/(?:\/(?:amp|index\.(?:html?|php)))*\/?$/i, '')
  const kept = [...address.searchParams]
    .filter(([name]) => !TRACKER.test(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const query = kept.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  return `${host}${path}${query === '' ? '' : `?${query}`}`
}

const TRACKER =
  /^(?:utm_.*|at_.*|pk_.*|mtm_.*|ns_.*|fbclid|gclid|yclid|ysclid|dclid|msclkid|igshid|mc_[ce]id|_ga|_gl|ref|referrer|source|from|rss|amp|cmpid|ito|ocid|partner|share|sh)$/i

/** Another hash means that the title or the text was changed; white space is no change. */
export function contentHash({ title, text }: { readonly title: string; readonly text: string }): string {
  return hash(`${folded(title)}\n${folded(text)}`)
}

/** A short id of the strongest key: the same item gets the same id on any machine. */
export function articleId(key: ArticleKey): string {
  return hash(key)
}

/** 16 characters that fit an address: 96 bits, enough for any archive. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}

/** Title and the text's start, folded. Undefined where they are too few to tell one article from another. */
function fingerprint({ title, text }: Recognisable): string | undefined {
  const start = folded(text).slice(0, 200)
  const words = `${folded(title)}|${start}`
  const letters = words.match(/\p{L}/gu)?.length ?? 0
  // A Chinese character says as much as three letters do.
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0
  return letters + 2 * han < 30 ? undefined : hash(words)
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
}
