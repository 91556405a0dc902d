import type { Measure } from '../../regions/region.js'
import type { FoundFigure } from '../../text/types.js'
import type { Reader } from '../terms/reader.js'
import type { Figure } from '../terms/shapes.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** A measure that a figure is of; inferred where no word of it stands in the figure's own clause. */
export interface NamedMeasure {
  readonly id: string
  readonly isInferred: boolean
}

/** What stands around a figure. */
export interface MeasureContext {
  readonly before: ReadSentence | undefined
  readonly title: ReadSentence | undefined
  /** The project that the sentence, the one before or the title speaks of. */
  readonly project: string | undefined
  /** Figures before this one, in reading order. */
  readonly earlier: readonly Figure[]
  readonly reader: Reader
}

/**
 * What a figure measures: the nearest cue of a measure that has its unit, one before the number being nearer than one behind it; else what the
 * project spoken of has in that unit; else what the sentence before, the title or the figure before is about.
 */
export function measureOf(
  found: FoundFigure,
  sentence: ReadSentence,
  context: MeasureContext,
): NamedMeasure | undefined {
  const { reader, project } = context
  const own = nearestCue(found, sentence, context)
  const kind = project === undefined ? undefined : reader.projectKinds.get(project)
  const ofKind = kind === undefined ? undefined : ofProject(found, kind, own?.id, reader)
  if (ofKind !== undefined) return { id: ofKind, isInferred: own?.isInferred ?? true }
  if (own !== undefined) return own
  for (const other of [context.before, context.title]) {
    if (other === undefined || other === sentence) continue
    const [cue] = measureCues(other, found, context)
    if (cue !== undefined) return { id: cue.id, isInferred: true }
  }
  const last = context.earlier.findLast(({ unit, what }) => reader.measureById.has(what) && (unit === found.unit || found.kind === 'change')) // prettier-ignore
  const measure = last === undefined ? undefined : reader.measureById.get(last.what)
  const id = measure === undefined ? undefined : fitting(measure, found, [], reader)
  return id === undefined ? undefined : { id, isInferred: true }
}

// Letters: as far off as a cue may stand that wins over the counted noun, and that surely names the number.
const COUNTED = 50
const FAR = 120

function nearestCue(found: FoundFigure, sentence: ReadSentence, context: MeasureContext): NamedMeasure | undefined {
  const own = measureCues(sentence, found, context).flatMap((cue) => {
    // A cue behind the next number is that number's: "$5.8 bn, equal to 45 percent of GDP".
    if (sentence.figures.some((other) => other.start >= found.end && other.end <= cue.start)) return []
    // What is counted ("20,000 migrants") tells less than what happened to it ("are deported").
    const isCounted = cue.start >= found.start && cue.end <= found.end
    const [from, to] = cue.start < found.start ? [cue.end, found.start] : [found.end, cue.start]
    const borders = isCounted ? 0 : clauseBorders(sentence, from, to)
    const distance = cue.start < found.start ? to - from : (to - from) * 1.5 + 4
    const weight = (isCounted ? COUNTED : Math.max(0, distance)) - Math.min(30, cue.length) / 4
    return [{ id: cue.id, weight, isInferred: borders > 1 || distance > FAR }]
  })
  return own.sort((a, b) => a.weight - b.weight || (a.id < b.id ? -1 : 1))[0]
}

/** How many clauses may end between two places of a sentence: not at the comma of "43,8". */
export function clauseBorders(sentence: Pick<ReadSentence, 'text'>, from: number, to: number): number {
  if (from >= to) return 0
  const known = bordersOf.get(sentence) ?? countBorders(sentence.text)
  bordersOf.set(sentence, known)
  const { text } = sentence
  // The number of "43,8" itself may begin behind the piece.
  const isCut = to < text.length && isBorder(text.charCodeAt(to - 1)) && isDigit(text.charCodeAt(to))
  return (known[to] ?? 0) - (known[from] ?? 0) + (isCut ? 1 : 0)
}

// Every name of a sentence is weighed against every figure of it.
const bordersOf = new WeakMap<Pick<ReadSentence, 'text'>, Uint32Array>()

/** For each place of a text, the borders before it. */
function countBorders(text: string): Uint32Array {
  const counts = new Uint32Array(text.length + 1)
  for (let at = 0; at < text.length; at++) {
    const ends = isBorder(text.charCodeAt(at)) && !isDigit(text.charCodeAt(at + 1))
    counts[at + 1] = (counts[at] ?? 0) + (ends ? 1 : 0)
  }
  return counts
}

const BORDERS = new Set(Array.from(',;，；、', (mark) => mark.charCodeAt(0)))
// Asked of every letter: most are none of the marks, and are told by their size.
const isBorder = (code: number) => (code <= 0x3b || code >= 0x3001) && BORDERS.has(code)
const isDigit = (code: number) => code >= 0x30 && code <= 0x39

interface MeasureCue {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly length: number
}

function measureCues(sentence: ReadSentence, found: FoundFigure, { title, reader }: MeasureContext): MeasureCue[] {
  const own = sentence.words.filter(isMeasure)
  if (own.length === 0) return []
  const named = sentence === title ? own : [...own, ...(title?.words.filter(isMeasure) ?? [])]
  const others = named.map(({ key }) => key.slice(MEASURE.length))
  return own.flatMap(({ key, start, end }): MeasureCue[] => {
    const measure = reader.measureById.get(key.slice(MEASURE.length))
    const id = measure === undefined ? undefined : fitting(measure, found, others, reader)
    return id === undefined ? [] : [{ id, start, end, length: end - start }]
  })
}

const MEASURE = 'measure:'
const isMeasure = ({ key }: { readonly key: string }) => key.startsWith(MEASURE)

/**
 * The measure that a figure of this unit is of where a word of `measure` stands. A percent beside "trade" is its growth or a share of it, beside
 * "GDP" what another measure is of the GDP: measures that belong together begin alike (trade-turnover, trade-growth, trade-share).
 */
function fitting(measure: Measure, found: FoundFigure, others: readonly string[], reader: Reader): string | undefined {
  const { id, units } = measure
  const known = (candidate: string) => (reader.measureById.has(candidate) ? candidate : undefined)
  if (found.unit !== 'percent') return units.includes(found.unit) ? id : undefined
  if (found.kind !== 'actual') return known(`${stemOf(id)}-growth`) ?? (isAbsolute(measure) || units.includes('percent') ? id : undefined) // prettier-ignore
  if (id === 'gdp') return others.map((other) => known(`${stemOf(other)}s-gdp`)).find((each) => each !== undefined)
  const share = isAbsolute(measure) ? known(`${stemOf(id)}-share`) : undefined
  return share ?? (units.includes('percent') ? id : undefined)
}

const isAbsolute = ({ units }: Measure) => units[0] !== 'percent'

/** What measures that belong together share: `trade` of trade-turnover, `remittance` of remittances. */
export function stemOf(id: string): string {
  return id.split('-')[0]?.replace(/s$/, '') ?? id
}

const SUFFIX = /-(length|cost|capacity|loan)$/

// "The road" of a railway project is the railway; kilometres beside a pipeline are its length.
function ofProject(found: FoundFigure, kind: string, own: string | undefined, reader: Reader): string | undefined {
  const known = (suffix: string) => {
    const measure = reader.measureById.get(`${kind}-${suffix}`)
    return measure?.units.includes(found.unit) === true ? measure.id : undefined
  }
  if (own === 'loan') return known('loan')
  if (own === 'price') return known('cost')
  // What a pipeline is built for has no period.
  if (own === 'gas-supply') return found.period === undefined ? known('capacity') : undefined
  if (own !== undefined) {
    const suffix = SUFFIX.exec(own)?.[1]
    return suffix === undefined ? undefined : known(suffix)
  }
  return known('length') ?? known('cost') ?? known('capacity')
}
