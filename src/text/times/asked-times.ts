import { z } from 'zod'
import { namedPeriods } from '../figures/figures-periods.js'
import { makePhraseBook, phrasesAt, type PhraseBook } from '../figures/figures-phrases.js'
import { splitPieces, type Piece } from '../figures/figures-tokens.js'
import { rangeOf, type TimeRange } from './periods.js'
import { readData } from '../read-data.js'
import type { DetectedLanguage, Language } from '../types.js'
import { LANGUAGES } from '../types.js'

/** The time that a question asks about. */
export interface AskedTime extends TimeRange {
  /** As figures write it; absent where days or weeks are meant. */
  readonly period?: string
  /** `of`: of that time. `since`: from then on, up to the moment of asking. */
  readonly relation: 'of' | 'since'
}

/** A time with the places in the question that name it: [start, end) in UTF-16 units. */
export interface FoundTime {
  readonly time?: AskedTime
  readonly places: readonly { readonly start: number; readonly end: number }[]
  /** "Since" stands in the question, and no time that a calendar knows: since an event ("since the summit"). */
  readonly isSinceEvent: boolean
}

const KEYS = ['today', 'yesterday', 'tomorrow', 'this-week', 'last-week', 'next-week', 'this-month', 'last-month', 'next-month', 'days', 'weeks', 'months', 'since'] as const // prettier-ignore
type Key = (typeof KEYS)[number]

const lists = z.strictObject(Object.fromEntries(KEYS.map((key) => [key, z.array(z.string())])) as Record<Key, z.ZodArray<z.ZodString>>) // prettier-ignore
const words = z
  .strictObject(Object.fromEntries(LANGUAGES.map((language) => [language, lists])) as Record<Language, typeof lists>)
  .parse(readData(new URL('asked-times.yaml', import.meta.url)))

const entriesOf = (language: Language) =>
  KEYS.flatMap((key) => words[language][key].map((phrase) => [phrase, key] as const))
const books = new Map<DetectedLanguage, PhraseBook<Key>>(LANGUAGES.map((language) => [language, makePhraseBook(entriesOf(language))])) // prettier-ignore
const everyBook = makePhraseBook(LANGUAGES.flatMap(entriesOf))

const ISO_DAY = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/u
const DOTTED_DAY = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/u
const DAY_MS = 86_400_000

/**
 * The time that a question names in any of the languages, counted from `at`: "in June", "last week", "за прошлый год", 上个月. Several periods ("2023 and 2024")
 * are one that holds them all.
 */
export function findAskedTime(question: string, language: DetectedLanguage, at: number): FoundTime {
  const pieces = splitPieces(question)
  const said = saidIn(pieces, language)
  const since = said.filter(({ key }) => key === 'since')
  const relative = said.filter(({ key }) => key !== 'since')
  const days = [...daysIn(question)]
  const named = days.length > 0 ? [] : namedPeriods(question, language, at)
  const places = [...relative, ...days, ...named]
  const ranges = [
    ...relative.map(({ key, count }) => rangeFrom(key, count, at)),
    ...days,
    ...named.map(({ period, isDay, start, end }) => rangeNamed(period, isDay ? dayOf(question.slice(start, end)) : undefined)),
  ].flatMap((range) => range ?? []) // prettier-ignore
  const [first] = ranges
  if (first === undefined) return { places: since, isSinceEvent: since.length > 0 }
  const from = Math.min(...ranges.map((range) => range.from))
  const to = Math.max(...ranges.map((range) => range.to))
  if (since.length > 0) return { time: { from, to: Math.max(at, to), relation: 'since' }, places: [...places, ...since], isSinceEvent: false } // prettier-ignore
  const period = ranges.length === 1 ? named[0] : undefined
  const isWhole = period !== undefined && !period.isDay
  return { time: { from, to, relation: 'of', ...(isWhole && { period: period.period }) }, places, isSinceEvent: false }
}

interface Said {
  readonly key: Key
  readonly count: number
  readonly start: number
  readonly end: number
}

function saidIn(pieces: readonly Piece[], language: DetectedLanguage): Said[] {
  const found: Said[] = []
  for (let index = 0; index < pieces.length;) {
    const [best] = phrasesAt(books.get(language) ?? everyBook, pieces, index, isCount).toSorted(
      (a, b) => b.length - a.length,
    )
    const last = best === undefined ? undefined : pieces[index + best.length - 1]
    const first = pieces[index]
    if (best !== undefined && last !== undefined && first !== undefined) {
      const count = Number(pieces[best.slots[0]?.at ?? -1]?.folded ?? 1)
      found.push({ key: best.mark, count, start: first.start, end: last.end })
    }
    index += best?.length ?? 1
  }
  return found
}

const isCount = (piece: Piece, slot: string) => slot === '{n}' && piece.kind === 'number' && /^\d{1,3}$/u.test(piece.folded) // prettier-ignore

function rangeFrom(key: Key, count: number, at: number): TimeRange | undefined {
  const now = new Date(at)
  const day = Math.floor(at / DAY_MS) * DAY_MS
  const monday = day - ((now.getUTCDay() + 6) % 7) * DAY_MS
  const month = (off: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + off, 1)
  switch (key) {
    // News of a day is written until the next one.
    case 'today':
      return { from: day - DAY_MS / 2, to: day + DAY_MS }
    case 'yesterday':
      return { from: day - DAY_MS, to: day }
    case 'tomorrow':
      return { from: day + DAY_MS, to: day + 2 * DAY_MS }
    case 'this-week':
      return { from: monday, to: monday + 7 * DAY_MS }
    case 'last-week':
      return { from: monday - 7 * DAY_MS, to: monday }
    case 'next-week':
      return { from: monday + 7 * DAY_MS, to: monday + 14 * DAY_MS }
    case 'this-month':
      return { from: month(0), to: month(1) }
    case 'last-month':
      return { from: month(-1), to: month(0) }
    case 'next-month':
      return { from: month(1), to: month(2) }
    case 'days':
      return { from: day - count * DAY_MS, to: day + DAY_MS }
    case 'weeks':
      return { from: day - count * 7 * DAY_MS, to: day + DAY_MS }
    case 'months':
      return { from: day - count * 30 * DAY_MS, to: day + DAY_MS }
    case 'since':
      return undefined
  }
}

function* daysIn(question: string): Generator<TimeRange & { start: number; end: number }> {
  const iso = ISO_DAY.exec(question)
  const dotted = DOTTED_DAY.exec(question)
  const match = iso ?? dotted
  if (match === null) return
  const [a, b, c] = match.slice(1).map(Number)
  const from = iso === null ? Date.UTC(c ?? 0, (b ?? 1) - 1, a) : Date.UTC(a ?? 0, (b ?? 1) - 1, c)
  yield { from, to: from + DAY_MS, start: match.index, end: match.index + match[0].length }
}

function dayOf(words: string): number | undefined {
  const number = /(?<!\d)([1-9]|[12]\d|3[01])(?!\d)/u.exec(words.replace(/\d{4}|\d{1,2}\s*月/gu, ''))?.[1]
  return number === undefined ? undefined : Number(number)
}

function rangeNamed(period: string, day: number | undefined): TimeRange | undefined {
  const range = rangeOf(period)
  if (range === undefined || day === undefined) return range
  const from = range.from + (day - 1) * DAY_MS
  return { from, to: from + DAY_MS }
}
