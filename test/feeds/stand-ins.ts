import type { ArticleKey, ArticleStore, FeedState, KeyedArticle, KnownArticle } from '../../src/feeds/article-store.js'
import type { Feed } from '../../src/regions/region.js'

/** An ArticleStore in memory. */
export function memoryStore(): ArticleStore & { articles: Map<string, KeyedArticle>; states: Map<string, FeedState> } {
  const articles = new Map<string, KeyedArticle>()
  const byKey = new Map<ArticleKey, string>()
  const states = new Map<string, FeedState>()
  return {
    articles,
    states,
    feedStates: async () => [...states.values()],
    saveFeedState: async (state) => void states.set(state.feedId, state),
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
}

export function feedOf(id: string, extra: Partial<Feed> = {}): Feed {
  return { id, outletId: id, url: `https://${id}.example/rss`, status: 'default', everyMinutes: 30, ...extra }
}
