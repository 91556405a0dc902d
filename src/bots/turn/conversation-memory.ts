import type { Chat } from '../contract/request.js'
import type { Message } from '../contract/message.js'
import type { Turn } from './turn.js'
import { privateLine } from '../wording/blocks.js'
import type { AskedBefore, Conversations } from './conversations.js'

const CONVERSATION_MS = 30 * 60_000
const MOST_CONVERSATIONS = 10_000

interface Talk {
  readonly chat: Chat
  readonly userId: string
  readonly asked: AskedBefore
  readonly askedAt: number
}

/** Opens the memory of conversations. The oldest one goes where there are more than `most`. */
export function openConversations(now: () => number, most = MOST_CONVERSATIONS): Conversations {
  const conversations = new Map<string, Talk>()
  const drop = (isDropped: (talk: Talk) => boolean) => {
    for (const [key, talk] of conversations) if (isDropped(talk)) conversations.delete(key)
  }
  return {
    before(chat, userId) {
      const talk = conversations.get(keyOf(chat, userId))
      return talk !== undefined && talk.askedAt + CONVERSATION_MS > now() ? talk.asked : undefined
    },
    keep(chat, userId, asked) {
      const key = keyOf(chat, userId)
      // Deleted first, so that the map stays in order of asking.
      conversations.delete(key)
      conversations.set(key, { chat, userId, asked, askedAt: now() })
      for (const [oldest, { askedAt }] of conversations) {
        if (conversations.size <= most && askedAt + CONVERSATION_MS > now()) break
        conversations.delete(oldest)
      }
    },
    end(chat, userId) {
      const isOpen = this.before(chat, userId) !== undefined
      conversations.delete(keyOf(chat, userId))
      return isOpen
    },
    move(from, to) {
      for (const [key, talk] of [...conversations]) {
        if (talk.chat.platform !== from.platform || talk.chat.chatId !== from.chatId) continue
        const chat = { ...talk.chat, chatId: to.chatId }
        conversations.delete(key)
        conversations.set(keyOf(chat, talk.userId), { ...talk, chat })
      }
    },
    forget(whom) {
      if ('chat' in whom) drop(({ chat }) => placeOf(chat) === placeOf(whom.chat))
      else drop(({ chat, userId }) => chat.platform === whom.platform && userId === whom.userId)
    },
  }
}

const placeOf = ({ platform, chatId, threadId = '' }: Chat) => JSON.stringify([platform, chatId, threadId])
const keyOf = (chat: Chat, userId: string) => `${placeOf(chat)} ${userId}`

/** The "New topic" button: action `['new-topic']`. */
export function newTopic({ request, view, deps }: Turn): Message {
  deps.conversations?.end(request.chat, request.userId)
  return { ...privateLine(view.say('talk.ended')), toast: view.say('talk.ended') }
}
