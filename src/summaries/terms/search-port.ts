import type { DetectedLanguage } from '../../text/types.js'
import type { Vector } from './vector.js'

/** A term of a search with its weight: a folded stem, a Chinese word, `e_ENTITY`, `c_CONCEPT` or `s_SECTION`. */
export interface SearchTerm {
  readonly term: string
  readonly weight: number
  /** Terms of one group are one thing said differently ("war", `w_war`): of them the best counts. Absent: a thing of its own. */
  readonly group?: number
}

export interface SearchHit {
  readonly articleId: string
  /** Higher is better; only comparable within one search. */
  readonly score: number
  readonly publishedAt: number
  readonly language: DetectedLanguage
  /** How many words its title and text have. */
  readonly words: number
  /** Where each term of the search stands, by the terms' order; a hole for one that it does not have. */
  readonly places: readonly (TermPlaces | undefined)[]
}

/** Where a term stands in one article. */
export interface TermPlaces {
  /** How often in the title. */
  readonly title: number
  readonly marks: number
  /** Its first places in the text, counted in words. */
  readonly body: readonly number[]
  /** How often in the text. */
  readonly times: number
}

export interface Frequencies {
  readonly total: number
  readonly averageWords: number
  readonly of: ReadonlyMap<string, number>
}

/** The words of an article as search sees them: folded, stemmed, segmented (see words in text/). */
export interface SearchDocument {
  readonly articleId: string
  readonly title: readonly string[]
  readonly body: readonly string[]
  /** `e_ENTITY`, `c_CONCEPT`, `s_SECTION`: what crosses languages. */
  readonly marks: readonly string[]
  /** Those of the marks that the title has. */
  readonly titleMarks?: readonly string[]
}

/** What finds articles by their words and by an optional model. It learns an article with its reading (see Readings). `before`: articles published later are not seen. */
export interface SearchIndex {
  search(terms: readonly SearchTerm[], options: { limit: number; before?: number }): Promise<readonly SearchHit[]>
  /** Ids of the articles that an optional model finds nearest to a question, nearest first; none where it has embedded none. */
  nearest(question: Vector, options: { limit: number; before?: number }): Promise<readonly string[]>
  /** How much each of `among` says of what the articles of `best` have in common: higher is more, only comparable within one call and one language. */
  likeness(best: readonly string[], among: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** In how many articles each term stands, how many there are, and how many words they have in the mean. */
  documentFrequencies(terms: readonly string[]): Promise<Frequencies>
  /** Brings what search keeps of common words up to date, in pieces of a few milliseconds. `shouldStop` ends it between two; the rest is done the next time. */
  tendSearch(shouldStop?: () => boolean): Promise<void>
}
