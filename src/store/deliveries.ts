import type { Transaction } from 'kysely'
import type { Delivery, DeliveryStore } from '../bots/chats.js'
import { isChat } from './chats.js'
import { DatabaseError } from './database-error.js'
import type { Database } from './open-database.js'
import { chatColumns, chatOf, chunks, present } from './rows.js'
import type { DeliveryRow, Schema } from './schema.js'
import { subscriptionOf } from './subscription-rows.js'

const HOUR = 3_600_000
/** Platforms replay for a day at most. */
const SIGHTS_KEPT_MS = 48 * HOUR
const DELIVERIES_KEPT_MS = 60 * 24 * HOUR

/**
 * The outbox. `enqueue` is false, and writes nothing, for a subscription that is no more, too. A part is held back until
 * every one before it was sent, or may have been. `markSending` throws DatabaseError for a row that ended meanwhile, so
 * that it is not sent. A row that was sent stays so, and is kept for 60 days.
 */
export function deliveryStore(database: Database): DeliveryStore {
  return { ...queueOf(database), ...resultsOf(database) }
}

type QueuePart = Pick<DeliveryStore, 'dueSubscriptions' | 'enqueue' | 'queued' | 'firstSight'>

function queueOf({ db }: Database): QueuePart {
  return {
    async dueSubscriptions(now) {
      const rows = await db
        .selectFrom('subscriptions')
        .selectAll()
        .where('status', '=', 'active')
        .where('next_due_at', '<=', now)
        .orderBy('next_due_at')
        .orderBy('id')
        .execute()
      return rows.map(subscriptionOf).filter(({ status }) => status === 'active')
    },

    async enqueue(deliveries, next) {
      return db.transaction().execute((trx) => enqueue(trx, deliveries, next))
    },

    async queued(now) {
      const rows = await db
        .selectFrom('deliveries as row')
        .selectAll()
        .where('state', '=', 'queued')
        .where('not_before_at', '<=', now)
        .where((row) => {
          const earlier = row
            .selectFrom('deliveries as earlier')
            .select('earlier.id')
            .whereRef('earlier.subscription_id', '=', 'row.subscription_id')
            .whereRef('earlier.occurrence_at', '=', 'row.occurrence_at')
            .whereRef('earlier.part', '<', 'row.part')
            .where('earlier.state', 'not in', ['sent', 'uncertain'])
          return row.not(row.exists(earlier))
        })
        .orderBy('occurrence_at')
        .orderBy('subscription_id')
        .orderBy('part')
        .execute()
      return rows.map(deliveryOf)
    },

    async firstSight(platform, updateId, at) {
      await db
        .deleteFrom('sights')
        .where('seen_at', '<', at - SIGHTS_KEPT_MS)
        .execute()
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('sights')
        .values({ platform, update_id: updateId, seen_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },
  }
}

type ResultPart = Pick<DeliveryStore, 'markSending' | 'markResult' | 'recover' | 'endChat'>

function resultsOf({ db }: Database): ResultPart {
  return {
    async markSending(id, at) {
      const { numUpdatedRows } = await db
        .updateTable('deliveries')
        .set(({ eb }) => ({ state: 'sending', attempts: eb('attempts', '+', 1), changed_at: at }))
        .where('id', '=', id)
        .where('state', 'in', ['queued', 'sending'])
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new DatabaseError(`the delivery ${id} has ended and is not to be sent`)
    },

    async markResult(id, { state, messageId, reason, notBeforeAt }, at) {
      const open = ['queued', 'sending', 'uncertain'] as const
      await db
        .updateTable('deliveries')
        .set({
          state,
          message_id: messageId ?? null,
          reason: reason ?? null,
          ...(notBeforeAt !== undefined && { not_before_at: notBeforeAt }),
          changed_at: at,
        })
        .where('id', '=', id)
        // A chat may end while its message is on the way: a message that arrived counts, another try does not.
        .where('state', 'in', state === 'sent' ? [...open, 'gone'] : open)
        .execute()
    },

    async recover(at) {
      const reason = 'the process ended while this was being sent'
      return db.transaction().execute(async (trx) => {
        const rows = await trx
          .selectFrom('deliveries')
          .selectAll()
          .where('state', '=', 'sending')
          .orderBy('id')
          .execute()
        await trx
          .updateTable('deliveries')
          .set({ state: 'uncertain', reason, changed_at: at })
          .where('state', '=', 'sending')
          .execute()
        return rows.map((row) => deliveryOf({ ...row, state: 'uncertain', reason }))
      })
    },

    async endChat(chat, reason, at) {
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('subscriptions').set({ status: 'gone', reason }).where(isChat(chat)).execute()
        await trx
          .updateTable('deliveries')
          .set({ state: 'gone', reason, changed_at: at })
          .where('state', 'in', ['queued', 'sending'])
          .where(isChat(chat))
          .execute()
      })
    },
  }
}

async function enqueue(
  trx: Transaction<Schema>,
  deliveries: readonly Delivery[],
  { subscriptionId, nextDueAt }: { subscriptionId: string; nextDueAt: number },
): Promise<boolean> {
  const occurrences = [...new Set(deliveries.map(({ occurrenceAt }) => occurrenceAt))]
  if (occurrences.length > 0) {
    const written = await trx
      .selectFrom('deliveries')
      .select('id')
      .where('subscription_id', '=', subscriptionId)
      .where('occurrence_at', 'in', occurrences)
      .limit(1)
      .executeTakeFirst()
    if (written !== undefined) return false
  }
  const { numUpdatedRows } = await trx
    .updateTable('subscriptions')
    .set({ next_due_at: nextDueAt })
    .where('id', '=', subscriptionId)
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  await trx
    .deleteFrom('deliveries')
    .where('subscription_id', '=', subscriptionId)
    .where('occurrence_at', '<', nextDueAt - DELIVERIES_KEPT_MS)
    .where('state', 'in', ['sent', 'gone', 'uncertain'])
    .execute()
  for (const some of chunks(deliveries.map(deliveryRow))) await trx.insertInto('deliveries').values(some).execute()
  return true
}

function deliveryRow(delivery: Delivery): DeliveryRow {
  return {
    id: delivery.id,
    subscription_id: delivery.subscriptionId,
    ...chatColumns(delivery.chat),
    occurrence_at: delivery.occurrenceAt,
    part: delivery.part,
    parts: delivery.parts,
    payload: JSON.stringify(delivery.payload),
    nonce: delivery.nonce,
    state: delivery.state,
    attempts: delivery.attempts,
    message_id: delivery.messageId ?? null,
    reason: delivery.reason ?? null,
    not_before_at: delivery.notBeforeAt,
    changed_at: delivery.occurrenceAt,
  }
}

function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    chat: chatOf(row),
    occurrenceAt: row.occurrence_at,
    part: row.part,
    parts: row.parts,
    payload: JSON.parse(row.payload) as Delivery['payload'],
    nonce: row.nonce,
    state: row.state,
    attempts: row.attempts,
    ...present('messageId', row.message_id),
    ...present('reason', row.reason),
    notBeforeAt: row.not_before_at,
  }
}
