import type { Part } from './frame-grammar.js'
import type { ActMatch } from './frame-words.js'
import type { NounPhrase, SentenceWords } from './noun-phrases.js'

/** A name with its part. */
export interface Placed extends NounPhrase {
  readonly part: Part
}

/** A sentence's act with the names about it. */
export interface Clause extends SentenceWords {
  readonly act: ActMatch
  /** All acts of the sentence, in its order. */
  readonly acts: readonly ActMatch[]
  readonly phrases: readonly Placed[]
  /** Tokens from which on and up to which the act's clause goes. */
  readonly from: number
  readonly to: number
}
