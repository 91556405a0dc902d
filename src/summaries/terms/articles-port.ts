import type { Article } from '../../feeds/article.js'

/** The articles that a database keeps, in the order of the ids asked for; ids that nobody knows are left out. */
export interface Articles {
  articles(ids: readonly string[]): Promise<readonly Article[]>
  /** The newest articles of an outlet as they are now, oldest first: what they have in common is furniture. */
  latestOf(outletId: string, limit: number): Promise<readonly Pick<Article, 'id' | 'outletId' | 'title' | 'text'>[]>
  countBetween(from: number, to: number): Promise<{ articles: number; outletIds: readonly string[] }>
  /** What the archive holds: articles by outlet, newest publication. */
  extent(before?: number): Promise<{ articles: number; outletIds: readonly string[]; newestAt?: number }>
}
