import type { ChatChange } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'

/** What is read of an update that tells how a chat fares: https://core.telegram.org/bots/api#update */
export interface ChatUpdate {
  readonly my_chat_member?: {
    readonly chat: { readonly id: number; readonly type: string }
    readonly new_chat_member: {
      readonly status: string
      readonly can_send_messages?: boolean
      readonly can_post_messages?: boolean
    }
  }
  readonly message?: {
    readonly chat: { readonly id: number }
    readonly message_thread_id?: number
    readonly migrate_to_chat_id?: number
    readonly migrate_from_chat_id?: number
    readonly forum_topic_reopened?: unknown
    readonly left_chat_member?: { readonly id: number }
  }
}

/** What an update says of a chat itself; undefined where it says nothing. `botId` is the bot's own id. */
export function readChatChange({ my_chat_member: own, message }: ChatUpdate, botId: number): ChatChange | undefined {
  if (own) return readMembership(own)
  if (!message) return undefined
  const chat = chatOf(message.chat.id)
  if (message.migrate_to_chat_id !== undefined)
    return { kind: 'moved', from: chat, to: chatOf(message.migrate_to_chat_id) }
  if (message.migrate_from_chat_id !== undefined)
    return { kind: 'moved', from: chatOf(message.migrate_from_chat_id), to: chat }
  if (message.forum_topic_reopened !== undefined && message.message_thread_id !== undefined)
    return { kind: 'back', chats: [{ ...chat, threadId: String(message.message_thread_id) }], isWhole: false }
  const left = message.left_chat_member?.id
  return left === undefined || left === botId ? undefined : { kind: 'person-left', chat, userId: String(left) }
}

function readMembership({ chat, new_chat_member: member }: NonNullable<ChatUpdate['my_chat_member']>): ChatChange {
  const ended = { kind: 'ended', chats: [chatOf(chat.id)], isWhole: true } as const
  if (member.status === 'left' || member.status === 'kicked')
    return { ...ended, cause: 'removed', reason: `Telegram says that the bot is ${member.status} there` }
  const isMute = chat.type === 'channel' ? member.can_post_messages === false : member.can_send_messages === false
  if (isMute) return { ...ended, cause: 'forbidden', reason: 'Telegram says that the bot may not write there' }
  return { kind: 'back', chats: ended.chats, isWhole: true }
}

function chatOf(id: number): Chat {
  return { platform: 'telegram', chatId: String(id) }
}
