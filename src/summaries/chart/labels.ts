import { isSameValue } from '../facts/compare.js'
import type { Bound } from '../../text/types.js'

// Of the height of the plot: a line of text, how far its middle stands from its points, and half a point.
const LINE = 0.05
const OFFSET = 0.05
const POINT = 0.025
/** Closer together than so, the lower one of two values is labelled below. */
const CLOSE = 0.15

interface LabelRequest {
  /** Of the plot, in the unit of the values. */
  readonly height: number
  readonly textOf: (point: ChartPoint) => string
}

/**
 * Labels of one column: the highest value and the lowest always, of those between what most say, where there is room beside the labels and points that
 * stand already.
 */
export function placeLabels(points: readonly ChartPoint[], { height, textOf }: LabelRequest): ChartLabel[] {
  const groups = groupsOf(points).sort((a, b) => b[0].value - a[0].value)
  const [highest, ...lower] = groups
  const lowest = lower.at(-1)
  if (highest === undefined) return []
  const placed: ChartLabel[] = []
  const put = (group: Group, isBelow: boolean) => {
    const x = group.reduce((sum, point) => sum + point.x, 0) / group.length
    placed.push({ x, value: group[0].value, text: textOf(group[0]), isBelow })
  }
  const middleOf = (value: number, isBelow: boolean) => value + (isBelow ? -OFFSET : OFFSET) * height
  const isFree = ([{ value }]: Group, isBelow: boolean) => {
    const at = middleOf(value, isBelow)
    return (
      placed.every((label) => Math.abs(middleOf(label.value, label.isBelow) - at) >= LINE * height) &&
      groups.every(([other]) => Math.abs(other.value - at) >= (LINE / 2 + POINT) * height)
    )
  }
  put(highest, false)
  if (lowest !== undefined) put(lowest, groups.some(([{ value }]) => value > lowest[0].value && value - lowest[0].value < height * CLOSE)) // prettier-ignore
  for (const group of lower.slice(0, -1).sort((a, b) => b.length - a.length)) {
    const side = [false, true].find((isBelow) => isFree(group, isBelow))
    if (side !== undefined) put(group, side)
  }
  return placed.sort((a, b) => a.value - b.value)
}

type Group = [ChartPoint, ...ChartPoint[]]

function groupsOf(points: readonly ChartPoint[]): Group[] {
  const groups: Group[] = []
  for (const point of points) {
    const group = groups.find(([first]) => isSameValue(first, point))
    if (group === undefined) groups.push([point])
    else group.push(point)
  }
  return groups
}
export interface ChartPoint {
  /** Where it stands from left to right: 0 is the middle of the first period, 1 of the second. */
  readonly x: number
  readonly value: number
  readonly source: string
  readonly kind: 'actual' | 'forecast' | 'target'
  readonly bound?: Bound
}

/** A value in words, above its points or below them. */
export interface ChartLabel {
  readonly x: number
  readonly value: number
  readonly text: string
  readonly isBelow: boolean
}
