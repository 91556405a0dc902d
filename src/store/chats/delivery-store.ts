import type { Kysely, Transaction } from 'kysely'
import type { Delivery, DeliveryStore, DueSubscription, Enqueued, Outcome } from '../../bots/contract/chats.js'
import type { Language } from '../../text/types.js'
import { deliveryList } from './delivery-list.js'
import { deliveryOf, deliveryRows, payloadKey } from './delivery-rows.js'
import { endChats } from './ended-chat-store.js'
import { chunks, present } from '../base/rows.js'
import type { DeliveryRow, Schema, SubscriptionRow } from '../base/schema.js'
import { subscriptionRows, type SubscriptionRows, type SubscriptionRules } from './subscription-rows.js'
import { saveEdition, toldOf } from './edition-store.js'
import type { Payload } from '../../bots/contract/payload.js'
import type { Database } from '../base/database.js'

const HOUR = 3_600_000
/** Platforms replay for a day at most. */
const SIGHTS_KEPT_MS = 48 * HOUR
/** States in which a part no longer holds back the next one; nor does one that the platform refused. */
const THROUGH = ['sent', 'uncertain'] as const

/**
 * The outbox. Parts of one digest are sent in order: a part is held back until every one before it was sent, may have
 * been, or was refused for what it says. A row that was sent stays so. How long rows are kept: retention.ts.
 */
export function deliveryStore(database: Database, rules: SubscriptionRules): DeliveryStore {
  return {
    ...dueOf(database, subscriptionRows(rules)),
    ...queueOf(database),
    ...deliveryList(database),
    ...sightsOf(database),
    ...toldOf(database),
  }
}

type DuePart = Pick<DeliveryStore, 'dueSubscriptions' | 'alertSubscriptions' | 'enqueue' | 'mendDueTimes'>

function dueOf({ db }: Database, subscriptions: SubscriptionRows): DuePart {
  const active = () =>
    db
      .selectFrom('subscriptions')
      .leftJoin('chat_settings', (join) =>
        join
          .onRef('chat_settings.platform', '=', 'subscriptions.platform')
          .onRef('chat_settings.chat_id', '=', 'subscriptions.chat_id')
          .onRef('chat_settings.thread_id', '=', 'subscriptions.thread_id'),
      )
      .selectAll('subscriptions')
      .select(['chat_settings.language as chat_language', 'chat_settings.settings as chat_settings'])
      .where('status', '=', 'active')
  return {
    async dueSubscriptions(now, { limit, after }) {
      const rows = await active()
        .where('next_due_at', '<=', now)
        .$if(after !== undefined, (query) =>
          query.where((q) => q(q.refTuple('next_due_at', 'id'), '>', q.tuple(after?.nextDueAt ?? 0, after?.id ?? ''))),
        )
        .orderBy('next_due_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return readable(db, rows, subscriptions)
    },

    async alertSubscriptions() {
      return readable(db, await active().where('alerts', 'is not', null).orderBy('id').execute(), subscriptions)
    },

    async enqueue(batch, at) {
      return db.transaction().execute(async (trx) => {
        const written: boolean[] = []
        for (const each of batch) written.push(await enqueueOne(trx, each, { at, subscriptions }))
        return written
      })
    },

    async mendDueTimes() {
      let changed = 0
      for (const row of await db.selectFrom('subscriptions').selectAll().execute()) {
        const dueAt = subscriptions.mendedDueAt(row)
        if (dueAt === undefined) continue
        await db.updateTable('subscriptions').set({ next_due_at: dueAt }).where('id', '=', row.id).execute()
        changed += 1
      }
      return changed
    },
  }
}

/** What cannot be read is paused, with the reason, for its chat and the owner to see. */
async function readable(
  db: Kysely<Schema>,
  rows: readonly (SubscriptionRow & { chat_language: Language | null; chat_settings: string | null })[],
  { subscriptionOf, settingsOf }: SubscriptionRows,
): Promise<readonly DueSubscription[]> {
  const read = rows.map((row) => ({
    ...subscriptionOf(row),
    ...present('coveredUntil', row.covered_until),
    settings: { ...present('language', row.chat_language), ...settingsOf(row.chat_settings) },
  }))
  for (const { id, status, reason = null } of read) {
    if (status === 'active') continue
    await db.updateTable('subscriptions').set({ status, reason }).where('id', '=', id).execute()
  }
  return read.filter(({ status }) => status === 'active')
}

async function enqueueOne(
  trx: Transaction<Schema>,
  each: Enqueued,
  { at, subscriptions }: { readonly at: number; readonly subscriptions: SubscriptionRows },
): Promise<boolean> {
  const { subscriptionId, nextDueAt, coveredUntil, edition } = each
  const subscription = await trx
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', subscriptionId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (subscription === undefined) return false
  if (nextDueAt !== undefined) {
    const due = { next_due_at: nextDueAt, next_due_wall: subscriptions.dueWall(subscription.schedule, nextDueAt) }
    await trx.updateTable('subscriptions').set(due).where('id', '=', subscriptionId).execute()
  }
  const rows = deliveryRows(each, subscription, at)
  if (await isWritten(trx, rows)) return false
  if (coveredUntil !== undefined)
    await trx
      .updateTable('subscriptions')
      .set({ covered_until: coveredUntil })
      .where('id', '=', subscriptionId)
      .execute()
  if (edition !== undefined) await saveEdition(trx, edition, at)
  await savePayloads(trx, each.parts, at)
  for (const some of chunks(rows, 100)) await trx.insertInto('deliveries').values(some).execute()
  return true
}

async function isWritten(trx: Transaction<Schema>, rows: readonly DeliveryRow[]): Promise<boolean> {
  const [first] = rows
  if (first === undefined) return false
  const written = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('subscription_id', '=', first.subscription_id)
    .where('occurrence_at', 'in', [...new Set(rows.map((row) => row.occurrence_at))])
    .limit(1)
    .executeTakeFirst()
  return written !== undefined
}

async function savePayloads(trx: Transaction<Schema>, parts: Enqueued['parts'], at: number): Promise<void> {
  for (const { payload } of parts) {
    const json = JSON.stringify(payload)
    await trx
      .insertInto('payloads')
      .values({ key: payloadKey(json), payload: json, kept_at: at })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ kept_at: at }))
      .execute()
  }
}

type QueuePart = Pick<DeliveryStore, 'open' | 'begin' | 'finish' | 'unfinished' | 'endChat'>

function queueOf(database: Database): QueuePart {
  const { db } = database
  return {
    async open({ limit, after, of }) {
      const rows = await heads(db)
        .$if(of !== undefined, (query) => query.where('row.subscription_id', 'in', of ?? []))
        .$if(after !== undefined, (query) =>
          query.where((q) =>
            q(
              q.refTuple('row.occurrence_at', 'row.subscription_id', 'row.part'),
              '>',
              q.tuple(after?.occurrenceAt ?? 0, after?.subscriptionId ?? '', after?.part ?? 0),
            ),
          ),
        )
        .orderBy('row.occurrence_at')
        .orderBy('row.subscription_id')
        .orderBy('row.part')
        .limit(limit)
        .execute()
      return rows.map(deliveryOf)
    },

    async begin(ids, at) {
      return db.transaction().execute(async (trx) => {
        const begun: { id: string; payload: Payload }[] = []
        for (const some of chunks(ids)) {
          const rows = await trx
            .updateTable('deliveries')
            .set(({ eb }) => ({ state: 'sending', attempts: eb('attempts', '+', 1), changed_at: at }))
            .where('id', 'in', some)
            .where('state', '=', 'queued')
            .returning(['id', 'payload_key'])
            .execute()
          const payloads = await payloadsOf(
            trx,
            rows.flatMap(({ payload_key }) => payload_key ?? []),
          )
          for (const { id, payload_key } of rows) {
            const payload = payloads.get(payload_key ?? '')
            if (payload !== undefined) begun.push({ id, payload })
          }
        }
        return begun
      })
    },

    async finish(outcomes, at) {
      return db.transaction().execute(async (trx) => {
        const next: Delivery[] = []
        for (const outcome of outcomes) {
          const row = await finishOne(trx, outcome, at)
          if (row !== undefined && outcome.state === 'gone' && row.refusal === null) await endParts(trx, row, at)
          if (row !== undefined) next.push(...(await partsAfter(trx, row)))
        }
        return next
      })
    },

    async unfinished() {
      const rows = await db.selectFrom('deliveries').selectAll().where('state', '=', 'sending').orderBy('id').execute()
      return rows.map(deliveryOf)
    },

    async endChat(chat, reason, at, cause = 'forbidden') {
      await endChats([chat], { cause, reason, isWhole: false }, { at, database })
    },
  }
}

/** Queued rows that no earlier part holds back. */
function heads(db: Kysely<Schema>) {
  return db
    .selectFrom('deliveries as row')
    .selectAll('row')
    .where('row.state', '=', 'queued')
    .where((row) => {
      const earlier = row
        .selectFrom('deliveries as earlier')
        .select('earlier.id')
        .whereRef('earlier.subscription_id', '=', 'row.subscription_id')
        .whereRef('earlier.occurrence_at', '=', 'row.occurrence_at')
        .whereRef('earlier.part', '<', 'row.part')
        .where('earlier.state', 'not in', THROUGH)
        .where('earlier.refusal', 'is', null)
      return row.not(row.exists(earlier))
    })
}

async function payloadsOf(trx: Transaction<Schema>, keys: readonly string[]): Promise<ReadonlyMap<string, Payload>> {
  if (keys.length === 0) return new Map()
  const rows = await trx
    .selectFrom('payloads')
    .selectAll()
    .where('key', 'in', [...new Set(keys)])
    .execute()
  return new Map(rows.map(({ key, payload }) => [key, JSON.parse(payload) as Payload]))
}

async function finishOne(trx: Transaction<Schema>, outcome: Outcome, at: number): Promise<DeliveryRow | undefined> {
  const { id, state, messageId = null, reason = null, doubt, refusal = null, notBeforeAt } = outcome
  const open = ['queued', 'sending', 'uncertain'] as const
  return (
    trx
      .updateTable('deliveries')
      .set({
        state,
        message_id: messageId,
        reason,
        first_try_at: doubt?.firstTryAt ?? null,
        doubt: doubt?.reason ?? null,
        is_marked: doubt?.isMarked ? 1 : 0,
        tries_in_doubt: doubt?.tries ?? 0,
        cuts: doubt?.resets ?? 0,
        refusal,
        ...(notBeforeAt !== undefined && { not_before_at: notBeforeAt }),
        changed_at: at,
      })
      .where('id', '=', id)
      // A chat may end while its message is on the way: a message that arrived counts, another try does not.
      .where('state', 'in', state === 'sent' ? [...open, 'gone'] : open)
      .returningAll()
      .executeTakeFirst()
  )
}

/** What was given up ends the rest of its digest: half of it would come in the wrong order. */
async function endParts(trx: Transaction<Schema>, row: DeliveryRow, at: number): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ state: 'gone', reason: row.reason, changed_at: at })
    .where('subscription_id', '=', row.subscription_id)
    .where('occurrence_at', '=', row.occurrence_at)
    .where('state', '=', 'queued')
    .execute()
}

async function partsAfter(trx: Transaction<Schema>, row: DeliveryRow): Promise<readonly Delivery[]> {
  const isThrough = row.state === 'sent' || row.state === 'uncertain' || row.refusal !== null
  if (row.part >= row.parts || !isThrough) return []
  const rows = await heads(trx)
    .where('row.subscription_id', '=', row.subscription_id)
    .where('row.occurrence_at', '=', row.occurrence_at)
    .execute()
  return rows.map(deliveryOf)
}

function sightsOf({ db }: Database): Pick<DeliveryStore, 'firstSight'> {
  return {
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
