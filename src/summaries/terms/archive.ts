import type { Article } from '../../feeds/article.js'
import type { DetectedLanguage } from '../../text/types.js'
import type { Reading, Story, Figure, Change } from './shapes.js'
import type { Passage } from './passage.js'
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

export interface Frequencies {
  readonly total: number
  readonly averageWords: number
  readonly of: ReadonlyMap<string, number>
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

/** What grouping needs to remember of an article to join later ones to its story. */
export interface StorySignature {
  readonly articleId: string
  readonly storyId: string
  readonly publishedAt: number
  readonly features: Readonly<Record<string, number>>
}

/** A figure or event that the archive itself has taught. */
export interface LearnedFact {
  readonly id: string
  readonly what: string
  readonly between: readonly string[]
  readonly value: number
  readonly unit: Figure['unit']
  readonly period?: string
  readonly says: string
  readonly articleIds: readonly string[]
  /** `withdrawn`: its articles were corrected, and fewer than two voices say it now. */
  readonly status: 'proposed' | 'accepted' | 'rejected' | 'withdrawn'
  readonly asOf: number
}

export interface StoredFigure extends Figure {
  readonly articleId: string
  readonly publishedAt: number
  readonly change: Change
}

/** A finding as far as choosing stories needs it, before any article is looked at. */
export interface NewsRow {
  readonly articleId: string
  readonly storyId: string
  readonly outletId: string
  readonly publishedAt: number
  readonly sectionId: string
  readonly score: number
  /** What is most telling in it: a figure that changed what was known, a side that changed, a figure at all. */
  readonly change?: 'figure-changed' | 'side-changed' | 'figure'
}

/** What reading, digests and answers need of a database. `before`: articles published later are not seen. */
export interface Archive {
  articles(ids: readonly string[]): Promise<readonly Article[]>
  /** The newest articles of an outlet as they are now, oldest first: what they have in common is furniture. */
  latestOf(outletId: string, limit: number): Promise<readonly Pick<Article, 'id' | 'outletId' | 'title' | 'text'>[]>
  /** Ids of articles not yet read in their newest revision, those that nobody has read before those that are only to be read again; the former oldest first, the latter newest first. */
  unreadIds(limit: number): Promise<readonly string[]>
  /**
   * One transaction: an earlier reading of the article is replaced, the article joins its story and search learns its words.
   * `revision`: which one was read; when the article was corrected since, nothing is kept and it stays unread. Absent: the newest.
   */
  saveReading(saved: {
    reading: Reading
    story: StorySignature
    document: SearchDocument
    /** What an answer may quote; absent is none. */
    passages?: readonly Passage[]
    revision?: number
  }): Promise<void>
  /** Runs `work` on this archive in one transaction: all of what it saves is kept, or nothing. Other callers wait meanwhile, so keep it short. */
  together<Result>(work: (archive: Archive) => Promise<Result>): Promise<Result>
  readings(articleIds: readonly string[]): Promise<readonly Reading[]>
  /** What an answer may quote of these articles as they are now; those read before this was kept are left out. */
  passages(articleIds: readonly string[]): Promise<ReadonlyMap<string, readonly Passage[]>>
  /** Articles with at least one finding, published in [from, to), newest first. */
  findingsBetween(from: number, to: number, limit: number): Promise<readonly string[]>
  /** Findings of articles published in [from, to), by article in order of publication. Of a longer list the newest. */
  newsBetween(from: number, to: number, limit: number): Promise<readonly NewsRow[]>
  countBetween(from: number, to: number): Promise<{ articles: number; outletIds: readonly string[] }>
  stories(ids: readonly string[]): Promise<readonly Story[]>
  /** Story ids of these articles. */
  storiesOf(articleIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Puts articles into a story by hand: read again they stay there. */
  moveToStory(articleIds: readonly string[], storyId: string): Promise<void>
  /** Later articles that grouping gives to `from` go to `to`. */
  redirectStory(from: string, to: string): Promise<void>
  /** Signatures published in [from, to), for grouping. */
  signatures(from: number, to: number): Promise<readonly StorySignature[]>
  search(terms: readonly SearchTerm[], options: { limit: number; before?: number }): Promise<readonly SearchHit[]>
  /** Ids of the articles that an optional model finds nearest to a question, nearest first; none where it has embedded none. */
  nearest(question: Vector, options: { limit: number; before?: number }): Promise<readonly string[]>
  /** Brings what search keeps of common words up to date, in pieces of a few milliseconds. `shouldStop` ends it between two; the rest is done the next time. */
  tendSearch(shouldStop?: () => boolean): Promise<void>
  /** How much each of `among` says of what the articles of `best` have in common: higher is more, only comparable within one call and one language. */
  likeness(best: readonly string[], among: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** In how many articles each term stands, how many there are, and how many words they have in the mean. */
  documentFrequencies(terms: readonly string[]): Promise<Frequencies>
  /** Figures of these measures published in [from, to), oldest first. Of a longer list the newest. */
  figuresBetween(
    from: number,
    to: number,
    query: { measures: readonly string[]; limit: number },
  ): Promise<readonly StoredFigure[]>
  figures(query: { what?: string; before?: number; limit: number }): Promise<readonly StoredFigure[]>
  learnedFacts(): Promise<readonly LearnedFact[]>
  saveLearnedFact(fact: LearnedFact): Promise<void>
  /** What the archive holds: articles by outlet, newest publication. */
  holdings(before?: number): Promise<{ articles: number; outletIds: readonly string[]; newestAt?: number }>
}
