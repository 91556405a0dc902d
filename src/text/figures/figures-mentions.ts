import { isCapitalAt } from '../words/characters.js'
import { isYear, longest, type Line } from './figures-numbers.js'
import { phrasesAt, type PhraseHit } from './figures-phrases.js'
import type { Piece } from './figures-tokens.js'
import { monthBook, type PeriodMark } from './figures-words.js'

export type Months = readonly [first: number, last: number]
type Year = { readonly is: number; readonly until?: number } | { readonly off: number } | 'before'

/** A year or a part of one, as the words say it, at the pieces `from` to `to`. */
export interface Mention {
  readonly from: number
  readonly to: number
  /** A year, a distance from the article's own, or the one before that which the sentence speaks of. */
  readonly year?: Year
  readonly months?: Months | 'same'
  /** A day was named: the month is when something happened rather than what it covers. */
  readonly day?: boolean
  /** What a growth is measured against, or counted since: no figure's own period. */
  readonly base?: boolean
  /** Where a growth began ("由2013年的"): of the figure behind it and of no other. */
  readonly start?: boolean
}

/** Every period that a sentence names, in order; pieces of measures (`taken`) are left out. */
export function findMentions(line: Line, taken: (at: number) => boolean): Mention[] {
  const atoms: Mention[] = []
  for (let at = 0; at < line.pieces.length;) {
    const atom = taken(at) ? undefined : readAtom(line, at)
    if (atom) atoms.push(atom)
    at = Math.max(at + 1, atom?.to ?? 0)
  }
  return joinAtoms(line, atoms).map((mention) => ({
    ...mention,
    base: isBase(line, mention),
    // "From 1 August" is since when it holds.
    start: mention.day !== true && follows(line, mention, 'start'),
  }))
}

function readAtom(line: Line, at: number): Mention | undefined {
  let best: PhraseHit<PeriodMark> | undefined
  for (const hit of hitsAt(line, at)) {
    if (hit.mark.type !== 'year' && hit.mark.type !== 'span') continue
    if (best === undefined || hit.length > best.length) best = hit
  }
  if (best === undefined) return undefined
  const whole = { from: at, to: at + best.length }
  if (best.mark.type === 'year') return readYear(line, whole, best)
  const months = readMonths(line, best)
  return months && { ...whole, months, ...(best.mark.value === 'day' && { day: true }) }
}

function readYear(
  line: Line,
  { from, to }: { from: number; to: number },
  { mark, slots }: PhraseHit<PeriodMark>,
): Mention | undefined {
  if (mark.value === 'before') return { from, to, year: 'before' }
  if (mark.value !== 'given') return { from, to, year: { off: Number(mark.value) } }
  const slot = slots[0]
  const piece = slot && line.pieces[slot.at]
  if (slot === undefined || piece === undefined || isNamed(line, slot.at)) return undefined
  const is = Number(piece.folded)
  const until = yearAfter(line, slot.at + 1)
  if (until === undefined || until.year <= is) return { from, to, year: { is } }
  const noun = hitsAt(line, until.at).find((hit) => hit.mark.value === 'given')
  return { from, to: until.at + (noun?.length ?? 1), year: { is, until: until.year } }
}

/** "2017-2018", "с 2022 по 2025", "2013 to 2024". */
function yearAfter(line: Line, at: number): { year: number; at: number } | undefined {
  const join = line.pieces[at]
  const next = line.pieces[at + 1]
  if (join === undefined || next === undefined || !isYear(next)) return undefined
  return YEAR_JOINS.has(join.folded) ? { year: Number(next.folded), at: at + 1 } : undefined
}

const YEAR_JOINS = new Set(['-', 'по', 'to', '至', '到'])

/** "Tatarstan-2019", "Agenda 2030": a name, not a time. */
function isNamed(line: Line, at: number): boolean {
  const before = line.pieces[at - 1]
  if (before === undefined) return false
  if (before.folded === '-' && before.glued) return line.pieces[at - 2]?.kind === 'word'
  return /^(?:agenda|vision|стратеги|видение|повестк|стратегия)/u.test(before.folded)
}

const SPANS: Readonly<Record<string, Months>> = {
  H1: [1, 6],
  H2: [7, 12],
  Q1: [1, 3],
  Q2: [4, 6],
  Q3: [7, 9],
  Q4: [10, 12],
}

function readMonths(line: Line, { mark, slots }: PhraseHit<PeriodMark>): Months | 'same' | undefined {
  if (mark.value === 'same') return 'same'
  const fixed = SPANS[mark.value]
  if (fixed) return fixed
  const numbers = slots.filter(({ name }) => name === '{n}' || name === '{month}').map(({ at }) => numberAt(line, at))
  const [first, last] = numbers
  if (first === undefined) return undefined
  if (mark.value === 'months') return first > 1 ? [1, first] : undefined
  if (mark.value === 'to-end') return first < 12 ? [first, 12] : undefined
  if (mark.value !== 'range') return [first, first]
  return last !== undefined && first < last ? [first, last] : undefined
}

function hitsAt(line: Line, at: number): readonly PhraseHit<PeriodMark>[] {
  return line.periodsAt(at, fitsSlot)
}

function fitsSlot(line: Line, at: number, slot: string): boolean {
  const piece = line.pieces[at]
  if (piece === undefined || piece.kind === 'sign') return false
  if (slot === '{year}') return piece.kind === 'number' && isYear(piece)
  if (slot === '{month}') return piece.kind === 'word' && monthOf(line, piece) !== undefined
  if (slot === '{day}') return piece.kind === 'number' && /^(?:[1-9]|[12]\d|3[01])$/u.test(piece.folded)
  if (piece.kind === 'number') return /^(?:[1-9]|1[0-2])$/u.test(piece.folded)
  return slot === '{n}' && countOf(line, at) !== undefined
}

function monthOf(line: Line, piece: Piece): number | undefined {
  const month = phrasesAt(monthBook(line.language), [piece], 0)[0]?.mark
  // "The canal may divert", "to march": names of months have a capital in English.
  const isSmall = line.language === 'en' && !isCapitalAt(line.sentence, piece.start)
  return isSmall ? undefined : month
}

function numberAt(line: Line, at: number): number | undefined {
  const piece = line.pieces[at]
  if (piece === undefined) return undefined
  if (piece.kind === 'number') return Number(piece.folded)
  return monthOf(line, piece) ?? countOf(line, at)
}

/** Five of "за пять месяцев". */
function countOf(line: Line, at: number): number | undefined {
  const value = longest(line, at, 'number')?.mark.value
  return value !== undefined && value >= 2 && value <= 12 ? value : undefined
}

const MOST_JOINS = 3

/** Puts "first half" and "2024" together where nothing but joining words stands between. */
function joinAtoms(line: Line, atoms: readonly Mention[]): Mention[] {
  const mentions: Mention[] = []
  for (const atom of atoms) {
    const last = mentions.at(-1)
    if (last && isYearAndPart(last, atom) && isJoined(line, last.to, atom.from))
      mentions.splice(-1, 1, { ...last, ...atom, from: last.from })
    else mentions.push(atom)
  }
  return mentions
}

function isYearAndPart(a: Mention, b: Mention): boolean {
  const [year, part] = a.year === undefined ? [b, a] : [a, b]
  return year.year !== undefined && part.year === undefined && year.months === undefined && part.months !== undefined
}

function isJoined(line: Line, from: number, to: number): boolean {
  if (to - from > MOST_JOINS) return false
  for (let at = from; at < to; at++) if (!hitsAt(line, at).some(({ mark }) => mark.type === 'join')) return false
  return true
}

const LONGEST_BASE = 4

function isBase(line: Line, mention: Mention): boolean {
  const { to } = mention
  if (mention.day) return false
  return hitsAt(line, to).some(({ mark }) => mark.type === 'base-after') || follows(line, mention, 'base')
}

/** Whether a mention stands behind a base or a start, but for a link between. */
function follows(line: Line, { from }: Mention, type: 'base' | 'start'): boolean {
  for (let end = from; end >= from - 1; end--) {
    for (let length = 1; length <= LONGEST_BASE; length++) {
      if (end >= length && hitsAt(line, end - length).some((hit) => hit.mark.type === type && hit.length === length))
        return true
    }
    if (!longest(line, end - 1, 'links')) return false
  }
  return false
}
