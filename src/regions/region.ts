import type { FeedLogin } from './feed-login.js'
import type { WeightFiles } from './load-weights.js'
import type { Bound, FigureKind, Language, Unit } from '../text/types.js'

/** A text to show, in every language of the pack. */
export type Names = Readonly<Record<Language, string>>

/** Words to find, by language (`uz-Cyrl` for Uzbek in Cyrillic). Syntax: see patterns.ts. */
export type Patterns = Readonly<Partial<Record<Language | 'uz-Cyrl' | 'tk-Cyrl' | 'kk-Latn', readonly string[]>>>

/** state: owned or run by a state of the region; independent: of the region; foreign: from outside it; unknown: not in the pack. */
export type Voice = 'state' | 'independent' | 'foreign' | 'unknown'

export const ENTITY_KINDS = [
  'country',
  'city',
  'person',
  'group',
  'organisation',
  'project',
  'company',
  'place',
] as const
export type EntityKind = (typeof ENTITY_KINDS)[number]

export interface Office {
  /** president, prime-minister, foreign-minister, ... */
  readonly title: string
  readonly of: string
  /** Calendar dates; `until` absent: still in office. */
  readonly from: string
  readonly until?: string
}

export interface Entity {
  readonly id: string
  readonly kind: EntityKind
  readonly name: Names
  readonly aliases: Patterns
  /** Ids of what a group is made of. */
  readonly members: readonly string[]
  /** Id of the country that it belongs to: a city, a leader, a company, a project. */
  readonly of?: string
  readonly offices: readonly Office[]
}

export interface Outlet {
  readonly id: string
  readonly name: string
  readonly domains: readonly string[]
  readonly owner?: string
  readonly voice: Voice
  /** An entity id, or an ISO 3166 code for a country that the pack does not name. */
  readonly country?: string
  /** Read the pages of its articles where its feeds give teasers only; false unless given. */
  readonly fullText?: boolean
}

export interface Feed {
  readonly id: string
  readonly outletId: string
  readonly url: string
  readonly language?: Language
  /** default: read; trial: read on request (`silkwire feeds check`), not by `run`; off: never. */
  readonly status: 'default' | 'trial' | 'off'
  readonly everyMinutes: number
  readonly userAgent?: string
  /** Of a feed that is not open to all. */
  readonly login?: FeedLogin
}

/** Something that figures measure: trade-turnover, remittances, pipeline-length. */
export interface Measure {
  readonly id: string
  readonly name: Names
  readonly units: readonly Unit[]
  /** Words that say that a figure measures this. */
  readonly cues: Patterns
  /** Further words that ask for it in a question, and that mean other things in an article: "money * sent". */
  readonly asks?: Patterns
  /** Between two parties (trade), of one (members, railway-cost), or from one to the other (exports, loan). */
  readonly parties: 'pair' | 'one' | 'from-to'
}

/** A subject with its words in every language: what lets a question in one language find articles in another. */
export interface Concept {
  readonly id: string
  readonly words: Patterns
}

export interface Section {
  readonly id: string
  readonly title: Names
  readonly asks: Names
  /** `comments`: looks at Article.comments, not at the text. */
  readonly from: 'text' | 'comments'
  /** Needs a tie to the region: one of its states or a body with its members in the article. */
  readonly needsRegion: boolean
  /** Words that alone make a sentence a candidate, and words that only add to it. */
  readonly cues: Patterns
  readonly hints: Patterns
  /** Words that answer the question on their own in an article about the region. */
  readonly strong?: Patterns
  /** Words of what only resembles the section: a sentence with one of them is no evidence for it. */
  readonly not?: Patterns
  /** Where comments are read: words of readers who are for, and of those who are against, whom they name. */
  readonly favour?: Patterns
  readonly against?: Patterns
  /** Two of these in one sentence, from different countries, are a cue: powers that are weighed against each other. */
  readonly rivals?: readonly string[]
  /** `lead`: the title or the first two sentences must answer too; what stands only below is background. Default: anywhere. */
  readonly where?: 'lead' | 'anywhere'
  /** Score from which a sentence counts, 1.5 unless told; a cue is 1. */
  readonly enough?: number
  /** Names that add to a sentence. Where no tie to the region is needed, one of them must be named. */
  readonly entities: readonly string[]
  readonly measures: readonly string[]
  readonly units: readonly Unit[]
  /** A sentence of the seed article that answers the section's question. */
  readonly example?: string
}

export interface FactSource {
  readonly id: string
  readonly title: string
  readonly url?: string
  readonly asOf: string
}

interface FactBase {
  readonly id: string
  readonly sectionId: string
  readonly source: FactSource
  readonly says: string
  /** Id of the fact that holds instead since the day of its source. */
  readonly supersededBy?: string
  /** Why others doubt it. It stands, and no rise or fall is reckoned from it. */
  readonly disputed?: string
}

export interface FigureFact extends FactBase {
  readonly kind: 'figure'
  readonly what: string
  readonly between: readonly string[]
  readonly value: number
  readonly unit: Unit
  readonly figureKind: FigureKind
  readonly bound?: Bound
  readonly period?: string
}
export interface EventFact extends FactBase {
  readonly kind: 'event'
  readonly entities: readonly string[]
  readonly on: string
}
export interface StanceFact extends FactBase {
  readonly kind: 'stance'
  readonly actor: string
  readonly towards: readonly string[]
  readonly stance: 'supports' | 'opposes' | 'neutral'
}
export interface ConditionFact extends FactBase {
  readonly kind: 'condition'
  readonly entities: readonly string[]
}
export type Fact = FigureFact | EventFact | StanceFact | ConditionFact

/** What must stand in a sentence beside an act, and in what part. */
export const FRAME_SHAPES = ['mutual', 'visit', 'thing', 'speak', 'give', 'people', 'change', 'join', 'person'] as const
export type FrameShape = (typeof FRAME_SHAPES)[number]
/** Places of a form: {who}, {with}, {to}, {what}, {of}. */
export const FRAME_PLACES = ['who', 'with', 'to', 'what', 'of'] as const
export type FramePlace = (typeof FRAME_PLACES)[number]

/** Something that is done in the news, as a made headline tells it. */
export interface FrameAct {
  readonly id: string
  readonly shape: FrameShape
  /** Of two frames of one article the heavier is told. */
  readonly weight: number
  /** Readers found its headlines true, .95 of them and more: only such are shown. */
  readonly sure?: true
  /** Told with the topics of its sentence. */
  readonly topics?: true
  /** Those who do it are apart: it has no place. */
  readonly remote?: true
  readonly words: Patterns
  /** Words that say that it is still to come: "посетит", "барат". */
  readonly planned?: Patterns
  /** Concepts that it may be done to; absent: whatever stands there is told as its subject. */
  readonly matters?: readonly string[]
  /** The form of what is still to come, where it differs. */
  readonly planForm?: Partial<Names>
  /** The act in a word that stands alone: "signed". An update says it: "now: signed; before: talks". */
  readonly label?: Names
  /** "{who} met {with}[: {what}]"; what stands in brackets falls away where its place is empty. */
  readonly form: Names
}

/** Something with words to find and a name to show. */
export interface NamedWords {
  readonly id: string
  /** See FrameAct.sure. */
  readonly sure?: true
  readonly words: Patterns
  readonly name: Names
  /** Id of the state that the words themselves name. */
  readonly of?: string
}

/** What headlines are made of, in a language that an article is not written in. */
export interface FrameLists {
  readonly acts: readonly FrameAct[]
  /** Offices and bodies of a state. */
  readonly offices: readonly NamedWords[]
  /** What the people of a state are called: citizens, migrants. */
  readonly people: readonly NamedWords[]
  /** Names to show, by concept id. */
  readonly matters: Readonly<Record<string, Names>>
  /** What a headline without an act may say that a sentence is about. */
  readonly topics?: readonly FrameTopic[]
  /** Words that hold a topic's word and mean another thing: "press service", "за границей". */
  readonly passed?: Patterns
}

export const TOPIC_NEEDS = ['two', 'body', 'traveller', 'state', 'topic'] as const
/** two: two parties (talks); body: a body or two parties (a session); traveller: somebody, or an office, and another party; state: a party that is no person (an election); topic: another topic (a ban). */
export type TopicNeed = (typeof TOPIC_NEEDS)[number]

/** Something that a sentence may be about: a concept with its own words and name, or words and a name of its own. */
export interface FrameTopic {
  readonly id: string
  readonly words?: Patterns
  readonly name?: Names
  /** Something done: not told where a word denies or doubts, or where somebody says it. */
  readonly act?: true
  /** Told only where nothing narrower is. */
  readonly wide?: true
  /** What must stand beside it. */
  readonly needs?: TopicNeed
}

/** A region pack, checked: every id that one part names is defined in another. */
export interface Region {
  readonly id: string
  readonly name: Names
  /** IANA zone that digests are due in unless a chat says otherwise. */
  readonly timezone: string
  /** Entity ids of the states that make up the region. */
  readonly states: readonly string[]
  /** Ids of bodies that tie a text to the region as a state does. */
  readonly bodies: readonly string[]
  readonly entities: readonly Entity[]
  /** Offices that entities hold, by title, as texts name them. */
  readonly offices: readonly { readonly title: string; readonly words: Patterns }[]
  readonly outlets: readonly Outlet[]
  readonly feeds: readonly Feed[]
  readonly measures: readonly Measure[]
  readonly concepts: readonly Concept[]
  /** Words of news that the template never wants: crime, weather, sport, show business. */
  readonly offTopic: Patterns
  /** Words of sentences that are no news: share buttons, "read also". */
  readonly boilerplate: Patterns
  /** Verbs of position: who supports, opposes or stays neutral towards whom. */
  readonly stances: Readonly<Record<'supports' | 'opposes' | 'neutral', Patterns>>
  readonly sections: readonly Section[]
  readonly facts: readonly Fact[]
  /** A pack without makes no headlines of its own. */
  readonly frames?: FrameLists
  /** What it has learned of reading; a pack without reads by its lists alone. */
  readonly weights?: WeightFiles
}
