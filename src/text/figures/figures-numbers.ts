import { phrasesAt, phrasesOf, type PhraseHit } from './figures-phrases.js'
import { splitPieces, type Piece } from './figures-tokens.js'
import { figureBook, monthBook, periodBook, type FigureMark, type PeriodMark } from './figures-words.js'
import { rememberWordsOf } from '../remember.js'
import type { DetectedLanguage, Token } from '../types.js'

/** The pieces of a sentence with what each may mean; looked up once a piece. */
export interface Line {
  readonly sentence: string
  readonly language: DetectedLanguage
  readonly pieces: readonly Piece[]
  readonly hitsAt: (at: number) => readonly PhraseHit<FigureMark>[]
  /** Words of periods that begin at a piece. */
  readonly periodsAt: (at: number, slots: LineSlotTest) => readonly PhraseHit<PeriodMark>[]
}

/** What a piece of a line may stand for besides itself: `{year}`, `{n}` ... */
export type LineSlotTest = (line: Line, at: number, slot: string) => boolean

/** A number with its scale ("1 млрд 960 млн"), before its unit is known; `from` and `to` count pieces. */
export interface Quantity {
  readonly value: number
  /** Without its last scale: 4.5 of "4.5 billion". */
  readonly plain: number
  readonly scale: number
  readonly from: number
  readonly to: number
  /** Said in words, or in Han numerals. */
  readonly spelled: boolean
  /** Has a scale, a decimal mark or grouped digits: more than a bare count. */
  readonly weighty: boolean
}

/** A sentence with its pieces; phrases are looked up where they are asked for, once a piece. */
export function makeLine(sentence: string, language: DetectedLanguage, pieces: readonly Piece[]): Line {
  const book = figureBook(language)
  const periods = periodBook(language)
  const opens = pieces.map((piece) => (piece.kind === 'number' ? BOTH : opensOf(piece, language)))
  const known: (readonly PhraseHit<FigureMark>[] | undefined)[] = pieces.map(() => undefined)
  const knownPeriods: (readonly PhraseHit<PeriodMark>[] | undefined)[] = pieces.map(() => undefined)
  const line: Line = {
    sentence,
    language,
    pieces,
    hitsAt: (at) => (has(opens[at], FIGURE) ? (known[at] ??= phrasesAt(book, pieces, at)) : NOTHING),
    periodsAt: (at, fits) =>
      has(opens[at], PERIOD)
        ? (knownPeriods[at] ??= phrasesAt(periods, pieces, at, (_piece, slot, place) => fits(line, place, slot)))
        : NOTHING,
  }
  return line
}

const NOTHING: readonly never[] = []

// What a piece may begin, by its first word. Most begin nothing, and are asked for many times.
const FIGURE = 1
const PERIOD = 2
const BOTH = FIGURE | PERIOD

const has = (opens: number | undefined, what: number) => opens !== undefined && (opens & what) !== 0

function opensOf(piece: Piece, language: DetectedLanguage): number {
  return piece.kind === 'word' ? wordOpens(piece.folded, language) : readOpens(piece, language)
}

const wordOpens = rememberWordsOf((folded: string, language: DetectedLanguage) =>
  readOpens({ kind: 'word', folded, start: 0, end: folded.length, glued: false }, language),
)

// A month or a number may stand in a slot.
function readOpens(piece: Piece, language: DetectedLanguage): number {
  const figures = phrasesOf(figureBook(language), piece)
  const isSlot = phrasesOf(monthBook(language), piece).length > 0 || figures.some(({ mark }) => mark.type === 'number')
  const isPeriod = isSlot || phrasesOf(periodBook(language), piece).length > 0
  return (figures.length > 0 ? FIGURE : 0) | (isPeriod ? PERIOD : 0)
}

type MarkOf<T extends FigureMark['type']> = Extract<FigureMark, { type: T }>

/** The longest phrase of one kind that begins at a piece. */
export function longest<T extends FigureMark['type']>(
  line: Line,
  at: number,
  type: T,
): (PhraseHit<FigureMark> & { readonly mark: MarkOf<T> }) | undefined {
  let best: (PhraseHit<FigureMark> & { readonly mark: MarkOf<T> }) | undefined
  for (const hit of line.hitsAt(at)) {
    if (hit.mark.type !== type) continue
    if (best === undefined || hit.length > best.length)
      best = hit as PhraseHit<FigureMark> & { readonly mark: MarkOf<T> }
  }
  return best
}

/** Whether digits or a word of a number or of a multiple ("doubled") stand among words. Most sentences have none, and are read no further. */
export function hasNumber(words: readonly Token[], language: DetectedLanguage): boolean {
  return words.some(({ text }) => beginsNumber(text, language))
}

const beginsNumber = rememberWordsOf((word: string, language: DetectedLanguage): boolean => {
  const [piece] = splitPieces(word)
  if (piece === undefined || /\d/u.test(word)) return /\d/u.test(word)
  const begun = phrasesOf(figureBook(language), piece).map(({ mark }) => mark)
  return HAN_PLACES[piece.folded] !== undefined || begun.some((mark) => mark.type === 'number' || (mark.type === 'multiple' && mark.alone)) // prettier-ignore
})

/** Reads a number with its scales from a piece on, or nothing where none begins there. */
export function readQuantity(line: Line, at: number, afterCurrency = false): Quantity | undefined {
  const first = readTerm(line, at, afterCurrency)
  if (first === undefined) return undefined
  let { value, to } = first
  let scale = first.scale
  let weighty = first.weighty
  while (scale > 1) {
    const next = line.pieces[to]
    if (next === undefined || (next.kind !== 'number' && next.kind !== 'han' && line.language === 'en')) break
    const term = readTerm(line, to, false)
    if (term === undefined || term.value >= scale || term.value < 1) break
    if (term.scale === 1 && (line.language === 'en' || isYear(next))) break
    value += term.value
    to = term.to
    scale = term.scale
    weighty = true
  }
  return { value, plain: first.plain, scale: first.scale, from: at, to, spelled: first.spelled, weighty }
}

// Numbers longer than these are noise; without an end, every piece of a long run would read the rest of it again.
const MOST_SCALES = 3
const MOST_NUMERALS = 12

function readTerm(line: Line, at: number, afterCurrency: boolean): Quantity | undefined {
  const piece = line.pieces[at]
  if (piece === undefined) return undefined
  const plain =
    piece.kind === 'number'
      ? readDigits(line, at)
      : piece.kind === 'han'
        ? readHan(line, at)
        : readNumberWords(line, at)
  if (plain === undefined) return undefined
  let to = plain.to
  let scale = 1
  for (let scales = 0; scales < MOST_SCALES; scales++) {
    const hit = scaleAt(line, to, afterCurrency && scales === 0)
    if (hit === undefined) break
    scale *= hit.factor
    to += hit.length
  }
  // "A million" and "half a million" are numbers; "a" and "half" are not.
  if (scale === 1 && piece.kind !== 'number' && plain.value < 2) return undefined
  const value = round(plain.value * scale)
  if (!Number.isFinite(value)) return undefined
  const weighty = scale > 1 || (piece.kind === 'number' && !/^\d*$/u.test(piece.folded))
  return { value, plain: plain.value, scale, from: at, to, spelled: piece.kind !== 'number', weighty }
}

const SHORT_SCALES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 }

function scaleAt(line: Line, at: number, afterCurrency: boolean): { factor: number; length: number } | undefined {
  const hit = longest(line, at, 'scale')
  // 千瓦 is a kilowatt, not a thousand of watts, and 千瓦时 no watt at all.
  if (hit && (longest(line, at, 'unit')?.length ?? 0) > hit.length) return undefined
  if (hit) return { factor: hit.mark.factor, length: hit.length }
  const piece = line.pieces[at]
  // "$65m": only a currency sign tells it from metres.
  const factor = afterCurrency && piece?.glued ? SHORT_SCALES[piece.folded] : undefined
  if (factor !== undefined) return { factor, length: 1 }
  // "2-миллиондук", "10-million"
  if (piece?.folded === '-' && piece.glued) {
    const next = line.pieces[at + 1]?.glued === true ? longest(line, at + 1, 'scale') : undefined
    if (next) return { factor: next.mark.factor, length: next.length + 1 }
  }
  return undefined
}

interface Plain {
  readonly value: number
  readonly to: number
}

function readDigits(line: Line, at: number): Plain | undefined {
  const piece = line.pieces[at]
  if (piece === undefined || isPartOfName(line, at)) return undefined
  const value = parseDigits(piece.folded, line.language, longest(line, at + 1, 'scale') !== undefined)
  return value === undefined ? undefined : { value, to: at + 1 }
}

const LONGEST_NUMBER = 30

/**
 * A number as its language writes it. A comma before three digits groups in English and Chinese and is a decimal mark elsewhere
 * ("1,367 млрд"); a dot before three digits groups where decimals have commas, unless a scale follows. Dates and versions are none.
 */
function parseDigits(text: string, language: DetectedLanguage, scaled: boolean): number | undefined {
  if (text.length > LONGEST_NUMBER) return undefined
  const digits = text.replace(/[ \u00a0\u2009\u202f]/gu, '')
  const marks = digits.replace(/\d/gu, '')
  const points = language === 'en' || language === 'zh' || language === 'und'
  const groups = (mark: string): boolean => {
    const [first = '', ...rest] = digits.split(/[.,]/u)
    const grouped = marks.endsWith(mark) ? rest : rest.slice(0, -1)
    return first.length <= 3 && first !== '0' && grouped.every((group) => group.length === 3)
  }
  if (marks === '') return Number(digits)
  if (marks === ',') return Number(digits.replace(',', points && groups(',') ? '' : '.'))
  if (marks === '.') return Number(digits.replace('.', !points && !scaled && groups('.') ? '' : '.'))
  const last = marks.at(-1) ?? ''
  const other = last === '.' ? ',' : '.'
  if (marks === last.repeat(marks.length)) return groups(last) ? Number(digits.replaceAll(last, '')) : undefined
  // "1,367.5" and "1.367,5"
  if (marks.slice(0, -1) !== other.repeat(marks.length - 1) || !groups(other)) return undefined
  return Number(digits.replaceAll(other, '').replace(',', '.'))
}

/** COVID-19, VVER-1200, G7, C5+1, №3, 第3, 08:30, 2/3: digits that count nothing. */
function isPartOfName(line: Line, at: number): boolean {
  const { pieces } = line
  const piece = pieces[at]
  const before = pieces[at - 1]
  const earlier = pieces[at - 2]
  const next = pieces[at + 1]
  if (piece === undefined) return true
  if (
    next?.glued &&
    (next.folded === ':' || next.folded === '/') &&
    pieces[at + 2]?.kind === 'number' &&
    pieces[at + 2]?.glued
  )
    return true
  if (before === undefined) return false
  if (before.folded === '№' || before.folded === '#' || before.folded === '第') return true
  if (!piece.glued) return false
  if (before.kind === 'word') return !LONG_LOWER_CASE.test(line.sentence.slice(before.start, before.end))
  if (earlier === undefined || !before.glued) return false
  if (before.folded === '-') return earlier.kind === 'word' && longest(line, at - 2, 'unit') === undefined
  if (before.folded === '+') return earlier.kind !== 'han'
  return (before.folded === ':' || before.folded === '/') && earlier.kind === 'number'
}

// Feeds lose blanks: "составил448,89 тенге".
const LONG_LOWER_CASE = /(?:^|[^\p{Lu}])\p{Ll}{2,}$/u

function readNumberWords(line: Line, at: number): Plain | undefined {
  let to = at
  let value = 0
  let last = Infinity
  for (;;) {
    const hit = longest(line, to, 'number')
    if (hit === undefined || hit.mark.value >= last) break
    value += hit.mark.value
    last =
      hit.mark.value >= 100 ? 100 : hit.mark.value >= 20 || (hit.mark.value === 10 && line.language !== 'en') ? 10 : 0
    to += hit.length
    const dash = line.pieces[to]
    if (dash?.folded === '-' && dash.glued && longest(line, to + 1, 'number') && last > 0) to++
  }
  return to === at ? undefined : { value, to }
}

const HAN_PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

function readHan(line: Line, at: number): Plain | undefined {
  const before = line.pieces[at - 1]?.folded
  if (before !== undefined && '第数几'.includes(before)) return undefined
  let to = at
  let total = 0
  let digit = 0
  while (to - at < MOST_NUMERALS) {
    const text = line.pieces[to]?.folded ?? ''
    if ((longest(line, to, 'unit')?.length ?? 0) > 1) break
    const place = HAN_PLACES[text]
    const hit = longest(line, to, 'number')
    if (place !== undefined) {
      total += (digit === 0 ? 1 : digit) * place
      digit = 0
    } else if (hit) digit = hit.mark.value
    else break
    to++
  }
  return to === at ? undefined : { value: total + digit, to }
}

/** Four digits that are likelier a year than a count. */
export function isYear(piece: Piece): boolean {
  return /^(?:19[89]\d|20[0-5]\d|2060)$/u.test(piece.folded)
}

/** 0.1 * 3 and its like: fifteen digits are more than any news has. */
export function round(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15))
}
