import type { EntityKind } from '../../regions/region.js'
import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import { idOfCountry } from '../../text/patterns/countries.js'
import type { Language } from '../../text/types.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'
import { grammarOf } from './frame-grammar.js'
import { isEnvoyBehind, isNotHeld, type SentenceWords } from './noun-phrases.js'

// Whom a sentence names, whatever they do.

const NAMED: ReadonlySet<EntityKind | undefined> = new Set(['country', 'organisation', 'group', 'company', 'person'])

/** A group with fewer members is told by them. */
const LEAST_MEMBERS = 4

/** Names of the pack, and states that it does not name by the id of `idOfCountry`; "US dollars" names none. */
export function namesIn({ entities, countries, tokens }: ReadSentence): PatternMatch[] {
  const others = countries.filter((country) => !entities.some(({ start, end }) => start < country.end && end > country.start)) // prettier-ignore
  return [...entities, ...others.map((country) => ({ ...country, key: idOfCountry(country.key) }))].filter(
    ({ lastToken }) => !MONEY.test(tokens[lastToken + 1]?.folded ?? ''),
  )
}

const MONEY = /^(?:dol+ar|долл|rubl|roubl|рубл|som|сом|сум|soʻm|tenge|тенге|теңге|ýuan|юан|yuan)/u

/**
 * States, bodies and people among names of a sentence, in its order, by entity id. Somebody stands for the own state too, all members of a group are the
 * group, and a city is told where nothing else is named.
 */
export function partiesOf(names: readonly PatternMatch[], context: SentenceWords): string[] {
  const { reader, words } = context
  const kindOf = (id: string) => reader.entityById.get(id)?.kind ?? 'country'
  const named = [...names]
    .filter(({ key }) => NAMED.has(kindOf(key)) && !words.topicById.has(key))
    .sort((a, b) => a.firstToken - b.firstToken)
    .map((entity) => standsFor(entity, context))
  const owners = new Set(named.filter((id) => kindOf(id) === 'person').map((id) => reader.entityById.get(id)?.of))
  const parties = [...new Set(named)].filter((id) => !owners.has(id))
  if (parties.length === 0) return [...new Set(names.map(({ key }) => key).filter((id) => kindOf(id) === 'city'))].slice(0, 1) // prettier-ignore
  const whole = reader.region.entities.find(({ kind, members }) => kind === 'group' && members.length >= LEAST_MEMBERS && members.every((id) => parties.includes(id))) // prettier-ignore
  if (whole !== undefined) return [whole.id, ...parties.filter((id) => id !== whole.id && !whole.members.includes(id))]
  return parties.length === 1 && kindOf(parties[0] ?? '') === 'country' ? [...parties, ...hosts(names, parties, context)] : parties // prettier-ignore
}

// "В Ташкенте построят зону для компаний Венгрии": a city of the region is its state's beside another.
function hosts(names: readonly PatternMatch[], parties: readonly string[], { reader }: SentenceWords): string[] {
  const { entityById, region } = reader
  const states = names.flatMap(({ key }) => (entityById.get(key)?.kind === 'city' ? (entityById.get(key)?.of ?? []) : [])) // prettier-ignore
  return [...new Set(states)].filter((id) => region.states.includes(id) && !parties.includes(id)).slice(0, 1)
}

/** How many they are: "the Central Asian country" is the one that is named beside it. */
export function countParties(parties: readonly string[], { entityById }: Reader): number {
  const isTwice = (id: string) => entityById.get(id)?.kind === 'group' && parties.some((other) => entityById.get(id)?.members.includes(other)) // prettier-ignore
  return parties.filter((id) => !isTwice(id)).length
}

/** "Госдума": an office that names its state itself, by that state. */
export function ownedOffices({ sentence: { text, tokens }, language, words }: SentenceWords): PatternMatch[] {
  return matchPatterns(words.sets.offices, tokens, language, { text }).flatMap((office) => {
    const of = words.officeById.get(office.key)?.of
    return of === undefined ? [] : [{ ...office, key: of }]
  })
}

/** Somebody of the same name in another office, or whose envoy it is, is told as his state: "吉尔吉斯斯坦总理扎帕罗夫" is not the president. */
function standsFor(entity: PatternMatch, { sentence, language, reader, words }: SentenceWords): string {
  const known = reader.entityById.get(entity.key)
  if (known?.kind !== 'person' || known.of === undefined) return entity.key
  const { text, tokens } = sentence
  if (isAnothers(entity, sentence, language)) return known.of
  const beside = matchPatterns(words.sets.offices, tokens, language, { text }).filter(
    ({ firstToken, lastToken }) => lastToken === entity.firstToken - 1 || firstToken === entity.lastToken + 1,
  )
  return beside.some(({ key }) => isNotHeld(key, known)) ? known.of : entity.key
}

// "习近平主席特别代表", "Putin's adviser", "помощник Путина".
function isAnothers(
  { firstToken, lastToken, end }: PatternMatch,
  { text, tokens }: ReadSentence,
  language: Language,
): boolean {
  if (language === 'zh') return isEnvoyBehind(text.slice(end), language)
  const { others } = grammarOf(language)
  const isOther = (at: number) => others.has(tokens[at]?.folded ?? '')
  return (
    isOther(firstToken - 1) ||
    (isOther(lastToken + 1) && !/[,.;:—–-]/u.test(text.slice(end, tokens[lastToken + 1]?.start)))
  )
}
