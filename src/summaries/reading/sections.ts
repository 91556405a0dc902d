import type { Section } from '../../regions/region.js'
import type { FoundFigure } from '../../text/types.js'
import { clipQuote } from './clip-quote.js'
import { inParts } from './mark-sentences.js'
import type { Reader } from '../terms/reader.js'
import { isParty, standsFor } from '../terms/reader.js'
import type { Figure, Why } from '../terms/shapes.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** A sentence that answers a section's question, before its figures are compared. */
export interface SectionHit {
  readonly sectionId: string
  readonly sentence: ReadSentence
  readonly quote: string
  readonly score: number
  readonly why: Why
}

/** A figure with the sentence that it stands in. */
export interface PlacedFigure {
  readonly figure: Figure
  readonly sentenceIndex: number
  /** As the sentence has it; absent where nobody needs its place. */
  readonly found?: FoundFigure
}

const MAX_PER_SECTION = 3
// A cue alone weighs 1 and any number of names at most .4: it needs one more sign beside it - a second cue, a hint or a figure.
const weights = {
  strong: 1.5,
  cue: 1,
  hint: 0.35,
  entity: 0.3,
  tie: 0.2,
  names: 0.4,
  context: 0.2,
  measured: 0.8,
  unit: 0.3,
  title: 0.4,
  lead: 0.2,
}
const ENOUGH = 1.5
// The title and the first two sentences tell what happened; what was agreed years ago stands further down.
const LEAD = 2
const MAX_WEIGHED = 4

/**
 * The sections that an article has something for, with up to three sentences each, best first. Rules only: words, entities and figures of
 * the pack, a tie to the region where the section asks for one, nothing from boilerplate or from news that the pack calls off topic.
 */
export function findSections(
  sentences: readonly ReadSentence[],
  figures: readonly PlacedFigure[],
  reader: Reader,
): SectionHit[] {
  const hits = inParts(sentences).flatMap((part) => hitsOf(part, figures, reader))
  return reader.region.sections.flatMap(({ id }) =>
    wholeFirst(hits.filter(({ sectionId }) => sectionId === id))
      .sort((a, b) => b.score - a.score || a.sentence.index - b.sentence.index)
      .slice(0, MAX_PER_SECTION),
  )
}

// A heading, a title or what a feed broke off is quoted only where no whole sentence says it.
function wholeFirst(hits: readonly SectionHit[]): SectionHit[] {
  const whole = hits.filter(({ sentence, quote }) => sentence.isWhole && quote === sentence.text)
  return whole.length > 0 ? whole : [...hits]
}

/** What one article, or one item of a bulletin, has for the sections. */
function hitsOf(sentences: readonly ReadSentence[], figures: readonly PlacedFigure[], reader: Reader): SectionHit[] {
  const readable = sentences
    .map((sentence) => withWords(sentence, figures))
    .filter(({ words }) => !words.has('boilerplate'))
  const tie = tieOf(
    readable.map(({ sentence }) => sentence),
    reader,
  )
  const offTopic = offTopicWeight(readable)
  return reader.region.sections
    .filter((section) => section.from === 'text' && (!section.needsRegion || tie.isTied))
    .flatMap((section) => {
      const hits = readable.flatMap((marked) => scoreSentence(marked, section, { tie, reader }) ?? [])
      const evidence = hits.reduce((sum, hit) => sum + hit.why.cues.length, 0)
      // A crime report that mentions a visit once stays a crime report.
      if (evidence <= offTopic) return []
      if (section.where === 'lead' && hits.length < 2 && !hits.some((hit) => hit.sentence.place <= LEAD)) return []
      if (!isNamed(hits, section)) return []
      return quotable(hits, readable)
    })
}

// What only a title of our own making says as one stands in the sentences that it was made of.
function quotable(hits: readonly SectionHit[], sentences: readonly MarkedSentence[]): SectionHit[] {
  const quoted = hits.filter(({ sentence }) => sentence.isQuotable)
  const [made] = hits
  const lead = sentences.find(({ sentence }) => sentence.isQuotable)?.sentence
  if (quoted.length > 0 || made === undefined || lead === undefined) return quoted
  return [{ ...made, sentence: lead, quote: clipQuote(lead.text) }]
}

// What lies outside the region is told by its parties.
function isNamed(hits: readonly SectionHit[], { needsRegion, entities }: Section): boolean {
  if (needsRegion || entities.length === 0) return true
  return hits.some((hit) => hit.sentence.entityIds.some((id) => entities.includes(id)))
}

interface MarkedSentence {
  readonly sentence: ReadSentence
  /** Distinct patterns by key. */
  readonly words: ReadonlyMap<string, readonly string[]>
  readonly figures: readonly Figure[]
}

// One pass over the matches: an article has many, and every section asks for its own.
function withWords(sentence: ReadSentence, placed: readonly PlacedFigure[]): MarkedSentence {
  const places = new Map<string, Map<number, string>>()
  for (const { key, pattern, firstToken } of sentence.words) {
    const found = places.get(key) ?? new Map<number, string>()
    if (found.size === 0) places.set(key, found)
    // Two patterns at one place are one cue: "trade" and "trade turnover".
    const known = found.get(firstToken)
    if (known === undefined || known.length < pattern.length) found.set(firstToken, pattern)
  }
  const words = new Map<string, readonly string[]>()
  for (const [key, found] of places) words.set(key, [...new Set(found.values())])
  const own = placed.filter(({ sentenceIndex }) => sentenceIndex === sentence.index)
  return { sentence, words, figures: own.map(({ figure }) => figure) }
}

/** True where an article names the region, one of its states or what belongs to them. */
export function isTiedToRegion(sentences: readonly ReadSentence[], reader: Reader): boolean {
  return inParts(sentences).some((part) => tieOf(part, reader).isTied)
}

interface Tie {
  readonly isTied: boolean
  /** In the title, or in a third of the sentences: the article as a whole is about the region. */
  readonly isWhole: boolean
  readonly sentences: ReadonlySet<number>
}

function tieOf(sentences: readonly ReadSentence[], reader: Reader): Tie {
  const tied = new Set(
    sentences
      .filter(({ entityIds, place }) =>
        entityIds.some((id) => reader.ties.has(id) && (place === 0 || !reader.wideTies.has(id))),
      )
      .map((sentence) => sentence.place),
  )
  const isWhole = tied.has(0) || (tied.has(1) && tied.size >= 2) || tied.size >= Math.max(2, sentences.length / 3)
  return { isTied: tied.size > 0, isWhole, sentences: tied }
}

function offTopicWeight(sentences: readonly MarkedSentence[]): number {
  return sentences.reduce((sum, { sentence, words }) => {
    const count = words.get('off-topic')?.length ?? 0
    return sum + count * (sentence.place === 0 ? 2 : 1)
  }, 0)
}

interface ScoreContext {
  readonly tie: Tie
  readonly reader: Reader
}

function scoreSentence(
  { sentence, words, figures: own }: MarkedSentence,
  section: Section,
  { tie, reader }: ScoreContext,
): SectionHit | undefined {
  if (section.needsRegion && !tie.isWhole && !tie.sentences.has(sentence.place)) return undefined
  const keys = keysOf(section)
  if (words.has(keys.not)) return undefined
  const strong = words.get(keys.strong) ?? []
  const rivals = rivalsIn(sentence, section, reader)
  const cues = [...(words.get(keys.cue) ?? []), ...(rivals.length >= 2 ? [rivals.join(' + ')] : [])]
  const measured = own.filter((figure) => section.measures.includes(figure.what))
  if (strong.length === 0 && cues.length === 0 && measured.length === 0) return undefined
  const hints = words.get(keys.hint) ?? []
  const hasUnit = own.some((figure) => section.units.includes(figure.unit))
  const score =
    weights.strong * Math.min(strong.length, 2) +
    weights.cue * Math.min(cues.length, 3) +
    weights.hint * Math.min(hints.length, 3) +
    Math.max(namesWeight(sentence, section, reader), tie.isWhole ? weights.context : 0) +
    (measured.length > 0 ? weights.measured : hasUnit ? weights.unit : 0) +
    (sentence.place <= 1 ? weights.lead : 0)
  if (round(score) < (section.enough ?? ENOUGH)) return undefined
  const focus = own[0] === undefined ? 0 : Math.max(0, sentence.text.indexOf(own[0].quote))
  return {
    sectionId: section.id,
    sentence,
    quote: clipQuote(sentence.text, focus),
    score: round(sentence.place === 0 ? score - weights.title : score),
    why: {
      cues: [...strong, ...cues, ...hints],
      entities: sentence.entityIds,
      figures: measured.map((figure) => figure.quote),
    },
  }
}

const knownKeys = new WeakMap<Section, ReturnType<typeof makeKeys>>()

/** The keys of a section's words, made once: each is asked for in every sentence of every article. */
function keysOf(section: Section): ReturnType<typeof makeKeys> {
  const known = knownKeys.get(section) ?? makeKeys(section)
  knownKeys.set(section, known)
  return known
}

const makeKeys = ({ id }: Section) => ({
  not: `not:${id}`,
  strong: `strong:${id}`,
  cue: `cue:${id}`,
  hint: `hint:${id}`,
})

function namesWeight(sentence: ReadSentence, section: Section, reader: Reader): number {
  const weight = sentence.entityIds.reduce((sum, id) => {
    if (section.entities.includes(id)) return sum + weights.entity
    return reader.ties.has(id) ? sum + weights.tie : sum
  }, 0)
  return Math.min(weight, weights.names)
}

// "Moscow" and "Putin" are one power.
function rivalsIn(sentence: ReadSentence, { rivals = [] }: Section, reader: Reader): string[] {
  if (rivals.length === 0) return []
  const named = sentence.entityIds.flatMap((id) => reader.entityById.get(id) ?? [])
  const powers = new Set(named.map((entity) => standsFor(entity, reader)).filter((id) => isParty(id, reader)))
  // Who sat at a table of many is a list, not a weighing.
  if (powers.size > MAX_WEIGHED) return []
  return rivals.filter((id) => powers.has(id))
}

const round = (value: number) => Math.round(value * 1000) / 1000
