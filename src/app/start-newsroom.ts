import { Worker } from 'node:worker_threads'
import { withinTime } from '../bots/timing/time-limit.js'
import { stackOf } from '../process/crash.js'
import { NEWSROOM_PORTS, type NewsroomPorts } from '../newsroom/newsroom-ports.js'
import type { NewsroomThreadData, NewsroomThreadOptions } from '../newsroom/newsroom-thread.js'
import { loginsOf } from '../regions/feed-login.js'
import { openRemote } from '../process/threads.js'
import type { NewsroomEvent } from '../newsroom/newsroom-events.js'

const THREAD_STOP_MS = 1_200
// Far more than it needs. V8 lets a heap grow fourfold before it is cleared, but only by half where it has such limits.
const NEWSROOM_MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 }

/** What makes a start senseless: a database that cannot be opened, a platform that cannot be reached. One line. */
export class StartError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StartError'
  }
}

/** The newsroom in its own thread: every call may fail with a time-out. */
export interface NewsroomThread extends NewsroomPorts {
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Starts the newsroom's thread. Throws StartError where it cannot open its database or may not deliver from it. */
export async function startNewsroomThread(
  options: NewsroomThreadOptions,
  onEvent: (event: NewsroomEvent) => void,
): Promise<NewsroomThread> {
  const worker = new Worker(new URL('../newsroom/newsroom-thread.js', import.meta.url), {
    workerData: { ...options, logins: loginsOf(options.region.feeds) } satisfies NewsroomThreadData,
    resourceLimits: NEWSROOM_MEMORY,
  })
  const remote = openRemote(worker, NEWSROOM_PORTS)
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      remote.fail('the newsroom has stopped')
      resolve()
    })
  })
  await new Promise<void>((resolve, reject) => {
    worker.on('error', (error) => {
      onEvent({ kind: 'log', level: 'error', values: { job: 'newsroom' }, message: stackOf(error) })
      reject(error)
    })
    worker.once('exit', () => {
      reject(new StartError('the newsroom stopped while it started'))
    })
    worker.on('message', (event: NewsroomEvent) => {
      if (event.kind === 'ready') resolve()
      if (event.kind === 'failed') reject(new StartError(event.message))
      onEvent(event)
    })
  })
  return {
    ...remote.ports,
    ended,
    stop: async () => {
      worker.postMessage({ kind: 'stop' })
      await withinTime(ended, THREAD_STOP_MS, undefined)
    },
  }
}
