import type { Reactions } from '../bots/reactions.js'
import { isChat } from './chats.js'
import type { Database } from './open-database.js'

/** How many of each reaction stand under what was sent. Throws what the database throws. */
export function reactionStore({ db }: Database): Reactions {
  return {
    async note({ chat, messageId }, counts, at) {
      await db.transaction().execute(async (trx) => {
        // A platform names the chat and not its topic: the row of what was sent has both.
        const sent = await trx
          .selectFrom('deliveries')
          .select(['platform', 'chat_id', 'thread_id'])
          .where('message_id', '=', messageId)
          .where((columns) => columns.and({ platform: chat.platform, chat_id: chat.chatId }))
          .executeTakeFirst()
        if (sent === undefined) return
        await trx.deleteFrom('reactions').where((columns) => columns.and({ ...sent, message_id: messageId })).execute() // prettier-ignore
        const rows = counts.map(({ emoji, count }) => ({ ...sent, message_id: messageId, emoji, count, noted_at: at }))
        if (rows.length > 0) await trx.insertInto('reactions').values(rows).execute()
      })
    },

    async posts(chat, since, limit) {
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
      return rows.flatMap(({ message_id: id }) => id ?? [])
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
