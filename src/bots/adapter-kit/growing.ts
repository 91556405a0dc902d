import type { Clock } from '../timing/clock.js'
import type { Message } from '../contract/message.js'

export interface GrowingDeps {
  /** One call that shows a state; within its own time limit. */
  readonly show: (message: Message) => Promise<unknown>
  /** Between two calls. */
  readonly everyMs: number
  readonly clock: Pick<Clock, 'wait'>
  /** Hears why nothing more was shown. */
  readonly onFault: (error: unknown) => void
}

/** An answer that is shown while it grows. */
export interface Growing {
  /** Shows a state soon; only the newest of those that wait. Never throws. */
  readonly grow: (message: Message) => void
  /** Shows nothing more; resolves when the call under way has ended. Never throws. */
  readonly end: () => Promise<void>
}

/** Shows the states of an answer one call at a time. The first that fails is the last: the whole answer follows anyway. */
export function openGrowing({ show, everyMs, clock, onFault }: GrowingDeps): Growing {
  const ending = new AbortController()
  let newest: Message | undefined
  let showing: Promise<void> | undefined
  const showAll = async (): Promise<void> => {
    try {
      while (newest !== undefined && !ending.signal.aborted) {
        const message = newest
        newest = undefined
        await show(message)
        await clock.wait(everyMs, ending.signal)
      }
    } catch (error) {
      ending.abort()
      onFault(error)
    }
    showing = undefined
  }
  return {
    grow(message) {
      if (ending.signal.aborted) return
      newest = message
      showing ??= showAll()
    },
    async end() {
      ending.abort()
      await showing
    },
  }
}
