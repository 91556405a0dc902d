import { boundBefore, readBound } from './figures-bounds.js'
import { mapCues, readKind, type CueMap } from './figures-kinds.js'
import { findMultiples } from './figures-multiples.js'
import { hasNumber, makeLine } from './figures-numbers.js'
import { findPeriods } from './figures-periods.js'
import { splitPieces } from './figures-tokens.js'
import { findMeasures } from './figures-units.js'
import type { DetectedLanguage, FoundFigure, Token } from '../types.js'
import { tokenize } from '../words/words.js'

export interface FindFiguresOptions {
  /** The sentence's words where they are known. */
  readonly words?: readonly Token[]
  /** The article's date, epoch ms: what "last year" is counted from. Without it, relative periods stay unknown. */
  readonly at?: number
  /** The period that the sentences before speak of: "a year earlier" and "the same period" are counted from it. */
  readonly speaksOf?: string
}

// Ten pages without a full stop are no sentence; what lies behind is not read.
const LONGEST_SENTENCE = 10_000

/**
 * Figures of a sentence, in base units ("$127 billion" → 127e9 USD), in reading order. Numbers that measure nothing (dates, scores, names, ages)
 * or count other things are left out. A range is two figures with the same quote. Takes time in proportion to the sentence, and reads 10,000 characters of it at most.
 */
export function findFigures(
  sentence: string,
  language: DetectedLanguage,
  options: FindFiguresOptions = {},
): FoundFigure[] {
  if (!hasNumber(options.words ?? tokenize(sentence), language)) return []
  const line = makeLine(sentence, language, splitPieces(sentence.slice(0, LONGEST_SENTENCE)))
  let mapped: CueMap | undefined
  const cues = () => (mapped ??= mapCues(line))
  const measures = [...findMeasures(line), ...findMultiples(line, cues)].sort((a, b) => a.from - b.from)
  if (measures.length === 0) return []
  const periods = findPeriods(line, measures, options)
  return measures.map((measure, i) => {
    const { value, unit, from, to } = measure
    const start = line.pieces[from]?.start ?? 0
    // The full stop of "млрд." may be the sentence's own.
    const last = line.pieces[to - 1]?.folded === '.' ? to - 2 : to - 1
    const end = line.pieces[last]?.end ?? start
    const period = periods[i]
    // What follows a multiple ("ikki barobar oshdi") is its growth, no bound.
    const bound = measure.bound ?? (measure.kind ? boundBefore(line, measure.from) : readBound(line, measure))
    const kind = measure.kind ?? readKind(line, cues(), measure, period)
    const quote = sentence.slice(start, end)
    return { value, unit, kind, ...(bound && { bound }), ...(period && { period: period.text }), quote, start, end }
  })
}
