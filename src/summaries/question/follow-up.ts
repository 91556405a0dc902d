import { standsFor, type Reader } from '../terms/reader.js'
import type { Facet } from '../terms/facet.js'
import type { Understood } from '../terms/understood.js'

type Named = Extract<Facet, { kind: 'entity' }>

/**
 * A question as it is meant after another: "and with Russia?", "а в 2023?". What it names itself takes the place of its like in the question before - a state
 * of the region that of another, a partner that of a partner, a time that of a time, a subject that of a subject - and the rest stays. A question that has
 * names and a subject of its own stands alone. `isPart`: the second half of one sentence, which shares the names of the first.
 */
export function followUp(
  question: Understood,
  before: Understood,
  { reader, isPart = false }: { reader: Reader; isPart?: boolean },
): Understood {
  const names = question.facets.filter(isNamed)
  const topics = question.facets.filter(isTopic)
  if (!isPart && !leansOnBefore(question, { names, topics })) return question
  if (names.length > 0 && topics.length > 0) return question
  const earlierTopics = before.facets.filter(isTopic)
  const keptTopics = topics.length > 0 ? topics : earlierTopics
  const time = question.time ?? before.time
  const isOwnSubject = topics.length > 0
  return {
    ...(isOwnSubject ? question : before),
    language: isOwnSubject ? question.language : before.language,
    kind: question.kind === 'about' && !isOwnSubject ? before.kind : question.kind,
    // "And the cost?": what it is counted in is asked anew.
    ...(!isOwnSubject && question.units.length > 0 && { units: question.units, wantsFigure: true, needsFigure: true }),
    facets: [...placeNames(before.facets.filter(isNamed), names, reader), ...keptTopics, ...yearsOf(question.time === undefined ? before : question)], // prettier-ignore
    ...(time === undefined ? {} : { time }),
    ...(question.since === undefined ? {} : { since: question.since }),
    isContinued: question.isContinued,
    isAhead: question.isAhead || (!isOwnSubject && question.time === undefined && before.isAhead),
  }
}

const isNamed = (facet: Facet): facet is Named => facet.kind === 'entity'
const isTopic = (facet: Facet) => facet.kind === 'subject' || facet.kind === 'word'
const yearsOf = ({ facets }: Understood) => facets.filter(({ kind }) => kind === 'year')

// What opens or closes as a question that goes on does, or asks "when?" of nothing; a name or a day alone is a question of its own.
function leansOnBefore(
  { isContinued, kind, time, units }: Understood,
  { names, topics }: { names: readonly Facet[]; topics: readonly Facet[] },
): boolean {
  if (topics.length > 0) return isContinued && names.length === 0
  if (names.length === 0) return isContinued || (kind !== 'about' && time === undefined)
  return isContinued || (kind === 'figure' && units.length === 0)
}

const MOST_WORDS = 4
/** "with Russia?", "с Россией?": what begins so and ends with a question mark lacks what it belongs to. */
const BEGINS = /^(?:with|for|in|to|from|by|с|со|для|в|во|из|от|бо|барои|дар|аз)\s/iu
/** "Rossiya bilan-chi?", "Россия мененчи?", "Ресеймен ше?", "бо Русия чӣ?", "Özbegistan nähili?", "俄罗斯呢？" */
const ENDS = /(?:[-‑](?:chi|чи)|\p{L}(?:чы|чи|чу|чү)|\s(?:ше|чӣ|näçe|nähili)|呢)$/u

/** Whether the words of a short question ask for the one before it. */
export function asksToGoOn(asked: string): boolean {
  const text = asked.trim().toLowerCase()
  const words = text.replace(/[?？؟\s]+$/u, '')
  if (words === text || words.split(/\s+/).length > MOST_WORDS) return false
  return BEGINS.test(words) || ENDS.test(words)
}

// The last name of the same sort goes, so that "and Uzbekistan?" asks of Uzbekistan and not of both.
function placeNames(before: readonly Named[], names: readonly Named[], reader: Reader): Named[] {
  const placed = [...before]
  for (const name of names) {
    if (placed.some(({ id }) => id === name.id)) continue
    const at = placed.findLastIndex(
      (other) => sortOf(other.id, reader) === sortOf(name.id, reader) && !names.includes(other),
    )
    if (at < 0) placed.push(name)
    else placed.splice(at, 1, name)
  }
  return placed
}

/** What a name may take the place of: states of the region and the region itself are one sort, other states another. */
export function sortOf(id: string, reader: Reader): string {
  const entity = reader.entityById.get(id)
  if (entity === undefined) return 'unknown'
  const { region } = reader
  const state = standsFor(entity, reader)
  if (entity.kind === 'person' || entity.kind === 'project' || entity.kind === 'company') return entity.kind
  if (id === region.id || region.states.includes(state)) return 'state'
  return reader.entityById.get(state)?.kind === 'country' ? 'partner' : entity.kind
}
