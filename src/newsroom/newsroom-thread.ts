import { parentPort, workerData } from 'node:worker_threads'
import type { Config } from '../process/config.js'
import type { TraitsTable } from '../bots/contract/platform-traits.js'
import { stackOf } from '../process/crash.js'
import { withLogins } from '../regions/feed-login.js'
import type { Region } from '../regions/region.js'
import { openFeedRounds } from './feed-rounds.js'
import { NEWSROOM_PORTS } from './newsroom-ports.js'
import { openNewsroom } from './open-newsroom.js'
import { startRetentionRounds } from './retention-rounds.js'
import { restingThread } from '../process/thread-memory.js'
import { holdDeliveryLock } from '../store/lock.js'
import { serveCalls } from '../process/threads.js'
import { LEVELS, loggerTo, type Level } from '../telemetry/logger.js'
import { forwardMetrics } from '../process/metrics-registry.js'
import type { Telemetry } from '../telemetry/telemetry.js'
import type { NewsroomEvent } from './newsroom-events.js'
import { reasonOf } from '../text/reason-of.js'

// The newsroom's thread: owns the database, pulls and reads the feeds, answers the bots. It is stopped by a message, never by force.

export interface NewsroomThreadOptions {
  readonly config: Config
  readonly region: Region
  readonly traits: TraitsTable
  /** False: what the feeds bring stays unread. */
  readonly isReading: boolean
}

/** As it comes over to the thread. */
export interface NewsroomThreadData extends NewsroomThreadOptions {
  /** See loginsOf. */
  readonly logins: Readonly<Record<string, string>>
}

const port = parentPort
if (port !== null) void open(workerData as NewsroomThreadData)

async function open({ config, region: pack, traits, isReading, logins }: NewsroomThreadData): Promise<void> {
  if (port === null) return
  const region = { ...pack, feeds: withLogins(pack.feeds, ({ id }) => logins[id]) }
  const resting = restingThread()
  const tell = (event: NewsroomEvent) => {
    resting.noteWork()
    port.postMessage(event)
  }
  const isSaid = LEVELS.slice(Math.max(0, LEVELS.indexOf(config.logLevel as Level)))
  const telemetry: Telemetry = {
    log: loggerTo((level, values, message) => {
      if (isSaid.includes(level)) port.postMessage({ kind: 'log', level, values, message } satisfies NewsroomEvent)
    }),
    metrics: forwardMetrics((samples) => {
      port.postMessage({ kind: 'metrics', samples } satisfies NewsroomEvent)
    }),
  }
  // A promise that nobody waited for harms only its own work; an exception ends the thread, and with it the process.
  process.on('unhandledRejection', (reason) => {
    telemetry.log.error({ job: 'unhandled rejection' }, stackOf(reason))
  })
  try {
    const now = Date.now
    const rooms = await openNewsroom({ region, traits, databaseUrl: config.databaseUrl, now, telemetry })
    const lock = holdDeliveryLock(rooms.database.path)
    const feedRounds = openFeedRounds(rooms, {
      now,
      allowPrivateHosts: config.allowPrivateHosts,
      onProgress: tell,
      isReading,
      telemetry,
    })
    serveCalls(port, NEWSROOM_PORTS, { ...rooms, feedRounds, catalogue: feedRounds.catalogue })
    const keeping = startRetentionRounds(rooms.database, config, telemetry)
    port.on('message', (message: { readonly kind?: string }) => {
      resting.noteWork()
      if (message.kind !== 'stop') return
      resting.stop()
      keeping.stop()
      void feedRounds.stop().then(async () => {
        await rooms.close()
        lock.release()
        port.close()
      })
    })
    tell({ kind: 'ready' })
  } catch (error) {
    tell({ kind: 'failed', message: reasonOf(error) })
    port.close()
  }
}
