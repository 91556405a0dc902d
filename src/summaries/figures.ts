import type { PatternMatch } from '../text/patterns.js'
import type { FoundFigure } from '../text/types.js'
import type { Reader } from './reader.js'
import { isParty, standsFor } from './reader.js'
import type { PlacedFigure } from './sections.js'
import type { ReadSentence } from './sentences.js'
import type { Figure } from './types.js'

/** What each figure of an article measures and between whom: the nearest cue of a measure that has its unit, and the parties named beside it. */
export function placeFigures(sentences: readonly ReadSentence[], reader: Reader): PlacedFigure[] {
  const topic = topicParties(sentences, reader)
  return sentences.flatMap((sentence, position) => {
    const context = { before: sentences[position - 1], title: sentences[0], topic, reader }
    return sentence.figures.map((found) => ({
      figure: nameFigure(found, sentence, context),
      sentenceIndex: sentence.index,
    }))
  })
}

interface FigureContext {
  readonly before: ReadSentence | undefined
  readonly title: ReadSentence | undefined
  /** Parties of the whole article, most named first. */
  readonly topic: readonly string[]
  readonly reader: Reader
}

function topicParties(sentences: readonly ReadSentence[], reader: Reader): string[] {
  const named = new Map<string, number>()
  for (const sentence of sentences)
    for (const id of partiesIn(sentence, 0, reader))
      named.set(id, (named.get(id) ?? 0) + (sentence.index === 0 ? 3 : 1))
  return [...named].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([id]) => id)
}

function nameFigure(found: FoundFigure, sentence: ReadSentence, context: FigureContext): Figure {
  const named = measureOf(found, sentence, context)
  const { start: _start, end: _end, ...figure } = found
  if (named === undefined) return { ...figure, what: wordsBeside(found, sentence), between: [] }
  const parties = context.reader.measureById.get(named.id)?.parties ?? 'one'
  const { isInferred, ...whose } =
    parties === 'one' ? onesOf(found, sentence, context) : pairOf(found, parties, sentence, context)
  return { ...figure, what: named.id, ...whose, ...(named.isInferred || isInferred ? { isInferred: true } : {}) }
}

interface NamedMeasure {
  readonly id: string
  readonly isInferred: boolean
}

// The nearest cue wins; one before the number is nearer than one behind it ("exports reached $5 bn, imports ...").
function measureOf(
  found: FoundFigure,
  sentence: ReadSentence,
  { before, title, reader }: FigureContext,
): NamedMeasure | undefined {
  const own = measureCues(sentence, found, reader).flatMap((cue) => {
    // A cue behind the next number is that number's: "$5.8 bn, equal to 45 percent of GDP".
    if (sentence.figures.some((other) => other.start >= found.end && other.end <= cue.start)) return []
    // What is counted ("20,000 migrants") tells less than what happened to it ("are deported").
    const isCounted = cue.start >= found.start && cue.end <= found.end
    const [from, to] = cue.start < found.start ? [cue.end, found.start] : [found.end, cue.start]
    const borders = isCounted ? 0 : (sentence.text.slice(from, to).match(clauseBorder)?.length ?? 0)
    const distance = cue.start < found.start ? to - from : (to - from) * 1.5 + 4
    const weight = (isCounted ? COUNTED : Math.max(0, distance)) - Math.min(30, cue.length) / 4
    return [{ id: cue.id, weight, isInferred: borders > 1 || distance > FAR }]
  })
  const [nearest] = own.sort((a, b) => a.weight - b.weight || a.id.localeCompare(b.id))
  if (nearest !== undefined) return nearest
  // Other numbers lean on the sentence before or the title.
  for (const earlier of [before, title]) {
    if (earlier === undefined || earlier === sentence) continue
    const [cue] = measureCues(earlier, found, reader)
    if (cue !== undefined) return { id: cue.id, isInferred: true }
  }
  return undefined
}

// Letters: as far off as a cue may stand that wins over the counted noun, and that surely names the number.
const COUNTED = 50
const FAR = 120

interface MeasureCue {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly length: number
}

function measureCues(sentence: ReadSentence, found: FoundFigure, reader: Reader): MeasureCue[] {
  return sentence.words.flatMap((match): MeasureCue[] => {
    if (!match.key.startsWith('measure:')) return []
    const measure = reader.measureById.get(match.key.slice('measure:'.length))
    if (measure?.units.includes(found.unit) !== true) return []
    return [{ id: measure.id, start: match.start, end: match.end, length: match.end - match.start }]
  })
}

/**
 * The two parties of a trade, a loan, a flow. Where a sentence lists several partners ("with Kazakhstan $43.8 bn, with Kyrgyzstan ..."), the nearest is
 * one party and the other is who the list is about: a state outside the region where the nearest is of it, else who the article is most about.
 */
function pairOf(
  found: FoundFigure,
  parties: 'pair' | 'from-to',
  sentence: ReadSentence,
  { before, title, topic, reader }: FigureContext,
): Whose {
  const own = partiesIn(sentence, found.start, reader)
  if (own.length === 2 && !isList(sentence, own, reader)) return { between: own.sort(), isInferred: false }
  const earlier = [before, title].flatMap((each) =>
    each === undefined || each === sentence ? [] : partiesIn(each, each.text.length, reader),
  )
  const [first] = own.length > 0 ? own : earlier
  if (first === undefined) return { between: [], isInferred: true }
  const isOfRegion = (id: string) => reader.ties.has(id)
  const isOther = (id: string) => id !== first && !isPartOf(id, first, reader)
  const others = [...own, ...earlier, ...topic].filter(isOther)
  const second = others.find((id) => isOfRegion(id) !== isOfRegion(first)) ?? others[0]
  if (second === undefined) return { between: [first], isInferred: true }
  // Money and goods go from one to many: who is not named beside them is a guess.
  const isSure = parties === 'pair' && own.length < 4 && own.includes(first) && [...own, ...earlier].includes(second)
  return { between: [first, second].sort(), isInferred: !isSure }
}

interface Whose {
  readonly between: string[]
  readonly project?: string
  readonly isInferred: boolean
}

// "Turkmenistan and Tajikistan accounted for $10.65 bn and $3.86 bn": two of one side, a number each.
function isList(sentence: ReadSentence, parties: readonly string[], reader: Reader): boolean {
  return sentence.figures.length > 1 && parties.every((id) => reader.region.states.includes(id))
}

// A state and the group that it is a member of are no pair.
function isPartOf(id: string, other: string, { entityById }: Reader): boolean {
  return entityById.get(other)?.members.includes(id) === true || entityById.get(id)?.members.includes(other) === true
}

/** Whose a property is: the project named nearest with its states, else the nearest party. */
function onesOf(found: FoundFigure, sentence: ReadSentence, context: FigureContext): Whose {
  const { before, title, topic, reader } = context
  const places = [sentence, before, title].filter((each) => each !== undefined)
  const project = places.map((each) => nearestProject(each, found.start, reader)).find((id) => id !== undefined)
  const organisation = found.unit === 'countries' ? nearestOrganisation(sentence, found.start, reader) : undefined
  if (organisation !== undefined) return { between: [organisation.key], isInferred: organisation.borders > 0 }
  const parties = places.flatMap((each) => partiesIn(each, each === sentence ? found.start : each.text.length, reader))
  const own = partiesIn(sentence, found.start, reader)
  if (project === undefined) {
    const between = [...parties, ...topic].slice(0, 1)
    return { between, isInferred: own.length !== 1 }
  }
  const states = statesOfProject(project, reader)
  const named = [...new Set(parties.filter((id) => states.includes(id)))]
  const isSure = nearestProject(sentence, found.start, reader) === project
  return { between: (named.length > 0 ? named : states).sort(), project, isInferred: !isSure }
}

// Members are counted of a body, not of the state that is named beside it.
function nearestOrganisation(sentence: ReadSentence, at: number, { entityById }: Reader): Near | undefined {
  const bodies = sentence.entities.filter((match) => entityById.get(match.key)?.kind === 'organisation')
  return bodies.map((match) => nearness(sentence, match, at)).sort((a, b) => a.distance - b.distance)[0]
}

function nearestProject(sentence: ReadSentence, at: number, { entityById }: Reader): string | undefined {
  const projects = sentence.entities.filter((match) => entityById.get(match.key)?.kind === 'project')
  return projects.map((match) => nearness(sentence, match, at)).sort((a, b) => a.distance - b.distance)[0]?.key
}

interface Near {
  readonly key: string
  readonly distance: number
  readonly borders: number
}

// What is named before the number counts as nearer, and so does what shares its clause.
function nearness({ text }: ReadSentence, match: PatternMatch, at: number): Near {
  const [from, to] = match.start < at ? [match.end, at] : [at, match.start]
  const borders = text.slice(from, to).match(clauseBorder)?.length ?? 0
  return { key: match.key, distance: (match.start < at ? to - from : (to - from) * 1.5) + borders * CLAUSE, borders }
}

/** The states that a project belongs to: its own, else those that it runs through. */
export function statesOfProject(id: string, { entityById }: Reader): string[] {
  const project = entityById.get(id)
  if (project?.of !== undefined) return [project.of]
  return project?.members.filter((member) => entityById.get(member)?.kind === 'country') ?? []
}

// Letters that a clause border counts for: "$43.8 bn with Kazakhstan, $22.7 bn with Kyrgyzstan".
const CLAUSE = 40
const clauseBorder = /[,;，；、](?!\d)/gu

// Distinct parties of a sentence, nearest to an offset first; one named before it counts as nearer.
function partiesIn(sentence: ReadSentence, at: number, reader: Reader): string[] {
  const parties = sentence.entities.flatMap((match) => {
    const entity = reader.entityById.get(match.key)
    if (entity === undefined) return []
    const id = standsFor(entity, reader)
    const { distance } = nearness(sentence, match, at)
    return isParty(id, reader) ? [{ id, distance }] : []
  })
  parties.sort((a, b) => a.distance - b.distance || a.id.localeCompare(b.id))
  return [...new Set(parties.map((party) => party.id))]
}

const BESIDE = 40

// Up to 40 characters before the number, at a word border: "... of solar panels" for a measure the pack does not list.
function wordsBeside(found: FoundFigure, { text }: ReadSentence): string {
  const from = Math.max(0, found.start - BESIDE)
  const slice = text.slice(from, found.start).trim()
  const words = from === 0 ? slice : slice.replace(/^\S*\s/u, '')
  return words === '' ? text.slice(found.end, found.end + BESIDE).trim() || found.unit : words
}
