import type { Article } from '../../feeds/article.js'
import { hasKeywords, parseKeywords } from '../../text/patterns/keywords.js'
import { matchPatterns } from '../../text/patterns/patterns.js'
import { tokenize } from '../../text/words/words.js'
import type { Reader } from '../terms/reader.js'
import type { Finding } from '../terms/shapes.js'

/** What a reader wants to hear of. Absent or empty parts leave nothing out; within a list one is enough, and every part must hold. */
export interface NewsFilter {
  readonly sectionIds?: readonly string[]
  /** Countries and others: one of them, or what belongs to it (its capital, its leaders), in the title, the quote or its figures. */
  readonly entityIds?: readonly string[]
  /** A figure of one of these in the quote. */
  readonly measures?: readonly string[]
  readonly mutedOutletIds?: readonly string[]
  /** Words in the title or the text: `word`, `+must`, `!not`, `stem*` and `"words side by side"`; see keywords.ts. */
  readonly keywords?: string
  /** Stories told by fewer are left out. */
  readonly minVoices?: number
}

/** A filter made ready: parsed once, asked of many articles. */
export interface NewsMatcher {
  /** Outlet and keywords. */
  takesArticle(article: Article): boolean
  /** Section, entities and measures; of an article that is taken. */
  takesFinding(finding: Finding, article: Article): boolean
  /** How many voices tell the story. */
  takesStory(story: { readonly voices: number }): boolean
}

/** Makes a filter ready. Ids that the pack does not know match nothing; keywords of any shape are read as far as they make sense. */
export function newsMatcher(filter: NewsFilter, reader: Reader): NewsMatcher {
  const { minVoices = 0 } = filter
  const keywords = parseKeywords(filter.keywords ?? '')
  const muted = new Set(filter.mutedOutletIds)
  const sections = wantedOf(filter.sectionIds)
  const measures = wantedOf(filter.measures)
  const entities = wantedOf(filter.entityIds && withBelongings(filter.entityIds, reader))
  return {
    takesArticle: (article) =>
      !muted.has(article.outletId) && hasKeywords(keywords, `${article.title}\n${article.text}`, article.language),
    takesFinding: (finding, article) =>
      sections.has(finding.sectionId) &&
      (measures.isAny || finding.figures.some(({ what }) => measures.has(what))) &&
      (entities.isAny || namedIn(finding, article, reader).some((id) => entities.has(id))),
    takesStory: ({ voices }) => voices >= minVoices,
  }
}

interface Wanted {
  readonly isAny: boolean
  has(id: string): boolean
}

function wantedOf(ids: readonly string[] | undefined): Wanted {
  const wanted = new Set(ids)
  return { isAny: wanted.size === 0, has: (id) => wanted.size === 0 || wanted.has(id) }
}

function withBelongings(ids: readonly string[], { region }: Reader): string[] {
  const owners = new Set(ids)
  return [...ids, ...region.entities.flatMap(({ id, of }) => (of !== undefined && owners.has(of) ? [id] : []))]
}

function namedIn(finding: Finding, { title, language }: Article, reader: Reader): string[] {
  const inTitle = matchPatterns(reader.entities, tokenize(title), language, { text: title }).map(({ key }) => key)
  return [...finding.entityIds, ...finding.figures.flatMap(({ between }) => between), ...inTitle]
}
