import { Worker } from 'node:worker_threads'
import type { Chart } from './chart.js'
import type { DrawJob, DrawOutcome } from './chart-worker.js'
import { reasonOf } from '../../text/reason-of.js'

/** A picture that took too long, came out too large, or could not be drawn. */
class DrawingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DrawingError'
  }
}

export interface Drawing {
  /** A PNG. Throws DrawingError. */
  draw(chart: Chart): Promise<Uint8Array>
  stop(): Promise<void>
}

export interface DrawingOptions {
  /** For one picture from when it is asked for, waiting and the start of the thread included; 10 s unless given. */
  readonly timeLimitMs?: number
  /** After so long without work the thread ends and gives its memory back; a minute unless given. */
  readonly idleMs?: number
  readonly maxBytes?: number
  readonly workerUrl?: URL
}

const MOST_WAITING = 20

interface Waiting {
  readonly resolve: (png: Uint8Array) => void
  readonly reject: (error: DrawingError) => void
  readonly timer: NodeJS.Timeout
}

/** Draws in a thread of its own, which starts with the first picture. One that takes longer than its limit ends the thread, and with it those that wait. */
export function startDrawing({
  timeLimitMs = 10_000,
  idleMs = 60_000,
  maxBytes = 1_000_000,
  workerUrl = new URL('./chart-worker.js', import.meta.url),
}: DrawingOptions = {}): Drawing {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let lastId = 0

  function end(reason: string): Promise<unknown> {
    clearTimeout(idle)
    const ended = worker?.terminate() ?? Promise.resolve()
    worker = undefined
    for (const id of waiting.keys()) settle(id, { error: reason })
    return ended
  }

  function settle(id: number, outcome: { readonly png: Uint8Array } | { readonly error: string }): void {
    const job = waiting.get(id)
    if (job === undefined) return
    waiting.delete(id)
    clearTimeout(job.timer)
    if ('error' in outcome) job.reject(new DrawingError(`the picture could not be drawn: ${outcome.error}`))
    else if (outcome.png.byteLength > maxBytes)
      job.reject(new DrawingError(`the picture has ${outcome.png.byteLength} bytes, more than ${maxBytes}`))
    else job.resolve(outcome.png)
  }

  function open(): Worker {
    if (worker !== undefined) return worker
    const opened = new Worker(workerUrl, { resourceLimits: { maxOldGenerationSizeMb: 256 } })
    opened.unref()
    opened.on('message', (outcome: DrawOutcome) => {
      settle(outcome.id, outcome)
      if (waiting.size > 0 || worker !== opened) return
      clearTimeout(idle)
      idle = setTimeout(() => void end('idle'), idleMs).unref()
    })
    const fail = (reason: string) => {
      if (worker === opened) void end(reason)
    }
    opened.on('error', (error) => fail(reasonOf(error)))
    opened.on('exit', () => fail('its thread ended'))
    worker = opened
    return opened
  }

  return {
    draw: (chart) =>
      new Promise((resolve, reject) => {
        if (waiting.size >= MOST_WAITING) {
          reject(new DrawingError(`${MOST_WAITING} pictures are waiting already`))
          return
        }
        clearTimeout(idle)
        const id = ++lastId
        const timer = setTimeout(() => void end(`it took more than ${timeLimitMs} ms`), timeLimitMs)
        waiting.set(id, { resolve, reject, timer })
        open().postMessage({ id, chart } satisfies DrawJob)
      }),
    stop: async () => {
      await end('stopped')
    },
  }
}
