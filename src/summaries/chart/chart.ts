import { showFigure, showPeriod } from '../../text/shown/numbers-shown.js'
import type { Language, Unit } from '../../text/types.js'
import { isSameValue, periodEnd, periodShape } from '../facts/compare.js'
import { comma, figureSubject, phrase, showDate } from '../lines/lines.js'
import type { Reader } from '../terms/reader.js'
import type { FigureHistory, FigureRecord } from '../terms/shapes.js'
import { placeLabels, type ChartPoint, type ChartLabel } from './labels.js'
import { legible, nameOf } from './legible.js'

/** A measure's history as a picture shows it: every text is ready to be drawn. */
export interface Chart {
  readonly title: string
  /** In order of time. */
  readonly periods: readonly string[]
  readonly sources: readonly string[]
  readonly points: readonly ChartPoint[]
  readonly labels: readonly ChartLabel[]
  /** What most say of each whole year, joined by a line. */
  readonly line: readonly { readonly x: number; readonly value: number }[]
  /** Periods of which sources say different things, from the least to the most. */
  readonly disputes: readonly { readonly x: number; readonly low: number; readonly high: number }[]
  readonly ticks: readonly { readonly value: number; readonly label: string }[]
  /** Words for the kinds of points that stand in it. */
  readonly kinds: readonly { readonly kind: ChartPoint['kind']; readonly label: string }[]
  /** Says that sources differ; '' where they do not. */
  readonly disputed: string
  /** Stands above the names of the sources. */
  readonly legend: string
  /** Who drew it, and of when its newest value is. */
  readonly footer: string
  /** What it shows, in the reader's language: measure and parties, the first and the last values, the sources, and that they differ. */
  readonly alt: string
}

const MAX_PERIODS = 10
const MAX_SOURCES = 7
// Three lines of it.
const MAX_TITLE = 160

/**
 * What a picture shows of a history: of the parties that were asked for, or that most is known of, every value by period and source. Undefined: nothing
 * that can be drawn. The font has no Chinese: there labels are English, and a source without a name in its letters is called by its host.
 */
export function chartOf(
  history: FigureHistory,
  { reader, language: asked }: { reader: Reader; language: Language },
): Chart | undefined {
  const language = asked === 'zh' ? 'en' : asked
  const matter = firmOnes(ofOneMatter(history)).filter(hasPlace)
  const keys = [...new Set(matter.map(periodKey))].sort(compareKeys).slice(-MAX_PERIODS)
  const columns = keys.map((key) => matter.filter((record) => periodKey(record) === key))
  const records = columns.flat()
  const [first] = records
  if (first === undefined) return undefined
  const named = mostFrequent(records.map(nameOf))
  const sources = named.slice(0, MAX_SOURCES)
  const others = named.length > MAX_SOURCES ? [`+ ${named.length - MAX_SOURCES}`] : []
  const sourceOf = (record: FigureRecord) => (sources.includes(nameOf(record)) ? nameOf(record) : (others[0] ?? ''))
  const points = columns.map((column, x) => pointsOf(column, x, sourceOf))
  const ticks = ticksOf(records, language)
  const disputes = columns.flatMap(disputesOf)
  const kinds = KINDS.filter((kind) => points.flat().some((point) => point.kind === kind))
  const days = records.flatMap(({ publishedAt, isUndated }) => (isUndated === true ? [] : publishedAt))
  const newest = days.length === 0 ? '' : `, ${showDate(Math.max(...days), { reader, language })}`
  return {
    title: legible(figureSubject(first, { reader, language }), MAX_TITLE),
    periods: keys.map((key) => legible(showPeriod(key, language))),
    sources: [...sources, ...others],
    points: points.flat(),
    labels: points.flatMap((some) => placeLabels(some, { height: heightOf(ticks), textOf: (point) => legible(showFigure({ ...point, unit: first.unit }, language)) })), // prettier-ignore
    line: columns.flatMap(yearOf),
    disputes,
    ticks,
    kinds: kinds.map((kind) => ({ kind, label: legible(phrase(kind === 'actual' ? 'reported' : kind, language)) })),
    disputed: disputes.length === 0 ? '' : legible(phrase('differ', language)),
    legend: legible(phrase('sources', language, { names: '' })),
    footer: legible(`Silkwire${newest}`),
    alt: altOf(columns, keys, { reader, language: asked }),
  }
}

const MAX_VALUES_TOLD = 3
const MAX_SOURCES_TOLD = 5

function altOf(
  columns: readonly (readonly FigureRecord[])[],
  keys: readonly string[],
  { reader, language }: { reader: Reader; language: Language },
): string {
  const records = columns.flat()
  const [first] = records
  if (first === undefined) return ''
  const told = columns.map((column, at) => `${showPeriod(keys[at] ?? '', language)}: ${valuesOf(column, language)}`)
  const ends = told.length > 2 ? [told[0] ?? '', '…', told.at(-1) ?? ''] : told
  const sources = mostFrequent(records.map(({ source }) => source))
  const more = sources.length > MAX_SOURCES_TOLD ? [`+ ${sources.length - MAX_SOURCES_TOLD}`] : []
  const names = [...sources.slice(0, MAX_SOURCES_TOLD), ...more].join(comma(language))
  const [stop, gap] = language === 'zh' ? ['。', ''] : ['.', ' ']
  return [
    `${figureSubject(first, { reader, language })}${stop}`,
    `${ends.join('; ')}${stop}`,
    `${phrase('sources', language, { names })}${stop}`,
    ...(columns.some((column) => disputesOf(column, 0).length > 0) ? [phrase('differ', language)] : []),
  ].join(gap)
}

// "$41 bn / $44 bn (forecast)": as many as are said of a period.
function valuesOf(column: readonly FigureRecord[], language: Language): string {
  const values = column.map((record) => {
    const kind = kindOf(record)
    return `${showFigure(record, language)}${kind === 'actual' ? '' : ` (${phrase(kind, language)})`}`
  })
  return mostFrequent(values).slice(0, MAX_VALUES_TOLD).join(' / ')
}

const KINDS = ['actual', 'forecast', 'target'] as const

/** Without what is vague beside what is not: values of no period where others have one, and "over $100 bn" of a period with an amount. */
function firmOnes(records: readonly FigureRecord[]): readonly FigureRecord[] {
  const dated = records.filter(({ period }) => period !== undefined)
  const kept = dated.length === 0 ? records : dated
  const isFirm = ({ bound = 'about' }: FigureRecord) => bound === 'about'
  const firm = new Set(kept.filter(isFirm).map((record) => `${periodKey(record)} ${kindOf(record)}`))
  return kept.filter((record) => isFirm(record) || !firm.has(`${periodKey(record)} ${kindOf(record)}`))
}

/** Records of one measure of one set of parties in one unit: those asked for, else those with most values. Differences of two values are none. */
function ofOneMatter({ records, entityIds }: FigureHistory): readonly FigureRecord[] {
  const matters = new Map<string, FigureRecord[]>()
  for (const record of records) {
    if (record.kind === 'change' && record.unit !== 'percent') continue
    const key = [
      [...record.between].sort().join('+'),
      record.project ?? '',
      record.unit,
      record.kind === 'change',
    ].join()
    matters.set(key, [...(matters.get(key) ?? []), record])
  }
  const asked = [...entityIds].sort().join('+')
  const weight = (some: readonly FigureRecord[]) => {
    const isAsked = [...(some[0]?.between ?? [])].sort().join('+') === asked
    return new Set(some.map(periodKey)).size + some.length / 1000 + (isAsked ? 1000 : 0)
  }
  return [...matters.values()].sort((a, b) => weight(b) - weight(a))[0] ?? []
}

// Of no period and no day: nowhere.
const hasPlace = ({ period, isUndated }: FigureRecord) => period !== undefined || isUndated !== true

// What has no period stands at the month in which it was said.
function periodKey({ period, publishedAt }: FigureRecord): string {
  return period ?? new Date(publishedAt).toISOString().slice(0, 7)
}

function compareKeys(a: string, b: string): number {
  const [x, y] = [`${periodEnd(a)} ${a}`, `${periodEnd(b)} ${b}`]
  return x < y ? -1 : x > y ? 1 : 0
}

function mostFrequent(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
}

// Points of one value stand side by side, one a source; what fills a third of a column at most is told apart from the next one.
const STEP = 0.085
const COLUMN = 0.66

function pointsOf(
  column: readonly FigureRecord[],
  x: number,
  sourceOf: (record: FigureRecord) => string,
): ChartPoint[] {
  const clusters: { readonly first: FigureRecord; readonly points: Map<string, ChartPoint> }[] = []
  for (const record of column) {
    let cluster = clusters.find(({ first }) => kindOf(first) === kindOf(record) && isSameValue(first, record))
    if (cluster === undefined) clusters.push((cluster = { first: record, points: new Map() }))
    const source = sourceOf(record)
    const { value, bound } = record
    if (!cluster.points.has(source))
      cluster.points.set(source, { x, value, source, kind: kindOf(record), ...(bound === undefined ? {} : { bound }) })
  }
  return clusters.flatMap(({ points }) => {
    const step = Math.min(STEP, COLUMN / points.size)
    return [...points.values()].map((point, index) => ({ ...point, x: x + (index - (points.size - 1) / 2) * step }))
  })
}

function kindOf({ kind }: FigureRecord): ChartPoint['kind'] {
  return kind === 'change' ? 'actual' : kind
}

// Years alone are joined: five months beside twelve would draw a fall that is none. Where as many sources say otherwise, none of them is the line.
function yearOf(column: readonly FigureRecord[], x: number): Chart['line'] {
  const said = column.filter(({ period, kind, bound }) => period !== undefined && periodShape(period) === '' && kind === 'actual' && bound === undefined) // prettier-ignore
  const values = [...new Set([...said].sort((a, b) => b.publishedAt - a.publishedAt).map(({ value }) => value))]
  const sources = (value: number) => new Set(said.filter((record) => isSameValue({ value }, record)).map(nameOf)).size
  const [most, ...others] = values.sort((a, b) => sources(b) - sources(a))
  if (most === undefined) return []
  const isOpen = others.some((value) => !isSameValue({ value }, { value: most }) && sources(value) === sources(most))
  return isOpen ? [] : [{ x, value: most }]
}

function disputesOf(column: readonly FigureRecord[], x: number): Chart['disputes'] {
  const said = column.filter((record) => kindOf(record) === 'actual')
  // "$4.5-5 billion" is two figures of one quote, and no dispute.
  const firm = said.filter((record) => record.bound === undefined || (record.bound === 'about' && !isEndOfRange(record, said))) // prettier-ignore
  const sorted = [...firm].sort((a, b) => a.value - b.value)
  const [low, high] = [sorted[0], sorted.at(-1)]
  return low === undefined || high === undefined || isSameValue(low, high) ? [] : [{ x, low: low.value, high: high.value }] // prettier-ignore
}

function isEndOfRange(record: FigureRecord, said: readonly FigureRecord[]): boolean {
  return said.some((other) => other.bound === 'about' && nameOf(other) === nameOf(record) && !isSameValue(other, record)) // prettier-ignore
}

function heightOf(ticks: Chart['ticks']): number {
  return Math.abs((ticks.at(-1)?.value ?? 1) - (ticks[0]?.value ?? 0))
}

const TICKS = 5

/** Round values from zero to beyond the outermost: a cut axis would make a step of a hair. */
function ticksOf(records: readonly FigureRecord[], language: Language): Chart['ticks'] {
  const values = records.map(({ value }) => value)
  const unit: Unit = records[0]?.unit ?? 'percent'
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  const rough = (high - low || 1) / TICKS
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough
  // Room for a label above the highest point and below the lowest.
  const [start, end] = [low < 0 ? Math.floor(low / step - 0.3) : 0, Math.max(1, Math.ceil(high / step + 0.3))]
  return Array.from({ length: end - start + 1 }, (_, index) => {
    const value = Number(((start + index) * step).toPrecision(12))
    return { value, label: legible(showFigure({ value, unit }, language)) }
  })
}
