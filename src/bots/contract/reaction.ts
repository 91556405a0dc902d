import type { Chat } from './request.js'

/** One kind of reaction and how many people gave it. Who they are is neither asked nor kept. */
export interface ReactionCount {
  /** An emoji; ★ for those that only the platform can show. */
  readonly emoji: string
  readonly count: number
}

/** A message of the bot's in a chat. */
export interface Post {
  readonly chat: Chat
  readonly messageId: string
}

/** Readers' reactions to what was sent to their chat; forgotten with it. */
export interface Reactions {
  /** What stands under a message now; replaces what stood there. Nothing is kept of what was not sent for a subscription. A forum's posts count for the forum. */
  note(post: Post, counts: readonly ReactionCount[], at: number): Promise<void>
  /** What was sent to a chat since, newest first. Of a forum: the first messages of its posts, each a chat of its own. */
  posts(chat: Chat, since: number, limit: number): Promise<readonly Post[]>
  /** All that were noted in a chat since, together, most first. */
  here(chat: Chat, since: number): Promise<readonly ReactionCount[]>
}

/** Reads what stands under a message, where the platform tells it only when it is asked; undefined: it told by itself. */
export type ReadReactions = (post: Post) => Promise<readonly ReactionCount[] | undefined>
