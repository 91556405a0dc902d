import { Worker } from 'node:worker_threads'
import type { ParseJob, ParseOutcome } from './parse-worker.js'
import { NotAFeedError, type ParsedFeed } from './parsed-feed.js'

/** A document that took the parser too long, or brought it down. */
export class ParserError extends Error {
  constructor(
    message: string,
    readonly verdict: 'timeout' | 'not-a-feed',
  ) {
    super(message)
    this.name = 'ParserError'
  }
}

export interface Parser {
  /** `bytes` are handed over: they cannot be read afterwards. Throws NotAFeedError, ParserError. */
  readonly parse: (bytes: Uint8Array, contentType: string | undefined, url: string | undefined) => Promise<ParsedFeed>
  readonly stop: () => Promise<void>
}

interface Waiting {
  readonly job: ParseJob
  readonly resolve: (parsed: ParsedFeed) => void
  readonly reject: (error: Error) => void
}

/**
 * Decodes and parses in a thread of its own, one document after the other. A document that takes longer than
 * `timeLimitMs` (10 s unless given) ends the thread; the next one gets a new thread.
 */
export function startParser({
  timeLimitMs = 10_000,
  workerUrl,
}: { timeLimitMs?: number; workerUrl?: URL } = {}): Parser {
  const entry = workerUrl ?? new URL('./parse-worker.js', import.meta.url)
  const queue: Waiting[] = []
  let worker: Worker | undefined
  let current: Waiting | undefined
  let timer: NodeJS.Timeout | undefined
  let lastId = 0
  let isStopped = false

  function next(): void {
    if (current !== undefined || isStopped) return
    current = queue.shift()
    if (current === undefined) return
    worker ??= startWorker()
    timer = setTimeout(
      () => end(new ParserError(`not parsed within ${String(timeLimitMs / 1000)} s`, 'timeout')),
      timeLimitMs,
    )
    const { job } = current
    worker.postMessage(job, [job.bytes.buffer as ArrayBuffer])
  }

  function startWorker(): Worker {
    const started = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: 512 } })
    // A parser at rest must not keep the process alive.
    started.unref()
    started.on('message', (outcome: ParseOutcome) => settle(outcome))
    const fail = (reason: string): void => {
      if (worker === started) end(new ParserError(`the parser broke down (${reason})`, 'not-a-feed'))
    }
    started.on('error', (error: unknown) => fail(error instanceof Error ? error.message : String(error)))
    started.on('exit', (code) => fail(`exit code ${String(code)}`))
    return started
  }

  function settle(outcome: ParseOutcome): void {
    if (current?.job.id !== outcome.id) return
    const done = current
    current = undefined
    clearTimeout(timer)
    if ('parsed' in outcome) done.resolve(outcome.parsed)
    else if ('notAFeed' in outcome) done.reject(new NotAFeedError(outcome.notAFeed.what, outcome.notAFeed.verdict))
    else done.reject(new ParserError(outcome.error, 'not-a-feed'))
    next()
  }

  /** Ends the thread; the document that it was on fails with `error`. */
  function end(error: ParserError): void {
    const ended = worker
    const failed = current
    worker = undefined
    current = undefined
    clearTimeout(timer)
    void ended?.terminate()
    failed?.reject(error)
    next()
  }

  return {
    parse: async (bytes, contentType, url) =>
      new Promise((resolve, reject) => {
        if (isStopped) {
          reject(new ParserError('the parser is stopped', 'not-a-feed'))
          return
        }
        lastId++
        queue.push({ job: { id: lastId, bytes: ownBuffer(bytes), contentType, url }, resolve, reject })
        next()
      }),
    stop: async () => {
      isStopped = true
      const stopped = new ParserError('the parser was stopped', 'not-a-feed')
      for (const waiting of queue.splice(0)) waiting.reject(stopped)
      const last = worker
      end(stopped)
      await last?.terminate()
    },
  }
}

/** Bytes alone in their buffer: a pooled one would take its neighbours along. */
function ownBuffer(bytes: Uint8Array): Uint8Array {
  const isAlone =
    bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
  return isAlone ? bytes : new Uint8Array(bytes)
}
