import type { Platform, SendResult } from '../contract/platform.js'
import type { Chat, PlatformName } from '../contract/request.js'

/** Where platforms that run now are found. */
export type PlatformsByName = Pick<ReadonlyMap<PlatformName, Platform>, 'get'>

/** Platforms for what is told to persons by itself, which no subscription ends: feeds that broke, posts in doubt, chats that ended. */
export interface ReachablePlatforms extends PlatformsByName {
  /** The person wrote, or the chat is back: it may be called again. */
  reopen(chat: Pick<Chat, 'platform' | 'chatId'>, userId?: string): void
}

type Gone = Extract<SendResult, { kind: 'gone' }>

const MOST_CLOSED = 10_000

/**
 * The platforms, but a person's chat that was found to be closed, or that cannot be opened, is not called again: the same
 * answer is given without a call until it is reopened.
 */
export function openReachablePlatforms(platforms: PlatformsByName): ReachablePlatforms {
  const closed = new Map<string, Gone>()
  const refused = new Map<string, Error>()
  const note = <T>(map: Map<string, T>, key: string, value: T): void => {
    if (map.size >= MOST_CLOSED) map.clear()
    map.set(key, value)
  }
  const guarded = (platform: Platform): Platform => {
    const send: Platform['send'] = async (chat, payload, nonce) => {
      const key = keyOf(platform.name, chat.chatId)
      const known = closed.get(key)
      if (known) return known
      const result = await platform.send(chat, payload, nonce)
      if (result.kind === 'gone') note(closed, key, result)
      return result
    }
    const directChat = async (userId: string): Promise<Chat> => {
      const key = keyOf(platform.name, userId)
      const known = refused.get(key)
      if (known) throw known
      try {
        return (await platform.directChat?.(userId)) ?? { platform: platform.name, chatId: userId }
      } catch (error) {
        if (isRefusal(error)) note(refused, key, error)
        throw error
      }
    }
    return { ...platform, send, directChat }
  }
  return {
    get(name) {
      const platform = platforms.get(name)
      return platform && guarded(platform)
    },
    reopen({ platform, chatId }, userId) {
      closed.delete(keyOf(platform, chatId))
      if (userId !== undefined) {
        closed.delete(keyOf(platform, userId))
        refused.delete(keyOf(platform, userId))
      }
    },
  }
}

function keyOf(platform: PlatformName, id: string): string {
  return `${platform} ${id}`
}

/** Answered, and with no: nothing that passes by itself. */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false
  return error.status >= 400 && error.status < 500 && error.status !== 401 && error.status !== 429
}
