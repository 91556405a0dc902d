import type { Article } from './article.js'
import type { Move } from './moved.js'
import type { Rhythm } from './next-poll.js'
import type { FeedPace } from './parse/feed-pace.js'

import type { FeedHistory } from './health.js'

/** What is remembered of a feed between polls, over restarts too. */
export interface FeedState {
  readonly feedId: string
  readonly etag?: string
  readonly lastModified?: string
  readonly lastFetchedAt?: number
  /** When it last answered with a feed, changed or not. */
  readonly lastOkAt?: number
  /** When it last brought an article that was not known. */
  readonly lastNewAt?: number
  readonly nextDueAt: number
  /** One of the ten of health.ts, or another fault: timeout, unreachable, refused, http-error, too-large, not-a-feed. */
  readonly verdict: string
  /** What happened, with the values, and what to do. */
  readonly detail?: string
  /** In a row, 0 after a success. */
  readonly failures: number
  readonly history?: FeedHistory
  /** When it publishes, as far as it was watched. */
  readonly rhythm?: Rhythm
  /** How it asked to be polled when it was last read. */
  readonly pace?: FeedPace
  /** How many items it showed when it was last read. */
  readonly shown?: number
  /** Where its address leads for good, as far as it was seen. */
  readonly moved?: Move
}

/** Ways to tell that an item was seen before, strongest first: `guid:FEED:GUID`, `url:CANONICAL`, `text:OUTLET:FINGERPRINT`. */
export type ArticleKey = string

export interface KnownArticle {
  readonly id: string
  readonly revision: number
  /** Hash of title and text: another one means that the article was corrected. */
  readonly contentHash: string
  readonly publishedAt: number
  readonly feedId: string
  readonly title: string
  readonly url: string
}

/** An article to be kept, with the keys that it will be known by. */
export interface KeyedArticle {
  readonly article: Article
  readonly keys: readonly ArticleKey[]
  readonly contentHash: string
  /** Where its outlet is none of the pack's: what is to be kept of it. */
  readonly unknownOutlet?: UnknownOutlet
}

/** What refreshFeeds and importArticles need of a database. */
export interface ArticleStore {
  /** Runs `work` on this store in one transaction: all of what it saves is kept, or nothing. Other callers wait meanwhile, so keep it short. */
  together<Result>(work: (store: ArticleStore) => Promise<Result>): Promise<Result>
  feedStates(): Promise<readonly FeedState[]>
  /** At most one state a feed. */
  saveFeedStates(states: readonly FeedState[]): Promise<void>
  /** The known articles among these keys; a key that nobody knows is absent from the map. */
  knownArticles(keys: readonly ArticleKey[]): Promise<ReadonlyMap<ArticleKey, KnownArticle>>
  /** In one transaction: new ones are added, revisions replace their articles and the old text is kept as history; keys are added to those known. */
  saveArticles(articles: readonly KeyedArticle[]): Promise<void>
  /** Further keys of articles that are known; a key that another article has stays with it. */
  addKeys(keys: readonly { readonly key: ArticleKey; readonly articleId: string }[]): Promise<void>
}

/** An outlet that the pack does not name, made when an article of it arrives. */
export interface UnknownOutlet {
  readonly id: string
  readonly name: string
}
