import type { Passage } from './passage.js'
import type { SearchDocument } from './search-port.js'
import type { Reading } from './shapes.js'

/** What grouping needs to remember of an article to join later ones to its story. */
export interface StorySignature {
  readonly articleId: string
  readonly storyId: string
  readonly publishedAt: number
  /** Its source gave no date: it joins no story, and none joins it. */
  readonly isUndated?: boolean
  readonly features: Readonly<Record<string, number>>
  /** The words of its title, a bar, those of its lead; absent in what was read before they were kept. */
  readonly beginning?: string
}

/** How much an article matters: see Reading. */
export interface ReadWeight {
  readonly weight: 0 | 1 | 2 | 3
  readonly expected: number
}

/** A finding as far as choosing stories needs it, before any article is looked at. */
export interface NewsRow {
  readonly articleId: string
  readonly storyId: string
  readonly outletId: string
  readonly publishedAt: number
  /** Its feed dates others, and not this one: `publishedAt` is when it was first seen. */
  readonly isUndated?: boolean
  readonly sectionId: string
  readonly score: number
  /** What is most telling in it: a figure that changed what was known, a side that changed, a figure at all. */
  readonly change?: 'figure-changed' | 'side-changed' | 'figure'
  /** Of its article; absent where a pack has learned nothing, and of what was read before. */
  readonly weight?: ReadWeight
}

/** What reading left of the articles, and which are still to be read. */
export interface Readings {
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
  readings(articleIds: readonly string[]): Promise<readonly Reading[]>
  /** What an answer may quote of these articles as they are now; those read before this was kept are left out. */
  passages(articleIds: readonly string[]): Promise<ReadonlyMap<string, readonly Passage[]>>
  /** Articles with at least one finding, published in [from, to), newest first; those without a date are never among them. */
  findingsBetween(from: number, to: number, limit: number): Promise<readonly string[]>
  /** Findings of articles published in [from, to), by article in order of publication. Of a longer list the newest. One without a date is there where its feed dates others. */
  newsBetween(from: number, to: number, limit: number): Promise<readonly NewsRow[]>
}
