import type { Article } from '../../feeds/article.js'
import type { Region } from '../../regions/region.js'
import type { StoredFigure } from '../facts/facts-port.js'
import { isSameValue, periodEnd } from '../facts/compare.js'
import { compareIds } from './digest-stories.js'
import { outletOf } from '../terms/voices.js'

/** A figure with the article that says it, and the sentence in which it does. */
export interface Said {
  readonly figure: StoredFigure
  readonly article: Article
  readonly quote: string
}

/** What most say of a period, and what others say of it. */
export interface Stop {
  readonly main: Said
  readonly others: readonly Said[]
}

export interface Movement {
  readonly kind: 'moved' | 'disputed'
  /** From first to last: periods, or values of one. Of a dispute the first value is the main one of the only stop. */
  readonly stops: readonly [Stop, ...Stop[]]
  /** How often it was said. */
  readonly said: number
}

const MAX_STOPS = 6
const MAX_OTHERS = 3

/**
 * How the values of one measure moved: over periods what most say of each; over one period only where all who said the earlier value took it back; over
 * none where nobody says the earlier value any more. All else that differs is a dispute. Undefined: nothing differs.
 */
export function movementOf(all: readonly Said[], region: Region): Movement | undefined {
  const values = all.filter((said) => !isSaidTwice(said, all)).sort(compareSaid)
  const periods = [...new Set(values.map(({ figure }) => figure.period))]
  if (periods.length < 2) return overTime(values, region)
  return overPeriods(
    periods.map((period) => values.filter(({ figure }) => figure.period === period)),
    region,
  )
}

// Who says two values of one thing says of which neither: they never dispute each other, nor anybody else.
function isSaidTwice({ figure, article }: Said, all: readonly Said[]): boolean {
  return all.some(
    (other) =>
      other.article.id === article.id && other.figure.period === figure.period && !isSameValue(other.figure, figure),
  )
}

function overPeriods(periods: readonly (readonly Said[])[], region: Region): Movement | undefined {
  const stops = periods.flatMap((said) => stopOf(said, region) ?? [])
  const [first, last] = [stops[0], stops.at(-1)]
  if (first === undefined || last === undefined || isSameValue(first.main.figure, last.main.figure)) return undefined
  const kept = stops.length <= MAX_STOPS ? stops.slice(1) : stops.slice(1 - MAX_STOPS)
  return { kind: 'moved', stops: [first, ...kept], said: periods.flat().length }
}

function stopOf(said: readonly Said[], region: Region): Stop | undefined {
  const main = mostSaid(said, region)
  if (main === undefined) return undefined
  const others = distinct(said).filter(
    (value) => !isSameValue(value.figure, main.figure) && !isWithdrawn(value, main, { said, region }),
  )
  return { main, others: others.slice(0, MAX_OTHERS) }
}

function overTime(said: readonly Said[], region: Region): Movement | undefined {
  const [first, ...later] = distinct(said)
  const last = later.at(-1)
  if (first === undefined || last === undefined) return undefined
  const isPast = first.figure.period === undefined ? isOvertaken : isWithdrawn
  if ([first, ...later.slice(0, -1)].some((value) => !isPast(value, last, { said, region })))
    return { kind: 'disputed', stops: [{ main: first, others: later.slice(-MAX_OTHERS) }], said: said.length }
  const kept = later.slice(1 - MAX_STOPS).map((main) => ({ main, others: [] }))
  return { kind: 'moved', stops: [{ main: first, others: [] }, ...kept], said: said.length }
}

interface Context {
  readonly said: readonly Said[]
  readonly region: Region
}

// A price of Monday is no longer said once there is one of Friday.
function isOvertaken(value: Said, by: Said, { said }: Context): boolean {
  return tellings(value, said).every(({ figure }) => figure.publishedAt < by.figure.publishedAt)
}

// Each who said it said the other value later: he corrected himself, or the period was revised.
function isWithdrawn(value: Said, by: Said, { said, region }: Context): boolean {
  const lastOf = (one: Said, owner: string) =>
    Math.max(...tellings(one, said).filter((each) => ownerOf(each, region) === owner).map(({ figure }) => figure.publishedAt)) // prettier-ignore
  return tellings(value, said).every((each) => {
    const owner = ownerOf(each, region)
    return lastOf(value, owner) < lastOf(by, owner)
  })
}

function tellings(value: Said, said: readonly Said[]): readonly Said[] {
  return said.filter(({ figure }) => isSameValue(figure, value.figure))
}

/** Of what was said of one period what most outlets say, of equals the last. */
function mostSaid(said: readonly Said[], region: Region): Said | undefined {
  const weight = (value: Said) => new Set(tellings(value, said).map((each) => ownerOf(each, region))).size
  return distinct(said)
    .reverse()
    .reduce<Said | undefined>((best, value) => (best === undefined || weight(value) > weight(best) ? value : best), undefined) // prettier-ignore
}

function ownerOf({ article }: Said, region: Region): string {
  const { id, owner = id } = outletOf(article.outletId, region)
  return owner
}

function compareSaid(a: Said, b: Said): number {
  return (
    compareIds(periodEnd(a.figure.period), periodEnd(b.figure.period)) ||
    a.figure.publishedAt - b.figure.publishedAt ||
    compareIds(a.article.id, b.article.id)
  )
}

/** Each value once, as it was said first. */
function distinct(said: readonly Said[]): Said[] {
  const values: Said[] = []
  for (const each of said) if (!values.some(({ figure }) => isSameValue(figure, each.figure))) values.push(each)
  return values
}
