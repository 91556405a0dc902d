import { idOfCountry } from '../../text/patterns/countries.js'
import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'

/** A state, or a group of states, that a sentence names. */
export interface Named {
  readonly id: string
  readonly start: number
  readonly end: number
  /** By its own name, by a place in it, by somebody who holds an office of it. */
  readonly by: 'name' | 'place' | 'person'
  /** A body with members, not a state. */
  readonly isGroup: boolean
}

/** States and groups that a sentence names, in order of mention. */
export function partiesIn(sentence: ReadSentence, reader: Reader): Named[] {
  const own = sentence.entities.flatMap((match) => namedBy(match, reader) ?? [])
  const others = sentence.countries.flatMap((match): Named[] => {
    const isKnown = sentence.entities.some(({ start, end }) => start < match.end && end > match.start)
    // "US$83 million" names no country.
    const isSum = sentence.figures.some(({ start, end }) => start < match.end && end > match.start)
    return isKnown || isSum ? [] : [{ id: idOfCountry(match.key), start: match.start, end: match.end, by: 'name', isGroup: false }]
  })
  return [...own, ...others].sort((a, b) => a.start - b.start)
}

function namedBy({ key, start, end }: PatternMatch, { entityById }: Reader): Named | undefined {
  const entity = entityById.get(key)
  if (entity === undefined) return undefined
  const { kind, of, members } = entity
  if (kind === 'country') return { id: key, start, end, by: 'name', isGroup: false }
  if (kind === 'group' || kind === 'organisation')
    return members.length > 1 ? { id: key, start, end, by: 'name', isGroup: true } : undefined
  if (of === undefined || entityById.get(of)?.kind !== 'country') return undefined
  if (kind === 'city' || kind === 'place') return { id: of, start, end, by: 'place', isGroup: false }
  return kind === 'person' ? { id: of, start, end, by: 'person', isGroup: false } : undefined
}

/** Distinct ids: a group goes where one of its members is named, as "Uzbekistan, in Central Asia" is Uzbekistan's. */
export function distinctParties(named: readonly Named[], { entityById }: Reader): string[] {
  const all = [...new Set(named.map(({ id }) => id))]
  // A bank or a body beside a state is who speaks or who pays.
  const states = all.filter((id) => entityById.get(id)?.kind !== 'organisation')
  const ids = states.length > 0 ? states : all
  return ids.filter((id) => !ids.some((other) => other !== id && entityById.get(id)?.members.includes(other) === true))
}
