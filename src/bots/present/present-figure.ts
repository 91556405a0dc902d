import { isSameValue } from '../../summaries/facts/compare.js'
import type { Change, FigureHistory, FigureRecord } from '../../summaries/terms/shapes.js'
import { heading, linked, list, small, table, type RunLike } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import { formatAmount, formatFigure, formatPeriod, formatWhen } from '../wording/format.js'
import type { Block, Message } from '../contract/message.js'
import { changeWords, namesInARow } from './present-parts.js'
import { colon, comma, entityName, measureName, namesJoined, type View } from '../wording/view.js'

const MOST_VALUES = 15
/** Who tells one value is shown so often. */
const MOST_TELLERS = 3

/** One value of one matter, however many tell it. */
interface ToldValue {
  readonly records: readonly [FigureRecord, ...FigureRecord[]]
  /** What another source says for the same period. */
  readonly contrary?: FigureRecord
}

/** Values that can stand beside each other: of the same parties and the same project. */
interface Matter {
  readonly name: string
  readonly isAsked: boolean
  readonly values: readonly ToldValue[]
}

/**
 * A measure's history: a table for each set of parties - those asked for first, then by how much is told of them - by period, one row a value however many
 * tell it, and the source of each. A value that another source contradicts for the same period says so.
 */
export function presentFigure(history: FigureHistory, view: View): Message {
  const { say } = view
  const matters = mattersOf(history, view)
  const all = matters.reduce((sum, { values }) => sum + values.length, 0)
  const shown = firstValues(matters, MOST_VALUES)
  const sources = shown.flatMap(({ values }) => values.flatMap(({ records }) => records.slice(0, MOST_TELLERS)))
  const numberOf = new Map(sources.map((record, index) => [record, index + 1]))
  const head = [say('table.value'), say('table.period'), say('table.change'), say('table.source')]
  const isOne = shown.length === 1 && shown[0]?.isAsked === true
  return {
    title: cleanLine(history.name),
    blocks: [
      heading(measureName(history.what, history.entityIds, view)),
      ...shown.flatMap((matter): Block[] => [
        ...(isOne || matter.name === '' ? [] : [heading(matter.name, 2)]),
        table(head, matter.values.map((value) => rowOf(value, numberOf, view))), // prettier-ignore
      ]),
      heading(say('answer.sources'), 2),
      list(sources.map((record, index) => recordRuns(record, index + 1, view))),
      ...(all > MOST_VALUES ? [small(say('count.more', { count: all - MOST_VALUES }))] : []),
    ],
  }
}

function mattersOf({ records, entityIds }: FigureHistory, view: View): readonly Matter[] {
  const groups = new Map<string, FigureRecord[]>()
  for (const record of records) {
    const key = [record.project ?? '', ...[...record.between].sort()].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), record])
  }
  const asked = [...entityIds].sort().join()
  const matters = [...groups.values()].map((group): Matter => {
    const [first] = group
    const names = [first?.project ?? [], first?.between ?? []].flat().filter((id) => id !== 'world').map((id) => entityName(id, view)) // prettier-ignore
    const isAsked = first?.project === undefined && [...(first?.between ?? [])].sort().join() === asked
    return { name: namesJoined(names, view), isAsked, values: valuesOf(group) }
  })
  return matters.sort((a, b) => Number(b.isAsked) - Number(a.isAsked) || b.values.length - a.values.length)
}

function firstValues(matters: readonly Matter[], most: number): readonly Matter[] {
  let left = most
  return matters.flatMap((matter) => {
    const values = matter.values.slice(0, left)
    left -= values.length
    return values.length === 0 ? [] : [{ ...matter, values }]
  })
}

function valuesOf(records: readonly FigureRecord[]): readonly ToldValue[] {
  const values = new Map<string, [FigureRecord, ...FigureRecord[]]>()
  for (const record of records) {
    const { value, unit, kind, bound = '', period = '' } = record
    const key = [value, unit, kind, bound, period].join(' ')
    const told = values.get(key)
    if (told === undefined) values.set(key, [record])
    // An outlet that says it twice says it once.
    else if (!told.some(({ source }) => source === record.source)) told.push(record)
  }
  return [...values.values()].map((told): ToldValue => {
    const contrary = records.find((record) => contradicts(told[0], record))
    return { records: told, ...(contrary !== undefined && { contrary }) }
  })
}

function rowOf(
  { records, contrary }: ToldValue,
  numberOf: ReadonlyMap<FigureRecord, number>,
  view: View,
): readonly string[] {
  const [first] = records
  const change =
    contrary === undefined
      ? changeCell(first.change, view)
      : view.say('change.disputed', { from: formatFigure(first, view), to: formatFigure(contrary, view) })
  return [
    formatFigure(first, view),
    formatPeriod(first.period, view),
    change || '–',
    tellersOf(records, numberOf, view),
  ]
}

// The column says that it is a change.
function changeCell(change: Change, view: View): string {
  if (change.kind !== 'changed') return changeWords(change, view)
  const shown = (value: number) => formatAmount(value, change.unit, view)
  return `${shown(change.from)} → ${shown(change.to)}`
}

// Both firm, of the same period: what is "over" or "up to" a value contradicts none that lies beside it.
function contradicts(a: FigureRecord, b: FigureRecord): boolean {
  const isFirm = ({ kind, bound = 'about' }: FigureRecord) => kind === 'actual' && bound === 'about'
  const isOfOne = a.period !== undefined && a.period === b.period && a.unit === b.unit
  return isOfOne && a.source !== b.source && isFirm(a) && isFirm(b) && !isSameValue(a, b)
}

function tellersOf(records: readonly FigureRecord[], numberOf: ReadonlyMap<FigureRecord, number>, view: View): string {
  const named = records.flatMap((record) =>
    numberOf.has(record) ? [`[${numberOf.get(record) ?? 0}] ${record.source}`] : [],
  )
  return namesInARow([...named, ...records.slice(named.length).map(({ source }) => source)], view, MOST_TELLERS)
}

function recordRuns(record: FigureRecord, number: number, view: View): readonly RunLike[] {
  const dated = `${comma(view)}${formatWhen(record, view)}`
  return [`[${number}] `, linked(record.source, record.url), dated, `${colon(view)}“${cleanLine(record.quote)}”`]
}
