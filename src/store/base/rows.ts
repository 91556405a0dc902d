import type { Chat } from '../../bots/contract/request.js'
import type { ChatColumns } from './schema.js'

/** `{ [key]: value }`, or nothing for null: a column's null is a type's absent property. */
export function present<Key extends string, Value>(key: Key, value: Value | null): { readonly [K in Key]?: Value } {
  return value === null ? {} : ({ [key]: value } as { readonly [K in Key]: Value })
}

/** Lists for `in (...)`: databases limit how many values one statement may bind. */
export function chunks<Item>(items: readonly Item[], size = 500): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

/** A chat as columns; no thread is '', since a key's column cannot be null. */
export function chatColumns(chat: Chat): ChatColumns {
  return { platform: chat.platform, chat_id: chat.chatId, thread_id: chat.threadId ?? '' }
}

/** The chat that `chatColumns` wrote. */
export function chatOf(row: ChatColumns): Chat {
  const { platform, chat_id: chatId, thread_id: threadId } = row
  return threadId === '' ? { platform, chatId } : { platform, chatId, threadId }
}

/** Found items in the order of the ids asked for, each once. */
export function inOrder<Item>(ids: readonly string[], found: ReadonlyMap<string, Item>): readonly Item[] {
  return [...new Set(ids)].flatMap((id) => {
    const item = found.get(id)
    return item === undefined ? [] : [item]
  })
}
