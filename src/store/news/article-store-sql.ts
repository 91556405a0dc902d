import type { Kysely } from 'kysely'
import type { ArticleStore, KeyedArticle, KnownArticle } from '../../feeds/article-store.js'
import type { Article } from '../../feeds/article.js'
import { feedList, type FeedList } from './feed-list.js'
import { feedStates } from './feed-states.js'
import { chunks, present } from '../base/rows.js'
import type { ArticleRow, Schema } from '../base/schema.js'
import type { Database } from '../base/database.js'
import { withoutWaitingForDisk } from '../base/database.js'

/** An article whose title, text, date or comments changed loses its reading and is unread again: nothing is cited from words that no longer stand. */
export function articleStore(database: Pick<Database, 'db'>): ArticleStore & FeedList {
  const { db } = database
  return {
    ...feedList(database),
    ...feedStates(database),

    async together(work) {
      if (db.isTransaction) return work(articleStore({ db }))
      return withoutWaitingForDisk(db, (trx) => work(articleStore({ db: trx })))
    },

    async knownArticles(keys) {
      const known = new Map<string, KnownArticle>()
      for (const some of chunks([...new Set(keys)])) {
        const rows = await db
          .selectFrom('article_keys')
          .innerJoin('articles', 'articles.number', 'article_keys.article')
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
      const save = async (trx: Kysely<Schema>) => {
        for (const some of chunks(articles, ROWS_AT_ONCE)) await saveSome(trx, some)
      }
      await (db.isTransaction ? save(db) : db.transaction().execute(save))
    },

    async addKeys(keys) {
      for (const some of chunks(keys)) {
        const ids = [...new Set(some.map(({ articleId }) => articleId))]
        const numbers = new Map((await storedOf(db, ids)).map(({ id, number }) => [id, number]))
        await saveKeys(db, some.flatMap(({ key, articleId }) => keyRow(key, numbers.get(articleId)))) // prettier-ignore
      }
    },
  }
}

/** Statements of one shape are prepared once; more rows make them larger, not quicker. */
const ROWS_AT_ONCE = 30

type Stored = Pick<ArticleRow, 'id' | 'title' | 'text' | 'comments' | 'published_at' | 'revision' | 'content_hash' | 'read_revision'> & { readonly number: number } // prettier-ignore

async function storedOf(db: Kysely<Schema>, ids: readonly string[]): Promise<readonly Stored[]> {
  return db
    .selectFrom('articles')
    .select(['number', 'id', 'title', 'text', 'comments', 'published_at', 'revision', 'content_hash', 'read_revision'])
    .where('id', 'in', ids)
    .execute()
}

async function saveSome(trx: Kysely<Schema>, articles: readonly KeyedArticle[]): Promise<void> {
  const stored = new Map((await storedOf(trx, [...new Set(articles.map(({ article }) => article.id))])).map((row) => [row.id, row])) // prettier-ignore
  const fresh = new Map<string, KeyedArticle>()
  const known: KeyedArticle[] = []
  for (const keyed of articles) {
    const { id } = keyed.article
    if (stored.has(id) || fresh.has(id)) known.push(keyed)
    else fresh.set(id, keyed)
  }
  const numbers = new Map([...stored].map(([id, { number }]) => [id, number]))
  if (fresh.size > 0) {
    const rows = [...fresh.values()].map(({ article, contentHash }) => articleRow(article, contentHash))
    const made = await trx.insertInto('articles').values(rows).returning(['id', 'number']).execute()
    for (const { id, number } of made) numbers.set(id, number)
  }
  for (const keyed of known) {
    const [before] = await storedOf(trx, [keyed.article.id])
    if (before !== undefined) await reviseArticle(trx, keyed, before)
  }
  await saveKeys(trx, articles.flatMap(({ article, keys }) => keys.flatMap((key) => keyRow(key, numbers.get(article.id))))) // prettier-ignore
}

type KeyRow = Schema['article_keys']

const keyRow = (key: string, article: number | undefined): KeyRow[] => (article === undefined ? [] : [{ key, article }])

async function saveKeys(db: Kysely<Schema>, rows: readonly KeyRow[]): Promise<void> {
  for (const some of chunks(rows, 5 * ROWS_AT_ONCE)) {
    await db
      .insertInto('article_keys')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

async function reviseArticle(
  trx: Kysely<Schema>,
  { article, contentHash }: KeyedArticle,
  stored: Stored,
): Promise<void> {
  const fresh = articleRow(article, contentHash)
  // Comments may come by another way than the article; a correction takes none of them away.
  const row = article.comments.length === 0 ? { ...fresh, comments: stored.comments } : fresh
  const isCorrected = stored.content_hash !== contentHash
  const isUnread = isCorrected || stored.comments !== row.comments || stored.published_at !== row.published_at
  const revision = Math.max(article.revision, stored.revision + (isCorrected ? 1 : 0))
  if (isCorrected) await keepRevision(trx, article, stored)
  if (isUnread) await forgetReading(trx, article.id)
  await trx
    .updateTable('articles')
    .set({
      ...row,
      revision,
      read_revision: isUnread ? 0 : stored.read_revision <= 0 ? stored.read_revision : revision,
    })
    .where('id', '=', article.id)
    .execute()
}

async function keepRevision(
  trx: Kysely<Schema>,
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
export async function forgetReading(trx: Kysely<Schema>, articleId: string): Promise<void> {
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
