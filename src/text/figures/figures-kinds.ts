import { longest, type Line } from './figures-numbers.js'
import type { Cue } from './figures-words.js'
import type { Measure } from './figures-units.js'
import type { Period } from './figures-periods.js'
import type { FigureKind } from '../types.js'

const VERB_LAST: ReadonlySet<string> = new Set(['kk', 'ky', 'uz', 'tg', 'tk'])

/** Where the cues of a sentence stand, by piece; made once a sentence. */
export interface CueMap {
  readonly cues: Readonly<Record<Watched, readonly number[]>>
  /** For each piece, the number of its clause. */
  readonly clauses: readonly number[]
}

const WATCHED = ['growth', 'share', 'forecast', 'target'] as const
type Watched = (typeof WATCHED)[number]

/** Finds the cues of growth, share, forecast and target in a sentence, and numbers its clauses. */
export function mapCues(line: Line): CueMap {
  const cues: Record<Watched, number[]> = { growth: [], share: [], forecast: [], target: [] }
  const clauses: number[] = []
  let clause = 0
  line.pieces.forEach((piece, at) => {
    if (piece.kind === 'sign' && isBreak(line, at)) clause++
    clauses.push(clause)
    if (piece.kind === 'number' || piece.kind === 'sign' || line.hitsAt(at).length === 0 || isMay(line, at)) return
    for (const cue of WATCHED) if (longest(line, at, cue)) cues[cue].push(at)
  })
  return { cues, clauses }
}

/** The month, not the verb. */
function isMay(line: Line, at: number): boolean {
  const piece = line.pieces[at]
  return line.language === 'en' && piece?.folded === 'may' && line.sentence.startsWith('M', piece.start)
}

/** Whether a figure is what was, what is foreseen, what is wanted, or by how much something moved. */
export function readKind(line: Line, map: CueMap, measure: Measure, period: Period | undefined): FigureKind {
  const foreseen = period?.when === 'past' ? undefined : readForesight(line, map, measure, period)
  if (isChange(line, map, measure)) return foreseen === 'forecast' && measure.unit === 'percent' ? 'forecast' : 'change'
  return foreseen ?? 'actual'
}

function readForesight(line: Line, map: CueMap, measure: Measure, period: Period | undefined): FigureKind | undefined {
  const target = nearestCue(line, map, measure, 'target', period)
  const forecast = nearestCue(line, map, measure, 'forecast', period)
  if (target !== undefined || forecast !== undefined)
    return (forecast ?? Infinity) < (target ?? Infinity) ? 'forecast' : 'target'
  return period?.when === 'future' ? 'target' : undefined
}

// A cue in another clause counts for less than any in the figure's own.
const OTHER_CLAUSE = 50

/** How far the nearest cue is that may speak of this figure. */
function nearestCue(
  line: Line,
  map: CueMap,
  { from, to }: Measure,
  cue: Watched,
  period: Period | undefined,
): number | undefined {
  const at = nearest(map.cues[cue], from)
  let best: number | undefined
  for (const place of at) {
    const same = map.clauses[place] === map.clauses[from]
    const later = place >= to
    // Where verbs come last, or the figure lies ahead, a cue behind a comma speaks of it too.
    if (!same && later && !VERB_LAST.has(line.language) && period?.when !== 'future') continue
    const distance = Math.abs(place - from) + (same ? 0 : OTHER_CLAUSE)
    if (best === undefined || distance < best) best = distance
  }
  return best
}

function isChange(line: Line, map: CueMap, measure: Measure): boolean {
  const { from, to, unit } = measure
  if (ends(line, from, 'share')) return false
  if (line.language === 'tg' && ends(line, from, 'level')) return false
  if (ends(line, from, 'by') && nearest(map.cues.growth, from).length > 0) return true
  if (unit === 'percent') {
    if (ends(line, from, 'level')) return false
    if (has(line, to, 'by-after')) return true
    if (inClause(map, 'share', from) || isPartOf(line, to)) return false
    return inClause(map, 'growth', from)
  }
  return has(line, to, 'by-after') || has(line, to, 'by-growth')
}

/** "45 percent of GDP" */
function isPartOf(line: Line, to: number): boolean {
  return line.language === 'en' && line.pieces[to]?.folded === 'of'
}

function has(line: Line, at: number, cue: Cue): boolean {
  return longest(line, afterBrackets(line, at), cue) !== undefined
}

const LONGEST_BRACKET = 8

/** Past "($217-272)", or out of one. */
function afterBrackets(line: Line, at: number): number {
  const first = line.pieces[at]?.folded
  if (first === ')') return at + 1
  if (first !== '(') return at
  for (let i = at + 1; i <= at + LONGEST_BRACKET; i++) if (line.pieces[i]?.folded === ')') return i + 1
  return at
}

const LONGEST_CUE = 3
const MOST_BETWEEN = 3

/** Whether a cue ends right before a piece, but for a bound or a link between ("снизилась почти на", "на более чем 5 %"). */
function ends(line: Line, from: number, cue: Cue): boolean {
  let end = from
  for (let between = 0; between <= MOST_BETWEEN; between++) {
    for (let length = LONGEST_CUE; length >= 1; length--) {
      if (line.hitsAt(end - length).some((hit) => hit.mark.type === cue && hit.length === length)) return true
    }
    const word = line.hitsAt(end - 1)
    if (!word.some(({ mark }) => mark.type === 'bound') && line.pieces[end - 1]?.folded !== '-') return false
    end--
  }
  return false
}

function inClause({ cues, clauses }: CueMap, cue: Watched, at: number): boolean {
  return nearest(cues[cue], at).some((place) => clauses[place] === clauses[at])
}

/** The last place before a piece and the first after it; places are sorted. */
function nearest(places: readonly number[], at: number): number[] {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return [places[low - 1], places[low]].filter((place) => place !== undefined)
}

function isBreak(line: Line, at: number): boolean {
  const piece = line.pieces[at]
  if (piece === undefined) return false
  if (',;:.!?()，；：。！？（）'.includes(piece.folded)) return true
  return piece.folded === '-' && !piece.glued
}
