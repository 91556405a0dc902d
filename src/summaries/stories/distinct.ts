import type { Weighed } from './weighed.js'

/** Days of the year as "6-17" lie so far from a moment, the nearest year taken. */
function daysFrom(at: number, day: string): number {
  const [month = 1, date = 1] = day.split('-').map(Number)
  const year = new Date(at).getUTCFullYear()
  const away = [year - 1, year, year + 1].map((each) => Math.abs(Date.UTC(each, month - 1, date, 12) - at))
  return Math.min(...away) / (24 * 3600_000)
}

// A text whose days all lie further off than this was published late, or tells of another time.
const FAR_DAYS = 6

/** True: the days that its beginning states all lie far from its publication, which then says nothing of when it happened. */
export function isToldOfAnotherTime(publishedAt: number, leadDays: readonly string[]): boolean {
  return leadDays.length > 0 && leadDays.every((day) => daysFrom(publishedAt, day) > FAR_DAYS)
}

/** Of these each names one thing; of names, places or figures a text has many, and two of one event need not choose the same. */
const DECIDING = ['H', 'D', 'R', 'O', 'C'] as const

/** Another day, edition, project or place, or other states: two events, however alike the words. */
export function isCertainlyApart(a: Weighed, b: Weighed): boolean {
  if (DECIDING.some((kind) => isDisjoint(a.marks.get(kind), b.marks.get(kind)))) return true
  if (isDisjoint(a.marks.get('T'), b.marks.get('T'))) return true
  return (a.isOfAnotherTime || b.isOfAnotherTime) && !isShared(a.marks.get('D'), b.marks.get('D'))
}

/** True: other states, persons, numbers or figures stand in the titles. One event may be told so; more has to speak for it. */
export function isDoubtful(a: Weighed, b: Weighed): boolean {
  if (isDisjoint(a.marks.get('N'), b.marks.get('N')) || isCrossed(a.marks.get('T'), b.marks.get('T'))) return true
  return hasOtherNames(a, b) || hasOtherFigures(a, b)
}

// Other counterparts: each title has names, and the other text has none of them.
function hasOtherNames(a: Weighed, b: Weighed): boolean {
  const [left, right] = [a.marks.get('K') ?? [], b.marks.get('K') ?? []]
  if (left.length === 0 || right.length === 0) return false
  return !left.some((key) => b.weights.has(`k_${key}`)) || !right.some((key) => a.weights.has(`k_${key}`))
}

// Figures of one unit, and none the same.
function hasOtherFigures(a: Weighed, b: Weighed): boolean {
  if (a.figures.length === 0 || b.figures.length === 0) return false
  if (a.figures.some((figure) => b.weights.has(figure))) return false
  const units = new Set(a.figures.map(unitOf))
  return b.figures.some((figure) => units.has(unitOf(figure)))
}

const unitOf = (figure: string) => figure.split('_')[1] ?? ''

const isShared = (a: readonly string[] = [], b: readonly string[] = []) => a.some((each) => b.includes(each))
const isDisjoint = (a: readonly string[] = [], b: readonly string[] = []) =>
  a.length > 0 && b.length > 0 && !isShared(a, b)
const isCrossed = (a: readonly string[] = [], b: readonly string[] = []) =>
  a.some((each) => !b.includes(each)) && b.some((each) => !a.includes(each))

// So many rare things two articles of one event share; across languages, where words are none, fewer.
const RARE_SHARED = 4
const RARE_ACROSS = 1

/** True: they share what few others have, beyond states and what everybody writes about; some of it where the texts begin. */
export function hasDistinct(a: Weighed, b: Weighed): boolean {
  const isAcross = a.language !== b.language
  const [few, many] = a.rare.size <= b.rare.size ? [a.rare, b.rare] : [b.rare, a.rare]
  let [shared, leading] = [0, 0]
  for (const [feature, isLeading] of few) {
    const its = many.get(feature)
    if (its === undefined) continue
    shared++
    if (isLeading && its) leading++
  }
  return shared >= (isAcross ? RARE_ACROSS : RARE_SHARED) && (isAcross || leading >= 1)
}
