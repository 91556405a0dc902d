import type { Article } from './article.js'
import type { FeedState } from './article-store.js'
import type { FeedHistory } from './health.js'

/** What a feed's server takes for the sign that nothing is new: sent back with the next request. */
export type Marks = Pick<FeedState, 'etag' | 'lastModified'>

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** So many of its usual gaps without news are more than a pause; never less than half a day, nor more than NetNewsWire waits. */
const GAPS = 8
const LEAST_SILENCE = 12 * HOUR
const MOST_SILENCE = 8 * DAY
const UNKNOWN_SILENCE = 2 * DAY
/** How long the marks of a server that was found wrong are left aside. */
const IGNORED = 30 * DAY
/** Clocks differ, and what is dated just before the last look may have come just behind it. */
const SLACK = HOUR

/**
 * The marks to ask with. None where the feed has been silent for longer than its rhythm allows, or its marks were found
 * wrong before: some servers answer "not modified" for ever.
 */
export function marksToSend(before: FeedState | undefined, now: number): Marks {
  if (before === undefined || isIgnored(before.history, now) || isSilent(before, now)) return {}
  const { etag, lastModified } = before
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) }
}

/** What is remembered of the marks after a whole document was read at `at`. */
export function marksSeen(
  before: FeedState | undefined,
  { newOnes, at }: { readonly newOnes: readonly Pick<Article, 'publishedAt' | 'isUndated'>[]; readonly at: number },
): Pick<FeedHistory, 'wholeAt' | 'marksIgnoredUntil'> {
  const known = before?.history?.marksIgnoredUntil
  const until = hadLied(before, { newOnes, at }) ? at + IGNORED : known !== undefined && known > at ? known : undefined
  return { wholeAt: at, ...(until === undefined ? {} : { marksIgnoredUntil: until }) }
}

function isIgnored(history: FeedHistory | undefined, now: number): boolean {
  return (history?.marksIgnoredUntil ?? 0) > now
}

function isSilent({ history, lastNewAt }: FeedState, now: number): boolean {
  const since = Math.max(history?.wholeAt ?? 0, lastNewAt ?? 0)
  const gap = history?.usualGapMs
  const silence = gap === undefined ? UNKNOWN_SILENCE : Math.min(Math.max(GAPS * gap, LEAST_SILENCE), MOST_SILENCE)
  return now - since > silence
}

/** The document has what was there when its server last said that nothing was new. */
function hadLied(
  before: FeedState | undefined,
  { newOnes, at }: { readonly newOnes: readonly Pick<Article, 'publishedAt' | 'isUndated'>[]; readonly at: number },
): boolean {
  if (before === undefined || (before.etag === undefined && before.lastModified === undefined)) return false
  const { lastOkAt, history } = before
  if (lastOkAt === undefined || history?.wholeAt === undefined || history.wholeAt >= lastOkAt) return false
  if (!isSilent(before, at)) return false
  return newOnes.some(({ publishedAt, isUndated }) => isUndated === true || publishedAt < lastOkAt - SLACK)
}
