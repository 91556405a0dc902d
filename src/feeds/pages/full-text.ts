import { Worker } from 'node:worker_threads'
import { cutText } from '../../text/words/cut-text.js'
import { FeedError, type Fetched } from '../net/fetch-feed.js'
import { isThin, THIN_CHARACTERS } from '../health.js'
import { LONGEST_TEXT } from '../normalise.js'
import type { PageJob } from './page-worker.js'
import { dateOfPage } from '../dates/told-date.js'
import { articleText } from '../parse/plain-text.js'
import type { Robots } from '../net/robots.js'

/** An article whose feed may have given a teaser only. */
export interface ShortArticle {
  readonly id: string
  readonly revision: number
  readonly url: string
  readonly text: string
}

export interface FullTextStore {
  /** Those of these outlets seen since `since`, with less than so many characters and not yet visited in their revision, newest first. */
  shortArticles(
    outletIds: readonly string[],
    query: { readonly since: number; readonly shorterThan: number; readonly limit: number },
  ): Promise<readonly ShortArticle[]>
  /** Whatever came of it: a page is visited once a revision. */
  saveVisit(article: Pick<ShortArticle, 'id' | 'revision'>, at: number): Promise<void>
  /** The page's text in place of the teaser, and its date where the article has none; the article is to be read anew. */
  saveFullText(article: Pick<ShortArticle, 'id' | 'revision'>, text: string, publishedAt?: number): Promise<void>
}

export interface FullTextDeps {
  readonly store: FullTextStore
  readonly fetchPage: (url: string) => Promise<Fetched>
  readonly robots: { readonly of: (url: string) => Promise<Robots> }
  /** See readPage. */
  readonly readPage: (job: PageJob) => Promise<string>
  readonly now: () => number
  /** When each host was last visited: kept by the caller over rounds. */
  readonly visitedAt: Map<string, number>
  /** Ends the round between two pages. */
  readonly shouldStop?: () => boolean
}

const PACE_MS = 30_000
const LOOKS_BACK_MS = 24 * 3_600_000
const MOST_PAGES = 8

/**
 * One round over the pages of thin articles of these outlets: at most one page a host, and no host more often than its
 * robots.txt and 30 s allow; what robots.txt closes is left alone. Returns how many texts were filled.
 */
export async function fillTexts(outletIds: readonly string[], deps: FullTextDeps): Promise<number> {
  if (outletIds.length === 0) return 0
  const { store, now, visitedAt } = deps
  let filled = 0
  const hosts = new Set<string>()
  const query = { since: now() - LOOKS_BACK_MS, shorterThan: THIN_CHARACTERS, limit: 200 }
  for (const article of (await store.shortArticles(outletIds, query)).filter(({ text }) => isThin(text))) {
    if (hosts.size >= MOST_PAGES || deps.shouldStop?.() === true) break
    const host = URL.canParse(article.url) ? new URL(article.url).host : ''
    if (host === '' || hosts.has(host)) continue
    hosts.add(host)
    const { isAllowed, delayMs = 0 } = await deps.robots.of(article.url)
    if (now() - (visitedAt.get(host) ?? -Infinity) < Math.max(PACE_MS, delayMs)) continue
    visitedAt.set(host, now())
    await store.saveVisit(article, now())
    const { text, publishedAt } = isAllowed(article.url) ? await textAt(article.url, deps) : NO_TEXT
    if (text === '') continue
    await store.saveFullText(article, text, publishedAt)
    filled++
  }
  return filled
}

interface PageText {
  readonly text: string
  /** As its metadata has it. */
  readonly publishedAt?: number | undefined
}
const NO_TEXT: PageText = { text: '' }

/** The article's text on its page; '' where the page has none, cannot be read, or leads to where we may not read. */
async function textAt(url: string, { fetchPage, robots, readPage, now }: FullTextDeps): Promise<PageText> {
  try {
    const page = await fetchPage(url)
    if (page.status !== 'ok' || !/html|^$/i.test(page.contentType ?? '')) return NO_TEXT
    if (!(await robots.of(page.url)).isAllowed(page.url)) return NO_TEXT
    const text = cutText(
      articleText(await readPage({ bytes: page.bytes, contentType: page.contentType })),
      LONGEST_TEXT,
    )
    return isThin(text) ? NO_TEXT : { text, publishedAt: dateOfPage(page.bytes, now()) }
  } catch (error) {
    if (error instanceof FeedError) return NO_TEXT
    throw error
  }
}

/** Reads a page in a thread of its own, ended after `timeLimitMs`. '' where the page breaks the reader or takes too long. */
export async function readPage(
  job: PageJob,
  { timeLimitMs = 10_000, workerUrl }: { timeLimitMs?: number; workerUrl?: URL } = {},
): Promise<string> {
  const worker = new Worker(workerUrl ?? new URL('./page-worker.js', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<string>((resolve) => {
      const giveUp = () => resolve('')
      timer = setTimeout(giveUp, timeLimitMs)
      worker.on('message', (html: unknown) => resolve(typeof html === 'string' ? html : ''))
      worker.on('error', giveUp)
      worker.on('exit', giveUp)
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
