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
  const what = measureOf(found, sentence, context)
  const { start: _start, end: _end, ...figure } = found
  if (what === undefined) return { ...figure, what: wordsBeside(found, sentence), between: [] }
  const parties = context.reader.measureById.get(what)?.parties ?? 'one'
  if (parties === 'one') return { ...figure, what, ...onesOf(found, sentence, context) }
  return { ...figure, what, between: pairOf(found, sentence, context) }
}

// The nearest cue wins; one before the number is nearer than one behind it ("exports reached $5 bn, imports ...").
function measureOf(
  found: FoundFigure,
  sentence: ReadSentence,
  { before, title, reader }: FigureContext,
): string | undefined {
  const own = measureCues(sentence, found, reader).map((cue) => {
    // What is counted ("20,000 migrants") tells less than what happened to it ("are deported").
    const isCounted = cue.start >= found.start && cue.end <= found.end
    const distance = cue.start < found.start ? found.start - cue.end : (cue.start - found.end) * 1.5 + 4
    return { id: cue.id, distance: (isCounted ? COUNTED : Math.max(0, distance)) - Math.min(30, cue.length) / 4 }
  })
  const [nearest] = own.sort((a, b) => a.distance - b.distance || a.id.localeCompare(b.id))
  if (nearest !== undefined) return nearest.id
  // Growth and shares lean on the sentence before; other numbers without a word of their own stay unnamed.
  for (const earlier of [before, title]) {
    if (earlier === undefined || earlier === sentence) continue
    const [cue] = measureCues(earlier, found, reader)
    if (cue !== undefined) return cue.id
  }
  return undefined
}

// Letters: as far off as a cue may stand that wins over the counted noun.
const COUNTED = 50

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
function pairOf(found: FoundFigure, sentence: ReadSentence, { before, title, topic, reader }: FigureContext): string[] {
  const own = partiesIn(sentence, found.start, reader)
  if (own.length === 2) return own.sort()
  const earlier = [before, title].flatMap((each) =>
    each === undefined || each === sentence ? [] : partiesIn(each, each.text.length, reader),
  )
  const [first] = own.length > 0 ? own : earlier
  if (first === undefined) return []
  const isOfRegion = (id: string) => reader.ties.has(id)
  const others = [...own, ...earlier, ...topic].filter((id) => id !== first && !isPartOf(id, first, reader))
  const second = others.find((id) => isOfRegion(id) !== isOfRegion(first)) ?? others[0]
  return second === undefined ? [first] : [first, second].sort()
}

// A state and the group that it is a member of are no pair.
function isPartOf(id: string, other: string, { entityById }: Reader): boolean {
  return entityById.get(other)?.members.includes(id) === true || entityById.get(id)?.members.includes(other) === true
}

/** Whose a property is: the project named nearest with its states, else the nearest party. */
function onesOf(
  found: FoundFigure,
  sentence: ReadSentence,
  context: FigureContext,
): { between: string[]; project?: string } {
  const { before, title, topic, reader } = context
  const places = [sentence, before, title].filter((each) => each !== undefined)
  const project = places.map((each) => nearestProject(each, found.start, reader)).find((id) => id !== undefined)
  const parties = places.flatMap((each) => partiesIn(each, each === sentence ? found.start : each.text.length, reader))
  if (project === undefined) return { between: [...parties, ...topic].slice(0, 1) }
  const states = statesOfProject(project, reader)
  const named = [...new Set(parties.filter((id) => states.includes(id)))]
  return { between: (named.length > 0 ? named : states).sort(), project }
}

function nearestProject(sentence: ReadSentence, at: number, { entityById }: Reader): string | undefined {
  const projects = sentence.entities.filter((match) => entityById.get(match.key)?.kind === 'project')
  return projects.sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at))[0]?.key
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
    const [from, to] = match.start < at ? [match.end, at] : [at, match.start]
    const borders = sentence.text.slice(from, to).match(clauseBorder)?.length ?? 0
    const distance = (match.start < at ? to - from : (to - from) * 1.5) + borders * CLAUSE
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
