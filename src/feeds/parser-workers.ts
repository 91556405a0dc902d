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

export interface DeskOptions {
  readonly timeLimitMs: number
  readonly patienceMs: number
  readonly restMs: number
  readonly memoryLimitMb: number
  readonly workerUrl: URL
}

/** Threads that parse: what waits for them, and what they are on. */
export interface Desks {
  readonly options: DeskOptions
  readonly queue: Waiting[]
  readonly open: Set<Desk>
  lastId: number
  isStopped: boolean
}

interface Waiting {
  readonly job: ParseJob
  readonly resolve: (outcome: Done) => void
  readonly reject: (error: Error) => void
}

interface Desk {
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

export function makeDesks(options: DeskOptions): Desks {
  return { options, queue: [], open: new Set(), lastId: 0, isStopped: false }
}

/** Reads one document when its turn comes; its bytes are handed over. Throws NotAFeedError, ParserError. */
export async function readAtDesk(desks: Desks, document: FetchedDocument, source?: DocumentSource): Promise<Done> {
  return new Promise((resolve, reject) => {
    if (desks.isStopped) throw new ParserError('the parser is stopped', 'not-a-feed')
    const job = { ...document, id: ++desks.lastId, bytes: ownBuffer(document.bytes), ...(source && { source }) }
    desks.queue.push({ job, resolve, reject })
    next(desks)
  })
}

/** Ends all threads; what waits or is being read fails. */
export async function closeDesks(desks: Desks): Promise<void> {
  desks.isStopped = true
  const stopped = new ParserError('the parser was stopped', 'not-a-feed')
  for (const waiting of desks.queue.splice(0)) waiting.reject(stopped)
  const last = [...desks.open]
  for (const desk of last) close(desks, desk, stopped)
  await Promise.all(last.map(async ({ worker }) => worker.terminate()))
}

/** Gives what waits to a thread that is free, where all others are slow. */
function next(desks: Desks): void {
  const { queue, open, isStopped } = desks
  if (isStopped || queue.length === 0) return
  const isOneAtWork = [...open].some((desk) => desk.current !== undefined && !desk.isSlow)
  if (isOneAtWork) return
  const free = [...open].find((desk) => desk.isReady && desk.current === undefined)
  if (free === undefined) openSpare(desks)
  else take(desks, free, queue.shift())
}

/** A thread that is free or about to be, as long as there may be one more. */
function openSpare(desks: Desks): void {
  const { open, options } = desks
  const hasSpare = [...open].some((desk) => desk.current === undefined)
  if (desks.isStopped || hasSpare || open.size >= MOST_THREADS) return
  const desk: Desk = {
    isReady: false,
    isSlow: false,
    worker: startWorker(options, {
      onReady: () => {
        desk.isReady = true
        rest(desks, desk)
        next(desks)
      },
      onOutcome: (outcome) => settle(desks, desk, outcome),
      onEnd: (reason) => close(desks, desk, new ParserError(`the parser ${reason}`, 'not-a-feed')),
    }),
  }
  const late = new ParserError('the parser does not start', 'not-a-feed')
  desk.timer = unrefTimer(() => close(desks, desk, late), START_LIMIT_MS)
  open.add(desk)
}

function take(desks: Desks, desk: Desk, waiting: Waiting | undefined): void {
  if (waiting === undefined) return
  const { timeLimitMs, patienceMs } = desks.options
  const beSlow = () => {
    desk.isSlow = true
    desk.timer = setTimeout(() => close(desks, desk, tooSlow(timeLimitMs)), Math.max(0, timeLimitMs - patienceMs))
    next(desks)
  }
  const warm = () => {
    openSpare(desks)
    desk.timer = setTimeout(beSlow, patienceMs * (1 - WARM))
  }
  desk.current = waiting
  clearTimeout(desk.timer)
  desk.timer = setTimeout(warm, patienceMs * WARM)
  desk.worker.postMessage(waiting.job, [waiting.job.bytes.buffer as ArrayBuffer])
}

function settle(desks: Desks, desk: Desk, outcome: ParseOutcome): void {
  const done = desk.current
  if (done?.job.id !== outcome.id) return
  desk.current = undefined
  desk.isSlow = false
  rest(desks, desk)
  answer(done, outcome)
  next(desks)
}

function rest(desks: Desks, desk: Desk): void {
  clearTimeout(desk.timer)
  desk.timer = unrefTimer(() => close(desks, desk), desks.options.restMs)
}

/** Ends a thread; the document that it was on fails with `error`, or the next one where no thread could be started. */
function close(desks: Desks, desk: Desk, error?: ParserError): void {
  const { open, queue } = desks
  if (!open.delete(desk)) return
  clearTimeout(desk.timer)
  void desk.worker.terminate()
  const failed = desk.current ?? (desk.isReady || open.size > 0 ? undefined : queue.shift())
  if (error !== undefined) failed?.reject(error)
  next(desks)
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

function startWorker({ workerUrl, memoryLimitMb }: DeskOptions, { onReady, onOutcome, onEnd }: WorkerEvents): Worker {
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
