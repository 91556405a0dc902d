import { clipQuote } from './quote.js'
import type { Reader } from './reader.js'
import { standsFor } from './reader.js'
import type { ReadSentence } from './sentences.js'
import type { Stance } from './types.js'

const kinds = ['supports', 'opposes', 'neutral'] as const

/** Who takes which side towards whom: an actor before a verb of position and the parties named behind it. A sentence without both says nothing. */
export function findStances(sentences: readonly ReadSentence[], reader: Reader): Stance[] {
  return sentences.flatMap((sentence) => {
    const verbs = sentence.words.filter((match) => match.key.startsWith('stance:')).sort((a, b) => a.start - b.start)
    const [verb] = verbs
    if (verb === undefined) return []
    const named = sentence.entities.flatMap((match) => {
      const entity = reader.entityById.get(match.key)
      return entity === undefined ? [] : [{ id: standsFor(entity, reader), start: match.start }]
    })
    // In verb-last languages both stand before the verb: the first is who speaks.
    const actor = named.find((party) => party.start < verb.start)
    if (actor === undefined) return []
    const towards = [...new Set(named.filter((party) => party.start > actor.start && party.id !== actor.id).map((party) => party.id))]
    if (towards.length === 0) return []
    const stance = kinds.find((kind) => verb.key === `stance:${kind}`) ?? 'neutral'
    return [{ actor: actor.id, towards: towards.slice(0, 4).sort(), stance, quote: clipQuote(sentence.text, verb.start) }]
  })
}
