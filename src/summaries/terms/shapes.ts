import type { Article, Dated } from '../../feeds/article.js'
import type { Voice } from '../../regions/region.js'
import type { Bound, DetectedLanguage, FigureKind, Language, Unit } from '../../text/types.js'
import type { Understood } from './understood.js'

export type Change =
  | { readonly kind: 'new' }
  | { readonly kind: 'same'; readonly factId: string }
  | {
      readonly kind: 'changed'
      readonly factId: string
      readonly from: number
      readonly to: number
      readonly unit: Unit
    }
  | {
      readonly kind: 'disputed'
      readonly factId: string
      readonly from: number
      readonly to: number
      readonly unit: Unit
    }
  | { readonly kind: 'unrelated' }

/** What a figure line says of its figure. Every part stands in `quote`; what does not is left out. */
export interface Claim {
  /** A measure id of the pack, or an id of claim-matters.yaml. */
  readonly what: string
  /** Ids of states and groups; of a state that the pack does not name, its English name: `sri-lanka`. */
  readonly between: readonly string[]
  /** Who gives, sends or owes, and who gets it: both or neither. */
  readonly from?: string
  readonly to?: string
  readonly period?: string
  readonly kind: ClaimKind
  readonly bound?: Bound
  /** Of what grew or fell. The value itself is never negative. */
  readonly sign?: '+' | '-'
  /** The figure's own sentence, with the one before it where that names a part. Word for word. */
  readonly quote: string
}

/** `share`: a percentage of a whole. `capacity`: of a plant. */
export type ClaimKind = FigureKind | 'share' | 'capacity'

export interface Figure {
  readonly value: number
  readonly unit: Unit
  /** A measure id, or the words beside the number where no measure is known. */
  readonly what: string
  /** Ids of states and groups. */
  readonly between: readonly string[]
  /** Where it is a property of a project: two projects of one state are never compared. */
  readonly project?: string
  /** What it measures or whose it is stands outside its own clause: good for search, not for a line that claims it. */
  readonly isInferred?: boolean
  /** What a line may say of it; absent where nothing is sure enough to be said. */
  readonly claim?: Claim
  /** Its sentence says that it is not so: no line says it, and what is known with this value is disputed. */
  readonly isDenied?: boolean
  readonly kind: FigureKind
  readonly period?: string
  /** What it is taken to be of where the article names no period: for a reader of one article, never compared or said. */
  readonly assumedPeriod?: string
  readonly bound?: Bound
  readonly quote: string
}

export interface Stance {
  readonly actor: string
  readonly towards: readonly string[]
  readonly stance: 'supports' | 'opposes' | 'neutral'
  readonly quote: string
}

export type StanceChange =
  | { readonly kind: 'new' }
  | { readonly kind: 'same'; readonly factId: string }
  | {
      readonly kind: 'changed'
      readonly factId: string
      readonly from: Stance['stance']
      readonly to: Stance['stance']
    }

/** Why a sentence was chosen: what a reader sees behind "why this?". */
export interface Why {
  readonly cues: readonly string[]
  readonly entities: readonly string[]
  readonly figures: readonly string[]
  /** Where models read: names of the features that weighed most, heaviest first. */
  readonly weighed?: readonly string[]
}

/** One sentence of an article that answers a section's question. */
export interface Finding {
  readonly articleId: string
  readonly sectionId: string
  /** Word for word from the article. */
  readonly quote: string
  readonly score: number
  readonly why: Why
  /** Where the quote is a comment: how many comments the article has. */
  readonly comments?: number
  /** Where the quote is a comment: how many of them are for and against whom, most spoken of first. */
  readonly sides?: readonly ReactionSide[]
  readonly entityIds: readonly string[]
  readonly figures: readonly (Figure & { readonly change: Change })[]
  readonly stances: readonly (Stance & { readonly change: StanceChange })[]
}

/** How readers' comments divide over one state or group. Each comment counts once. */
export interface ReactionSide {
  readonly entityId: string
  readonly for: number
  readonly against: number
}

/** Everything that reading made of one article. */
export interface Reading {
  readonly articleId: string
  readonly language: DetectedLanguage
  readonly entityIds: readonly string[]
  readonly conceptIds: readonly string[]
  /** How much it matters, 0 to 3; absent where a pack has learned nothing. */
  readonly weight?: 0 | 1 | 2 | 3
  /** The same as it is to be expected, any number from 0 to 3: it orders articles of one weight. */
  readonly expectedWeight?: number
  /** The sentence that tells the news, word for word; absent where a pack has learned nothing. */
  readonly lead?: string
  readonly findings: readonly Finding[]
  /** Figures of the whole article, those of findings among them. */
  readonly figures: readonly (Figure & { readonly change: Change })[]
  readonly stances: readonly (Stance & { readonly change: StanceChange })[]
}

export interface Story {
  readonly id: string
  readonly articleIds: readonly string[]
  readonly languages: readonly DetectedLanguage[]
  /** One a group of outlets that speak with one voice; a reprint adds none. */
  readonly voices: readonly { readonly outletId: string; readonly voice: Voice }[]
  readonly firstAt: number
  readonly lastAt: number
}

export interface Citation {
  /** From 1, in order of first use. */
  readonly number: number
  readonly articleId: string
  readonly url: string
  readonly outlet: string
  readonly title: string
  readonly publishedAt: number
  /** Its source gave no date: `publishedAt` is when it was first seen, and no day is shown. */
  readonly isUndated?: boolean
  /** Word for word from the article, at most 300 characters. */
  readonly quote: string
  readonly language: DetectedLanguage
  readonly voice: Voice
}

/** What an item is called: its first line, linked. */
export interface Headline {
  readonly text: string
  readonly language: DetectedLanguage
  readonly url: string
  readonly articleId: string
  /** The article's own title, or one in the reader's language made of what it says. */
  readonly made: 'title' | 'frame' | 'translator' | 'model'
  /** The article's own title, where this is made. */
  readonly original?: string
}

export interface DigestItem {
  /** Absent: no article that tells it has a title of its own. */
  readonly headline?: Headline
  /** In the reader's language, made from the finding by rule; see lines.ts. */
  readonly line: string
  /** The line gives a figure. Where it does not, it names whom the news is about, and only the quote says what it is. */
  readonly givesFigure?: true
  readonly quote: string
  readonly quoteLanguage?: DetectedLanguage
  /** How much it matters, 0 to 3; absent where a pack has learned nothing. */
  readonly weight?: 0 | 1 | 2 | 3
  /** Of little weight: it stands there because its section would be empty. */
  readonly isAlso?: true
  readonly change: Change
  readonly storyId: string
  /** How many independent voices tell the story. 1: single-source, and shown as such. */
  readonly voices: number
  /** Whose they are, each kind once: where only state voices tell it, that shows. */
  readonly voiceKinds?: readonly Voice[]
  /** Told in the days before, and there is more to it now. */
  readonly isUpdate?: true
  /** The act that is new and the one that it was told with, in the reader's language: "signed", "talks". */
  readonly update?: { readonly now: string; readonly before?: string }
  /** In a digest of full length. */
  readonly more?: DigestItemMore
  readonly why: Why
  /** Numbers of `Digest.citations`. */
  readonly citations: readonly number[]
  /** What is known of its story by now, as keys: see factsOf. The same facts again are no news. */
  readonly facts?: readonly string[]
}

/** What a full digest says beside an item. */
export interface DigestItemMore {
  /** What was known of its figure: value, period, source. */
  readonly known?: string
  /** Who gives another value. */
  readonly otherwise: readonly { readonly outlet: string; readonly value: string; readonly url: string }[]
  /** How the days before told its story, the newest first. */
  readonly earlier: readonly ({ readonly headline: Headline } & Dated)[]
}

export interface DigestSection {
  readonly sectionId: string
  readonly title: string
  /** Empty: no news in this section, and the digest says so. */
  readonly items: readonly DigestItem[]
}

/** Who was read: the ground that "no news" stands on. */
export interface Coverage {
  readonly articles: number
  readonly outlets: number
  readonly feedsRead: number
  readonly feedsFailed: readonly string[]
}

export interface Digest {
  readonly from: number
  readonly to: number
  readonly language: Language
  readonly sections: readonly DigestSection[]
  /** Places of items, as they follow each other in `sections`, weightiest first. */
  readonly order?: readonly number[]
  /** Outlet names of the pack's default feeds that had nothing in this time. */
  readonly silent: readonly string[]
  readonly coverage: Coverage
  readonly citations: readonly Citation[]
  /** How many stories had news and did not fit the length. */
  readonly leftOut?: number
  /** How many stories had articles that add nothing to what was told. */
  readonly toldBefore?: number
  /** A review of days: how figures moved in them. */
  readonly figures?: readonly FigureMovement[]
}

/** What was said of one measure and its parties in a span of time. */
export interface FigureMovement {
  readonly what: string
  readonly between: readonly string[]
  readonly project?: string
  readonly unit: Unit
  /** moved: a later period, or a later word on something without one, has another value. disputed: sources differ on the same. */
  readonly kind: 'moved' | 'disputed'
  /** It moved, and sources differ on where from or where to: all of their values stand in the line. */
  readonly isDisputed?: boolean
  /** In the reader's language. */
  readonly line: string
  /** From first to last: by period, then by publication. */
  readonly points: readonly FigurePoint[]
}

export interface FigurePoint {
  readonly value: number
  readonly period?: string
  readonly bound?: Bound
  readonly source: string
  readonly publishedAt: number
  /** Its source gave no date: `publishedAt` is when it was first seen, and no day is shown. */
  readonly isUndated?: boolean
  /** A number of `Digest.citations`. */
  readonly citation: number
}

export interface AnswerSentence {
  readonly text: string
  /** Numbers of `Answer.citations`; never empty. */
  readonly citations: readonly number[]
  /** A model's rendering of the cited quotes in the reader's language, checked; shown as such, and no quote. */
  readonly rendering?: string
}

export interface AnswerFigure extends Figure {
  /** Another source of the answer gives another value for the same. */
  readonly isDisputed?: boolean
  readonly articleId: string
  readonly outlet: string
  readonly publishedAt: number
  /** Its source gave no date: `publishedAt` is when it was first seen, and no day is shown. */
  readonly isUndated?: boolean
  readonly change: Change
  readonly citation: number
}

export interface Answer {
  readonly question: string
  readonly language: Language
  readonly found: boolean
  /** The answer's line where it has one: for `found: false` what the archive does hold instead. */
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  readonly figures: readonly AnswerFigure[]
  /** Up to 20 article ids, best first. */
  readonly hits: readonly string[]
  readonly citations: readonly Citation[]
  /** How the question was understood: plain data, kept to resolve what is asked next. */
  readonly understood?: Understood
  /** The question was read as going on from the one before. */
  readonly goesOn?: boolean
  /** What is said beside the items, in the reader's language and about the archive alone. */
  readonly notes?: readonly string[]
}

/** One line of a measure's history. */
export interface FigureRecord {
  readonly value: number
  readonly unit: Unit
  readonly what: string
  readonly between: readonly string[]
  readonly project?: string
  readonly kind: FigureKind
  readonly period?: string
  readonly bound?: Bound
  readonly claim?: Claim
  readonly quote: string
  /** An article's id and url, or absent where the pack's baseline says it. */
  readonly articleId?: string
  readonly url?: string
  readonly source: string
  readonly publishedAt: number
  /** Its source gave no date: `publishedAt` is when it was first seen, and no day is shown. */
  readonly isUndated?: boolean
  readonly change: Change
}

export interface FigureHistory {
  readonly what: string
  readonly name: string
  readonly entityIds: readonly string[]
  /** By period, newest first, then by date. */
  readonly records: readonly FigureRecord[]
}

export interface StoryView {
  readonly story: Story
  /** Named by the most telling title. */
  readonly title: string
  readonly why: readonly string[]
  /** new: in its first hours. developing: it goes on. quiet: nothing came for two days. */
  readonly status?: 'new' | 'developing' | 'quiet'
  readonly articles: readonly (Pick<Article, 'id' | 'url' | 'title' | 'language' | 'publishedAt' | 'isUndated'> & {
    readonly outlet: string
    readonly voice: Voice
  })[]
}
