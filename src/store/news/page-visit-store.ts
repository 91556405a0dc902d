import { sql, type Transaction } from 'kysely'
import type { CommentsStore } from '../../feeds/pages/comments-feed.js'
import type { FullTextStore } from '../../feeds/pages/full-text.js'
import { forgetReading } from './article-store-sql.js'
import { chunks } from '../base/rows.js'
import type { Schema } from '../base/schema.js'
import type { Database } from '../base/database.js'

const MOST_COMMENTS = 200

/** What was visited beside the feeds: pages of thin articles, feeds of readers' comments. Throws what the database throws. */
export function visitStore(database: Database): FullTextStore & CommentsStore {
  return { ...pageStore(database), ...commentsStore(database) }
}

function pageStore({ db }: Database): FullTextStore {
  return {
    async shortArticles(outletIds, { since, shorterThan, limit }) {
      if (outletIds.length === 0) return []
      return db
        .selectFrom('articles')
        .leftJoin('page_visits', (join) =>
          join
            .onRef('page_visits.article_id', '=', 'articles.id')
            .onRef('page_visits.revision', '=', 'articles.revision'),
        )
        .select(['articles.id', 'articles.revision', 'articles.url', 'articles.text'])
        .where('articles.outlet_id', 'in', outletIds)
        .where('articles.fetched_at', '>=', since)
        .where('page_visits.article_id', 'is', null)
        .where(sql<number>`length(articles.text)`, '<', shorterThan)
        .orderBy('articles.number', 'desc')
        .limit(limit)
        .execute()
    },

    async saveVisit({ id, revision }, at) {
      await db
        .insertInto('page_visits')
        .values({ article_id: id, revision, visited_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async saveFullText({ id, revision }, text, publishedAt) {
      await db.transaction().execute(async (trx) => {
        // Corrected meanwhile: the page is visited again for the new revision.
        const { numUpdatedRows } = await trx
          .updateTable('articles')
          .set({ text, read_revision: 0 })
          .where('id', '=', id)
          .where('revision', '=', revision)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n && publishedAt !== undefined)
          await trx
            .updateTable('articles')
            .set({ published_at: publishedAt, is_undated: 0 })
            .where('id', '=', id)
            .where('is_undated', '=', 1)
            .execute()
        if (numUpdatedRows > 0n) await forgetReading(trx, id)
      })
    },
  }
}

function commentsStore({ db }: Database): CommentsStore {
  return {
    async noteComments(notes) {
      if (notes.length === 0) return
      await db.transaction().execute(async (trx) => {
        const ids = await articleIds(trx, [...new Set(notes.flatMap(({ keys }) => keys))])
        for (const { keys, url, count = null, publishedAt } of notes) {
          const articleId = keys.map((key) => ids.get(key)).find((id) => id !== undefined)
          if (articleId === undefined) continue
          await trx
            .insertInto('comment_feeds')
            .values({ article_id: articleId, url, count, read_count: 0, read_at: null, published_at: publishedAt })
            .onConflict((conflict) => conflict.column('article_id').doUpdateSet({ url, count }))
            .execute()
        }
      })
    },

    async dueComments(since, readBefore, most) {
      const rows = await db
        .selectFrom('comment_feeds')
        .select(['article_id', 'url'])
        .where('published_at', '>=', since)
        .where((columns) =>
          columns.or([
            columns('count', '>', columns.ref('read_count')),
            columns.and([
              columns('count', 'is', null),
              columns.or([columns('read_at', 'is', null), columns('read_at', '<', readBefore)]),
            ]),
          ]),
        )
        .orderBy('published_at', 'desc')
        .limit(most)
        .execute()
      return rows.map(({ article_id: articleId, url }) => ({ articleId, url }))
    },

    async saveCommentsRead(articleId, at) {
      await db
        .updateTable('comment_feeds')
        .set((columns) => ({ read_at: at, read_count: columns.fn.coalesce('count', columns.val(0)) }))
        .where('article_id', '=', articleId)
        .execute()
    },

    async saveComments(articleId, comments) {
      await db.transaction().execute(async (trx) => {
        const row = await trx.selectFrom('articles').select('comments').where('id', '=', articleId).executeTakeFirst()
        if (row === undefined) return
        const all = [...new Set([...(JSON.parse(row.comments) as string[]), ...comments])].slice(0, MOST_COMMENTS)
        const written = JSON.stringify(all)
        if (written === row.comments) return
        await trx
          .updateTable('articles')
          .set({ comments: written, read_revision: 0 })
          .where('id', '=', articleId)
          .execute()
        await forgetReading(trx, articleId)
      })
    },
  }
}

async function articleIds(trx: Transaction<Schema>, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const some of chunks(keys)) {
    const rows = await trx
      .selectFrom('article_keys')
      .innerJoin('articles', 'number', 'article')
      .select(['key', 'id'])
      .where('key', 'in', some)
      .execute()
    for (const { key, id } of rows) ids.set(key, id)
  }
  return ids
}
