import type { ArticleKey, ArticleStore, FeedState, KeyedArticle, KnownArticle } from '../../src/feeds/article-store.js'
import { articlesOf } from '../../src/feeds/normalise.js'
import type { Parser } from '../../src/feeds/parse-pool.js'
import type { Feed } from '../../src/regions/region.js'

/** An ArticleStore in memory. */
export function memoryStore(): ArticleStore & { articles: Map<string, KeyedArticle>; states: Map<string, FeedState> } {
  const articles = new Map<string, KeyedArticle>()
  const byKey = new Map<ArticleKey, string>()
  const states = new Map<string, FeedState>()
  const store: ReturnType<typeof memoryStore> = {
    articles,
    states,
    feedStates: async () => [...states.values()],
    together: async (work) => work(store),
    saveFeedStates: async (saved) => {
      for (const state of saved) states.set(state.feedId, state)
    },
    knownArticles: async (keys) => {
      const known = new Map<ArticleKey, KnownArticle>()
      for (const key of keys) {
        const kept = articles.get(byKey.get(key) ?? '')
        if (kept === undefined) continue
        const { id, revision, publishedAt, feedId, title, url } = kept.article
        known.set(key, { id, revision, publishedAt, feedId, title, url, contentHash: kept.contentHash })
      }
      return known
    },
    addKeys: async (keys) => {
      for (const { key, articleId } of keys) if (!byKey.has(key)) byKey.set(key, articleId)
    },
    saveArticles: async (saved) => {
      for (const keyed of saved) {
        articles.set(keyed.article.id, keyed)
        for (const key of keyed.keys) if (!byKey.has(key)) byKey.set(key, keyed.article.id)
      }
    },
  }
  return store
}

/** Reads documents in this thread, as the parser does in its own; English whatever they are in. */
export function readWith(parse: Parser['parse']): Parser['read'] {
  return async ({ bytes, contentType, url }, source) =>
    articlesOf(await parse(bytes, contentType, url), { ...source, detectLanguage: () => 'en' })
}

export function feedOf(id: string, extra: Partial<Feed> = {}): Feed {
  return { id, outletId: id, url: `https://${id}.example/rss`, status: 'default', everyMinutes: 30, ...extra }
}
