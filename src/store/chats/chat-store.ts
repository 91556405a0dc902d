import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import type { ChatStore, Subscription } from '../../bots/contract/chats.js'
import type { Chat } from '../../bots/contract/request.js'
import { forgetRows } from './ended-chat-store.js'
import { chatColumns, present } from '../base/rows.js'
import type { Schema, SubscriptionRow } from '../base/schema.js'
import { subscriptionRows, type SubscriptionRows, type SubscriptionRules } from './subscription-rows.js'
import type { Database } from '../base/database.js'
import { scrub } from '../base/database.js'

const MOST_BY_ONE = 100

/**
 * `subscriptions` gives those that ended as `gone` too, oldest first. A removed one takes its unsent messages with it.
 * `forget` of a chat without a thread forgets its topics too.
 */
export function chatStore(database: Database, rules: SubscriptionRules): ChatStore {
  const { db } = database
  const { settingsOf, subscriptionOf, rowOf } = subscriptionRows(rules)
  return {
    async settings(chat) {
      const row = await db
        .selectFrom('chat_settings')
        .select(['language', 'settings'])
        .where(isChat(chat))
        .executeTakeFirst()
      return row === undefined ? {} : { ...present('language', row.language), ...settingsOf(row.settings) }
    },

    async saveSettings(chat, { language = null, ...rest }) {
      const columns = { language, settings: JSON.stringify(rest) }
      await db
        .insertInto('chat_settings')
        .values({ ...chatColumns(chat), ...columns })
        .onConflict((conflict) => conflict.columns(['platform', 'chat_id', 'thread_id']).doUpdateSet(columns))
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

    ...subscriptionFinder(db, subscriptionOf),

    async addSubscription(subscription) {
      await db.insertInto('subscriptions').values(rowOf(subscription)).execute()
    },

    async updateSubscription(subscription) {
      const { created_at: _at, created_by: _by, covered_until: _until, ...changed } = rowOf(subscription)
      return change(db, subscription, changed)
    },

    async pauseSubscription(chat, id, reason) {
      return db.transaction().execute(async (trx) => {
        if (!(await change(trx, { chat, id }, { status: 'paused', reason }))) return false
        await trx
          .updateTable('deliveries')
          .set({ state: 'gone', reason })
          .where('subscription_id', '=', id)
          .where('state', '=', 'queued')
          .execute()
        return true
      })
    },

    async resumeSubscription(chat, id, nextDueAt) {
      // Its wall time is found with its next occurrence.
      const state = { status: 'active', reason: null, next_due_at: nextDueAt, next_due_wall: null } as const
      return change(db, { chat, id }, state)
    },

    async removeSubscription(chat, id) {
      const { numDeletedRows } = await db
        .deleteFrom('subscriptions')
        .where('id', '=', id)
        .where(isChat(chat))
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },

    async forgetPerson(platform, userId) {
      await db
        .updateTable('subscriptions')
        .set({ created_by: null })
        .where('platform', '=', platform)
        .where('created_by', '=', userId)
        .execute()
      scrub(database)
    },

    async forget(chat) {
      const { platform, chat_id, thread_id } = chatColumns(chat)
      const place = { platform, chat_id, ...(chat.threadId !== undefined && { thread_id }) }
      await db.transaction().execute(async (trx) => forgetRows(trx, place))
      scrub(database)
    },
  }
}

/** Subscriptions beyond one chat. */
function subscriptionFinder(
  db: Kysely<Schema>,
  subscriptionOf: SubscriptionRows['subscriptionOf'],
): Pick<ChatStore, 'subscription' | 'subscriptionsBy'> {
  const ofPlatform = (platform: Chat['platform']) =>
    db.selectFrom('subscriptions').selectAll().where('platform', '=', platform)
  return {
    async subscription(platform, id) {
      const row = await ofPlatform(platform).where('id', '=', id).executeTakeFirst()
      return row && subscriptionOf(row)
    },

    async subscriptionsBy(platform, userId) {
      const rows = await ofPlatform(platform)
        .where('created_by', '=', userId)
        .orderBy('created_at')
        .orderBy('id')
        .limit(MOST_BY_ONE)
        .execute()
      return rows.map(subscriptionOf)
    },
  }
}

type ChatTable = 'chat_settings' | 'subscriptions' | 'deliveries' | 'memos' | 'story_threads'
type ChatCondition = (columns: ExpressionBuilder<Schema, ChatTable>) => Expression<SqlBool>

/** Rows of exactly this chat, or of exactly this topic of it. */
export function isChat(chat: Chat): ChatCondition {
  const { platform, chat_id, thread_id } = chatColumns(chat)
  return (columns) => columns.and({ platform, chat_id, thread_id })
}

async function change(
  db: Kysely<Schema>,
  { chat, id }: Pick<Subscription, 'chat' | 'id'>,
  columns: Partial<SubscriptionRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('subscriptions')
    .set(columns)
    .where('id', '=', id)
    .where(isChat(chat))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
