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

export interface ParserOptions {
  /** For one document; 10 s unless given. */
  readonly timeLimitMs?: number
  /** How long the next document waits for a slow one before it gets a thread of its own; 150 unless given. */
  readonly patienceMs?: number
  /** Of one thread's heap, in MB; 384 unless given. A document that needs more ends its thread. */
  readonly memoryLimitMb?: number
  readonly workerUrl?: URL
}

interface Waiting {
  readonly job: ParseJob
  readonly resolve: (parsed: ParsedFeed) => void
  readonly reject: (error: Error) => void
}

/** A thread that parses, and what it is on. */
interface Desk {
  readonly worker: Worker
  current?: Waiting | undefined
  timer?: NodeJS.Timeout
}

const MOST_THREADS = 4

/**
 * Decodes and parses in a thread of its own, one document after the other. A document that takes longer than its limits
 * ends the thread and fails alone. While a slow one holds a thread the others go on in another, four at most; they end
 * when they are no longer needed.
 */
export function startParser({
  timeLimitMs = 10_000,
  patienceMs = 150,
  memoryLimitMb = 384,
  workerUrl = new URL('./parse-worker.js', import.meta.url),
}: ParserOptions = {}): Parser {
  const queue: Waiting[] = []
  const desks = new Set<Desk>()
  let impatience: NodeJS.Timeout | undefined
  let lastId = 0
  let isStopped = false

  /** Gives what waits to whoever is free. */
  function next(): void {
    if (isStopped) return
    for (const desk of desks) {
      if (desk.current === undefined) take(desk, queue.shift())
    }
    if (queue.length === 0) return
    if (desks.size === 0) take(openDesk(), queue.shift())
    if (queue.length === 0 || desks.size >= MOST_THREADS) return
    impatience ??= setTimeout(() => {
      impatience = undefined
      if (queue.length > 0) take(openDesk(), queue.shift())
      next()
    }, patienceMs)
  }

  /** The next one waits anew from here. */
  function calm(): void {
    clearTimeout(impatience)
    impatience = undefined
  }

  function take(desk: Desk, waiting: Waiting | undefined): void {
    if (waiting === undefined) return
    desk.current = waiting
    desk.timer = setTimeout(() => close(desk, tooSlow(timeLimitMs)), timeLimitMs)
    desk.worker.postMessage(waiting.job, [waiting.job.bytes.buffer as ArrayBuffer])
  }

  function openDesk(): Desk {
    const desk: Desk = {
      worker: startWorker(workerUrl, memoryLimitMb, {
        onOutcome: (outcome) => settle(desk, outcome),
        onEnd: (reason) => close(desk, new ParserError(`the parser ${reason}`, 'not-a-feed')),
      }),
    }
    desks.add(desk)
    return desk
  }

  function settle(desk: Desk, outcome: ParseOutcome): void {
    const done = desk.current
    if (done?.job.id !== outcome.id) return
    desk.current = undefined
    clearTimeout(desk.timer)
    calm()
    answer(done, outcome)
    if (queue.length === 0 && desks.size > 1) close(desk)
    else next()
  }

  /** Ends a thread; the document that it was on fails with `error`. */
  function close(desk: Desk, error?: ParserError): void {
    if (!desks.delete(desk)) return
    clearTimeout(desk.timer)
    void desk.worker.terminate()
    if (error !== undefined) desk.current?.reject(error)
    next()
  }

  return {
    parse: async (bytes, contentType, url) =>
      new Promise((resolve, reject) => {
        if (isStopped) throw new ParserError('the parser is stopped', 'not-a-feed')
        queue.push({ job: { id: ++lastId, bytes: ownBuffer(bytes), contentType, url }, resolve, reject })
        next()
      }),
    stop: async () => {
      isStopped = true
      calm()
      const stopped = new ParserError('the parser was stopped', 'not-a-feed')
      for (const waiting of queue.splice(0)) waiting.reject(stopped)
      const last = [...desks]
      for (const desk of last) close(desk, stopped)
      await Promise.all(last.map(async ({ worker }) => worker.terminate()))
    },
  }
}

function tooSlow(timeLimitMs: number): ParserError {
  return new ParserError(`not parsed within ${String(timeLimitMs / 1000)} s`, 'timeout')
}

function answer({ resolve, reject }: Waiting, outcome: ParseOutcome): void {
  if ('parsed' in outcome) resolve(outcome.parsed)
  else if ('notAFeed' in outcome) reject(new NotAFeedError(outcome.notAFeed.what, outcome.notAFeed.verdict))
  else reject(new ParserError(outcome.error, 'not-a-feed'))
}

interface WorkerEvents {
  readonly onOutcome: (outcome: ParseOutcome) => void
  /** In words. */
  readonly onEnd: (reason: string) => void
}

function startWorker(url: URL, memoryLimitMb: number, { onOutcome, onEnd }: WorkerEvents): Worker {
  const worker = new Worker(url, {
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb, maxYoungGenerationSizeMb: 32 },
  })
  // A parser at rest must not keep the process alive.
  worker.unref()
  worker.on('message', onOutcome)
  worker.on('error', (error: unknown) => onEnd(reasonOf(error, memoryLimitMb)))
  worker.on('exit', (code) => onEnd(`broke down (exit code ${String(code)})`))
  return worker
}

function reasonOf(error: unknown, memoryLimitMb: number): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `needed more than ${String(memoryLimitMb)} MB`
  }
  return `broke down (${error instanceof Error ? error.message : String(error)})`
}

/** Bytes alone in their buffer: a pooled one would take its neighbours along. */
function ownBuffer(bytes: Uint8Array): Uint8Array {
  const isAlone =
    bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
  return isAlone ? bytes : new Uint8Array(bytes)
}
