import type { KeyedArticle } from '../../src/feeds/article-store.js'
import type { Article } from '../../src/feeds/article.js'
import type { StorySignature } from '../../src/summaries/terms/readings-port.js'
import type { SearchDocument } from '../../src/summaries/terms/search-port.js'
import type { Figure, Change, Finding, Reading } from '../../src/summaries/terms/shapes.js'

export const DAY = 86_400_000
export const noon = Date.parse('2025-06-17T12:00Z')

export function article(id: string, changes: Partial<Article> = {}): Article {
  return {
    id,
    feedId: 'steppe-daily-en',
    outletId: 'steppe-daily',
    url: `https://steppe-daily.example/${id}`,
    title: `Title of ${id}`,
    text: `Text of ${id}.`,
    language: 'en',
    publishedAt: noon,
    fetchedAt: noon + 60_000,
    revision: 1,
    comments: [],
    ...changes,
  }
}

export function keyed(id: string, changes: Partial<Article> = {}): KeyedArticle {
  const made = article(id, changes)
  return { article: made, keys: [`url:${made.url}`], contentHash: `${made.title}|${made.text}` }
}

export function figure(what: string, value: number, changes: Partial<Figure> = {}): Figure & { change: Change } {
  const base = { value, unit: 'USD', what, between: ['cn', 'kz'], kind: 'actual', quote: `$${value}` } as const
  return { ...base, ...changes, change: { kind: 'new' } }
}

export function finding(articleId: string, sectionId: string): Finding {
  const why = { cues: ['trade'], entities: ['kz'], figures: [] }
  return { articleId, sectionId, quote: 'Trade grew.', score: 2, why, entityIds: ['kz'], figures: [], stances: [] }
}

export interface SavedReading {
  readonly reading: Reading
  readonly story: StorySignature
  readonly document: SearchDocument
}

export function reading(
  articleId: string,
  parts: Partial<Reading> & { storyId?: string; publishedAt?: number; document?: Partial<SearchDocument> } = {},
): SavedReading {
  const { storyId = `story-of-${articleId}`, publishedAt = noon, document = {}, ...changes } = parts
  return {
    reading: {
      articleId,
      language: 'en',
      entityIds: ['kz'],
      conceptIds: [],
      findings: [],
      figures: [],
      stances: [],
      ...changes,
    },
    story: { articleId, storyId, publishedAt, features: { e_kz: 1.5 } },
    document: { articleId, title: [], body: [], marks: [], ...document },
  }
}
