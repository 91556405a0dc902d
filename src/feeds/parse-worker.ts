import { parentPort } from 'node:worker_threads'
import { decodeFeed } from './decode.js'
import { parseFeed } from './parse-feed.js'
import { NotAFeedError, type ParsedFeed } from './parsed-feed.js'

/** One document to read. */
export interface ParseJob {
  readonly id: number
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  readonly url: string | undefined
}

export type ParseOutcome =
  | { readonly id: number; readonly parsed: ParsedFeed }
  | { readonly id: number; readonly notAFeed: { readonly what: string; readonly verdict: NotAFeedError['verdict'] } }
  | { readonly id: number; readonly error: string }

// The thread's entry: it holds nothing between jobs and imports no native module, so it can be ended at any moment.
parentPort?.on('message', (job: ParseJob) => {
  void readJob(job).then((outcome) => parentPort?.postMessage(outcome))
})

async function readJob({ id, bytes, contentType, url }: ParseJob): Promise<ParseOutcome> {
  try {
    return { id, parsed: await parseFeed(decodeFeed(bytes, contentType), { url }) }
  } catch (error) {
    if (error instanceof NotAFeedError) return { id, notAFeed: { what: error.what, verdict: error.verdict } }
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}
