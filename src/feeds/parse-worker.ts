import { parentPort } from 'node:worker_threads'
import { decodeFeed } from './xml/decode.js'
import { articlesOf, type ReadFeed } from './normalise.js'
import { parseFeed } from './parse/parse-feed.js'
import { NotAFeedError, type ParsedFeed, type ParsedItem } from './parse/parsed-feed.js'
import type { OutletNames } from './addresses/outlet-of.js'
import type { Feed } from '../regions/region.js'
import { cutText } from '../text/words/cut-text.js'
import { detectLanguage } from '../text/language/language.js'
import { reasonOf } from '../text/reason-of.js'

/** One document to read. */
export interface ParseJob {
  readonly id: number
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  readonly url: string | undefined
  /** Whose it is: its items are wanted as articles. */
  readonly source?: DocumentSource
}

export interface DocumentSource {
  readonly feed: Pick<Feed, 'id' | 'outletId' | 'url' | 'language'>
  readonly seenAt: number
  /** See ItemSource. */
  readonly outlets?: readonly OutletNames[] | undefined
}

export type ParseOutcome =
  | { readonly id: number; readonly parsed: ParsedFeed }
  | { readonly id: number; readonly read: ReadFeed }
  | { readonly id: number; readonly notAFeed: { readonly what: string; readonly verdict: NotAFeedError['verdict'] } }
  | { readonly id: number; readonly error: string }

// The thread's entry: it holds nothing between jobs and imports no native module, so it can be ended at any moment.
// Articles are made here too: their plain text, keys and language are most of the work, and less to hand over than HTML.
parentPort?.on('message', (job: ParseJob) => {
  void readJob(job).then((outcome) => parentPort?.postMessage(outcome))
})

parentPort?.postMessage('ready')

async function readJob({ id, bytes, contentType, url, source }: ParseJob): Promise<ParseOutcome> {
  try {
    const parsed = await parseFeed(decodeFeed(bytes, contentType), { url })
    if (source === undefined) return { id, parsed: bounded(parsed) }
    return { id, read: articlesOf(parsed, { ...source, detectLanguage }) }
  } catch (error) {
    if (error instanceof NotAFeedError) return { id, notAFeed: { what: error.what, verdict: error.verdict } }
    return { id, error: reasonOf(error) }
  }
}

/** HTML beyond this is not read: ten times what is kept of an article. */
const LONGEST_TEXT = 500_000
const LONGEST_FIELD = 10_000

/** What one document may ask of the thread that takes it on, which has no time limit of its own. */
function bounded(parsed: ParsedFeed): ParsedFeed {
  return { ...parsed, feed: withoutExcess(parsed.feed), items: parsed.items.map(boundedItem) }
}

function boundedItem(item: ParsedItem): ParsedItem {
  return {
    ...withoutExcess(item),
    categories: item.categories.slice(0, 100).map((category) => cutText(category, LONGEST_FIELD)),
    enclosures: item.enclosures.slice(0, 50).map(withoutExcess),
    ...(item.comments === undefined ? {} : { comments: item.comments.slice(0, 500) }),
  }
}

function withoutExcess<T extends object>(fields: T): T {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? cutText(value, name === 'text' ? LONGEST_TEXT : LONGEST_FIELD) : value,
    ]),
  ) as T
}
