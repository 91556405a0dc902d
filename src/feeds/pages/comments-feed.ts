import { cutText } from '../../text/words/cut-text.js'
import type { ArticleKey } from '../article-store.js'
import { FeedError, type Fetched } from '../net/fetch-feed.js'
import { ParserError } from '../parser-workers.js'
import type { ReadItem } from '../normalise.js'
import { NotAFeedError, type ParsedFeed } from '../parse/parsed-feed.js'
import { articleText } from '../parse/plain-text.js'

/** Where the readers' comments of an article stand, and how many its feed says there are. */
export interface CommentsNote {
  readonly keys: readonly ArticleKey[]
  readonly url: string
  readonly count?: number
  readonly publishedAt: number
}

/** A comments feed to be read. */
export interface DueComments {
  readonly articleId: string
  readonly url: string
}

export interface CommentsStore {
  noteComments(notes: readonly CommentsNote[]): Promise<void>
  /** Of articles published since `since`, those whose count grew, and those without a count not read since `readBefore`; newest first. */
  dueComments(since: number, readBefore: number, most: number): Promise<readonly DueComments[]>
  /** Written before the feed is asked: it is asked again when its count has grown. */
  saveCommentsRead(articleId: string, at: number): Promise<void>
  /** Added to those that the article has; it is to be read anew where there are new ones. */
  saveComments(articleId: string, comments: readonly string[]): Promise<void>
}

const LOOKS_BACK_MS = 48 * 3_600_000
const UNCOUNTED_EVERY_MS = 6 * 3_600_000
const MOST_FEEDS = 4
const MOST_COMMENTS = 100
const LONGEST_COMMENT = 2_000

/** The comments feeds that a document names for articles of the last 48 hours; none where the count is 0. */
export function commentsNotes(items: readonly ReadItem[], now: number): readonly CommentsNote[] {
  return items.flatMap(({ keys, article, commentsUrl: url, commentCount: count }) => {
    if (url === undefined || count === 0 || !/^https?:/.test(url) || url.length > 2_000) return []
    if (now - article.publishedAt > LOOKS_BACK_MS) return []
    return [{ keys, url, publishedAt: article.publishedAt, ...(count === undefined ? {} : { count }) }]
  })
}

export interface CommentsDeps {
  readonly store: CommentsStore
  readonly fetchPage: (url: string) => Promise<Fetched>
  readonly parse: (bytes: Uint8Array, contentType: string | undefined, url: string | undefined) => Promise<ParsedFeed>
  readonly now: () => number
  /** Ends the round between two feeds. */
  readonly shouldStop?: () => boolean
}

/** One round over the comments feeds that are due: at most four, one a host. Returns how many were read. */
export async function readComments({ store, fetchPage, parse, now, shouldStop }: CommentsDeps): Promise<number> {
  const due = await store.dueComments(now() - LOOKS_BACK_MS, now() - UNCOUNTED_EVERY_MS, 50)
  const hosts = new Set<string>()
  let read = 0
  for (const { articleId, url } of due) {
    const host = URL.canParse(url) ? new URL(url).host : ''
    if (shouldStop?.() === true) break
    if (hosts.has(host) || hosts.size >= MOST_FEEDS) continue
    hosts.add(host)
    await store.saveCommentsRead(articleId, now())
    try {
      const fetched = await fetchPage(url)
      if (fetched.status !== 'ok') continue
      const comments = commentTexts(await parse(fetched.bytes, fetched.contentType, fetched.url))
      if (comments.length > 0) await store.saveComments(articleId, comments)
      read++
    } catch (error) {
      // Comments are no news: what cannot be read is left until there are more.
      if (!(error instanceof FeedError || error instanceof NotAFeedError || error instanceof ParserError)) throw error
    }
  }
  return read
}

/** What readers wrote, without who wrote it and whom it answers. Titles of such feeds are made of names, and left out. */
function commentTexts({ items }: Pick<ParsedFeed, 'items'>): readonly string[] {
  const texts = items.slice(0, MOST_COMMENTS).map(({ text = '' }) => {
    // Blogs open an answer with a link to the comment before it, on its writer's name; people with an @name.
    const words = articleText(
      text.replace(
        /^\s*(?:<p>)?[^<]{0,60}<a\s[^>]{0,500}#comment-[^>]{0,200}>[^<]{0,200}<\/a>[.:]?\s*(?:<\/p>)?/iu,
        '',
      ),
    )
    return cutText(words.replace(/^(?:@[\p{L}\p{N}_.-]{1,60}[,:]?\s+)+/u, '').trim(), LONGEST_COMMENT)
  })
  return [...new Set(texts.filter((text) => text !== ''))]
}
