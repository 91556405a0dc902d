import type { Chat } from '../contract/request.js'
import type { Message } from '../contract/message.js'
import type { Turn } from './turn.js'
import { privateLine } from '../wording/blocks.js'
import type { AskedBefore, Talks } from './talks.js'

const TALK_MS = 30 * 60_000
const MOST_TALKS = 10_000

interface Talk {
  readonly chat: Chat
  readonly userId: string
  readonly asked: AskedBefore
  readonly askedAt: number
}

/** Opens the memory of talks. The oldest talk goes where there are more than `most`. */
export function openTalks(now: () => number, most = MOST_TALKS): Talks {
  const talks = new Map<string, Talk>()
  const drop = (isDropped: (talk: Talk) => boolean) => {
    for (const [key, talk] of talks) if (isDropped(talk)) talks.delete(key)
  }
  return {
    before(chat, userId) {
      const talk = talks.get(keyOf(chat, userId))
      return talk !== undefined && talk.askedAt + TALK_MS > now() ? talk.asked : undefined
    },
    keep(chat, userId, asked) {
      const key = keyOf(chat, userId)
      // Deleted first, so that the map stays in order of asking.
      talks.delete(key)
      talks.set(key, { chat, userId, asked, askedAt: now() })
      for (const [oldest, { askedAt }] of talks) {
        if (talks.size <= most && askedAt + TALK_MS > now()) break
        talks.delete(oldest)
      }
    },
    end(chat, userId) {
      const isOpen = this.before(chat, userId) !== undefined
      talks.delete(keyOf(chat, userId))
      return isOpen
    },
    move(from, to) {
      for (const [key, talk] of [...talks]) {
        if (talk.chat.platform !== from.platform || talk.chat.chatId !== from.chatId) continue
        const chat = { ...talk.chat, chatId: to.chatId }
        talks.delete(key)
        talks.set(keyOf(chat, talk.userId), { ...talk, chat })
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
  deps.talks?.end(request.chat, request.userId)
  return { ...privateLine(view.say('talk.ended')), toast: view.say('talk.ended') }
}
