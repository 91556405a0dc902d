import type { Post, ReactionCount } from '../../contract/reaction.js'

/** What is read of counted reactions: https://core.telegram.org/bots/api#messagereactioncountupdated */
interface IncomingReactions {
  readonly chat: { readonly id: number }
  readonly message_id: number
  readonly reactions: readonly {
    readonly type: { readonly type: string; readonly emoji?: string }
    readonly total_count: number
  }[]
}

/** The message that reactions were given to, and how many of each stand there now; custom ones are counted together. */
export function readReactionCounts({ chat, message_id: id, reactions }: IncomingReactions): {
  readonly post: Post
  readonly counts: readonly ReactionCount[]
} {
  const counts = new Map<string, number>()
  for (const { type, total_count: count } of reactions) {
    const emoji = type.type === 'emoji' && type.emoji !== undefined ? type.emoji : '★'
    counts.set(emoji, (counts.get(emoji) ?? 0) + count)
  }
  const post: Post = { chat: { platform: 'telegram', chatId: String(chat.id) }, messageId: String(id) }
  return { post, counts: [...counts].map(([emoji, count]) => ({ emoji, count })) }
}
