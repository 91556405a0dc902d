import { hash as digest } from 'node:crypto'
import type { ArticleKey } from './article-store.js'

/** What an article can be recognised by. `title` and `text` are plain. */
export interface Recognisable {
  readonly guid?: string | undefined
  readonly url?: string | undefined
  readonly title: string
  readonly text: string
  /** The feed's own date, where it gives one. */
  readonly publishedAt?: number | undefined
  /** Another feed passes it on: its guid is that feed's, its title and date say enough even on a whole hour. */
  readonly isPassedOn?: boolean
}

/**
 * An article's keys, strongest first: its guid within the feed, its address anywhere; then what stays when a feed changes
 * these, and what recognise.ts takes with care: the address's path within the feed, title and date, and the words.
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
  if (address !== undefined && /\/[^/]|\?/.test(address)) {
    keys.push(`url:${address}`)
    const path = address.replace(/^[^/?]*/, '')
    if (/\d{4}|[^/]{12}/.test(path)) keys.push(`path:${feedId}:${hash(path)}`)
  }
  const { publishedAt } = item
  // A whole hour is a day without a time, or rounded: many items have it.
  const isExact =
    publishedAt !== undefined && (keys.length === 0 || item.isPassedOn === true || publishedAt % 3_600_000 !== 0)
  if (isExact) keys.push(`date:${outletId}:${hash(`${folded(item.title)}|${String(publishedAt)}`)}`)
  const words = fingerprint(item)
  if (words !== undefined) keys.push(`text:${outletId}:${words}`)
  return keys
}

/** What an item says of itself: its guid and its address. The other keys are our conclusions. */
export function isOwnKey(key: ArticleKey): boolean {
  return key.startsWith('guid:') || key.startsWith('url:')
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
  return digest('sha256', text, 'base64url').slice(0, 16)
}

/**
 * The start of the text, which stays when the title is edited; with the title where the text is short. Undefined where
 * both are too little to tell one article from another.
 */
function fingerprint({ title, text }: Recognisable): string | undefined {
  // Folding makes a text shorter, hardly ever by so much.
  const start = folded(text.slice(0, 3_000)).slice(0, 300)
  if (lettersOf(start) >= 100) return hash(start)
  const words = `${folded(title)}|${start}`
  return lettersOf(words) < 30 ? undefined : hash(words)
}

/** A Chinese character says as much as three letters do. */
function lettersOf(text: string): number {
  return lengthOf(text, /\p{L}+/gu) + 2 * lengthOf(text, /\p{Script=Han}+/gu)
}

function lengthOf(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).reduce((sum, run) => sum + run.length, 0)
}

/** How much two titles share, 0 to 1: pairs of neighbouring characters, which needs no words (Dice). */
export function likeness(a: string, b: string): number {
  const pairsOfA = pairs(folded(a))
  const pairsOfB = pairs(folded(b))
  if (pairsOfA.size + pairsOfB.size === 0) return folded(a) === folded(b) ? 1 : 0
  let shared = 0
  for (const pair of pairsOfA) if (pairsOfB.has(pair)) shared++
  return (2 * shared) / (pairsOfA.size + pairsOfB.size)
}

function pairs(text: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(text.length - 1, 0) }, (_, at) => text.slice(at, at + 2)))
}

function folded(text: string): string {
  // Single spaces, most of all white space, stay as they are.
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\S ]\s*|\s{2,}/gu, ' ')
    .trim()
}
