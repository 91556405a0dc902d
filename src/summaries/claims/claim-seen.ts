import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { DetectedLanguage, FoundFigure } from '../../text/types.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Claim } from '../terms/shapes.js'
import type { ClaimMeasure } from './claim-measure.js'
import type { Named } from './claim-parties.js'

/** What the learned check weighs. */
export interface Seen {
  readonly figure: FoundFigure
  readonly sentence: ReadSentence
  readonly language: DetectedLanguage
  readonly measure: ClaimMeasure
  readonly claim: Claim
  readonly parties: Parties
  readonly marks: readonly PatternMatch[]
  readonly period: 'none' | 'year' | 'relative'
  /** A state of the region is among its parties. */
  readonly isOfRegion: boolean
}

export interface Parties {
  readonly between: readonly string[]
  readonly named: readonly Named[]
  /** Named in the sentence before, which the quote includes. */
  readonly isFromBefore: boolean
  /** One of a list with a figure each. */
  readonly isListed: boolean
}
