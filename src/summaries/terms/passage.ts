import type { SIGNS } from './language-words.js'

export type Sign = (typeof SIGNS)[number]
/** A sentence that an answer may quote, with what reading found in it. Kept beside the reading, so that no article is read again for a question. */
export interface Passage {
  /** Its sentence; 0 is the title. */
  readonly index: number
  /** The item of a bulletin that it stands in; absent: the whole article. */
  readonly part?: number
  /** Where it stands in the title (sentence 0) or in the text: [start, end), UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly entityIds: readonly string[]
  readonly conceptIds: readonly string[]
  readonly measureIds: readonly string[]
  /** What is done in it: "join", "build". */
  readonly actIds: readonly string[]
  readonly signs: readonly Sign[]
  /** Places in the reading's list of figures. */
  readonly figures: readonly number[]
}
