import { isYear, longest, readQuantity, round, type Line, type Quantity } from './figures-numbers.js'
import { phrasesAt } from './figures-phrases.js'
import type { Piece } from './figures-tokens.js'
import { monthBook } from './figures-words.js'
import type { Bound, Unit } from '../types.js'

/** A quantity with its unit, before its bound, kind and period are known. `from` and `to` count pieces. */
export interface Measure {
  readonly value: number
  readonly unit: Unit
  readonly from: number
  readonly to: number
  /** Set where the number's own words say it: a range, "157 миңден ашык". */
  readonly bound?: Bound
  /** Set where the words themselves tell a change: "doubled". */
  readonly kind?: 'change'
}

/** A number that stands without a unit: it may share that of a neighbour ("6,9 млрд, на Россию — 6,2 млрд долларов"). */
interface Orphan {
  readonly quantity: Quantity
  readonly bound?: Bound
}

interface UnitFound {
  readonly unit: Unit
  readonly factor: number
  readonly to: number
  readonly bound?: Bound
}

const COUNTED: ReadonlySet<Unit> = new Set(['people', 'countries', 'projects', 'trains', 'comments'])

/** Every quantity of a sentence in one of our units, in order. */
export function findMeasures(line: Line): Measure[] {
  const found: (Measure | Orphan)[] = []
  let at = 0
  while (at < line.pieces.length) {
    const read = beginsNothing(line, at) ? undefined : readMeasures(line, at)
    if (read) found.push(...read.found)
    at = read ? Math.max(read.to, at + 1) : at + 1
  }
  return adoptOrphans(line, found)
}

// No number, no word of one and no sign of a currency: most pieces.
function beginsNothing(line: Line, at: number): boolean {
  const kind = line.pieces[at]?.kind
  return (kind === 'word' || kind === 'sign') && line.hitsAt(at).length === 0
}

function readMeasures(line: Line, at: number): { found: (Measure | Orphan)[]; to: number } | undefined {
  const foreign = longest(line, at, 'none')
  if (foreign && line.pieces[at + foreign.length]?.kind === 'number') return { found: [], to: at + foreign.length + 1 }
  const sign = longest(line, at, 'before')
  const start = at + (sign?.length ?? 0)
  if (sign && line.pieces[start]?.kind !== 'number') return undefined
  const first = readQuantity(line, start, sign !== undefined)
  if (first === undefined) return undefined
  const own = sign ? { unit: sign.mark.unit, factor: 1, to: first.to } : findUnit(line, first)
  const range = readRange(line, at, first, own, sign !== undefined)
  if (range) return range
  if (own) return { found: fitting(line, first, own, at), to: own.to }
  const bound = boundAfter(line, first.to)
  return {
    found: first.weighty && isAlone(line, bound?.to ?? first.to) ? [orphan(first, bound?.bound)] : [],
    to: first.to,
  }
}

function fitting(line: Line, quantity: Quantity, own: UnitFound, from: number): Measure[] {
  if (isBareReference(quantity, own.unit) || isDate(line, quantity, own.unit)) return []
  const value = round(quantity.value * own.factor)
  if (!Number.isFinite(value)) return []
  return [{ value, unit: own.unit, from, to: own.to, ...(own.bound && { bound: own.bound }) }]
}

/** "The two countries", "five Central Asian states", "two men": names of a set, not counts that anybody reports. */
function isBareReference({ value, spelled }: Quantity, unit: Unit): boolean {
  if (!COUNTED.has(unit)) return false
  if (unit === 'countries') return value <= 6
  return spelled && value < 5
}

/** "In April 2024 officials ...", "on May 5 young people": a date before a noun. */
function isDate(line: Line, { from, to, scale }: Quantity, unit: Unit): boolean {
  const piece = line.pieces[from]
  if (!COUNTED.has(unit) || scale > 1 || to - from > 1 || piece === undefined) return false
  if (phrasesAt(monthBook(line.language), line.pieces, from - 1).length > 0) return true
  if (!isYear(piece)) return false
  return longest(line, from - 1, 'stops') !== undefined || longest(line, from - 1, 'links') !== undefined
}

/** "4.5-5 billion", "from 50 to 75 percent", "4万桶至21万桶": two figures, at least and at most. */
function readRange(
  line: Line,
  at: number,
  first: Quantity,
  own: UnitFound | undefined,
  signed: boolean,
): { found: Measure[]; to: number } | undefined {
  const joint = own && !signed ? own.to : first.to
  const start = rangeGap(line, at, joint)
  if (start === undefined) return undefined
  const sign = longest(line, start, 'before')
  const second = readQuantity(line, start + (sign?.length ?? 0), signed || sign !== undefined)
  if (second === undefined) return undefined
  if (!signed && sign) return undefined
  const unit = signed ? own && { ...own, to: second.to } : findUnit(line, second)
  if (unit === undefined || (own && own.unit !== unit.unit) || isBareReference(second, unit.unit)) return undefined
  const shared = first.scale === 1 && second.scale > 1 && first.plain < Math.max(second.plain, 1000) && !own?.bound
  const ownFactor = own && !signed ? own.factor : unit.factor
  const low = round(first.value * (shared && (signed || !own) ? second.scale : 1) * ownFactor)
  const high = round(second.value * unit.factor)
  if (!(low < high) || !Number.isFinite(high)) return undefined
  const to = Math.max(unit.to, second.to)
  return {
    found: [
      { value: low, unit: unit.unit, from: at, to, bound: 'at-least' },
      { value: high, unit: unit.unit, from: at, to, bound: 'at-most' },
    ],
    to,
  }
}

const PLAIN_JOINS = new Set(['to', 'или', 'or', '至', '到', '或', 'то'])

/** Where the second number of a range begins: after a dash, or after a joining word where the range was opened ("from", "от") or needs no opening. */
function rangeGap(line: Line, at: number, joint: number): number | undefined {
  const piece = line.pieces[joint]
  if (piece === undefined) return undefined
  if (piece.folded === '-' || piece.folded === '~')
    return line.pieces[joint + 1]?.kind === 'number' || longest(line, joint + 1, 'before') ? joint + 1 : undefined
  const join = longest(line, joint, 'joins')
  const year = line.pieces[joint - 1]
  if (year && joint - at === 1 && isYear(year)) return undefined
  if (join === undefined) return undefined
  const opened = longest(line, at - 1, 'range-openers') !== undefined && !GROWN.has(line.language)
  if (longest(line, at - 1, 'range-openers') === undefined && !PLAIN_JOINS.has(piece.folded)) return undefined
  // "Rose from 2 to 4 million" is a change of level, not a range.
  if (!opened && longest(line, at - 1, 'range-openers') && hasGrowth(line, at)) return undefined
  return joint + join.length
}

const GROWN = new Set(['ru'])

function hasGrowth(line: Line, at: number): boolean {
  for (let i = Math.max(0, at - 12); i < at; i++) if (longest(line, i, 'growth')) return true
  return false
}

const MOST_ADJECTIVES = 2
const MOST_GAP_WORDS = 3

/** The unit after a number, past case endings ("20-den"), bounds ("20-den gowrak") and adjectives ("US dollars", "Tajik labour migrants"). */
function findUnit(line: Line, quantity: Quantity): UnitFound | undefined {
  let at = afterSuffix(line, quantity.to)
  if (at === undefined) return undefined
  const direct = unitAt(line, at)
  if (direct !== undefined) return direct === 'none' ? undefined : direct
  const bound = boundAfter(line, at)
  if (bound) at = bound.to
  for (let gap = 0; gap <= MOST_GAP_WORDS; gap++) {
    const unit = unitAt(line, at)
    if (unit === 'none') return undefined
    if (unit && (gap === 0 || COUNTED.has(unit.unit))) return { ...unit, ...(bound && { bound: bound.bound }) }
    const adjective = longest(line, at, 'adjective')
    if (adjective && gap < MOST_ADJECTIVES) {
      const money = unitAt(line, at + adjective.length)
      if (money && money !== 'none') return { ...money, ...(bound && { bound: bound.bound }) }
    }
    const word = line.pieces[at]
    if (word === undefined || !isGapWord(line, at, word)) return undefined
    at++
  }
  return undefined
}

function unitAt(line: Line, at: number): UnitFound | 'none' | undefined {
  const unit = longest(line, at, 'unit')
  const none = longest(line, at, 'none')
  if (none && none.length >= (unit?.length ?? 0)) return 'none'
  if (unit === undefined) return undefined
  const to = at + unit.length
  // "5 $10": the sign belongs to the next number.
  const next = line.pieces[to]
  if (line.pieces[at]?.kind === 'sign' && unit.mark.unit !== 'percent' && next?.kind === 'number' && next.glued)
    return undefined
  return { unit: unit.mark.unit, factor: unit.mark.factor, to: unitEnd(line, to) }
}

/** Past a case ending that is written apart from a sign: "45 %-ын". */
function unitEnd(line: Line, to: number): number {
  const [dash, ending] = [line.pieces[to], line.pieces[to + 1]]
  const isEnding =
    dash?.folded === '-' && dash.glued && ending?.glued === true && ending.kind === 'word' && ending.folded.length <= 5
  return isEnding ? to + 2 : to
}

/** Where the words after a number begin; nothing where it is an ordinal or a name ("5-й", "7-летней", "21st"). */
function afterSuffix(line: Line, at: number): number | undefined {
  const next = line.pieces[at]
  if (next === undefined || !next.glued) return at
  if (next.folded === '-') {
    const ending = line.pieces[at + 1]
    if (ending === undefined || !ending.glued) return at
    if (longest(line, at + 1, 'suffixes')) return at + 2
    return longest(line, at + 1, 'unit') ? at + 1 : undefined
  }
  if (next.kind !== 'word') return at
  if (longest(line, at, 'suffixes')) return at + 1
  const scaled = line.pieces[at - 1]?.kind === 'word'
  return scaled || longest(line, at, 'unit') || longest(line, at, 'bound') ? at : undefined
}

/** The longest bound that begins at piece `at` behind a figure ("or more"); `to` is the piece after it. */
export function boundAfter(line: Line, at: number): { bound: Bound; to: number } | undefined {
  let best: { bound: Bound; to: number } | undefined
  for (const { mark, length } of line.hitsAt(at)) {
    if (mark.type !== 'bound' || mark.side !== 'after' || (best && best.to >= at + length)) continue
    best = { bound: mark.bound, to: at + length }
  }
  return best
}

// How an adjective ends in each language; a noun in between would be what is counted.
const ADJECTIVES: Readonly<Record<string, RegExp>> = {
  ru: /(?:ых|их|ого|его|ый|ий|ой|ая|ые|ие|ым|им|ыми|ими|яя)$/u,
  kk: /(?:лық|лік|дық|дік|тық|тік|ғы|гі|қы|кі|ымы|еңбек|жаңа|жас|шетел|ел|халық|заңсыз|сыз|сіз)$/u,
  ky: /(?:лык|лик|лук|лүк|дык|дик|тык|тик|дук|дүк|эмгек|жаңы|жаш|чет|эл|сыз|сиз|суз|сүз|мыйзамсыз)$/u,
  uz: /(?:lik|li|iy|viy|mehnat|yangi|yosh|chet|siz|лик|ли|ий|меҳнат|янги|ёш|чет|сиз)$/u,
  tg: /(?:ӣ|и|наф|ҷавон)$/u,
  tk: /(?:lyk|lik|ly|li|luk|lük|zähmet|täze|ýaş|daşary|siz|syz)$/u,
}

function isGapWord(line: Line, at: number, word: Piece): boolean {
  if (word.kind !== 'word' || longest(line, at, 'stops') || longest(line, at, 'growth')) return false
  const text = line.sentence.slice(word.start, word.end)
  // An English noun that is counted ends in s, or is one of ours.
  if (line.language === 'en') return !/s$/u.test(text)
  return ADJECTIVES[line.language]?.test(word.folded) ?? false
}

/** Whether nothing that could be counted follows: a sign, an end, a preposition or a verb we know. */
function isAlone(line: Line, at: number): boolean {
  const piece = line.pieces[at]
  if (piece === undefined) return true
  if (piece.kind === 'sign') return !'%％$€-+/°'.includes(piece.folded) || (piece.folded === '-' && !piece.glued)
  return longest(line, at, 'stops') !== undefined
}

function orphan(quantity: Quantity, bound: Bound | undefined): Orphan {
  return { quantity, ...(bound && { bound }) }
}

/** Gives a number without a unit that of its neighbour: the next one in a list, else the one before. */
function adoptOrphans(line: Line, found: readonly (Measure | Orphan)[]): Measure[] {
  const measures: (Measure | undefined)[] = found.map((one) => ('unit' in one ? one : undefined))
  // From the right, so that a list takes the unit that stands at its end.
  for (let i = found.length - 1; i >= 0; i--) {
    const one = found[i]
    if (one === undefined || 'unit' in one) continue
    const next = measures[i + 1]
    if (next && isListed(line, one.quantity, next)) measures[i] = adopt(one, next)
  }
  for (const [i, one] of found.entries()) {
    if ('unit' in one || measures[i] !== undefined) continue
    const giver = nearestLarge(measures, i)
    if (giver && fits(line, one.quantity, giver)) measures[i] = adopt(one, giver)
  }
  return measures.filter((measure) => measure !== undefined)
}

function adopt({ quantity, bound }: Orphan, { unit }: Measure): Measure {
  return { value: quantity.value, unit, from: quantity.from, to: quantity.to, ...(bound && { bound }) }
}

const FARTHEST = 4

function nearestLarge(measures: readonly (Measure | undefined)[], at: number): Measure | undefined {
  for (let i = at - 1; i >= Math.max(0, at - FARTHEST); i--)
    if (measures[i] && measures[i]?.unit !== 'percent') return measures[i]
  for (let i = at + 1; i <= at + FARTHEST; i++) if (measures[i] && measures[i]?.unit !== 'percent') return measures[i]
  return undefined
}

/** "5, 8 and 12 percent": nothing but a comma or an "and" between. */
function isListed(line: Line, quantity: Quantity, next: Measure): boolean {
  const between = next.from - quantity.to
  if (between < 1 || between > 2) return false
  const first = line.pieces[quantity.to]
  return first !== undefined && (',、;'.includes(first.folded) || longest(line, quantity.to, 'joins') !== undefined || longest(line, quantity.to, 'stops') !== undefined) // prettier-ignore
}

/** A bare decimal ("rose 2.5") shares no unit; a count with grouped digits is of people, a scaled one of whatever stands near. */
function fits(line: Line, { scale, from }: Quantity, { unit }: Measure): boolean {
  const piece = line.pieces[from]
  if (piece === undefined || (scale === 1 && isYear(piece))) return false
  return scale > 1 || (unit === 'people' && / |\u00a0|\u2009|\u202f/u.test(piece.folded))
}
