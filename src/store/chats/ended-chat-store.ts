import type { Kysely, Transaction } from 'kysely'
import type { ChatLife, EndedChat, Ending } from '../../bots/owner/chat-changes-seen.js'
import type { Chat } from '../../bots/contract/request.js'
import { chatColumns, chatOf, chunks } from '../base/rows.js'
import type { ChatColumns, Schema } from '../base/schema.js'
import { subscriptionRows, type SubscriptionRules } from './subscription-rows.js'
import type { Database } from '../base/database.js'
import { scrub } from '../base/database.js'

const DAY = 24 * 3_600_000

/** Endings, returns and moves of chats. Throws what the database throws. */
export function chatLife(database: Database, rules: SubscriptionRules): ChatLife {
  const { db } = database
  return {
    end: (chats, ending, at) => endChats(chats, ending, { at, database }),

    async revive(chats, isWhole, at) {
      let revived = 0
      for (const chat of await endedChats(db, chats))
        revived += await db.transaction().execute((trx) => reviveChat(trx, chat, { isWhole, at, rules }))
      return revived
    },

    async move(from, to) {
      await db.transaction().execute((trx) => moveChat(trx, from, to))
    },

    async personLeft({ platform, chatId }, userId) {
      await db
        .updateTable('subscriptions')
        .set({ created_by: null })
        .where((columns) => columns.and({ platform, chat_id: chatId, created_by: userId }))
        .execute()
      scrub(database)
    },

    async untold(limit) {
      const rows = await db
        .selectFrom('ended_chats')
        .selectAll()
        .where('told_at', 'is', null)
        .orderBy('ended_at')
        .limit(limit)
        .execute()
      return Promise.all(
        rows.map(async ({ cause, reason, ...row }) => ({
          ...(await keptOf(db, row)),
          ...{ chat: chatOf(row), cause, reason, persons: [] },
        })),
      )
    },

    async markTold(chat, at) {
      const told = { told_at: at ?? null }
      await db.updateTable('ended_chats').set(told).where((columns) => columns.and({ ...chatColumns(chat) })).execute() // prettier-ignore
    },

    purge: (endedBefore, limit) => purgeChats(endedBefore, limit, database),
  }
}

/** As `end` of ChatLife. */
export async function endChats(
  chats: readonly Chat[],
  ending: Ending,
  { at, database }: { readonly at: number; readonly database: Database },
): Promise<readonly EndedChat[]> {
  const { db } = database
  const ended: EndedChat[] = []
  const kept = await keptChats(db, chats)
  for (const chat of kept) ended.push(...(await db.transaction().execute((trx) => endChat(trx, chat, ending, at))))
  if (kept.length > 0) scrub(database)
  return ended
}

/** As `purge` of ChatLife. */
export async function purgeChats(endedBefore: number, limit: number, database: Database): Promise<number> {
  const { db } = database
  const rows = await db
    .selectFrom('ended_chats')
    .select(['platform', 'chat_id', 'thread_id'])
    .where('ended_at', '<', endedBefore)
    .limit(limit)
    .execute()
  for (const row of rows) await db.transaction().execute((trx) => forgetRows(trx, row))
  if (rows.length > 0) scrub(database)
  return rows.length
}

const OF_A_CHAT = ['deliveries', 'subscriptions', 'chat_settings', 'memos', 'ended_chats', 'story_threads'] as const

/** Everything that is kept of a chat; without `thread_id`, of its topics too. */
export async function forgetRows(
  trx: Transaction<Schema>,
  place: Omit<ChatColumns, 'thread_id'> & { readonly thread_id?: string },
): Promise<void> {
  for (const table of OF_A_CHAT)
    await trx
      .deleteFrom(table)
      .where((columns) => columns.and({ ...place }))
      .execute()
  const { platform, chat_id } = place
  await trx
    .deleteFrom('direct_chats')
    .where((columns) => columns.and({ platform, chat_id }))
    .execute()
  // The feeds that it added stay, in nobody's name.
  await trx.updateTable('added_feeds').set({ added_by: null }).where('added_by', '=', addedBy(place)).execute()
}

/** As the feeds command names the chat that adds a feed. */
export function addedBy({ platform, chat_id: id }: Pick<ChatColumns, 'platform' | 'chat_id'>): string {
  return `${platform} ${id}`
}

function placeOf(chat: Chat, isWhole: boolean): Omit<ChatColumns, 'thread_id'> & { thread_id?: string } {
  const { platform, chat_id, thread_id } = chatColumns(chat)
  return isWhole ? { platform, chat_id } : { platform, chat_id, thread_id }
}

async function endChat(
  trx: Transaction<Schema>,
  chat: Chat,
  { cause, reason, isWhole }: Ending,
  at: number,
): Promise<EndedChat[]> {
  const place = placeOf(chat, isWhole)
  const kept = await placesOf(trx, place)
  const ended: EndedChat[] = []
  for (const row of kept) {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('ended_chats')
      .values({ ...row, cause, reason, ended_at: at, told_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    const { persons, ...rest } = await keptOf(trx, row)
    if (numInsertedOrUpdatedRows === 1n && rest.subscriptions > 0)
      ended.push({ chat: chatOf(row), cause, reason, persons, ...rest })
    if (numInsertedOrUpdatedRows === 1n && rest.subscriptions === 0) await markQuiet(trx, row, at)
  }
  await stopSending(trx, place, reason, at)
  return ended
}

/** Where nothing was got there is nothing to tell. */
async function markQuiet(trx: Transaction<Schema>, row: ChatColumns, at: number): Promise<void> {
  await trx.updateTable('ended_chats').set({ told_at: at }).where((columns) => columns.and({ ...row })).execute() // prettier-ignore
}

async function stopSending(trx: Transaction<Schema>, place: Partial<ChatColumns>, reason: string, at: number) {
  await trx
    .updateTable('subscriptions')
    .set({ status: 'gone', reason })
    .where((columns) => columns.and({ ...place, status: 'active' }))
    .execute()
  await trx.updateTable('subscriptions').set({ created_by: null }).where((columns) => columns.and({ ...place })).execute() // prettier-ignore
  await trx
    .updateTable('deliveries')
    .set({ state: 'gone', reason, changed_at: at })
    .where('state', 'in', ['queued', 'sending'])
    .where((columns) => columns.and({ ...place }))
    .execute()
  await trx.deleteFrom('memos').where((columns) => columns.and({ ...place })).execute() // prettier-ignore
}

/** Of many chats those of which something is kept: a server has hundreds of channels, and few get something. */
async function keptChats(db: Kysely<Schema>, chats: readonly Chat[]): Promise<readonly Chat[]> {
  const kept = new Set<string>()
  for (const some of chunks(chats.map(({ chatId }) => chatId)))
    for (const table of ['subscriptions', 'chat_settings', 'memos'] as const)
      for (const row of await db.selectFrom(table).select('chat_id').distinct().where('chat_id', 'in', some).execute())
        kept.add(row.chat_id)
  return chats.filter(({ chatId }) => kept.has(chatId))
}

async function endedChats(db: Kysely<Schema>, chats: readonly Chat[]): Promise<readonly Chat[]> {
  const ended = new Set<string>()
  for (const some of chunks(chats.map(({ chatId }) => chatId)))
    for (const row of await db.selectFrom('ended_chats').select('chat_id').where('chat_id', 'in', some).execute())
      ended.add(row.chat_id)
  return chats.filter(({ chatId }) => ended.has(chatId))
}

/** The chat and the topics of which something is kept. */
async function placesOf(db: Kysely<Schema>, place: Partial<ChatColumns>): Promise<readonly ChatColumns[]> {
  const columns = ['platform', 'chat_id', 'thread_id'] as const
  return db
    .selectFrom('subscriptions')
    .select(columns)
    .where((each) => each.and({ ...place }))
    .union(
      db
        .selectFrom('chat_settings')
        .select(columns)
        .where((each) => each.and({ ...place })),
    )
    .execute()
}

async function keptOf(db: Kysely<Schema>, row: ChatColumns) {
  const { platform, chat_id, thread_id } = row
  const rows = await db
    .selectFrom('subscriptions')
    .select(['language', 'created_by'])
    .where((columns) => columns.and({ platform, chat_id, thread_id }))
    .where('status', '!=', 'paused')
    .orderBy('created_at')
    .execute()
  const persons = [...new Set(rows.flatMap(({ created_by: person }) => (person === null ? [] : [person])))]
  return { language: rows[0]?.language ?? ('en' as const), subscriptions: rows.length, persons }
}

interface Return {
  readonly isWhole: boolean
  readonly at: number
  readonly rules: SubscriptionRules
}

async function reviveChat(trx: Transaction<Schema>, chat: Chat, { isWhole, at, rules }: Return): Promise<number> {
  const ended = await trx
    .selectFrom('ended_chats')
    .selectAll()
    .where((columns) => columns.and({ ...placeOf(chat, isWhole) }))
    .execute()
  const thread = chat.threadId ?? ''
  let revived = 0
  for (const { platform, chat_id, thread_id, cause } of ended) {
    // The bot's return says nothing of a topic that was closed.
    if (cause === 'closed' && thread_id !== thread) continue
    const place = { platform, chat_id, thread_id }
    revived += await goOn(trx, place, { at, rules })
    await trx.deleteFrom('ended_chats').where((columns) => columns.and({ ...place })).execute() // prettier-ignore
  }
  return revived
}

async function goOn(
  trx: Transaction<Schema>,
  place: ChatColumns,
  { at, rules }: Omit<Return, 'isWhole'>,
): Promise<number> {
  const { subscriptionOf } = subscriptionRows(rules)
  const rows = await trx
    .selectFrom('subscriptions')
    .selectAll()
    .where((columns) => columns.and({ ...place, status: 'gone' }))
    .execute()
  for (const row of rows) {
    const { schedule } = subscriptionOf(row)
    await trx
      .updateTable('subscriptions')
      .set({
        status: 'active',
        reason: null,
        next_due_at: rules.nextDueAt(schedule, at),
        next_due_wall: null,
        // What happened while it was away is not told in one heap.
        covered_until: row.covered_until === null ? null : Math.max(row.covered_until, at - DAY),
      })
      .where('id', '=', row.id)
      .execute()
  }
  return rows.length
}

async function moveChat(trx: Transaction<Schema>, from: Chat, to: Chat): Promise<void> {
  const before = placeOf(from, true)
  const after = { platform: to.platform, chat_id: to.chatId }
  // What the chat has under its new id already is newer.
  for (const table of ['chat_settings', 'ended_chats'] as const) {
    const there = await trx.selectFrom(table).select('thread_id').where((columns) => columns.and(after)).execute() // prettier-ignore
    const taken = there.map((row) => row.thread_id)
    if (taken.length === 0) continue
    await trx.deleteFrom(table).where((columns) => columns.and({ ...before })).where('thread_id', 'in', taken).execute() // prettier-ignore
  }
  for (const table of OF_A_CHAT)
    await trx
      .updateTable(table)
      .set(after)
      .where((columns) => columns.and({ ...before }))
      .execute()
  await trx
    .updateTable('added_feeds')
    .set({ added_by: addedBy(after) })
    .where('added_by', '=', addedBy(before))
    .execute()
}
