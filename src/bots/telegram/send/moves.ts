import type { Chat } from '../../contract/request.js'

/** Groups that go on under another id: what still has the old one is sent where they went. */
export interface Moves {
  note(from: Chat, to: Chat): void
  /** Where the chat is by now. */
  follow(chat: Chat): Chat
}

const MOST_MOVES = 10_000

/** Remembers moves while the process lives; the store has moved what it keeps by then. */
export function createMoves(): Moves {
  const moves = new Map<string, string>()
  return {
    note(from, to) {
      if (moves.size >= MOST_MOVES) moves.clear()
      moves.set(from.chatId, to.chatId)
    },
    follow(chat) {
      const to = moves.get(chat.chatId)
      return to === undefined ? chat : { ...chat, chatId: to }
    },
  }
}
