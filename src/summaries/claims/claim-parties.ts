import { idOfCountry } from '../../text/patterns/countries.js'
import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { DetectedLanguage } from '../../text/types.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'

/** A state, or a group of states, that a sentence names. */
export interface Named {
  readonly id: string
  readonly start: number
  readonly end: number
  /** By its own name, by a place in it, by somebody who holds an office of it. */
  readonly by: 'name' | 'place' | 'person' | 'home'
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
    return isKnown || isSum
      ? []
      : [{ id: idOfCountry(match.key), start: match.start, end: match.end, by: 'name', isGroup: false }]
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

/** The writer's own country, where a sentence speaks of it without its name: "我国" is China in a Chinese text. Of English and Russian nobody knows. */
export function homeIn(marks: readonly PatternMatch[], language: DetectedLanguage, { entityById }: Reader): Named[] {
  if (language === 'und' || language === 'en' || language === 'ru') return []
  const id = idOfCountry(new Intl.Locale(language).maximize().region ?? '')
  if (!entityById.has(id)) return []
  return marks.flatMap(({ key, start, end }) =>
    key === 'home' ? [{ id, start, end, by: 'home' as const, isGroup: false }] : [],
  )
}

const AND_OTHERS = /^等$|^ (?:and other|и другие|и других) /u

/** Distinct ids: a group goes where one of its members is named, as "Uzbekistan, in Central Asia" is Uzbekistan's. */
export function distinctParties(named: readonly Named[], text: string, { entityById, region }: Reader): string[] {
  // "Kazakhstan and the other states of Central Asia" are all of them.
  const isOfList = (one: Named) => named.some((other) => other.isGroup && other.start >= one.end && AND_OTHERS.test(text.slice(one.end, other.start)) && entityById.get(other.id)?.members.includes(one.id) === true) // prettier-ignore
  const all = [...new Set(named.filter((one) => !isOfList(one)).map(({ id }) => id))]
  // A bank or a body beside states of the region is who speaks or who pays; "China and the SCO" trade.
  const states = all.filter((id) => entityById.get(id)?.kind !== 'organisation')
  const isPartner = (id: string) =>
    states.length === 1 &&
    entityById.get(id)?.kind === 'organisation' &&
    !id.includes('bank') &&
    (entityById.get(id)?.members ?? []).includes(states[0] ?? '')
  const partners = all.filter(isPartner)
  if (states.length === 1 && partners.length === 1 && !region.states.includes(states[0] ?? ''))
    return [...states, ...partners]
  const ids = states.length > 0 ? states : all
  return ids.filter((id) => !ids.some((other) => other !== id && entityById.get(id)?.members.includes(other) === true))
}
