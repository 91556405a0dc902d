import type { Kysely } from 'kysely'
import {
  createArticles,
  addUndated,
  orderRereading,
  createFeeds,
  addRhythm,
  addAddedBy,
  createHealth,
  indexOutlets,
  addMoves,
  createFeedLogins,
  numberKeys,
} from './tables/article-tables.js'
import {
  createReadings,
  createStoryCorrections,
  createPassages,
  weighArticles,
  weighFindings,
  createEmbeddings,
  addBeginnings,
} from './tables/reading-tables.js'
import {
  createChats,
  createMemos,
  widenSubscriptions,
  createEndedChats,
  indexSubscribers,
  createReactions,
  dropReactions,
  createStoryThreads,
  createPlatformStates,
} from './tables/chat-tables.js'
import { addRefusals, countDoubts, createOutbox } from './tables/outbox-tables.js'
import type { Schema } from './base/schema.js'
import { createSearch, createSearchWords, createSearchBlocks } from './tables/search-tables.js'

interface Migration {
  readonly name: string
  up(db: Kysely<Schema>): Promise<void>
}

/** In order of use. A new one is added at the end; one that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '001-articles', up: createArticles },
  { name: '002-feeds', up: createFeeds },
  { name: '003-readings', up: createReadings },
  { name: '004-search', up: createSearch },
  { name: '005-chats', up: createChats },
  { name: '006-health', up: createHealth },
  { name: '007-undated', up: addUndated },
  { name: '008-feed-rhythm', up: addRhythm },
  { name: '009-story-corrections', up: createStoryCorrections },
  { name: '010-memos', up: createMemos },
  { name: '011-subscriptions', up: widenSubscriptions },
  { name: '012-added-by', up: addAddedBy },
  { name: '013-platform-states', up: createPlatformStates },
  { name: '014-passages', up: createPassages },
  { name: '015-outbox', up: createOutbox },
  { name: '016-news', up: weighFindings },
  { name: '017-story-threads', up: createStoryThreads },
  { name: '018-ended-chats', up: createEndedChats },
  { name: '019-keys-by-number', up: numberKeys },
  { name: '020-moved-feeds', up: addMoves },
  { name: '021-search-words', up: createSearchWords },
  { name: '022-tries-in-doubt', up: countDoubts },
  { name: '023-reactions', up: createReactions },
  { name: '024-embeddings', up: createEmbeddings },
  { name: '025-search-blocks', up: createSearchBlocks },
  { name: '026-subscribers', up: indexSubscribers },
  { name: '027-reading-again', up: orderRereading },
  { name: '028-outlets', up: indexOutlets },
  { name: '029-no-reactions', up: dropReactions },
  { name: '030-weights', up: weighArticles },
  { name: '031-told', up: addBeginnings },
  { name: '040-feed-logins', up: createFeedLogins },
  { name: '045-refusals', up: addRefusals },
]

/** Runs what was not run before, each in a transaction. Safe beside another process that does the same. */
export async function migrate(db: Kysely<Schema>, now: () => number): Promise<void> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (name) => name.primaryKey())
    .addColumn('applied_at', 'bigint', (at) => at.notNull())
    .execute()
  const applied = new Set(await appliedMigrations(db))
  for (const migration of MIGRATIONS.filter(({ name }) => !applied.has(name))) {
    await db.transaction().execute(async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('migrations')
        .values({ name: migration.name, applied_at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 1n) await migration.up(trx)
    })
  }
}

/** Names of the migrations that the database has, in order. */
export async function appliedMigrations(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db.selectFrom('migrations').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}
