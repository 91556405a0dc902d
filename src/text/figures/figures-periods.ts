import { makeLine, type Line } from './figures-numbers.js'
import { findMentions, type Mention, type Months } from './figures-mentions.js'
import { splitPieces } from './figures-tokens.js'
import type { Measure } from './figures-units.js'
import type { DetectedLanguage } from '../types.js'

/** A time that figures can be of. `text` is `2024`, `2025-H1`, `2025-Q2`, `2025-06`, `2025-01/05` or `2025-2027`. */
export interface Period {
  readonly text: string
  /** Against the article's date. */
  readonly when: 'past' | 'now' | 'future'
}

/** For each measure, in order, the period that the sentence gives it; `at` is the article's date, `speaksOf` the period spoken of before. */
export function findPeriods(
  line: Line,
  measures: readonly Measure[],
  { at, speaksOf }: { readonly at?: number; readonly speaksOf?: string },
): (Period | undefined)[] {
  const inMeasure = new Uint8Array(line.pieces.length)
  for (const { from, to } of measures) inMeasure.fill(1, from, to)
  const mentions = findMentions(line, (piece) => inMeasure[piece] === 1)
  const spoken = speaksOf === undefined ? undefined : parseSpan(speaksOf)
  const context = { at, spoken }
  const places = mentions.map((mention, i) => ({ mention, period: resolve(mention, mentions, i, context) }))
  const own = places.filter(({ mention, period }) => period !== undefined && !mention.base)
  const commas = countCommas(line)
  let next = 0
  return measures.map((measure, i) => {
    while ((own[next]?.mention.from ?? Infinity) < measure.from) next++
    let best: { cost: number; period: Period | undefined } | undefined
    for (const { mention, period } of own.slice(Math.max(0, next - MOST_NEAR), next + MOST_NEAR)) {
      const cost = costOf(mention, measures, i, commas)
      if (best === undefined || cost < best.cost) best = { cost, period }
    }
    return best && best.cost < Infinity ? best.period : undefined
  })
}

// Ten pages without a full stop are no sentence; what lies behind is not read.
const LONGEST_SENTENCE = 10_000

/** Every period that a sentence names, with its place in the sentence. `isDay`: a day was named, the period is its month. */
export function namedPeriods(
  sentence: string,
  language: DetectedLanguage,
  at?: number,
): { readonly period: string; readonly start: number; readonly end: number; readonly isDay: boolean }[] {
  const line = makeLine(sentence, language, splitPieces(sentence.slice(0, LONGEST_SENTENCE)))
  const mentions = findMentions(line, () => false)
  const context = { at, spoken: undefined }
  return mentions.flatMap((mention, i) => {
    const period = resolve(mention, mentions, i, context)
    if (period === undefined) return []
    const start = line.pieces[mention.from]?.start ?? 0
    return [{ period: period.text, start, end: line.pieces[mention.to - 1]?.end ?? start, isDay: mention.day === true }]
  })
}

const MOST_NEAR = 3
const COMMA = 6
const OTHER_FIGURE = 8
const OWNED = 4
// A period that opens a later clause with a figure of its own speaks of that figure.
const LEADS = 20

/** How far a period is from a figure: words between, and more for commas and other figures in between. */
function costOf(mention: Mention, measures: readonly Measure[], i: number, commas: readonly number[]): number {
  const measure = measures[i]
  if (measure === undefined) return Infinity
  // "Up 5 percent from a year earlier" is growth of the year that the sentence speaks of.
  if (mention.year === 'before' && measure.unit === 'percent') return Infinity
  if (mention.start === true && (mention.to > measure.from || measure.from - mention.to > 2)) return Infinity
  const ahead = mention.from >= measure.to
  const [left, right] = ahead ? [measure.to, mention.from] : [mention.to, measure.from]
  const other = ahead ? measures[i + 1] : measures[i - 1]
  const between =
    other !== undefined && (ahead ? other.to <= mention.from : other.from >= mention.to) && other.from !== measure.from
  // "A year earlier it was 89, a rise of 5": the rise is this year's.
  if (mention.year === 'before' && between) return Infinity
  // In "312 billion in 2013 to 674 billion in 2024" each year follows its figure.
  const owned = !ahead && other !== undefined && mention.from - other.to >= 0 && mention.from - other.to <= 1
  const day = mention.day === true ? OWNED : 0
  const borders = (commas[right] ?? 0) - (commas[left] ?? 0)
  const leads = ahead && borders > 0 && other !== undefined && other.from >= mention.to
  return right - left + COMMA * borders + (leads ? LEADS : 0) + (between ? OTHER_FIGURE : 0) + (owned ? OWNED : 0) + day
}

function countCommas({ pieces }: Line): number[] {
  const commas = [0]
  let count = 0
  for (const { folded, glued } of pieces) {
    if (',;，；。('.includes(folded) || (folded === '-' && !glued)) count++
    commas.push(count)
  }
  return commas
}

interface Span {
  readonly year: number
  readonly until?: number
  readonly months?: Months
}

/** What a sentence is read against. */
interface Context {
  readonly at: number | undefined
  readonly spoken: Span | undefined
}

function resolve(mention: Mention, mentions: readonly Mention[], i: number, context: Context): Period | undefined {
  const span = spanOf(mention, mentions, i, context)
  if (span === undefined) return undefined
  // A day ahead is when something will happen, not a time that a plan is for.
  const when = whenOf(span, context.at)
  return { text: formatSpan(span), when: mention.day === true && when === 'future' ? 'now' : when }
}

function spanOf(
  { year, months, day }: Mention,
  mentions: readonly Mention[],
  i: number,
  context: Context,
): Span | undefined {
  const main = year === 'before' || months === 'same' ? mainSpan(mentions, i, context) : undefined
  const part = months === 'same' ? main?.months : months
  if (months === 'same' && part === undefined) return undefined
  const own = yearOf({ year, months: part, day: day === true }, main, context.at)
  if (own === undefined) return undefined
  const kept = part ?? (year === 'before' ? main?.months : undefined)
  const until = typeof year === 'object' && 'is' in year ? year.until : undefined
  return { year: own, ...(until !== undefined && { until }), ...(kept && { months: kept }) }
}

/** The period that the sentence speaks of: the first that stands for itself, else that of the sentences before. */
function mainSpan(mentions: readonly Mention[], i: number, context: Context): Span | undefined {
  const main = mentions.find(
    ({ year, months, base }, j) => j !== i && year !== 'before' && months !== 'same' && base !== true,
  )
  return main ? spanOf(main, [], 0, context) : context.spoken
}

function yearOf(
  { year, months, day }: { year: Mention['year']; months: Months | undefined; day: boolean },
  main: Span | undefined,
  at: number | undefined,
): number | undefined {
  if (year === 'before') return main && main.year - 1
  if (typeof year === 'object' && 'is' in year) return year.is
  if (at === undefined) return undefined
  const now = new Date(at)
  if (typeof year === 'object') return now.getUTCFullYear() + year.off
  if (months === undefined) return main?.year
  // A day without a year is the nearest one; a month the last that has begun to end: news tells of what was.
  const thisMonth = now.getUTCMonth() + 1
  if (day) return now.getUTCFullYear() + (months[1] - thisMonth > 4 ? -1 : months[1] - thisMonth < -8 ? 1 : 0)
  return thisMonth >= months[1] ? now.getUTCFullYear() : now.getUTCFullYear() - 1
}

function whenOf({ year, until, months }: Span, at: number | undefined): Period['when'] {
  if (at === undefined) return 'past'
  const now = new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth()
  if (year * 12 + (months?.[0] ?? 1) - 1 > now) return 'future'
  return (until ?? year) * 12 + (months?.[1] ?? 12) - 1 < now ? 'past' : 'now'
}

function formatSpan({ year, until, months }: Span): string {
  if (until !== undefined) return `${year}-${until}`
  if (months === undefined) return String(year)
  const [first, last] = months
  const length = last - first + 1
  if (length === 12) return String(year)
  if (length === 6 && first % 6 === 1) return `${year}-H${(last / 6).toString()}`
  if (length === 3 && first % 3 === 1) return `${year}-Q${(last / 3).toString()}`
  const two = (month: number): string => String(month).padStart(2, '0')
  return length === 1 ? `${year}-${two(first)}` : `${year}-${two(first)}/${two(last)}`
}

function parseSpan(text: string): Span | undefined {
  const match = /^(\d{4})(?:-(?:(\d{4})|([HQ])(\d)|(\d{2})(?:\/(\d{2}))?))?$/.exec(text)
  if (match === null) return undefined
  const [, year, until, part, number, first, last] = match
  const span = { year: Number(year) }
  if (until !== undefined) return { ...span, until: Number(until) }
  if (first !== undefined) return { ...span, months: [Number(first), Number(last ?? first)] }
  const length = part === 'H' ? 6 : 3
  return part === undefined ? span : { ...span, months: [(Number(number) - 1) * length + 1, Number(number) * length] }
}
