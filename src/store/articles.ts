import type { Transaction } from 'kysely'
import type { ArticleStore, FeedState, KeyedArticle, KnownArticle } from '../feeds/article-store.js'
import type { FeedHistory } from '../feeds/health.js'
import type { Article } from '../feeds/article.js'
import type { Rhythm } from '../feeds/next-poll.js'
import type { FeedPace } from '../feeds/pace.js'
import { feedList, type FeedList } from './feed-list.js'
import type { Database } from './open-database.js'
import { chunks, present } from './rows.js'
import type { ArticleRow, FeedStateRow, Schema } from './schema.js'

/** An article whose title, text, date or comments changed loses its reading and is unread again: nothing is cited from words that no longer stand. */
export function articleStore(database: Database): ArticleStore & FeedList {
  const { db } = database
  return {
    ...feedList(database),

    async feedStates() {
      const rows = await db.selectFrom('feed_states').selectAll().orderBy('feed_id').execute()
      return rows.map(feedStateOf)
    },

    async saveFeedState(state) {
      const { feed_id, ...rest } = feedStateRow(state)
      await db
        .insertInto('feed_states')
        .values({ feed_id, ...rest })
        .onConflict((conflict) => conflict.column('feed_id').doUpdateSet(rest))
        .execute()
    },

    async knownArticles(keys) {
      const known = new Map<string, KnownArticle>()
      for (const some of chunks([...new Set(keys)])) {
        const rows = await db
          .selectFrom('article_keys')
          .innerJoin('articles', 'articles.id', 'article_keys.article_id')
          .select(['key', 'id', 'revision', 'content_hash', 'published_at', 'feed_id', 'title', 'url'])
          .where('key', 'in', some)
          .execute()
        for (const { key, id, revision, content_hash, published_at, feed_id, title, url } of rows) {
          const contentHash = content_hash
          known.set(key, { id, revision, contentHash, publishedAt: published_at, feedId: feed_id, title, url })
        }
      }
      return known
    },

    async saveArticles(articles) {
      if (articles.length === 0) return
      await db.transaction().execute(async (trx) => {
        for (const keyed of articles) await saveArticle(trx, keyed)
      })
    },

    async addKeys(keys) {
      for (const some of chunks(keys)) {
        await db
          .insertInto('article_keys')
          .values(some.map(({ key, articleId }) => ({ key, article_id: articleId })))
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
    },
  }
}

async function saveArticle(trx: Transaction<Schema>, { article, keys, contentHash }: KeyedArticle): Promise<void> {
  const stored = await trx
    .selectFrom('articles')
    .select(['title', 'text', 'comments', 'published_at', 'revision', 'content_hash', 'read_revision'])
    .where('id', '=', article.id)
    .executeTakeFirst()
  const fresh = articleRow(article, contentHash)
  // Comments may come by another way than the article; a correction takes none of them away.
  const row = article.comments.length === 0 && stored !== undefined ? { ...fresh, comments: stored.comments } : fresh
  if (stored === undefined) {
    await trx.insertInto('articles').values(row).execute()
  } else {
    const isCorrected = stored.content_hash !== contentHash
    const isUnread = isCorrected || stored.comments !== row.comments || stored.published_at !== row.published_at
    const revision = Math.max(article.revision, stored.revision + (isCorrected ? 1 : 0))
    if (isCorrected) await keepRevision(trx, article, stored)
    if (isUnread) await forgetReading(trx, article.id)
    await trx
      .updateTable('articles')
      .set({ ...row, revision, read_revision: isUnread || stored.read_revision === 0 ? 0 : revision })
      .where('id', '=', article.id)
      .execute()
  }
  if (keys.length === 0) return
  await trx
    .insertInto('article_keys')
    .values([...new Set(keys)].map((key) => ({ key, article_id: article.id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function keepRevision(
  trx: Transaction<Schema>,
  article: Article,
  old: Pick<ArticleRow, 'title' | 'text' | 'revision' | 'content_hash'>,
): Promise<void> {
  const { title, text, revision, content_hash } = old
  await trx
    .insertInto('article_revisions')
    .values({ article_id: article.id, revision, title, text, content_hash, replaced_at: article.fetchedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** An article's reading goes: it is to be read anew. */
export async function forgetReading(trx: Transaction<Schema>, articleId: string): Promise<void> {
  await trx.deleteFrom('passages').where('article_id', '=', articleId).execute()
  await trx.deleteFrom('readings').where('article_id', '=', articleId).execute()
  await trx.deleteFrom('findings').where('article_id', '=', articleId).execute()
  await trx.deleteFrom('figures').where('article_id', '=', articleId).execute()
}

function articleRow(article: Article, contentHash: string): Omit<ArticleRow, 'number'> {
  return {
    id: article.id,
    feed_id: article.feedId,
    outlet_id: article.outletId,
    url: article.url,
    title: article.title,
    text: article.text,
    language: article.language,
    author: article.author ?? null,
    published_at: article.publishedAt,
    is_undated: article.isUndated === true ? 1 : 0,
    updated_at: article.updatedAt ?? null,
    fetched_at: article.fetchedAt,
    revision: article.revision,
    comments: JSON.stringify(article.comments),
    content_hash: contentHash,
    read_revision: 0,
  }
}

/** An article from its row: null columns become absent properties. */
export function articleOf(row: Omit<ArticleRow, 'number'>): Article {
  return {
    id: row.id,
    feedId: row.feed_id,
    outletId: row.outlet_id,
    url: row.url,
    title: row.title,
    text: row.text,
    language: row.language,
    ...present('author', row.author),
    publishedAt: row.published_at,
    ...(row.is_undated === 1 ? { isUndated: true } : {}),
    ...present('updatedAt', row.updated_at),
    fetchedAt: row.fetched_at,
    revision: row.revision,
    comments: JSON.parse(row.comments) as readonly string[],
  }
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
    history: state.history === undefined ? null : JSON.stringify(state.history),
    rhythm: state.rhythm === undefined ? null : JSON.stringify(state.rhythm),
    pace: state.pace === undefined ? null : JSON.stringify(state.pace),
    shown: state.shown ?? null,
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
    ...(row.history === null ? {} : { history: JSON.parse(row.history) as FeedHistory }),
    ...(row.rhythm === null ? {} : { rhythm: JSON.parse(row.rhythm) as Rhythm }),
    ...(row.pace === null ? {} : { pace: JSON.parse(row.pace) as FeedPace }),
    ...present('shown', row.shown),
  }
}
