import type { PatternMatch } from '../../text/patterns/patterns.js'
import { clipQuote } from './clip-quote.js'
import type { Reader } from '../terms/reader.js'
import { standsFor } from '../terms/reader.js'
import type { Stance } from '../terms/shapes.js'
import type { ReadSentence } from '../terms/read-sentence.js'

const kinds = ['supports', 'opposes', 'neutral'] as const

// Letters: a party further from the verb than this is not surely its subject or object.
const ACTOR_REACH = 80
const OBJECT_REACH = 50
// Parties that stand so close together are named in one breath: "Israel and Iran".
const BREATH = 6

interface Party {
  readonly id: string
  readonly start: number
  readonly end: number
}

/**
 * Who takes which side towards whom: the actor before a verb of position and the party nearest to it behind the actor, each within reach.
 * A sentence without both says nothing: better no stance than a wrong one.
 */
export function findStances(sentences: readonly ReadSentence[], reader: Reader): Stance[] {
  return sentences.flatMap((sentence) => {
    if (!sentence.isQuotable) return []
    const [verb] = sentence.words.filter((match) => match.key.startsWith('stance:')).sort((a, b) => a.start - b.start)
    if (verb === undefined) return []
    const named = sentence.entities.flatMap((match): Party[] => {
      const entity = reader.entityById.get(match.key)
      return entity === undefined ? [] : [{ id: standsFor(entity, reader), start: match.start, end: match.end }]
    })
    const actor = named.find((party) => party.start < verb.start && verb.start - party.end <= ACTOR_REACH)
    if (actor === undefined) return []
    const towards = objectsOf(verb, named.filter((party) => party.start > actor.start && party.id !== actor.id)) // prettier-ignore
    if (towards.length === 0) return []
    const stance = kinds.find((kind) => verb.key === `stance:${kind}`) ?? 'neutral'
    return [{ actor: actor.id, towards, stance, quote: clipQuote(sentence.text, verb.start) }]
  })
}

// Behind the verb, or before it in languages that put it last: the nearest party and those named with it.
function objectsOf(verb: PatternMatch, parties: readonly Party[]): string[] {
  const distance = (party: Party) => (party.start >= verb.end ? party.start - verb.end : verb.start - party.end)
  const [nearest] = [...parties].sort((a, b) => distance(a) - distance(b))
  if (nearest === undefined || distance(nearest) > OBJECT_REACH) return []
  const together = parties.filter((party) => gap(party, nearest) <= BREATH)
  return [...new Set([nearest, ...together].map((party) => party.id))].sort()
}

const gap = (a: Party, b: Party) => (a === b ? 0 : Math.max(a.start - b.end, b.start - a.end))
