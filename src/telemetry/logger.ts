/**
 * Where the rooms say what they do, handed down like the clock. debug: a decision, with what it hung on. info: what an operator acts on or counts
 * on having seen. warn: a fault that mends itself or harms one message. error: one that a person has to mend. Never a person's words.
 */
export interface Logger {
  debug(values: object, message: string): void
  info(values: object, message: string): void
  warn(values: object, message: string): void
  error(values: object, message: string): void
}

export type Level = keyof Logger

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly Level[]

/** A logger by one function, e.g. a message to another thread. */
export function loggerTo(write: (level: Level, values: object, message: string) => void): Logger {
  const at = (level: Level) => (values: object, message: string) => {
    write(level, values, message)
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** For tests and single commands that tell their outcome themselves. */
export const silentLogger: Logger = loggerTo(() => undefined)
