import { digitKeys } from '../../text/times/numbers-dates.js'
import { figuresOf, type TellingFigure } from './judge-article.js'
import type { Candidate } from './score-passage.js'
import { SAME } from '../terms/ranking-weights.js'

/** A passage with the figure that it answers with; `loose`: one that no line may say, but that tells which facts are one. */
export interface Telling {
  readonly told: Candidate
  readonly figure: TellingFigure | undefined
  readonly loose: TellingFigure | undefined
}

/** One fact told twice: the same figure of the same measure, parties and period; without figures, nearly the same words, or one story with much the same names, subjects and acts. */
export function tellsSame(a: Telling, b: Telling): boolean {
  const isOneStory = a.told.storyId === b.told.storyId
  if (a.figure !== undefined && b.figure !== undefined) return isSameFigure(a.figure, b.figure)
  if (a.loose !== undefined && b.loose !== undefined) return isOneStory && isSameValue(a.loose, b.loose)
  if ((a.loose === undefined) !== (b.loose === undefined)) return false
  if (wordsShared(a.told, b.told) >= SAME.words) return true
  return isOneStory && a.told.open !== b.told.open && likeness(a.told, b.told) >= SAME.marks
}

/** How surely another passage of the same story tells what this one tells, 0 to 1; numbers that differ, or that one has alone, speak against it. */
export function supports(other: Telling, item: Telling): number {
  if (other.told.storyId !== item.told.storyId) return item.figure !== undefined && other.figure !== undefined && isSameFigure(item.figure, other.figure) ? 1 : 0 // prettier-ignore
  if (item.loose !== undefined) return other.loose !== undefined && isSameValue(item.loose, other.loose) ? 1 : 0
  return other.loose === undefined ? likeness(other.told, item.told) : 0
}

/** Two sentences of one story with a figure in common, whatever reading took it to measure. */
export function sharesFigure(a: Candidate, b: Candidate): boolean {
  if (a.storyId !== b.storyId) return false
  const theirs = figuresOf(b.open, b.passage)
  return figuresOf(a.open, a.passage).some((figure) => theirs.some((other) => isSameValue(figure, other)))
}

/** The same value, but for rounding, of the same measure, parties and period. */
export function isSameFigure(a: TellingFigure, b: TellingFigure): boolean {
  return isSameMatter(a, b) && a.kind === b.kind && isSameValue(a, b)
}

/** Figures that may be compared: of one measure, one unit, the same parties and period. */
export function isSameMatter(a: TellingFigure, b: TellingFigure): boolean {
  const matter = ({ what, unit, period, project, between }: TellingFigure) =>
    [what, unit, period, project, ...[...between].sort()].join()
  return matter(a) === matter(b)
}

const isSameValue = (a: TellingFigure, b: TellingFigure) =>
  a.unit === b.unit && Math.abs(a.value - b.value) <= SAME.rounding * Math.max(Math.abs(a.value), Math.abs(b.value))

function likeness(a: Candidate, b: Candidate): number {
  const [ours, theirs] = [numbersOf(a), numbersOf(b)]
  if (ours.size > 0 && theirs.size > 0 && sharedOf(ours, theirs) === 0) return 0
  const [one, other] = [marksOf(a), marksOf(b)]
  if (Math.min(one.size, other.size) < SAME.fewMarks) return wordsShared(a, b)
  const shared = sharedOf(one, other)
  const alike = Math.max(shared / (one.size + other.size - shared), wordsShared(a, b))
  return ours.size > 0 === theirs.size > 0 ? alike : alike * SAME.oneHasNumbers
}

const marksOf = ({ passage }: Candidate) => new Set([...passage.entityIds, ...passage.conceptIds, ...passage.actIds])
const numbersOf = ({ passage }: Candidate) => new Set(digitKeys(passage.text))

/** Share of the words of the shorter that stand in the other, 0 to 1: within one language, and 0 where numbers tell the sentences apart. */
export function wordsShared(a: Candidate, b: Candidate): number {
  if (a.open.article.language !== b.open.article.language) return 0
  const [ours, theirs] = [numbersOf(a), numbersOf(b)]
  if (ours.size > 0 && theirs.size > 0 && sharedOf(ours, theirs) < Math.min(ours.size, theirs.size)) return 0
  return sharedOf(a.passage.stems, b.passage.stems) / Math.max(1, Math.min(a.passage.stems.size, b.passage.stems.size))
}

const sharedOf = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((each) => b.has(each)).length
