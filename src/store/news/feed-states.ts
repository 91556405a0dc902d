import { CompiledQuery } from 'kysely'
import type { ArticleStore, FeedState } from '../../feeds/article-store.js'
import type { Move } from '../../feeds/moved.js'
import type { Rhythm } from '../../feeds/next-poll.js'
import { chunks, present } from '../base/rows.js'
import type { FeedStateRow } from '../base/schema.js'
import type { Database } from '../base/database.js'

/** What became of each feed. Throws what the database throws. */
export function feedStates({ db }: Pick<Database, 'db'>): Pick<ArticleStore, 'feedStates' | 'saveFeedStates'> {
  return {
    async feedStates() {
      const rows = await db.selectFrom('feed_states').selectAll().orderBy('feed_id').execute()
      return rows.map(feedStateOf)
    },

    async saveFeedStates(states) {
      for (const some of chunks(states, STATES_AT_ONCE)) {
        const rows = some.map(feedStateRow)
        await db.executeQuery(CompiledQuery.raw(upsertOf(db, rows), rows.flatMap(Object.values)))
      }
    },
  }
}

const STATES_AT_ONCE = 50

/** The statement that saves so many rows, by their number: building one takes longer than running it. */
const upserts = new Map<number, string>()

/** Binds the columns of each row in the order of feedStateRow. */
function upsertOf(db: Database['db'], rows: readonly FeedStateRow[]): string {
  const known = upserts.get(rows.length)
  if (known !== undefined) return known
  const { sql } = db
    .insertInto('feed_states')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('feed_id').doUpdateSet((row) => ({
        etag: row.ref('excluded.etag'),
        last_modified: row.ref('excluded.last_modified'),
        last_fetched_at: row.ref('excluded.last_fetched_at'),
        last_ok_at: row.ref('excluded.last_ok_at'),
        last_new_at: row.ref('excluded.last_new_at'),
        next_due_at: row.ref('excluded.next_due_at'),
        verdict: row.ref('excluded.verdict'),
        detail: row.ref('excluded.detail'),
        failures: row.ref('excluded.failures'),
        history: row.ref('excluded.history'),
        rhythm: row.ref('excluded.rhythm'),
        pace: row.ref('excluded.pace'),
        shown: row.ref('excluded.shown'),
        moved: row.ref('excluded.moved'),
      })),
    )
    .compile()
  upserts.set(rows.length, sql)
  return sql
}

function feedStateRow(state: FeedState): FeedStateRow {
  return {
    feed_id: state.feedId,
    etag: state.etag ?? null,
    last_modified: state.lastModified ?? null,
    last_fetched_at: state.lastFetchedAt ?? null,
    last_ok_at: state.lastOkAt ?? null,
    last_new_at: state.lastNewAt ?? null,
    next_due_at: state.nextDueAt,
    verdict: state.verdict,
    detail: state.detail ?? null,
    failures: state.failures,
    history: textOf(state.history),
    rhythm: textOf(state.rhythm),
    pace: textOf(state.pace),
    shown: state.shown ?? null,
    moved: textOf(state.moved),
  }
}

function feedStateOf(row: FeedStateRow): FeedState {
  return {
    feedId: row.feed_id,
    ...present('etag', row.etag),
    ...present('lastModified', row.last_modified),
    ...present('lastFetchedAt', row.last_fetched_at),
    ...present('lastOkAt', row.last_ok_at),
    ...present('lastNewAt', row.last_new_at),
    nextDueAt: row.next_due_at,
    verdict: row.verdict,
    ...present('detail', row.detail),
    failures: row.failures,
    ...(row.history === null ? {} : { history: parsed(row.history) }),
    ...(row.rhythm === null ? {} : { rhythm: parsed(row.rhythm) as Rhythm }),
    ...(row.pace === null ? {} : { pace: parsed(row.pace) }),
    ...present('shown', row.shown),
    ...(row.moved === null ? {} : { moved: parsed(row.moved) as Move }),
  }
}

/** The text that each object was read from: what did not change is saved as it came. */
const texts = new WeakMap<object, string>()

function parsed(text: string): object {
  const value = JSON.parse(text) as object
  texts.set(value, text)
  return value
}

function textOf(value: object | undefined): string | null {
  return value === undefined ? null : (texts.get(value) ?? JSON.stringify(value))
}
