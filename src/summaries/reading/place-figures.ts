import type { FoundFigure } from '../../text/types.js'
import { measureOf, stemOf } from './figure-measures.js'
import type { PartyContext } from './figure-parties.js'
import { nearestProject, topicOf, whoseFigure, whoseOther } from './figure-parties.js'
import type { Reader } from '../terms/reader.js'
import type { PlacedFigure } from './sections.js'
import type { Figure } from '../terms/shapes.js'
import { inParts } from './mark-sentences.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** What each figure of an article measures and whose it is, in reading order; `at` is the article's date, epoch ms. */
export function placeFigures(sentences: readonly ReadSentence[], reader: Reader, at?: number): PlacedFigure[] {
  return inParts(sentences).flatMap((part) => placeOf(part, reader, at))
}

// One article, or one item of a bulletin: what a figure measures and whose it is never comes from another.
function placeOf(sentences: readonly ReadSentence[], reader: Reader, at?: number): PlacedFigure[] {
  const heading = sentences[0]?.place === 0 ? sentences[0] : undefined
  const topic = topicOf(sentences, reader)
  const earlier: Figure[] = []
  const placed = sentences.flatMap((sentence, position) => {
    if (sentence.figures.length === 0 || isRepeated(sentence, sentences[1])) return []
    const [before, title] = [sentences[position - 1], heading ?? sentences[0]]
    return sentence.figures.map((found) => {
      const project = projectOf(found, [sentence, before, title], reader)
      const figure = nameFigure(found, sentence, { before, title, project, topic, earlier, reader })
      earlier.push(figure)
      if (earlier.length > MOST_EARLIER) earlier.splice(FIRST, 1)
      return { figure, sentenceIndex: sentence.index, found }
    })
  })
  return placed
    .map((each) => (each.sentenceIndex === heading?.index ? toldBelow(each, placed, reader) : each))
    .map(({ figure, ...place }) => ({ ...place, figure: at === undefined ? figure : assumePeriod(figure, reader, at) }))
}

// Counted by the year, and told once the year is over.
const YEARLY: ReadonlySet<string> = new Set(['trade', 'export', 'import', 'remittance', 'local', 'freight'])
// Agreed on one day: the news of it is of the same month.
const AGREED: ReadonlySet<string> = new Set(['investment', 'loan', 'grant', 'fund'])

function assumePeriod(figure: Figure, { measureById }: Reader, at: number): Figure {
  const { what, unit, kind, period } = figure
  if (period !== undefined || kind === 'target') return figure
  const day = new Date(at)
  if (measureById.has(what) && YEARLY.has(stemOf(what))) {
    const year = day.getUTCFullYear() - (kind === 'forecast' ? 0 : 1)
    return { ...figure, assumedPeriod: String(year) }
  }
  const isEvent = AGREED.has(what) || (!measureById.has(what) && (unit.length === 3 || unit === 'countries' || unit === 'people')) // prettier-ignore
  return isEvent && kind === 'actual' ? { ...figure, assumedPeriod: day.toISOString().slice(0, 7) } : figure
}

// The first figures, which an article is about, and the last are looked back at.
const MOST_EARLIER = 40
const FIRST = 15

// A title that was made of the text's first words says nothing of its own.
function isRepeated({ place, text }: ReadSentence, lead: ReadSentence | undefined): boolean {
  if (place !== 0 || lead === undefined) return false
  const words = text.replace(/…$/u, '').trim()
  return words !== '' && (lead.text.startsWith(words) || words.startsWith(lead.text))
}

// A headline is short: the text says what the same number measures, and whose it is.
function toldBelow(told: PlacedFigure, placed: readonly PlacedFigure[], { measureById }: Reader): PlacedFigure {
  const { figure } = told
  if (measureById.has(figure.what) && figure.isInferred !== true) return told
  const below = placed.find(
    (each) =>
      each.sentenceIndex > told.sentenceIndex &&
      each.figure.value === figure.value &&
      each.figure.unit === figure.unit &&
      measureById.has(each.figure.what),
  )
  if (below === undefined) return told
  const { what, between, project } = below.figure
  return {
    ...told,
    figure: { ...figure, what, between, ...(project === undefined ? {} : { project }), isInferred: true },
  }
}

function projectOf(
  found: FoundFigure,
  places: readonly (ReadSentence | undefined)[],
  reader: Reader,
): string | undefined {
  const [sentence] = places
  for (const place of places) {
    if (place === undefined) continue
    const near = nearestProject(place, place === sentence ? found.start : place.text.length, reader)
    if (near !== undefined) return near.key
  }
  return undefined
}

function nameFigure(found: FoundFigure, sentence: ReadSentence, context: PartyContext): Figure {
  const { start: _start, end: _end, ...figure } = found
  const named = measureOf(found, sentence, context)
  const measure = named === undefined ? undefined : context.reader.measureById.get(named.id)
  if (named === undefined || measure === undefined)
    return { ...figure, what: wordsBeside(found, sentence), ...whoseOther(found, sentence, context) }
  const { isInferred, ...whose } = whoseFigure(found, measure, sentence, context)
  const isDenied = sentence.words.some(({ key }) => key === 'party:denial')
  return {
    ...figure,
    what: measure.id,
    ...whose,
    ...(named.isInferred || isInferred || isDenied ? { isInferred: true } : {}),
    ...(isDenied ? { isDenied } : {}),
  }
}

const BESIDE = 40

// Up to 40 characters before the number, at a word border: "... of solar panels" for a measure the pack does not list.
function wordsBeside(found: FoundFigure, { text }: ReadSentence): string {
  const from = Math.max(0, found.start - BESIDE)
  const slice = text.slice(from, found.start).trim()
  const words = from === 0 ? slice : slice.replace(/^\S*\s/u, '')
  return words === '' ? text.slice(found.end, found.end + BESIDE).trim() || found.unit : words
}
