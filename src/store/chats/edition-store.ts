import type { Kysely, Transaction } from 'kysely'
import type { DeliveryStore, Enqueued, ToldItem } from '../../bots/contract/chats.js'
import { chunks } from '../base/rows.js'
import type { Schema } from '../base/schema.js'
import type { Database } from '../base/database.js'

type ToldPart = Pick<DeliveryStore, 'told' | 'revisedQuotes' | 'sentSince'>

/** What did not reach anybody was not told. */
const UNTOLD = ['gone', 'skipped'] as const

export function toldOf({ db }: Database): ToldPart {
  return {
    async told(subscriptionIds, since) {
      const bySubscription: Record<string, string[]> = {}
      for (const some of chunks(subscriptionIds)) {
        const rows = await editionsOf(db, some, since).select(['subscription_id', 'edition_id']).distinct().execute()
        for (const row of rows) {
          if (row.edition_id !== null) (bySubscription[row.subscription_id] ??= []).push(row.edition_id)
        }
      }
      const editions: Record<string, { storyId: string; facts: readonly string[] }[]> = {}
      for (const some of chunks([...new Set(Object.values(bySubscription).flat())])) {
        const rows = await db
          .selectFrom('edition_items')
          .select(['edition_id', 'story_id', 'facts'])
          .distinct()
          .where('edition_id', 'in', some)
          .execute()
        for (const { edition_id, story_id, facts } of rows)
          (editions[edition_id] ??= []).push({ storyId: story_id, facts: JSON.parse(facts) as string[] })
      }
      return { bySubscription, editions }
    },

    async revisedQuotes(subscriptionIds, since) {
      const found = []
      for (const some of chunks(subscriptionIds)) {
        const rows = await editionsOf(db, some, since)
          .innerJoin('edition_items as item', 'item.edition_id', 'deliveries.edition_id')
          .innerJoin('cited_quotes as cited', 'cited.id', 'item.quote_id')
          .innerJoin('article_revisions as old', 'old.article_id', 'cited.article_id')
          .whereRef('old.replaced_at', '>', 'item.told_at')
          .select(['deliveries.subscription_id', 'item.story_id', 'cited.article_id', 'cited.quote', 'item.told_at'])
          .distinct()
          .orderBy('item.told_at')
          .orderBy('item.quote_id')
          .execute()
        found.push(...rows)
      }
      return found.map((row) => ({
        subscriptionId: row.subscription_id,
        storyId: row.story_id,
        articleId: row.article_id,
        quote: row.quote,
        toldAt: row.told_at,
      }))
    },

    async sentSince(subscriptionId, kind, since) {
      const { count } = await db
        .selectFrom('deliveries')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('subscription_id', '=', subscriptionId)
        .where('occurrence_at', '>=', since)
        .where('kind', '=', kind)
        .where('part', '=', 1)
        .where('state', 'not in', UNTOLD)
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

function editionsOf(db: Kysely<Schema>, subscriptionIds: readonly string[], since: number) {
  return db
    .selectFrom('deliveries')
    .where('deliveries.subscription_id', 'in', subscriptionIds)
    .where('deliveries.occurrence_at', '>=', since)
    .where('deliveries.edition_id', 'is not', null)
    .where('deliveries.state', 'not in', UNTOLD)
}

/** Keeps what an edition tells, once. */
export async function saveEdition(
  trx: Transaction<Schema>,
  { id, told }: NonNullable<Enqueued['edition']>,
  at: number,
): Promise<void> {
  const known = await trx
    .selectFrom('edition_items')
    .select('edition_id')
    .where('edition_id', '=', id)
    .limit(1)
    .execute()
  if (known.length > 0) return
  const rows = []
  for (const item of told) {
    const common = { edition_id: id, story_id: item.storyId, facts: JSON.stringify(item.facts), told_at: at }
    const quoteIds = await quoteIdsOf(trx, item)
    rows.push(...(quoteIds.length === 0 ? [null] : quoteIds).map((quote_id) => ({ ...common, quote_id })))
  }
  for (const some of chunks(rows, 100)) await trx.insertInto('edition_items').values(some).execute()
}

async function quoteIdsOf(trx: Transaction<Schema>, { quotes }: ToldItem): Promise<readonly number[]> {
  const ids: number[] = []
  for (const { articleId, quote } of quotes) {
    const values = { article_id: articleId, quote }
    await trx
      .insertInto('cited_quotes')
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const { id } = await trx
      .selectFrom('cited_quotes')
      .select('id')
      .where('article_id', '=', articleId)
      .where('quote', '=', quote)
      .executeTakeFirstOrThrow()
    ids.push(id)
  }
  return ids
}
