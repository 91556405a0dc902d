import { longest, type Line } from './figures-numbers.js'
import { boundAfter, type Measure } from './figures-units.js'
import type { Bound } from '../types.js'

const MOST_LINKS = 2
const LONGEST_BOUND = 3

/** "more than", "до", "ға жуық", "不超过" beside a measure. */
export function readBound(line: Line, measure: Measure): Bound | undefined {
  return boundBefore(line, measure.from) ?? glued(line, measure) ?? following(line, measure)
}

/** The bound that the words before a piece tell: "more than", "не менее". */
export function boundBefore(line: Line, from: number): Bound | undefined {
  let end = from
  for (let links = 0; links <= MOST_LINKS; links++) {
    const bound = boundEndingAt(line, end)
    if (bound) return bound === 'at-most' && isLevel(line, end) ? undefined : bound
    if (end === 0 || !longest(line, end - 1, 'links')) return undefined
    end--
  }
  return undefined
}

function boundEndingAt(line: Line, end: number): Bound | undefined {
  for (let length = LONGEST_BOUND; length >= 1; length--) {
    for (const hit of line.hitsAt(end - length)) {
      if (hit.mark.type === 'bound' && hit.mark.side === 'before' && hit.length === length) return hit.mark.bound
    }
  }
  return undefined
}

const LEVEL_WORDS = new Set(['до', 'то'])
const LEVEL_REACH = 10

/** "Вырос до 4,5 млн" names the level that was reached, "до 30 %" a bound. */
function isLevel(line: Line, end: number): boolean {
  const word = line.pieces[end - 1]
  if (word === undefined || !LEVEL_WORDS.has(word.folded)) return false
  // Tajik puts the verb last: "то 228 миллиард кам шуд".
  const to = line.language === 'tg' ? Math.min(line.pieces.length, end + LEVEL_REACH) : end - 1
  for (let i = Math.max(0, end - LEVEL_REACH); i < to; i++) if (longest(line, i, 'growth') || REACHES.test(line.pieces[i]?.folded ?? '')) return true // prettier-ignore
  return false
}

const REACHES = /^(?:дове[лсд]|доводит|дошл|поднят|подня|расшир|опусти)/u

/** Uzbek writes "up to" as an ending: so'mgacha. */
function glued(line: Line, { to, from }: Measure): Bound | undefined {
  const last = line.pieces[to - 1]
  if (last === undefined || line.language !== 'uz' || !/(?:gacha|гача)$/u.test(last.folded)) return undefined
  return hasGrowthNear(line, from, to) ? undefined : 'at-most'
}

function following(line: Line, { from, to }: Measure): Bound | undefined {
  let at = to
  // An ending written apart: "10% дан ашык".
  if (longest(line, at, 'suffixes') && line.pieces[at]?.kind === 'word') at++
  const after = boundAfter(line, at)
  if (after === undefined) return undefined
  // "62 пайызға көп" is more by 62 percent, "62 пайыздан көп" more than 62.
  if (longest(line, at, 'by-after') && !ABLATIVE.test(line.pieces[at - 1]?.folded ?? '')) return undefined
  if (after.bound === 'at-most' && hasGrowthNear(line, from, to + 3)) return undefined
  return after.bound
}

const ABLATIVE = /(?:[дтн][аеоө]н|dan|den|tan|ten)$/u

function hasGrowthNear(line: Line, from: number, to: number): boolean {
  for (let i = Math.max(0, from - 3); i <= to + 2; i++) {
    const growth = longest(line, i, 'growth')
    if (growth && !longest(line, i, 'bound')) return true
  }
  return false
}
