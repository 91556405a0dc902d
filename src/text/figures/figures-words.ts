import { makePhraseBook, type PhraseBook } from './figures-phrases.js'
import { readData } from '../read-data.js'
import { LANGUAGES, UNITS, type Bound, type DetectedLanguage, type Language, type Unit } from '../types.js'

export type FigureMark =
  | { readonly type: 'unit'; readonly unit: Unit; readonly factor: number }
  /** Looks like a unit and is none: percentage points, km/h, Hong Kong dollars. */
  | { readonly type: 'none' }
  /** Stands before its number: `$`. */
  | { readonly type: 'before'; readonly unit: Unit }
  /** May stand between a number and its currency: "US", "российских". */
  | { readonly type: 'adjective' }
  | { readonly type: 'scale'; readonly factor: number }
  | { readonly type: 'number'; readonly value: number }
  /** "doubled", "в три раза": by how many percent it grew. `alone`: no number stands in it. */
  | { readonly type: 'multiple'; readonly percent: number; readonly alone: boolean }
  | { readonly type: 'bound'; readonly bound: Bound; readonly side: 'before' | 'after' }
  | { readonly type: Cue }

const CUES = ['stops', 'joins', 'range-openers', 'suffixes', 'links', 'growth', 'by', 'by-after', 'by-growth', 'no-growth', 'level', 'share', 'forecast', 'target'] as const // prettier-ignore
export type Cue = (typeof CUES)[number]

export interface PeriodMark {
  readonly type: 'year' | 'span' | 'base' | 'base-after' | 'start' | 'join'
  /** For a year: `given`, `before` or a distance; for a span: H1 ... Q4, months, range, day, month, same. */
  readonly value: string
}

type WordLists = Readonly<Record<string, unknown>>

const unitLists = readLists('figures-units.yaml')
const wordLists = readLists('figures-words.yaml')
const periodLists = readLists('figures-periods.yaml')

/** Words of quantities in a language; an unknown language reads as English and Russian together. */
export const figureBook = byLanguage((languages) => makePhraseBook(languages.flatMap(figureEntries)))
export const periodBook = byLanguage((languages) => makePhraseBook(languages.flatMap(periodEntries)))
/** Names of months with their number, 1 to 12. */
export const monthBook = byLanguage((languages) => makePhraseBook(languages.flatMap(monthEntries)))

function byLanguage<M>(
  make: (languages: readonly string[]) => PhraseBook<M>,
): (language: DetectedLanguage) => PhraseBook<M> {
  const books = new Map<DetectedLanguage, PhraseBook<M>>()
  return (language) => {
    const before = books.get(language)
    if (before !== undefined) return before
    const book = make(language === 'und' ? ['any', 'en', 'ru', 'zh'] : ['any', language])
    books.set(language, book)
    return book
  }
}

type Entry<M> = readonly [phrase: string, mark: M]

function figureEntries(language: string): Entry<FigureMark>[] {
  const entries: Entry<FigureMark>[] = []
  const add = (list: unknown, mark: FigureMark): void => void entries.push(...each(list, mark))
  const { before, none, adjectives, ...units } = unitLists[language] ?? {}
  for (const [unit, signs] of listsOf(before)) add(signs, { type: 'before', unit: unitOf(unit) })
  add(none, { type: 'none' })
  add(adjectives, { type: 'adjective' })
  for (const [key, list] of Object.entries(units)) add(list, unitMark(key))

  const words = wordLists[language] ?? {}
  for (const [factor, list] of listsOf(words.scales)) add(list, { type: 'scale', factor: Number(factor) })
  for (const [value, list] of listsOf(words.numbers)) add(list, { type: 'number', value: Number(value) })
  for (const [percent, list] of listsOf(words.multiples))
    for (const [phrase] of each(list, undefined)) entries.push([phrase, { type: 'multiple', percent: Number(percent), alone: !phrase.includes(' ') }]) // prettier-ignore
  for (const bound of ['at-least', 'at-most', 'about'] as const)
    for (const side of ['before', 'after'] as const) add(words[`${bound}-${side}`], { type: 'bound', bound, side })
  for (const cue of CUES) add(words[cue], { type: cue })
  return entries
}

function periodEntries(language: string): Entry<PeriodMark>[] {
  const entries: Entry<PeriodMark>[] = []
  const add = (list: unknown, mark: PeriodMark): void => void entries.push(...each(list, mark))
  const lists = periodLists[language] ?? {}
  for (const [value, list] of listsOf(lists.years)) add(list, { type: 'year', value })
  for (const [value, list] of listsOf(lists.spans)) add(list, { type: 'span', value })
  for (const type of ['base', 'base-after', 'start'] as const) add(lists[type], { type, value: '' })
  add(lists.joins, { type: 'join', value: '' })
  return entries
}

function listsOf(lists: unknown): [string, unknown][] {
  return Object.entries((lists ?? {}) as WordLists)
}

function monthEntries(language: string): Entry<number>[] {
  const months = (periodLists[language]?.months ?? []) as readonly string[]
  return months.flatMap((names, i) => names.split(' ').map((name): Entry<number> => [name, i + 1]))
}

function each<M>(list: unknown, mark: M): Entry<M>[] {
  return ((list ?? []) as readonly unknown[]).map((phrase): Entry<M> => [String(phrase), mark])
}

function unitMark(key: string): FigureMark {
  const [first = '', second] = key.split(' ')
  return second === undefined
    ? { type: 'unit', unit: unitOf(first), factor: 1 }
    : { type: 'unit', unit: unitOf(second), factor: Number(first) }
}

function unitOf(name: string): Unit {
  const unit = UNITS.find((known) => known === name)
  if (unit === undefined) throw new Error(`figures-units.yaml: unknown unit ${name}`)
  return unit
}

function readLists(file: string): Readonly<Record<string, WordLists | undefined>> {
  const lists = readData(new URL(file, import.meta.url)) as Record<string, WordLists>
  const missing = LANGUAGES.find((language: Language) => lists[language] === undefined)
  if (missing !== undefined) throw new Error(`${file}: no words for ${missing}`)
  return lists
}
