import type { Feed, Outlet } from '../regions/region.js'
import type { Article } from './article.js'
import type { ArticleStore, FeedState } from './article-store.js'
import { FeedError, type Fetched, type FetchOptions } from './net/fetch-feed.js'
import { judgeFeed, withMove, type PollResult } from './health.js'
import { batchSaves, type ToSave } from './batch-saves.js'
import { marksSeen, marksToSend } from './freshness-marks.js'
import { addressOf, seenMove, type Move } from './moved.js'
import { learnRhythm, nextPollAt, waitAfterFailure } from './next-poll.js'
import { passesOn, type ReadFeed, type ReadItem } from './normalise.js'
import type { OutletNames } from './addresses/outlet-of.js'
import { ParserError, type FetchedDocument } from './parser-workers.js'
import type { DocumentSource } from './parse-worker.js'
import { NotAFeedError } from './parse/parsed-feed.js'
import { recognise } from './recognise.js'
import { reasonOf } from '../text/reason-of.js'

export interface RefreshDeps {
  readonly store: ArticleStore
  readonly fetchFeed: (url: string, options: FetchOptions) => Promise<Fetched>
  /** See Parser.read. */
  readonly read: (document: FetchedDocument, source: DocumentSource) => Promise<ReadFeed>
  readonly now: () => number
  /** Among which the first source of what is passed on is looked for. */
  readonly outlets?: readonly Outlet[]
  /** 0 to 1, Math.random unless given: spreads the return of feeds that were asked together. */
  readonly random?: () => number
  /** Hears of a document's items once they are saved. */
  readonly onItems?: (items: readonly ReadItem[]) => Promise<void>
  readonly onProgress?: (progress: { feedId: string; verdict: string; done: number; of: number }) => void
}

export interface Refreshed {
  /** New ones and corrected ones, as they were saved. */
  readonly articles: readonly SavedArticle[]
  /** How many feeds were asked. */
  readonly checked: number
  readonly unchanged: number
  readonly failures: readonly { readonly feedId: string; readonly verdict: string; readonly detail: string }[]
}

type SavedArticle = Pick<Article, 'id' | 'title' | 'revision'>

/**
 * Asks the feeds that are due - eight hosts at once, one request a host - and keeps what is new. What became of each feed
 * is saved as its state, together with its articles; a feed that fails stops no other. A host that asks to be left alone is
 * asked for none of its feeds until then. Throws only what the store throws.
 */
export async function refreshFeeds(feeds: readonly Feed[], deps: RefreshDeps): Promise<Refreshed> {
  const states = new Map((await deps.store.feedStates()).map((state) => [state.feedId, state]))
  const isDue = ({ id }: Feed): boolean => (states.get(id)?.nextDueAt ?? 0) <= deps.now()
  const due = new Set(feeds.filter(isDue))
  const outcomes: Outcome[] = []
  const keeper = batchSaves(deps.store)
  const tell = (outcome: Outcome): void => {
    outcomes.push(outcome)
    const { feedId, verdict } = outcome.state
    deps.onProgress?.({ feedId, verdict, done: outcomes.length, of: due.size })
  }
  const asIs = (feed: Feed): Feed => ({ ...feed, url: addressOf(feed, states.get(feed.id)?.moved, deps.now()) })
  const hosts = byHost(feeds, asIs).filter((host) => host.some((feed) => due.has(feed)))
  const lanes = Array.from({ length: Math.min(HOSTS_AT_ONCE, hosts.length) }, async () => {
    for (let host = hosts.shift(); host !== undefined; host = hosts.shift()) {
      for (const feed of host.filter((each) => due.has(each))) {
        // Its host may have sent everyone away since.
        if (!isDue(feed)) continue
        const asked = await askFeed(feed, asIs(feed).url, { before: states.get(feed.id), deps })
        const away = asked.kind === 'done' ? sentAway(host, asked.outcome, states) : []
        for (const state of away) states.set(state.feedId, state)
        await keeper.add(asked.kind === 'done' ? stateToKeep(asked.outcome, away, tell) : readToKeep(asked, deps, tell))
      }
    }
  })
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected')
  await keeper.finish()
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
  readonly articles: readonly SavedArticle[]
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

/** What came of asking: all that there is to say of a feed, or a document whose items are to be recognised. */
type Asked = { readonly kind: 'done'; readonly outcome: Outcome } | ReadDocument

interface ReadDocument {
  readonly kind: 'read'
  readonly feed: Feed
  readonly before: FeedState | undefined
  readonly fetched: Extract<Fetched, { status: 'ok' }>
  readonly seenAt: number
  readonly read: ReadFeed
}

async function askFeed(
  feed: Feed,
  url: string,
  { before, deps }: { before: FeedState | undefined; deps: RefreshDeps },
): Promise<Asked> {
  try {
    const { userAgent, login } = feed
    const fetched = await deps.fetchFeed(url, { ...marksToSend(before, deps.now()), userAgent, login })
    if (fetched.status === 'unchanged') {
      const state = unchangedState(feed, before, fetched, deps)
      return { kind: 'done', outcome: { state, articles: [], isUnchanged: true } }
    }
    const seenAt = deps.now()
    const { bytes, contentType, url: at } = fetched
    return { kind: 'read', feed, before, fetched, seenAt, read: await deps.read({ bytes, contentType, url: at }, { feed, seenAt, outlets: outletsFor(feed, deps) }) } // prettier-ignore
  } catch (error) {
    return { kind: 'done', outcome: failedOutcome(feed, before, error, deps) }
  }
}

/** As little as goes over to another thread with each document. */
function outletsFor({ url }: Feed, { outlets = [] }: RefreshDeps): readonly OutletNames[] | undefined {
  return passesOn(url) ? outlets.map(({ id, name, domains }) => ({ id, name, domains })) : undefined
}

function stateToKeep(outcome: Outcome, away: readonly FeedState[], tell: (outcome: Outcome) => void): ToSave {
  const states = [outcome.state, ...away]
  return { items: 1, keep: async () => states, afterwards: async () => tell(outcome) }
}

function readToKeep(document: ReadDocument, deps: RefreshDeps, tell: (outcome: Outcome) => void): ToSave {
  const { items } = document.read
  let outcome: Outcome | undefined
  return {
    items: items.length + 1,
    keep: async (store) => {
      const { toSave, newOnes, newKeys } = await recognise(items, store)
      if (toSave.length > 0) await store.saveArticles(toSave)
      if (newKeys.length > 0) await store.addKeys(newKeys)
      const saved = toSave.map(({ article: { id, title, revision } }) => ({ id, title, revision }))
      outcome = { articles: saved, state: readState(document, newOnes, deps) }
      return [outcome.state]
    },
    afterwards: async () => {
      if (outcome === undefined) return
      await deps.onItems?.(items)
      tell(outcome)
    },
  }
}

function readState(
  { feed, before, fetched, seenAt, read }: ReadDocument,
  newOnes: readonly Article[],
  deps: RefreshDeps,
): FeedState {
  const articles = read.items.map(({ article }) => article)
  const declared = feed.language ?? read.language
  const rhythm = learnRhythm(before?.rhythm, {
    seenAt,
    since: before?.lastOkAt,
    shownAt: articles.map(({ publishedAt }) => publishedAt),
    newAt: newOnes.map(({ publishedAt }) => publishedAt),
  })
  const moved = seenMove(feed, before?.moved, { movedTo: fetched.movedTo, at: seenAt })
  const withMarks = (health: ReturnType<typeof healthOf>): ReturnType<typeof healthOf> => {
    return { ...health, history: { ...health.history, ...marksSeen(before, { newOnes, at: seenAt }) } }
  }
  return {
    feedId: feed.id,
    ...optional('etag', fetched.etag),
    ...optional('lastModified', fetched.lastModified),
    lastFetchedAt: seenAt,
    lastOkAt: seenAt,
    ...optional('lastNewAt', newOnes.length > 0 ? seenAt : before?.lastNewAt),
    nextDueAt: nextPollAt(seenAt, {
      rhythm,
      everyMinutes: feed.everyMinutes,
      shown: articles.length,
      pace: read.pace,
      maxAgeMs: fetched.maxAgeMs,
      random: randomOf(deps),
    }),
    ...withMarks(
      healthOf({ kind: 'read', articles, newCount: newOnes.length, declared }, before, { at: seenAt, moved }),
    ),
    failures: 0,
    ...optional('rhythm', rhythm),
    ...optional('pace', read.pace),
    shown: articles.length,
    ...optional('moved', moved),
  }
}

function unchangedState(
  feed: Feed,
  before: FeedState | undefined,
  { maxAgeMs, movedTo }: Pick<Fetched, 'maxAgeMs' | 'movedTo'>,
  deps: RefreshDeps,
): FeedState {
  const at = deps.now()
  const rhythm = learnRhythm(before?.rhythm, { seenAt: at, since: before?.lastOkAt, shownAt: [], newAt: [] })
  const { moved: known, ...rest } = before ?? {}
  const moved = seenMove(feed, known, { movedTo, at })
  return {
    ...rest,
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
    ...healthOf({ kind: 'unchanged' }, before, { at, moved }),
    failures: 0,
    // The time that was watched is counted when something comes: until then it is what it was.
    ...optional('rhythm', before?.rhythm ?? rhythm),
    ...optional('moved', moved),
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
  // Where it moved to fails: the next time its own address is asked.
  const { moved, ...rest } = before ?? {}
  const url = addressOf(feed, moved, at)
  const state = {
    ...rest,
    ...optional('moved', url === feed.url ? moved : undefined),
    feedId: feed.id,
    lastFetchedAt: at,
    nextDueAt: at + wait,
    ...healthOf({ kind: 'failed', verdict, message: `${url}: ${message}` }, before, { at }),
    failures,
  }
  return { state, articles: [], ...optional('notBefore', retryAfterMs === undefined ? undefined : at + retryAfterMs) }
}

function randomOf({ random = Math.random }: RefreshDeps): number {
  return random()
}

/** The verdict in words, and what the next one needs to know. */
function healthOf(
  pollResult: PollResult,
  before: FeedState | undefined,
  { at, moved }: { readonly at: number; readonly moved?: Move | undefined },
): Pick<FeedState, 'verdict' | 'detail' | 'history'> {
  const { health, history } = judgeFeed(pollResult, { history: before?.history, lastNewAt: before?.lastNewAt, now: at })
  const { verdict, cause, advice } = withMove(health, moved?.to)
  return { verdict, detail: advice === '' ? cause : `${cause} ${advice}`, history }
}

/** What went wrong with a feed, in a word and in a few. */
export function faultOf(error: unknown): { verdict: string; message: string } {
  if (error instanceof FeedError || error instanceof NotAFeedError || error instanceof ParserError) {
    return { verdict: error.verdict, message: error.message }
  }
  return { verdict: 'not-a-feed', message: reasonOf(error) }
}

/** Feeds by the host that they are asked of: that of their own address unless `asIs` gives another. */
export function byHost(feeds: readonly Feed[], asIs: (feed: Feed) => Pick<Feed, 'url'> = (feed) => feed): Feed[][] {
  const hosts = new Map<string, Feed[]>()
  for (const feed of feeds) {
    const { url } = asIs(feed)
    const host = URL.canParse(url) ? new URL(url).host : ''
    const same = hosts.get(host)
    if (same === undefined) hosts.set(host, [feed])
    else same.push(feed)
  }
  return [...hosts.values()]
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })
}
