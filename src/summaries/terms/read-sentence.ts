import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { FoundFigure, Token } from '../../text/types.js'

/** A sentence of an article with what the pack's words find in it. */
export interface ReadSentence {
  /** Word for word from the title or the text. */
  readonly text: string
  /** 0 is the title. */
  readonly index: number
  /** The item of a bulletin that it stands in, from 1; 0: the whole article. */
  readonly part: number
  /** Its place in its part: 0 is the title, or the heading of an item. */
  readonly place: number
  /** It begins and ends as a sentence does. */
  readonly isWhole: boolean
  /** A title that we made of the text's first words is read, and never quoted. */
  readonly isQuotable: boolean
  /** Where it begins in the article's text, or in its title. */
  readonly start: number
  readonly entities: readonly PatternMatch[]
  /** Distinct entity ids, in order of mention, and those that are named by their office alone. */
  readonly entityIds: readonly string[]
  readonly words: readonly PatternMatch[]
  /** Words by which questions name a measure. */
  readonly asked: readonly PatternMatch[]
  /** Countries, by ISO code. */
  readonly countries: readonly PatternMatch[]
  /** Offices, by title. */
  readonly offices: readonly PatternMatch[]
  readonly figures: readonly FoundFigure[]
  /** Words of the text as far as it is read. */
  readonly tokens: readonly Token[]
}
