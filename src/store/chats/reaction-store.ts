import type { Chat } from '../../bots/contract/request.js'
import { isChat } from './chat-store.js'
import type { Post, Reactions } from '../../bots/contract/reaction.js'
import type { Database } from '../base/database.js'

/** How many of each reaction stand under what was sent. Throws what the database throws. */
export function reactionStore({ db }: Database): Reactions {
  return {
    async note({ chat, messageId }, counts, at) {
      await db.transaction().execute(async (trx) => {
        const to = (await chatOfDelivery(trx, { chat, messageId })) ?? (await forumOfPost(trx, { chat, messageId }))
        if (to === undefined) return
        await trx.deleteFrom('reactions').where((columns) => columns.and({ ...to, message_id: messageId })).execute() // prettier-ignore
        const rows = counts.map(({ emoji, count }) => ({ ...to, message_id: messageId, emoji, count, noted_at: at }))
        if (rows.length > 0) await trx.insertInto('reactions').values(rows).execute()
      })
    },

    async posts(chat, since, limit) {
      const threads = await threadsOf(db, chat, { since, limit })
      return threads.length > 0 ? threads : sentTo(db, chat, { since, limit })
    },

    async here(chat, since) {
      const rows = await db
        .selectFrom('reactions')
        .select(['emoji', (columns) => columns.fn.sum<number>('count').as('count')])
        .where(isChat(chat))
        .where('noted_at', '>=', since)
        .groupBy('emoji')
        .orderBy('count', 'desc')
        .orderBy('emoji')
        .execute()
      return rows
    },
  }
}

type Connection = Database['db']

/** The chat that a message was sent to. A platform names the chat and not its topic: the row of what was sent has both. */
async function chatOfDelivery(db: Connection, { chat, messageId }: Post) {
  return db
    .selectFrom('deliveries')
    .select(['platform', 'chat_id', 'thread_id'])
    .where('message_id', '=', messageId)
    .where((columns) => columns.and({ platform: chat.platform, chat_id: chat.chatId }))
    .executeTakeFirst()
}

/** The forum of a story's post: its first message has the id of its thread. */
async function forumOfPost(db: Connection, { chat, messageId }: Post) {
  if (messageId !== chat.chatId) return undefined
  return db
    .selectFrom('story_threads')
    .select(['platform', 'chat_id', 'thread_id'])
    .where('platform', '=', chat.platform)
    .where('post_id', '=', messageId)
    .executeTakeFirst()
}

interface Span {
  readonly since: number
  readonly limit: number
}

async function threadsOf(db: Connection, chat: Chat, { since, limit }: Span): Promise<readonly Post[]> {
  const rows = await db
    .selectFrom('story_threads')
    .select('post_id')
    .where(isChat(chat))
    .where('post_id', 'is not', null)
    .where('kept_at', '>=', since)
    .orderBy('kept_at', 'desc')
    .limit(limit)
    .execute()
  const { platform } = chat
  return rows.flatMap(({ post_id: id }) => (id === null ? [] : { chat: { platform, chatId: id }, messageId: id }))
}

async function sentTo(db: Connection, chat: Chat, { since, limit }: Span): Promise<readonly Post[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('message_id')
    .where(isChat(chat))
    .where('state', '=', 'sent')
    .where('message_id', 'is not', null)
    .where('changed_at', '>=', since)
    .orderBy('changed_at', 'desc')
    .limit(limit)
    .execute()
  return rows.flatMap(({ message_id: messageId }) => (messageId === null ? [] : { chat, messageId }))
}
