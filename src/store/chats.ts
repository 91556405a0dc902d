import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { ChatStore, Subscription } from '../bots/chats.js'
import type { Chat } from '../bots/request.js'
import type { Database } from './open-database.js'
import { chatColumns, chatOf, present } from './rows.js'
import type { Schema, SubscriptionRow } from './schema.js'

/**
 * `subscriptions` gives those that ended as `gone` too, oldest first. A removed one takes its unsent messages with it.
 * `forget` of a chat without a thread forgets its topics too.
 */
export function chatStore({ db }: Database): ChatStore {
  return {
    async settings(chat) {
      const row = await db.selectFrom('chat_settings').select('language').where(isChat(chat)).executeTakeFirst()
      return row === undefined ? {} : present('language', row.language)
    },

    async saveSettings(chat, { language = null }) {
      await db
        .insertInto('chat_settings')
        .values({ ...chatColumns(chat), language })
        .onConflict((conflict) => conflict.columns(['platform', 'chat_id', 'thread_id']).doUpdateSet({ language }))
        .execute()
    },

    async subscriptions(chat) {
      const rows = await db
        .selectFrom('subscriptions')
        .selectAll()
        .where(isChat(chat))
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(subscriptionOf)
    },

    async addSubscription(subscription) {
      await db.insertInto('subscriptions').values(subscriptionRow(subscription)).execute()
    },

    async removeSubscription(chat, id) {
      const { numDeletedRows } = await db
        .deleteFrom('subscriptions')
        .where('id', '=', id)
        .where(isChat(chat))
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },

    async forget(chat) {
      const isForgotten = chat.threadId === undefined ? isChatOrTopic(chat) : isChat(chat)
      await db.transaction().execute(async (trx) => {
        for (const table of ['deliveries', 'subscriptions', 'chat_settings', 'memos'] as const) {
          await trx.deleteFrom(table).where(isForgotten).execute()
        }
      })
    },
  }
}

type ChatTable = 'chat_settings' | 'subscriptions' | 'deliveries' | 'memos'
type ChatCondition = (columns: ExpressionBuilder<Schema, ChatTable>) => Expression<SqlBool>

/** Rows of exactly this chat, or of exactly this topic of it. */
export function isChat(chat: Chat): ChatCondition {
  const { platform, chat_id, thread_id } = chatColumns(chat)
  return (columns) => columns.and({ platform, chat_id, thread_id })
}

function isChatOrTopic(chat: Chat): ChatCondition {
  const { platform, chat_id } = chatColumns(chat)
  return (columns) => columns.and({ platform, chat_id })
}

function subscriptionRow(subscription: Subscription): SubscriptionRow {
  return {
    id: subscription.id,
    ...chatColumns(subscription.chat),
    section_id: subscription.sectionId ?? null,
    hour: subscription.hour,
    timezone: subscription.timezone,
    language: subscription.language,
    created_at: subscription.createdAt,
    status: subscription.status,
    next_due_at: subscription.nextDueAt,
  }
}

/** A subscription from its row: null columns become absent properties. */
export function subscriptionOf(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    chat: chatOf(row),
    ...present('sectionId', row.section_id),
    hour: row.hour,
    timezone: row.timezone,
    language: row.language,
    createdAt: row.created_at,
    status: row.status,
    nextDueAt: row.next_due_at,
  }
}
