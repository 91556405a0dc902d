import { pino, type Logger } from 'pino'
import type { LogLevel } from './config.js'
import { hideSecrets } from './secrets.js'
import type { Secret } from '../text/secret.js'

/** One JSON line an event. */
export type Log = Logger

/** Logs to stdout, or to stderr where stdout is for readers. Secrets are cut out wherever they stand. */
export function openLog(
  level: LogLevel,
  { secrets, toStderr = false }: { secrets: readonly Secret[]; toStderr?: boolean },
): Log {
  const hide = hideSecrets(secrets)
  const target = toStderr ? process.stderr : process.stdout
  // Whoever read the log may have gone away: no reason to end.
  target.on('error', () => undefined)
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => target.write(hide(line)) },
  )
}

/** A line that users and supervisors wait for: said at any LOG_LEVEL. */
export function announce(log: Log, values: object, message: string): void {
  log.child({}, { level: 'info' }).info(values, message)
}
