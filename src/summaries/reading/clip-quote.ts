import { z } from 'zod'
import { readData } from '../../text/read-data.js'

/** Longest quote that we take from an article, in UTF-16 units: others' rights. */
const MAX_QUOTE = 300

/** A place in a sentence that a quote should hold, and how much it matters. Of places under one key, one is enough. */
export interface Focus {
  readonly at: number
  readonly weight: number
  readonly key?: string
}

/**
 * A sentence as it may be quoted: whole where it is short enough, else the clauses that hold most of `focus` (an offset in the sentence, or several with
 * their weights), the earliest of several. The result always stands in the sentence word for word.
 */
export function clipQuote(sentence: string, focus: number | readonly Focus[] = 0): string {
  return clip(sentence, typeof focus === 'number' ? [{ at: focus, weight: 1 }] : focus, []) ?? ''
}

/**
 * The same for what an answer claims: `bound` are the places of words that turn or own what is said ("not", "he said"). One that stands in the clause of the
 * weightiest focus or in a clause beside it stays in the quote. Undefined where no quote can hold them.
 */
export function clipClaim(sentence: string, focus: readonly Focus[], bound: readonly number[]): string | undefined {
  const [main] = [...focus].sort((a, b) => b.weight - a.weight || a.at - b.at)
  const { from, to } = clausesAround(sentence, main?.at ?? 0)
  return clip(sentence, focus.length > 0 ? focus : [{ at: 0, weight: 1 }], bound.filter((at) => at >= from && at < to)) // prettier-ignore
}

function clip(sentence: string, focus: readonly Focus[], kept: readonly number[]): string | undefined {
  const whole = sentence.trim()
  if (whole.length <= MAX_QUOTE) return whole
  const lost = sentence.length - sentence.trimStart().length
  const inWhole = (at: number) => Math.min(Math.max(at - lost, 0), whole.length - 1)
  const places = focus.map((each) => ({ ...each, at: inWhole(each.at) }))
  let best: { text: string; held: number } | undefined
  for (const start of startsOf(whole, [...places.map(({ at }) => at), ...kept.map(inWhole)])) {
    const end = beforeBorder(whole, start, Math.min(whole.length, start + MAX_QUOTE))
    const isIn = (at: number) => at >= start && at < end
    if (!kept.map(inWhole).every(isIn)) continue
    const held = weightOf(places.filter(({ at }) => isIn(at)))
    if (best === undefined || held > best.held) best = { text: whole.slice(start, end), held }
  }
  return best === undefined ? undefined : withoutJoint(best.text)
}

// A comma or a dash at the end only joins what was cut off.
function withoutJoint(text: string): string {
  let end = text.length
  while (end > 0 && /[\s,;:，；：、—–-]/u.test(text.charAt(end - 1))) end--
  return end === 0 ? text.trim() : text.slice(0, end).trimStart()
}

function weightOf(places: readonly Focus[]): number {
  const byKey = new Map(places.map(({ at, weight, key }) => [key ?? String(at), weight]))
  return [...byKey.values()].reduce((sum, weight) => sum + weight, 0)
}

// A comma inside a number ends nothing.
const CLAUSE_END = /[,:](?!\p{N})|[;，；：、—–]| -(?= )|(?<=[\p{Ll}\p{N}»”")%]{2})[.!?…]["”»]?(?=\s|\p{Lu})|[。！？]/gu
const MAX_STARTS = 60

const bordersOf = (text: string) => [...text.matchAll(CLAUSE_END)].map((match) => match.index + match[0].length)

// The clause of a place with the one before and the one behind it.
function clausesAround(text: string, at: number): { from: number; to: number } {
  const borders = bordersOf(text)
  const before = borders.filter((border) => border <= at)
  const behind = borders.filter((border) => border > at)
  return { from: before.at(-2) ?? 0, to: behind[1] ?? text.length }
}

// Where a quote may begin: the sentence, its clauses, and where a clause is longer than a quote, a word before the place.
function startsOf(text: string, places: readonly number[]): number[] {
  const words = places.flatMap((at) => {
    const from = Math.max(0, at - Math.floor(MAX_QUOTE / 2))
    const blank = text.indexOf(' ', from)
    return from === 0 ? [] : [blank >= 0 && blank < at ? blank + 1 : isLowSurrogate(text, from) ? from + 1 : from]
  })
  const isReached = (start: number) => places.some((at) => at >= start && at < start + MAX_QUOTE)
  const starts = [
    0,
    ...bordersOf(text)
      .filter((start) => start < text.length && isReached(start))
      .slice(0, MAX_STARTS),
  ]
  const isHeld = (at: number) => starts.some((start) => at >= start && at < start + MAX_QUOTE)
  return places.every(isHeld) ? starts : [...starts, ...words]
}

// The end of the last clause that can stand alone and leaves no bracket or quotation open; else of the last clause; else a word.
function beforeBorder(text: string, start: number, end: number): number {
  if (end >= text.length) return text.length
  const borders = bordersOf(text.slice(start, end)).filter((border) => border > MAX_QUOTE / 2)
  const ends = borders.map((border) => ({ at: start + border, rank: rankOf(text, start, start + border) }))
  const best = ends.reduce<(typeof ends)[number] | undefined>((a, b) => (a !== undefined && a.rank > b.rank ? a : b), undefined) // prettier-ignore
  if (best !== undefined) return best.at
  const blank = text.lastIndexOf(' ', end)
  if (blank > start + MAX_QUOTE / 2) return blank
  return isLowSurrogate(text, end) ? end - 1 : end
}

const words = z.record(z.string(), z.array(z.string())).parse(readData(new URL('clause-words.yaml', import.meta.url)))
const { zh = [], ...others } = words
const BEGINS_CLAUSE = new RegExp(`^\\s*(?:(?:${Object.values(others).flat().join('|')})(?![\\p{L}\\p{N}])|${zh.join('|')})`, 'iu') // prettier-ignore

function rankOf(text: string, start: number, at: number): number {
  const clause = text.slice(start, at)
  if (!isClosed(clause)) return 0
  const mark = clause.trimEnd().at(-1) ?? ''
  if (/[.!?…;。！？；"”»]/u.test(mark)) return 3
  if (/[、:：]/u.test(mark)) return 0
  return BEGINS_CLAUSE.test(text.slice(at, at + 24)) || /[—–-]/u.test(mark) ? 2 : 1
}

const PAIRS = ['()', '（）', '«»', '“”', '《》', '「」', '【】'].map(
  ([open = '', close = '']) => [open, close] as const,
)
const count = (text: string, mark: string) => text.split(mark).length - 1

function isClosed(clause: string): boolean {
  return PAIRS.every(([open, close]) => count(clause, open) <= count(clause, close)) && count(clause, '"') % 2 === 0
}

const isLowSurrogate = (text: string, at: number) => text.charCodeAt(at) >= 0xdc00 && text.charCodeAt(at) <= 0xdfff
