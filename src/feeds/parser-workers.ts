import { Worker } from 'node:worker_threads'
import type { DocumentSource, ParseJob, ParseOutcome } from './parse-worker.js'
import { NotAFeedError } from './parse/parsed-feed.js'
import { reasonOf } from '../text/reason-of.js'

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

/** What was fetched. */
export interface FetchedDocument {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  /** After redirects: relative links are resolved against it. */
  readonly url: string | undefined
}

/** What a document came to where it could be read. */
type Done = Extract<ParseOutcome, { readonly parsed: object } | { readonly read: object }>

export interface ParserWorkerOptions {
  readonly timeLimitMs: number
  readonly patienceMs: number
  readonly restMs: number
  readonly memoryLimitMb: number
  readonly workerUrl: URL
}

/** Threads that parse: what waits for them, and what they are on. */
export interface ParserWorkers {
  readonly options: ParserWorkerOptions
  readonly queue: Waiting[]
  readonly open: Set<ParserWorker>
  lastId: number
  isStopped: boolean
}

interface Waiting {
  readonly job: ParseJob
  readonly resolve: (outcome: Done) => void
  readonly reject: (error: Error) => void
}

interface ParserWorker {
  readonly worker: Worker
  /** It has loaded what it needs: a start is not counted as a document's time. */
  isReady: boolean
  current?: Waiting | undefined
  /** It has been on one document for longer than the next one waits. */
  isSlow: boolean
  timer?: NodeJS.Timeout | undefined
}

const MOST_THREADS = 4
const START_LIMIT_MS = 30_000
/** The part of the patience after which another thread is made ready. */
const WARM = 1 / 3

export function makeWorkers(options: ParserWorkerOptions): ParserWorkers {
  return { options, queue: [], open: new Set(), lastId: 0, isStopped: false }
}

/** Reads one document when its turn comes; its bytes are handed over. Throws NotAFeedError, ParserError. */
export async function readInWorker(
  workers: ParserWorkers,
  document: FetchedDocument,
  source?: DocumentSource,
): Promise<Done> {
  return new Promise((resolve, reject) => {
    if (workers.isStopped) throw new ParserError('the parser is stopped', 'not-a-feed')
    const job = { ...document, id: ++workers.lastId, bytes: ownBuffer(document.bytes), ...(source && { source }) }
    workers.queue.push({ job, resolve, reject })
    next(workers)
  })
}

/** Ends all threads; what waits or is being read fails. */
export async function closeWorkers(workers: ParserWorkers): Promise<void> {
  workers.isStopped = true
  const stopped = new ParserError('the parser was stopped', 'not-a-feed')
  for (const waiting of workers.queue.splice(0)) waiting.reject(stopped)
  const last = [...workers.open]
  for (const worker of last) close(workers, worker, stopped)
  await Promise.all(last.map(async ({ worker }) => worker.terminate()))
}

/** Gives what waits to a thread that is free, where all others are slow. */
function next(workers: ParserWorkers): void {
  const { queue, open, isStopped } = workers
  if (isStopped || queue.length === 0) return
  const isOneAtWork = [...open].some((worker) => worker.current !== undefined && !worker.isSlow)
  if (isOneAtWork) return
  const free = [...open].find((worker) => worker.isReady && worker.current === undefined)
  if (free === undefined) openSpare(workers)
  else take(workers, free, queue.shift())
}

/** A thread that is free or about to be, as long as there may be one more. */
function openSpare(workers: ParserWorkers): void {
  const { open, options } = workers
  const hasSpare = [...open].some((worker) => worker.current === undefined)
  if (workers.isStopped || hasSpare || open.size >= MOST_THREADS) return
  const worker: ParserWorker = {
    isReady: false,
    isSlow: false,
    worker: startWorker(options, {
      onReady: () => {
        worker.isReady = true
        rest(workers, worker)
        next(workers)
      },
      onOutcome: (outcome) => settle(workers, worker, outcome),
      onEnd: (reason) => close(workers, worker, new ParserError(`the parser ${reason}`, 'not-a-feed')),
    }),
  }
  const late = new ParserError('the parser does not start', 'not-a-feed')
  worker.timer = unrefTimer(() => close(workers, worker, late), START_LIMIT_MS)
  open.add(worker)
}

function take(workers: ParserWorkers, worker: ParserWorker, waiting: Waiting | undefined): void {
  if (waiting === undefined) return
  const { timeLimitMs, patienceMs } = workers.options
  const beSlow = () => {
    worker.isSlow = true
    worker.timer = setTimeout(() => close(workers, worker, tooSlow(timeLimitMs)), Math.max(0, timeLimitMs - patienceMs))
    next(workers)
  }
  const warm = () => {
    openSpare(workers)
    worker.timer = setTimeout(beSlow, patienceMs * (1 - WARM))
  }
  worker.current = waiting
  clearTimeout(worker.timer)
  worker.timer = setTimeout(warm, patienceMs * WARM)
  worker.worker.postMessage(waiting.job, [waiting.job.bytes.buffer as ArrayBuffer])
}

function settle(workers: ParserWorkers, worker: ParserWorker, outcome: ParseOutcome): void {
  const done = worker.current
  if (done?.job.id !== outcome.id) return
  worker.current = undefined
  worker.isSlow = false
  rest(workers, worker)
  answer(done, outcome)
  next(workers)
}

function rest(workers: ParserWorkers, worker: ParserWorker): void {
  clearTimeout(worker.timer)
  worker.timer = unrefTimer(() => close(workers, worker), workers.options.restMs)
}

/** Ends a thread; the document that it was on fails with `error`, or the next one where no thread could be started. */
function close(workers: ParserWorkers, worker: ParserWorker, error?: ParserError): void {
  const { open, queue } = workers
  if (!open.delete(worker)) return
  clearTimeout(worker.timer)
  void worker.worker.terminate()
  const failed = worker.current ?? (worker.isReady || open.size > 0 ? undefined : queue.shift())
  if (error !== undefined) failed?.reject(error)
  next(workers)
}

/** A parser at rest must not keep the process alive. */
function unrefTimer(run: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(run, ms).unref()
}

function tooSlow(timeLimitMs: number): ParserError {
  return new ParserError(`not parsed within ${String(timeLimitMs / 1000)} s`, 'timeout')
}

function answer({ resolve, reject }: Waiting, outcome: ParseOutcome): void {
  if ('parsed' in outcome || 'read' in outcome) resolve(outcome)
  else if ('notAFeed' in outcome) reject(new NotAFeedError(outcome.notAFeed.what, outcome.notAFeed.verdict))
  else reject(new ParserError(outcome.error, 'not-a-feed'))
}

interface WorkerEvents {
  readonly onReady: () => void
  readonly onOutcome: (outcome: ParseOutcome) => void
  /** In words. */
  readonly onEnd: (reason: string) => void
}

function startWorker(
  { workerUrl, memoryLimitMb }: ParserWorkerOptions,
  { onReady, onOutcome, onEnd }: WorkerEvents,
): Worker {
  const worker = new Worker(workerUrl, {
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb, maxYoungGenerationSizeMb: 32 },
  })
  // A parser at rest must not keep the process alive.
  worker.unref()
  worker.on('message', (message: ParseOutcome | 'ready') => {
    if (message === 'ready') onReady()
    else onOutcome(message)
  })
  worker.on('error', (error: unknown) => onEnd(breakdownOf(error, memoryLimitMb)))
  worker.on('exit', (code) => onEnd(`broke down (exit code ${String(code)})`))
  return worker
}

function breakdownOf(error: unknown, memoryLimitMb: number): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `needed more than ${String(memoryLimitMb)} MB`
  }
  return `broke down (${reasonOf(error)})`
}

/** Bytes alone in their buffer: a pooled one would take its neighbours along. */
function ownBuffer(bytes: Uint8Array): Uint8Array {
  const isAlone =
    bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
  return isAlone ? bytes : new Uint8Array(bytes)
}
