import type { Chat } from './request.js'

/**
 * What buttons remember: the understood question of an answer, a subscription that is being made. Never a person's words.
 * Values are JSON; who reads one checks it. Kept for MEMO_LIFE_MS, then swept; `forget` of a chat takes them too.
 */
export interface Memos {
  /** The key, 10 characters that an action can carry. The same value in the same chat has the same key. */
  keep(chat: Chat, value: unknown, at: number): Promise<string>
  /** Undefined: not kept, swept, or of another chat. */
  recall(chat: Chat, key: string, at: number): Promise<unknown>
  /** Random and made once: what actions are signed with. */
  secret(): Promise<string>
}

export const MEMO_LIFE_MS = 60 * 24 * 3_600_000
