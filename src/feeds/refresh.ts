import type { Feed } from '../regions/region.js'
import type { Article } from './article.js'
import type { ArticleStore, FeedState, KeyedArticle } from './article-store.js'
import { FeedError, type Fetched, type FetchOptions } from './fetch-feed.js'
import { judgeFeed, type Sight } from './health.js'
import { learnRhythm, nextPollAt, waitAfterFailure } from './next-poll.js'
import { articleOf, type DetectLanguage } from './normalise.js'
import { ParserError } from './parse-pool.js'
import { NotAFeedError, type ParsedFeed, type ParsedItem } from './parsed-feed.js'
import { recognise } from './recognise.js'

export interface RefreshDeps {
  readonly store: ArticleStore
  readonly fetchFeed: (url: string, options: FetchOptions) => Promise<Fetched>
  readonly parse: (bytes: Uint8Array, contentType: string | undefined, url: string | undefined) => Promise<ParsedFeed>
  readonly detectLanguage: DetectLanguage
  readonly now: () => number
  /** 0 to 1, Math.random unless given: spreads the return of feeds that were asked together. */
  readonly random?: () => number
  /** Hears of a document's items, each with its article, once these are saved. */
  readonly onItems?: (items: readonly (KeyedArticle & { readonly item: ParsedItem })[]) => Promise<void>
  readonly onProgress?: (progress: { feedId: string; verdict: string; done: number; of: number }) => void
}

export interface Refreshed {
  /** New ones and corrected ones, as they were saved. */
  readonly articles: readonly Article[]
  /** How many feeds were asked. */
  readonly checked: number
  readonly unchanged: number
  readonly failures: readonly { readonly feedId: string; readonly verdict: string; readonly detail: string }[]
}

/**
 * Asks the feeds that are due - eight hosts at once, one request a host - and keeps what is new. What became of each feed
 * is saved as its state; a feed that fails stops no other. A host that asks to be left alone is asked for none of its
 * feeds until then. Throws only what the store throws.
 */
export async function refreshFeeds(feeds: readonly Feed[], deps: RefreshDeps): Promise<Refreshed> {
  const states = new Map((await deps.store.feedStates()).map((state) => [state.feedId, state]))
  const isDue = ({ id }: Feed): boolean => (states.get(id)?.nextDueAt ?? 0) <= deps.now()
  const due = feeds.filter(isDue)
  const outcomes: Outcome[] = []
  // What two feeds of an outlet bring must be recognised one after the other.
  const inTurn = turns()
  const hosts = byHost(feeds).filter((host) => host.some(isDue))
  const lanes = Array.from({ length: Math.min(HOSTS_AT_ONCE, hosts.length) }, async () => {
    for (let host = hosts.shift(); host !== undefined; host = hosts.shift()) {
      for (const feed of host.filter((each) => due.includes(each))) {
        // Its host may have sent everyone away since.
        if (!isDue(feed)) continue
        const outcome = await refreshOne(feed, states.get(feed.id), { ...deps, inTurn })
        await deps.store.saveFeedState(outcome.state)
        states.set(feed.id, outcome.state)
        outcomes.push(outcome)
        for (const state of sentAway(host, outcome, states)) {
          await deps.store.saveFeedState(state)
          states.set(state.feedId, state)
        }
        deps.onProgress?.({ feedId: feed.id, verdict: outcome.state.verdict, done: outcomes.length, of: due.length })
      }
    }
  })
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return {
    articles: outcomes.flatMap((outcome) => outcome.articles),
    checked: outcomes.length,
    unchanged: outcomes.filter((outcome) => outcome.isUnchanged).length,
    failures: outcomes.flatMap(({ state }) =>
      state.failures === 0 ? [] : [{ feedId: state.feedId, verdict: state.verdict, detail: state.detail ?? '' }],
    ),
  }
}

const HOSTS_AT_ONCE = 8

interface Outcome {
  readonly state: FeedState
  readonly articles: readonly Article[]
  readonly isUnchanged?: boolean
  /** Its host asked to be left alone until then. */
  readonly notBefore?: number
}

/** The states of a host's other feeds, put off as long as the host asked one of them to wait. */
function sentAway(host: readonly Feed[], { state, notBefore }: Outcome, states: ReadonlyMap<string, FeedState>) {
  if (notBefore === undefined) return []
  return host.flatMap(({ id }): FeedState[] => {
    const known = states.get(id)
    if (id === state.feedId || (known?.nextDueAt ?? 0) >= notBefore) return []
    return [{ feedId: id, verdict: 'waiting', failures: 0, ...known, nextDueAt: notBefore }]
  })
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>

async function refreshOne(
  feed: Feed,
  before: FeedState | undefined,
  deps: RefreshDeps & { inTurn: InTurn },
): Promise<Outcome> {
  let parsed: ParsedFeed
  let fetched: Fetched
  try {
    fetched = await deps.fetchFeed(feed.url, {
      etag: before?.etag,
      lastModified: before?.lastModified,
      userAgent: feed.userAgent,
    })
    if (fetched.status === 'unchanged')
      return { state: unchangedState(feed, before, fetched, deps), articles: [], isUnchanged: true }
    parsed = await deps.parse(fetched.bytes, fetched.contentType, fetched.url)
  } catch (error) {
    return failedOutcome(feed, before, error, deps)
  }
  const seenAt = deps.now()
  const found = parsed.items.flatMap((item) => {
    const keyed = articleOf(item, { feed, parsed, seenAt, detectLanguage: deps.detectLanguage })
    return keyed === undefined ? [] : [{ ...keyed, item }]
  })
  const { toSave, newOnes } = await deps.inTurn(async () => {
    const recognised = await recognise(found, deps.store)
    if (recognised.toSave.length > 0) await deps.store.saveArticles(recognised.toSave)
    if (recognised.newKeys.length > 0) await deps.store.addKeys(recognised.newKeys)
    await deps.onItems?.(found)
    return recognised
  })
  const articles = found.map(({ article }) => article)
  const declared = feed.language ?? parsed.feed.language
  const rhythm = learnRhythm(before?.rhythm, {
    seenAt,
    since: before?.lastOkAt,
    shownAt: articles.map(({ publishedAt }) => publishedAt),
    newAt: newOnes.map(({ publishedAt }) => publishedAt),
  })
  return {
    articles: toSave.map(({ article }) => article),
    state: {
      feedId: feed.id,
      ...optional('etag', fetched.etag),
      ...optional('lastModified', fetched.lastModified),
      lastFetchedAt: seenAt,
      lastOkAt: seenAt,
      ...optional('lastNewAt', newOnes.length > 0 ? seenAt : before?.lastNewAt),
      nextDueAt: nextPollAt(seenAt, {
        rhythm,
        everyMinutes: feed.everyMinutes,
        shown: found.length,
        pace: parsed.pace,
        maxAgeMs: fetched.maxAgeMs,
        random: randomOf(deps),
      }),
      ...healthOf({ kind: 'read', articles, newCount: newOnes.length, declared }, before, seenAt),
      failures: 0,
      ...optional('rhythm', rhythm),
      ...optional('pace', parsed.pace),
      shown: found.length,
    },
  }
}

function unchangedState(
  feed: Feed,
  before: FeedState | undefined,
  { maxAgeMs }: Pick<Fetched, 'maxAgeMs'>,
  deps: RefreshDeps,
): FeedState {
  const at = deps.now()
  const rhythm = learnRhythm(before?.rhythm, { seenAt: at, since: before?.lastOkAt, shownAt: [], newAt: [] })
  return {
    ...before,
    feedId: feed.id,
    lastFetchedAt: at,
    lastOkAt: at,
    nextDueAt: nextPollAt(at, {
      rhythm,
      everyMinutes: feed.everyMinutes,
      shown: before?.shown,
      pace: before?.pace,
      maxAgeMs,
      random: randomOf(deps),
    }),
    ...healthOf({ kind: 'unchanged' }, before, at),
    failures: 0,
    ...optional('rhythm', rhythm),
  }
}

function failedOutcome(feed: Feed, before: FeedState | undefined, error: unknown, deps: RefreshDeps): Outcome {
  const at = deps.now()
  const { verdict, message } = faultOf(error)
  const failures = (before?.failures ?? 0) + 1
  const retryAfterMs = error instanceof FeedError ? error.retryAfterMs : undefined
  const wait = waitAfterFailure({
    everyMinutes: feed.everyMinutes,
    failures,
    verdict,
    retryAfterMs,
    random: randomOf(deps),
  })
  const state = {
    ...before,
    feedId: feed.id,
    lastFetchedAt: at,
    nextDueAt: at + wait,
    ...healthOf({ kind: 'failed', verdict, message: `${feed.url}: ${message}` }, before, at),
    failures,
  }
  return { state, articles: [], ...optional('notBefore', retryAfterMs === undefined ? undefined : at + retryAfterMs) }
}

function randomOf({ random = Math.random }: RefreshDeps): number {
  return random()
}

/** The verdict in words, and what the next one needs to know. */
function healthOf(
  sight: Sight,
  before: FeedState | undefined,
  now: number,
): Pick<FeedState, 'verdict' | 'detail' | 'history'> {
  const { health, history } = judgeFeed(sight, { history: before?.history, lastNewAt: before?.lastNewAt, now })
  const { verdict, cause, advice } = health
  return { verdict, detail: advice === '' ? cause : `${cause} ${advice}`, history }
}

/** What went wrong with a feed, in a word and in a few. */
export function faultOf(error: unknown): { verdict: string; message: string } {
  if (error instanceof FeedError || error instanceof NotAFeedError || error instanceof ParserError) {
    return { verdict: error.verdict, message: error.message }
  }
  return { verdict: 'not-a-feed', message: error instanceof Error ? error.message : String(error) }
}

/** Feeds by the host that they are asked of. */
export function byHost(feeds: readonly Feed[]): Feed[][] {
  const hosts = new Map<string, Feed[]>()
  for (const feed of feeds) {
    const host = URL.canParse(feed.url) ? new URL(feed.url).host : ''
    const same = hosts.get(host)
    if (same === undefined) hosts.set(host, [feed])
    else same.push(feed)
  }
  return [...hosts.values()]
}

/** Runs one piece of work after the other, in the order of asking. */
function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })
}
