import { Worker } from 'node:worker_threads'
import type { FeedShelf } from '../bots/contract/newsroom-port.js'
import { withinTime } from '../bots/timing/time-limit.js'
import { stackOf } from '../process/crash.js'
import type { FeedDesk } from '../newsroom/feed-rounds.js'
import type { NewsroomPorts } from '../newsroom/open-newsroom.js'
import type { NewsroomThreadOptions } from '../newsroom/newsroom-thread.js'
import { openRemote } from '../process/threads.js'
import type { NewsroomEvent } from '../newsroom/newsroom-events.js'

// A question waits at most so long for the newsroom; a round of all feeds may take longer.
const CALL_LIMIT_MS = 15_000
const ROUND_LIMIT_MS = 30 * 60_000
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
  readonly feedDesk: Pick<FeedDesk, 'refresh' | 'stop'>
  readonly shelf: FeedShelf
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Starts the newsroom's thread. Throws StartError where it cannot open its database or may not deliver from it. */
export async function startNewsroomThread(
  options: NewsroomThreadOptions,
  onEvent: (event: NewsroomEvent) => void,
): Promise<NewsroomThread> {
  const worker = new Worker(new URL('../newsroom/newsroom-thread.js', import.meta.url), {
    workerData: options,
    resourceLimits: NEWSROOM_MEMORY,
  })
  const remote = openRemote(worker, { timeLimitMs: CALL_LIMIT_MS })
  const rounds = openRemote(worker, { timeLimitMs: ROUND_LIMIT_MS, firstId: 1_000_000_000 })
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      remote.fail('the newsroom has stopped')
      rounds.fail('the newsroom has stopped')
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
  const port = <Name extends keyof NewsroomPorts>(name: Name) => remote.object(name) as NewsroomPorts[Name]
  return {
    newsroom: port('newsroom'),
    chats: port('chats'),
    memos: port('memos'),
    states: port('states'),
    storyThreads: port('storyThreads'),
    life: port('life'),
    persons: port('persons'),
    deliveries: port('deliveries'),
    notices: port('notices'),
    embeddings: port('embeddings'),
    feedDesk: rounds.object('feedDesk') as FeedDesk,
    shelf: rounds.object('shelf') as FeedShelf,
    ended,
    stop: async () => {
      worker.postMessage({ kind: 'stop' })
      await withinTime(ended, THREAD_STOP_MS, undefined)
    },
  }
}
