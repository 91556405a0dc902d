import { Routes } from 'discord.js'
import type { APIMessage, REST } from 'discord.js'
import type { Post, ReactionCount } from '../../contract/reaction.js'

/**
 * How many of each reaction stand under a message now: Discord tells of each by events with the person's id, so the message
 * itself is read. Emojis of a server are counted together. Throws what the call throws.
 */
export async function readReactions(rest: REST, { chat, messageId }: Post, signal: AbortSignal) {
  const message = (await rest.get(Routes.channelMessage(chat.chatId, messageId), { signal })) as Pick<APIMessage, 'reactions'> // prettier-ignore
  const counts = new Map<string, number>()
  for (const { count, emoji } of message.reactions ?? []) {
    const shown = emoji.id === null && emoji.name !== null ? emoji.name : '★'
    counts.set(shown, (counts.get(shown) ?? 0) + count)
  }
  return [...counts].map(([emoji, count]): ReactionCount => ({ emoji, count }))
}
