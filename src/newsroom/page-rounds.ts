import { commentsNotes, readComments, type CommentsStore } from '../feeds/pages/comments-feed.js'
import { fetchFeed } from '../feeds/net/fetch-feed.js'
import { fillTexts, readPage, type FullTextStore } from '../feeds/pages/full-text.js'
import type { guardedAgent } from '../feeds/net/guarded-agent.js'
import type { Parser } from '../feeds/parse-pool.js'
import type { RefreshDeps } from '../feeds/refresh.js'
import { robotsKeeper } from '../feeds/net/robots.js'
import type { Outlet } from '../regions/region.js'
import { reasonOf } from '../text/reason-of.js'

/** Visits what feeds only point to: the pages of thin articles, the feeds of readers' comments. */
export interface PageRounds {
  /** Notes the comments feeds of a document. */
  readonly onItems: NonNullable<RefreshDeps['onItems']>
  /** Starts one round where none runs; nobody waits for it. */
  visit(outlets: readonly Outlet[]): void
  /** Ends the round between two visits. */
  stop(): Promise<void>
}

export interface PageRoundsDeps {
  readonly store: FullTextStore & CommentsStore
  readonly agent: ReturnType<typeof guardedAgent>
  readonly parse: Parser['parse']
  readonly now: () => number
  readonly onFault: (reason: string) => void
}

const PAGE_LIMITS = { timeoutMs: 15_000, maxBytes: 3_000_000 }
const COMMENTS_LIMITS = { timeoutMs: 15_000, maxBytes: 2_000_000 }

export function openPageRounds({ store, agent, parse, now, onFault }: PageRoundsDeps): PageRounds {
  const visitedAt = new Map<string, number>()
  const fetchPage = (url: string) => fetchFeed(url, {}, { agent, now, ...PAGE_LIMITS })
  const fetchComments = (url: string) => fetchFeed(url, {}, { agent, now, ...COMMENTS_LIMITS })
  const robots = robotsKeeper({ fetchPage, now })
  let round: Promise<void> | undefined
  let isStopping = false
  const shouldStop = () => isStopping

  const visitAll = async (outlets: readonly Outlet[]): Promise<void> => {
    const filled = outlets.filter((outlet) => outlet.fullText === true).map(({ id }) => id)
    await fillTexts(filled, { store, fetchPage, robots, readPage, now, visitedAt, shouldStop })
    await readComments({ store, fetchPage: fetchComments, parse, now, shouldStop })
  }

  return {
    onItems: (items) => store.noteComments(commentsNotes(items, now())),
    visit: (outlets) => {
      round ??= visitAll(outlets)
        .catch((error: unknown) => onFault(reasonOf(error)))
        .finally(() => {
          round = undefined
        })
    },
    stop: async () => {
      isStopping = true
      await round
    },
  }
}
