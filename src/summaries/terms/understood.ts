import type { AskedTime } from '../../text/times/asked-times.js'
import type { DetectedLanguage, Unit } from '../../text/types.js'
import type { Facet, QuestionKind, Clue } from './facet.js'
import type { Sign } from './passage.js'

/** A question as it was understood, and nothing of its words but names, ids and search terms: plain data that may be kept to resolve what is asked next. */
export interface Understood {
  readonly language: DetectedLanguage
  readonly kind: QuestionKind
  readonly facets: readonly Facet[]
  /** What search is asked for each of its words, in order: its stem, what it names, its marks in other languages. */
  readonly clues: readonly Clue[]
  /** The time asked about, counted from the moment of asking. */
  readonly time?: AskedTime
  /** An event that the time begins with ("since the summit"). */
  readonly since?: readonly Facet[]
  /** Units that the asked figure may have; none where no figure is asked for. */
  readonly units: readonly Unit[]
  /** A figure is asked for in so many words: without one there is no answer. */
  readonly needsFigure: boolean
  /** Speaks of what is to come. */
  readonly isAhead: boolean
  /** Asks what observers think. */
  readonly asksExperts: boolean
  /** Asks how long something lasts. */
  readonly asksDuration: boolean
  /** Which of several is asked for: "the second plant". */
  readonly nth: readonly Sign[]
  /** Asks for what is not so: "who did not sign". */
  readonly isNegated: boolean
  /** A figure is welcome, and not only what is about it. */
  readonly wantsFigure: boolean
  /** Opens like the continuation of a talk: "and with Russia?". */
  readonly isContinued: boolean
  /** Of news that the pack calls off topic. */
  readonly isOffTopic: boolean
}
