import { parentPort, workerData } from 'node:worker_threads'
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { decodeFeed } from '../xml/decode.js'

/** One page to read. */
export interface PageJob {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
}

const MOST_ELEMENTS = 30_000

// A thread for one page: it can be ended at any moment, and nothing of the page outlives it.
if (parentPort !== null) parentPort.postMessage(readPage(workerData as PageJob))

/** The HTML of the article on the page; '' where there is none. */
function readPage({ bytes, contentType }: PageJob): string {
  const { document } = parseHTML(decodeFeed(bytes, contentType)) as unknown as { readonly document: unknown }
  const article = new Readability(document, { maxElemsToParse: MOST_ELEMENTS, charThreshold: 200 }).parse()
  return article?.content ?? ''
}
