import type { ReadFeed } from './normalise.js'
import {
  closeWorkers,
  makeWorkers,
  ParserError,
  readInWorker,
  type ParserWorkerOptions,
  type FetchedDocument,
} from './parser-workers.js'
import type { DocumentSource } from './parse-worker.js'
import type { ParsedFeed } from './parse/parsed-feed.js'

export interface Parser {
  /** `bytes` are handed over: they cannot be read afterwards. Throws NotAFeedError, ParserError. */
  readonly parse: (bytes: Uint8Array, contentType: string | undefined, url: string | undefined) => Promise<ParsedFeed>
  /** The same with the items as articles of their source. */
  readonly read: (document: FetchedDocument, source: DocumentSource) => Promise<ReadFeed>
  readonly stop: () => Promise<void>
}

/**
 * Decodes and parses in a thread of its own, one document after the other. A document that takes longer than `timeLimitMs`
 * (10 s unless given) or more than `memoryLimitMb` of heap (384) ends the thread and fails alone. While one is slower than
 * the `patienceMs` of the next one (150) the others go on in another thread, which is made ready before: four at most. A
 * thread ends when it had nothing to do for `restMs` (30 s).
 */
export function startParser(options: Partial<ParserWorkerOptions> = {}): Parser {
  const workers = makeWorkers({
    timeLimitMs: 10_000,
    patienceMs: 150,
    restMs: 30_000,
    memoryLimitMb: 384,
    workerUrl: new URL('./parse-worker.js', import.meta.url),
    ...options,
  })
  return {
    parse: async (bytes, contentType, url) => {
      const done = await readInWorker(workers, { bytes, contentType, url })
      if ('parsed' in done) return done.parsed
      throw new ParserError('the parser made articles of a document that was to be parsed', 'not-a-feed')
    },
    read: async ({ bytes, contentType, url }, { feed, seenAt, outlets }) => {
      const { id, outletId, url: address, language } = feed
      const own = { id, outletId, url: address, ...(language === undefined ? {} : { language }) }
      const done = await readInWorker(workers, { bytes, contentType, url }, { feed: own, seenAt, outlets })
      if ('read' in done) return done.read
      throw new ParserError('the parser made no articles of a document', 'not-a-feed')
    },
    stop: async () => closeWorkers(workers),
  }
}
