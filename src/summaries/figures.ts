import type { FoundFigure } from '../text/types.js'
import type { Reader } from './reader.js'
import { isParty, standsFor } from './reader.js'
import type { PlacedFigure } from './sections.js'
import type { ReadSentence } from './sentences.js'
import type { Figure } from './types.js'

/** What each figure of an article measures and between whom: the nearest cue of a measure that has its unit, and the parties named beside it. */
export function placeFigures(sentences: readonly ReadSentence[], reader: Reader): PlacedFigure[] {
  return sentences.flatMap((sentence, position) => {
    const context = { before: sentences[position - 1], title: sentences[0], reader }
    return sentence.figures.map((found) => ({
      figure: nameFigure(found, sentence, context),
      sentenceIndex: sentence.index,
    }))
  })
}

interface FigureContext {
  readonly before: ReadSentence | undefined
  readonly title: ReadSentence | undefined
  readonly reader: Reader
}

function nameFigure(found: FoundFigure, sentence: ReadSentence, context: FigureContext): Figure {
  const { reader } = context
  const what = measureOf(found, sentence, context)
  const { start: _start, end: _end, ...figure } = found
  if (what === undefined) return { ...figure, what: wordsBeside(found, sentence), between: [] }
  return { ...figure, what, between: partiesOf(found, what, sentence, { ...context, reader }) }
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

function partiesOf(found: FoundFigure, what: string, sentence: ReadSentence, context: FigureContext): string[] {
  const { reader, before, title } = context
  const parties = reader.measureById.get(what)?.parties ?? 'one'
  const wanted = parties === 'one' ? 1 : 2
  const chosen: string[] = []
  const take = (ids: readonly string[]) => {
    for (const id of ids) if (chosen.length < wanted && !chosen.includes(id)) chosen.push(id)
  }
  take(nearestParties(sentence, found.start, { reader, alsoProjects: parties === 'one' }))
  // A pair that the sentence names half of is completed from the sentence before or the title.
  for (const earlier of [before, title]) {
    if (earlier === undefined || earlier === sentence || chosen.length >= wanted) continue
    take(nearestParties(earlier, earlier.text.length, { reader, alsoProjects: parties === 'one' }))
  }
  return chosen.sort()
}

function nearestParties(
  sentence: ReadSentence,
  at: number,
  { reader, alsoProjects }: { reader: Reader; alsoProjects: boolean },
): string[] {
  return sentence.entities
    .flatMap((match) => {
      const entity = reader.entityById.get(match.key)
      if (entity === undefined) return []
      const id = alsoProjects && entity.kind === 'project' ? entity.id : standsFor(entity, reader)
      if (!isParty(id, reader) && !(alsoProjects && reader.entityById.get(id)?.kind === 'project')) return []
      const distance = match.start < at ? at - match.end : (match.start - at) * 1.5
      return [{ id, distance }]
    })
    .sort((a, b) => a.distance - b.distance || a.id.localeCompare(b.id))
    .map((party) => party.id)
}

const BESIDE = 40

// Up to 40 characters before the number, at a word border: "... of solar panels" for a measure the pack does not list.
function wordsBeside(found: FoundFigure, { text }: ReadSentence): string {
  const from = Math.max(0, found.start - BESIDE)
  const slice = text.slice(from, found.start).trim()
  const words = from === 0 ? slice : slice.replace(/^\S*\s/u, '')
  return words === '' ? text.slice(found.end, found.end + BESIDE).trim() || found.unit : words
}
