import type { Log } from './logs.js'

/**
 * What no code of ours foresaw is written to the log, where secrets are cut out. A promise that nobody waited for harms
 * only its own work, and the process goes on; an exception outside of any leaves a state that nobody knows, and ends it
 * with 1 for its supervisor: what was acknowledged is stored.
 */
export function logCrashes(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    log.error({ stack: stackOf(reason) }, 'unhandled rejection')
  })
  process.on('uncaughtException', (error) => {
    log.fatal({ stack: stackOf(error) }, 'uncaught exception: ending so that a supervisor can start anew')
    process.exit(1)
  })
}

/** The stack with the causes', as lines. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`
}
