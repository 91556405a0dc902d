import { cutText } from '../../text/words/cut-text.js'
import type { FeedPace } from './feed-pace.js'

export interface ParsedEnclosure {
  readonly url: string
  readonly type?: string
  readonly length?: number
}

/** An item as its feed has it: `title` and `text` are HTML, dates ISO 8601 UTC, links absolute where a base is known. */
export interface ParsedItem {
  readonly guid?: string
  readonly url?: string
  readonly title?: string
  readonly text?: string
  readonly author?: string
  readonly publishedAt?: string
  readonly updatedAt?: string
  readonly categories: readonly string[]
  readonly enclosures: readonly ParsedEnclosure[]
  /** The feed of readers' comments. */
  readonly commentsUrl?: string
  /** How many comments the feed says there are. */
  readonly commentCount?: number
  /** Plain texts of readers' comments that came with the item. */
  readonly comments?: readonly string[]
  /** Who told it first, where the feed only passes it on: a name in HTML, and an address of theirs. */
  readonly source?: ParsedSource
}

export interface ParsedSource {
  readonly name: string
  readonly url?: string
}

export interface ParsedFeed {
  readonly format: 'rss' | 'atom' | 'rdf' | 'json' | 'channel'
  readonly feed: {
    readonly title?: string
    readonly link?: string
    readonly description?: string
    readonly language?: string
  }
  readonly items: readonly ParsedItem[]
  /** How it asks to be polled, where it does. */
  readonly pace?: FeedPace
}

/** What was fetched is no feed. `what` says in a few words what it is. */
export class NotAFeedError extends Error {
  constructor(
    readonly what: string,
    readonly verdict: 'html' | 'empty' | 'not-a-feed' | 'bridge' | 'no-preview',
  ) {
    super(`not a feed: ${what}`)
    this.name = 'NotAFeedError'
  }
}

/** An item's fields as any parser gave them: each is checked here, once, whatever type it came in. */
export interface LooseItem {
  readonly guid?: unknown
  readonly url?: unknown
  readonly title?: unknown
  readonly text?: unknown
  readonly author?: unknown
  readonly publishedAt?: string | undefined
  readonly updatedAt?: string | undefined
  readonly categories?: readonly unknown[] | undefined
  readonly enclosures?: readonly { url?: unknown; type?: unknown; length?: unknown }[] | undefined
  readonly commentsUrl?: unknown
  readonly commentCount?: unknown
  readonly comments?: unknown
  readonly source?: { readonly name?: unknown; readonly url?: unknown } | undefined
}

/** An item from whatever a parser gave: what is no text, address or enclosure is left out. Never throws. */
export function checkedItem(loose: LooseItem): ParsedItem {
  const comments = commentsOf(loose.comments)
  return {
    ...present({
      guid: textOf(loose.guid),
      url: textOf(loose.url),
      title: textOf(loose.title),
      text: textOf(loose.text),
      author: textOf(loose.author),
      publishedAt: loose.publishedAt,
      updatedAt: loose.updatedAt,
      commentsUrl: textOf(loose.commentsUrl),
      commentCount: countOf(loose.commentCount),
      comments: comments.length === 0 ? undefined : comments,
      source: sourceOf(loose.source),
    }),
    categories: (loose.categories ?? []).flatMap((category) => textOf(category) ?? []),
    enclosures: (loose.enclosures ?? []).flatMap(checkedEnclosure),
  }
}

/** The feed's own title, link, description and language (BCP 47), each left out where it is no text. Never throws. */
export function checkedFeed(loose: {
  title?: unknown
  link?: unknown
  description?: unknown
  language?: unknown
}): ParsedFeed['feed'] {
  return present({
    title: textOf(loose.title),
    link: textOf(loose.link),
    description: textOf(loose.description),
    language: textOf(loose.language)?.replaceAll('_', '-'),
  })
}

/** Text of anything that a parser may give for it: a string, a number, or an object with the text in `_`, `#text` or `value`. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return textOf(value[0])
  if (typeof value !== 'object' || value === null) return undefined
  for (const key of ['_', '#text', 'value']) {
    const inner: unknown = key in value ? (value as Record<string, unknown>)[key] : undefined
    if (typeof inner === 'string' || typeof inner === 'number') return textOf(inner)
  }
  return undefined
}

function sourceOf(loose: LooseItem['source']): ParsedSource | undefined {
  const [name, url] = [textOf(loose?.name), textOf(loose?.url)]
  return name === undefined ? undefined : { name, ...present({ url }) }
}

function countOf(value: unknown): number | undefined {
  const count = Number(textOf(value) ?? NaN)
  return Number.isInteger(count) && count >= 0 && count < 1e9 ? count : undefined
}

const LONGEST_COMMENT = 5_000

/** Texts, or objects with a text; names of those who wrote them are left behind. */
export function commentsOf(comments: unknown): readonly string[] {
  if (!Array.isArray(comments)) return []
  return comments.flatMap((comment: unknown) => {
    const text = typeof comment === 'object' && comment !== null && 'text' in comment ? comment.text : comment
    return typeof text === 'string' && text.trim() !== '' ? [cutText(text.trim(), LONGEST_COMMENT)] : []
  })
}

function checkedEnclosure(loose: { url?: unknown; type?: unknown; length?: unknown }): ParsedEnclosure[] {
  const url = textOf(loose.url)
  if (url === undefined) return []
  const length = Number(textOf(loose.length) ?? NaN)
  return [{ url, ...present({ type: textOf(loose.type), length: Number.isFinite(length) ? length : undefined }) }]
}

/** The entries of an object that have a value: absent fields are absent, not undefined. */
function present<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
