import type { Database } from './base/database.js'

/** What stands in the database and waits. */
export interface Condition {
  readonly articles: number
  /** Articles that are still to be held against the template. */
  readonly unread: number
  /** Messages that are due or on their way. */
  readonly waiting: number
  /** Since when the longest waiting of them is due, epoch ms. */
  readonly oldestDueAt?: number
}

/** Throws what the database throws. */
export async function conditionOf({ db }: Pick<Database, 'db'>, now: number): Promise<Condition> {
  const count = async (isUnread: boolean) => {
    const { rows } = await db
      .selectFrom('articles')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .$if(isUnread, (query) => query.whereRef('read_revision', '<', 'revision'))
      .executeTakeFirstOrThrow()
    return rows
  }
  const queue = await db
    .selectFrom('deliveries')
    .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.min('not_before_at').as('oldest')])
    .where('state', 'in', ['queued', 'sending'])
    .where('not_before_at', '<=', now)
    .executeTakeFirstOrThrow()
  return {
    articles: await count(false),
    unread: await count(true),
    waiting: queue.rows,
    ...(queue.rows > 0 && { oldestDueAt: queue.oldest }),
  }
}
