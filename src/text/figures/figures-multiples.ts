import type { CueMap } from './figures-kinds.js'
import { longest, type Line } from './figures-numbers.js'
import type { Measure } from './figures-units.js'

/**
 * Growth that is told as a multiple: "doubled" and "вырос вдвое" are 100 percent more, "в три раза" 200. Without a word of growth in the clause ("twice as
 * many people live there") or with one of a fall ("вдвое меньше") nothing is read.
 */
export function findMultiples(line: Line, mapped: () => CueMap): Measure[] {
  const found: Measure[] = []
  let grows: ReadonlySet<number | undefined> | undefined
  let others: ReadonlySet<number | undefined> | undefined
  for (let at = 0; at < line.pieces.length; at++) {
    const hit = longest(line, at, 'multiple')
    if (hit === undefined) continue
    const { cues, clauses } = mapped()
    grows ??= new Set(cues.growth.map((place) => clauses[place]))
    others ??= new Set(line.pieces.flatMap((_, place) => (longest(line, place, 'no-growth') ? [clauses[place]] : [])))
    if (grows.has(clauses[at]) && !others.has(clauses[at])) found.push({ value: hit.mark.percent, unit: 'percent', kind: 'change', from: at, to: at + hit.length }) // prettier-ignore
    at += hit.length - 1
  }
  return found
}
