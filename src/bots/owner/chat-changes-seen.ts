import type { Language } from '../../text/types.js'
import type { Chat } from '../contract/request.js'
import type { EndCause } from '../contract/payload.js'

/** A chat that can no longer be written to, and that got something until then. */
export interface EndedChat {
  readonly chat: Chat
  readonly cause: EndCause
  readonly reason: string
  readonly language: Language
  /** How many subscriptions wait for its return. */
  readonly subscriptions: number
  /** Who made them: kept nowhere any more. */
  readonly persons: readonly string[]
}

export interface Ending {
  readonly cause: EndCause
  readonly reason: string
  /** The topics of each chat, too. */
  readonly isWhole: boolean
}

/** Settings of a chat that ended are kept so long for its return. */
export const RETURN_MS = 30 * 24 * 3_600_000

/** What becomes of chats beside what is sent to them. All calls may be repeated. */
export interface ChatLife {
  /**
   * Subscriptions stop, what waits is dropped, what names persons is deleted; settings stay for RETURN_MS. Gives those that
   * got something and had not ended before.
   */
  end(chats: readonly Chat[], ending: Ending, at: number): Promise<readonly EndedChat[]>
  /** What ended goes on, with its settings; gives how many subscriptions. A topic that was closed goes on by itself alone. */
  revive(chats: readonly Chat[], isWhole: boolean, at: number): Promise<number>
  /** Settings, subscriptions and open deliveries of the chat and its topics go on under the other id. */
  move(from: Chat, to: Chat): Promise<void>
  /** Nothing names the person in this chat any more. */
  personLeft(chat: Chat, userId: string): Promise<void>
  /** Chats whose end nobody was told of, oldest first. Their persons are not known any more. */
  untold(limit: number): Promise<readonly EndedChat[]>
  /** `at` undefined: it surely did not arrive. */
  markTold(chat: Chat, at: number | undefined): Promise<void>
  /** Forgets chats that ended before `endedBefore`, at most `limit`; gives how many. */
  purge(endedBefore: number, limit: number): Promise<number>
}
