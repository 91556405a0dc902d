import type { ExpressionBuilder } from 'kysely'
import type { DeliveryList } from '../../bots/contract/chats.js'
import { deliveryOf } from './delivery-rows.js'
import { chatOf, chunks } from '../base/rows.js'
import type { Schema } from '../base/schema.js'
import type { Database } from '../base/database.js'

const ENDED = ['sent', 'gone', 'uncertain', 'skipped'] as const

/** The outbox, looked at: what became of what, and what the owner has to hear of. Throws what the database throws. */
export function deliveryList({ db }: Database): DeliveryList {
  return {
    async list({ limit, inDoubt = false, chatId, since, state }) {
      let rows = db.selectFrom('deliveries').selectAll()
      if (inDoubt) rows = rows.where(isDoubtful)
      if (chatId !== undefined) rows = rows.where('chat_id', '=', chatId)
      if (since !== undefined) rows = rows.where('changed_at', '>=', since)
      if (state !== undefined) rows = rows.where('state', '=', state)
      return (await rows.orderBy('changed_at', 'desc').orderBy('id').limit(limit).execute()).map(deliveryOf)
    },

    async countByChat(since) {
      const rows = await db
        .selectFrom('deliveries')
        .select(['platform', 'chat_id', 'thread_id', 'state'])
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('changed_at').as('last')])
        .where('changed_at', '>=', since)
        .groupBy(['platform', 'chat_id', 'thread_id', 'state'])
        .orderBy('platform')
        .orderBy('chat_id')
        .orderBy('thread_id')
        .execute()
      return rows.map((row) => ({ chat: chatOf(row), state: row.state, count: row.count, lastAt: row.last }))
    },

    async untoldDoubts(limit) {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where(isDoubtful)
        .where('told_at', 'is', null)
        .where('state', 'in', ENDED)
        .orderBy('changed_at')
        .limit(limit)
        .execute()
      return rows.map(deliveryOf)
    },

    async untoldRefusals(limit) {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('refusal', '=', 'fault')
        .where('told_at', 'is', null)
        .orderBy('changed_at')
        .limit(limit)
        .execute()
      return rows.map(deliveryOf)
    },

    async markTold(ids, at) {
      for (const some of chunks(ids))
        await db
          .updateTable('deliveries')
          .set({ told_at: at ?? null })
          .where('id', 'in', some)
          .execute()
    },
  }
}

/** It may have arrived twice or never: what was sent under its first nonce has arrived once. */
function isDoubtful(columns: ExpressionBuilder<Schema, 'deliveries'>) {
  const isOpen = columns.or([columns('is_marked', '=', 1), columns('state', '!=', 'sent')])
  return columns.and([columns('first_try_at', 'is not', null), isOpen])
}
