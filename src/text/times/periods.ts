/** A time from `from` up to, not with, `to`: epoch ms UTC. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

const PERIOD = /^(\d{4})(?:-(?:(\d{4})|([HQ])(\d)|(\d{2})(?:\/(\d{2}))?))?$/

/** First and last moment of a period as figures write it: `2024`, `2025-H1`, `2025-Q2`, `2025-06`, `2025-01/05`, `2025-2027`. Undefined for what is none. */
export function rangeOf(period: string): TimeRange | undefined {
  const match = PERIOD.exec(period)
  if (match === null) return undefined
  const [, year, until, part, number, first, last] = match
  const from = Number(year)
  if (until !== undefined) return months(from, 1, Number(until), 12)
  if (first !== undefined) return months(from, Number(first), from, Number(last ?? first))
  if (part === undefined) return months(from, 1, from, 12)
  const length = part === 'H' ? 6 : 3
  return months(from, (Number(number) - 1) * length + 1, from, Number(number) * length)
}

const months = (year: number, first: number, untilYear: number, last: number): TimeRange => ({
  from: Date.UTC(year, first - 1, 1),
  to: Date.UTC(untilYear, last, 1),
})

/** True where two times have a moment in common. */
export const overlaps = (a: TimeRange, b: TimeRange): boolean => a.from < b.to && b.from < a.to

/** True where `inner` lies in `outer`. */
export const lies = (inner: TimeRange, outer: TimeRange): boolean => inner.from >= outer.from && inner.to <= outer.to
