import { type ChoiceWeights, sumOf } from '../../text/model/choice.js'
import type { LogisticWeights } from '../../text/model/logistic.js'
import { logitOf, probability } from '../../text/model/logistic.js'
import type { DetectedLanguage } from '../../text/types.js'
import { LANGUAGES } from '../../text/types.js'
import { likenessOf, type Seen } from './features.js'

/** From scores to what is said: probabilities by kind of text and language, and how sure is sure enough. */
export interface Decisions {
  readonly sections: readonly SectionDecision[]
  /** A text that names nothing of the region is tied to it from this score, where something else speaks for it too. */
  readonly tieFrom: number
  /** Languages that the world's news without a tie comes in: in another one, silence about the country means the reader's own. */
  readonly worldLanguages: readonly string[]
  /** That an article's weight is at least 1, 2 and 3. */
  readonly weights: readonly Threshold[]
  /** Which sentence tells the news. */
  readonly lead: ChoiceWeights
}

export interface SectionDecision {
  readonly id: string
  readonly needsTie: boolean
  /** Many of its articles name nothing of the region: a law on migrants names no state. */
  readonly namesNone: boolean
  /** Short items and whole articles are of other make-up: what is likely of one is not of the other. */
  readonly short: Threshold
  readonly long: Threshold
}

/** A probability, and from where it is enough. */
export interface Threshold {
  readonly logistic: LogisticWeights
  readonly from: number
}

/** A title with a sentence or two, or a post of that length. */
export const isShort = ({ sentences }: Pick<Seen, 'sentences'>): boolean => sentences.length <= SHORT
const SHORT = 4

/** What a section is judged by in a text of this length. */
export const thresholdOf = (section: SectionDecision, seen: Seen): Threshold =>
  isShort(seen) ? section.short : section.long

/** Scores that the models gave an article: by section, the tie, the three weights; and of each sentence by section, then whether it tells the news. */
export interface Scores {
  readonly article: Float32Array
  /** What its words say, by section, then the three weights. */
  readonly words: Float32Array
  readonly sentences: readonly Float32Array[]
}

export interface Decided {
  readonly sections: readonly {
    readonly id: string
    readonly output: number
    readonly probability: number
    /** Places of its sentences, best first. */
    readonly places: readonly number[]
  }[]
  readonly weight: 0 | 1 | 2 | 3
  /** The weight that is to be expected, 0 to 3: what orders articles of one weight. */
  readonly expected: number
  /** Place of the sentence that tells the news. */
  readonly lead: number | undefined
}

const MOST_SENTENCES_A_SECTION = 3

/** What an article's scores amount to. `isTied`: it names the region or what belongs to it. */
export function decide(
  seen: Seen,
  scores: Scores,
  { decisions, isTied }: { decisions: Decisions; isTied: boolean },
): Decided {
  const count = decisions.sections.length
  const isLikely = (scores.article[count] ?? 0) >= decisions.tieFrom
  const hasSign = isLikely && speaksOfHome(seen, decisions)
  const sections = decisions.sections.flatMap((section, output) => {
    if (section.needsTie && !isTied && !hasSign && !(isLikely && section.namesNone)) return []
    const { logistic, from } = thresholdOf(section, seen)
    const found = probability(logitOf(sectionRow(seen, scores, output), logistic))
    if (found < from) return []
    return [{ id: section.id, output, probability: found, places: bestPlaces(seen, scores.sentences, output) }]
  })
  const row = weightRow(seen, scores, count)
  const weight = decisions.weights.filter(({ logistic, from }, at) => decisions.weights.slice(0, at + 1).every(() => probability(logitOf(row, logistic)) >= from)).length // prettier-ignore
  const expected = decisions.weights.reduce((sum, { logistic }) => sum + probability(logitOf(row, logistic)), 0)
  return { sections, weight: weight as Decided['weight'], expected, lead: leadOf(seen, scores, decisions) }
}

/** What the items of a bulletin amount to together, each judged by itself; `first` is the place of an item's first sentence in the article. */
export function joinParts(parts: readonly { readonly decided: Decided; readonly first: number }[]): Decided {
  const [only] = parts
  if (parts.length === 1 && only?.first === 0) return only.decided
  const found = parts.flatMap(({ decided, first }) =>
    decided.sections.map((section) => ({ ...section, places: section.places.map((place) => place + first) })),
  )
  const ids = [...new Set(found.map(({ id }) => id))]
  const sections = ids.flatMap((id) => {
    const own = found.filter((section) => section.id === id).sort((a, b) => b.probability - a.probability)
    const [best] = own
    return best === undefined ? [] : [{ ...best, places: own.flatMap(({ places }) => places).slice(0, MOST_SENTENCES_A_SECTION) }] // prettier-ignore
  })
  const weightOf = ({ decided }: { decided: Decided }) => Math.max(0, ...decided.sections.map(({ probability }) => probability)) // prettier-ignore
  const telling = [...parts].filter(({ decided }) => decided.lead !== undefined).sort((a, b) => b.decided.weight - a.decided.weight || weightOf(b) - weightOf(a))[0] // prettier-ignore
  const weight = parts.reduce<Decided['weight']>((most, { decided }) => (decided.weight > most ? decided.weight : most), 0) // prettier-ignore
  return {
    sections,
    weight,
    expected: Math.max(0, ...parts.map(({ decided }) => decided.expected)),
    lead: telling?.decided.lead === undefined ? undefined : telling.decided.lead + telling.first,
  }
}

/** Something speaks for a tie besides names of the region: a body that some of its states are in, "our country", a language of its own. */
export function speaksOfHome(
  { language, marks }: Seen,
  { worldLanguages }: Pick<Decisions, 'worldLanguages'>,
): boolean {
  if (!worldLanguages.includes(language)) return true
  return marks.some((found) => found.includes('tie:wide') || found.includes('sign:home'))
}

/** What a section's probability is made of: the article's score, its best sentence's, what kind of text it is, its language. */
export function sectionRow(seen: Seen, { article, words, sentences }: Scores, output: number): number[] {
  const best = sentences.reduce((most, scores, place) => (canBeQuoted(seen, place) ? Math.max(most, scores[output] ?? -1) : most), -1) // prettier-ignore
  return [article[output] ?? -1, best, words[output] ?? 0, ...lengthRow(seen)]
}

/** Whether an article could fill a section if one of its sentences were the best there is. */
export function couldFill(seen: Seen, scores: Omit<Scores, 'sentences'>, { sections }: Decisions): boolean {
  return sections.some((section, output) => {
    const { logistic, from } = thresholdOf(section, seen)
    const [article = -1, , ...rest] = sectionRow(seen, { ...scores, sentences: [] }, output)
    return probability(logitOf([article, BEST, ...rest], logistic)) >= from
  })
}

/** More than a sentence's score ever is. */
const BEST = 1.2

/** What a weight's probability is made of. */
export function weightRow(seen: Seen, { article, words }: Scores, sections: number): number[] {
  const own = [1, 2, 3].map((at) => article[sections + at] ?? -1)
  return [...own, ...words.subarray(sections), ...article.subarray(0, sections), ...kindRow(seen)]
}

const lengthRow = (seen: Pick<Seen, 'sentences'>) => [seen.sentences.length <= 1 ? 1 : 0, isShort(seen) ? 1 : 0]

function kindRow(seen: Seen): number[] {
  return [seen.sentences.length <= 1 ? 1 : 0, isShort(seen) ? 1 : 0, ...languageRow(seen.language)]
}

const languageRow = (language: DetectedLanguage) => LANGUAGES.map((each) => (each === language ? 1 : 0))

/** Places of an output's best sentences, best first; of two equal ones the first. A title gives way to whole sentences that say it too. */
function bestPlaces(seen: Seen, sentences: readonly Float32Array[], output: number): number[] {
  const ranked = sentences
    .map((scores, place) => ({ place, score: scores[output] ?? -1 }))
    .filter(({ place }) => canBeQuoted(seen, place))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, MOST_SENTENCES_A_SECTION)
  const isBody = (place: number) => (seen.sentences[place]?.place ?? 0) > 0 && seen.sentences[place]?.isWhole === true
  const body = ranked.filter(({ place, score }) => isBody(place) && score >= SAYS_IT)
  return (body.length > 0 ? body : ranked).map(({ place }) => place)
}

/** A sentence of this score says what its section is about, or nearly. */
const SAYS_IT = -0.5

function leadOf(seen: Seen, scores: Scores, { lead, sections }: Decisions): number | undefined {
  let [best, most]: [number | undefined, number] = [undefined, -Infinity]
  for (let place = 0; place < scores.sentences.length; place++) {
    if (!canBeQuoted(seen, place)) continue
    const sum = sumOf(leadRow(seen, scores, { place, sections: sections.length }), lead)
    if (sum > most) [best, most] = [place, sum]
  }
  return best
}

const LENGTHS = [6, 12, 25, 45]
const LEAD_MARKS = [
  'quotation',
  'question',
  'digits',
  'party:state',
  'state+other',
  'figures',
  'sign:said',
  'persons:2',
]

/** What speaks for a sentence as the one that tells the news: the models, where it stands in what kind of text, how long it is, what it names. */
export function leadRow(
  seen: Seen,
  scores: Scores,
  { place, sections }: { place: number; sections: number },
): number[] {
  const own = scores.sentences[place] ?? new Float32Array(sections + 1)
  const { title, whole } = likenessOf(seen, place)
  const { text, tokens } = seen.sentences[place] ?? { text: '', tokens: [] }
  const marks = seen.marks[place] ?? []
  const size = seen.language === 'zh' ? tokens.length / 2 : tokens.length
  const is = (so: boolean) => (so ? 1 : 0)
  const at = [0, 1, 2, 3].map((each) => is(place === each))
  const kinds = [seen.language === 'zh', seen.hasMadeTitle, isShort(seen)].map(is)
  return [
    own[sections] ?? -1,
    own.subarray(0, sections).reduce((most, score) => Math.max(most, score), -1),
    title,
    whole,
    ...at,
    is(place > 6),
    ...at.slice(0, 3).flatMap((here) => kinds.map((kind) => here * kind)),
    ...LENGTHS.map((length) => is(size < length)),
    ...LEAD_MARKS.map((mark) => is(marks.includes(mark))),
    is(marks.some((mark) => mark.startsWith('act:'))),
    is(marks.some((mark) => mark.startsWith('rule:'))),
    is(text.trimEnd().endsWith(':') || text.trimEnd().endsWith('：')),
  ]
}

/** A title made of the text's first words is no sentence of it, nor is a share button. */
export function canBeQuoted({ sentences, marks }: Pick<Seen, 'sentences' | 'marks'>, place: number): boolean {
  if (sentences.length === 1) return true
  return sentences[place]?.isQuotable === true && marks[place]?.includes('boilerplate') !== true
}
