import type { Clock } from '../../timing/clock.js'
import type { PlatformEvents, Handle } from '../../contract/platform.js'
import type { StoryThreads } from '../../contract/story-threads.js'
import type { RespondDeps } from '../send/respond.js'

/** What answering needs, whatever was asked. */
export interface AnswerDeps extends RespondDeps {
  readonly handle: Handle
  readonly suggest?: PlatformEvents['suggest']
  /** Which post of a forum tells which story. */
  readonly threads: Pick<StoryThreads, 'keyOf'>
  readonly apiUrl: string
  readonly now: () => number
  readonly clock: Pick<Clock, 'wait'>
  /** One event, as a line without secrets. */
  readonly log: (line: string) => void
  /** Resolves to false for an event that was handled before; see firstSight in chats.ts. */
  readonly isFirst: (eventId: string) => Promise<boolean>
}
