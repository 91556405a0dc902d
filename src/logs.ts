import { pino, type Logger } from 'pino'
import type { LogLevel } from './config.js'

/** One JSON line an event. */
export type Log = Logger

/** Logs to stdout, or to stderr where stdout is for readers. Tokens are cut out wherever they stand. */
export function openLog(
  level: LogLevel,
  { secrets, toStderr = false }: { secrets: readonly string[]; toStderr?: boolean },
): Log {
  const hide = (text: string) => secrets.reduce((shown, secret) => shown.split(secret).join('[secret]'), text)
  const target = toStderr ? process.stderr : process.stdout
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => target.write(hide(line)) },
  )
}

/** A line that users and supervisors wait for: said at any LOG_LEVEL. */
export function announce(log: Log, values: object, message: string): void {
  log.child({}, { level: 'info' }).info(values, message)
}
