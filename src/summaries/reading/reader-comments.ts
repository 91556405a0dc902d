import type { Section } from '../../regions/region.js'
import { clipQuote } from './clip-quote.js'
import type { Reader } from '../terms/reader.js'
import { isParty, standsFor } from '../terms/reader.js'
import type { SectionHit } from './sections.js'
import { wordsUnder } from './mark-sentences.js'
import type { ReactionSide } from '../terms/shapes.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** A comment that may be quoted, with how the comments of the article divide: the same on each hit of a section. */
export interface ReactionHit extends SectionHit {
  readonly sides: readonly ReactionSide[]
}

const MAX_REACTIONS = 2

/**
 * What readers' comments say where a section looks at them: up to two quotes, those that take a side and name its entities first, and how many are for
 * and against whom. `isTied`: the article is about the region, so that its comments are too. Names of commenters are left out of the quotes.
 */
export function findReactions(
  comments: readonly ReadSentence[],
  { reader, isTied }: { reader: Reader; isTied: boolean },
): ReactionHit[] {
  const wanted = reader.region.sections.filter((section) => section.from === 'comments')
  return wanted.flatMap((section) => {
    const sides = countSides(comments, section, reader)
    return comments
      .flatMap((sentence): ReactionHit[] => {
        const entities = sentence.entityIds.filter((id) => section.entities.includes(id) || reader.ties.has(id))
        const quote = clipQuote(withoutAuthor(sentence))
        if ((entities.length === 0 && !isTied) || quote === '') return []
        const side = sideOf(sentence, section)
        const why = { cues: [...wordsUnder(sentence, `cue:${section.id}`), ...side.cues], entities, figures: [] }
        const score = entities.length + (side.isFor === undefined ? 0 : 0.5)
        return [{ sectionId: section.id, sentence, quote, score, why, sides }]
      })
      .sort((a, b) => b.score - a.score || a.sentence.index - b.sentence.index)
      .slice(0, MAX_REACTIONS)
  })
}

// A comment counts once for each state or group that it names; one that takes no side, or names none, is in the number of comments only.
function countSides(comments: readonly ReadSentence[], section: Section, reader: Reader): ReactionSide[] {
  const sides = new Map<string, ReactionSide>()
  for (const sentence of comments) {
    const { isFor } = sideOf(sentence, section)
    if (isFor === undefined) continue
    for (const id of partiesOf(sentence, reader)) {
      const side = sides.get(id) ?? { entityId: id, for: 0, against: 0 }
      sides.set(id, isFor ? { ...side, for: side.for + 1 } : { ...side, against: side.against + 1 })
    }
  }
  const total = (side: ReactionSide) => side.for + side.against
  return [...sides.values()].sort((a, b) => total(b) - total(a) || (a.entityId < b.entityId ? -1 : 1))
}

function partiesOf(sentence: ReadSentence, reader: Reader): Set<string> {
  const named = sentence.entityIds.flatMap((id) => reader.entityById.get(id) ?? [])
  return new Set(named.map((entity) => standsFor(entity, reader)).filter((id) => isParty(id, reader)))
}

// "I do not believe" has "believe" in it: what is against wins.
function sideOf(sentence: ReadSentence, section: Section): { isFor?: boolean; cues: readonly string[] } {
  const against = wordsUnder(sentence, `against:${section.id}`)
  if (against.length > 0) return { isFor: false, cues: against }
  const favour = wordsUnder(sentence, `favour:${section.id}`)
  return favour.length > 0 ? { isFor: true, cues: favour } : { cues: [] }
}

const MAX_AUTHOR = 40
const author = /^[@\p{Lu}][\p{L}\p{N}_.’'-]*(?: [\p{Lu}][\p{L}.’'-]*){0,2}$/u

// "Aigul S.: …" and "@reader …" open with who says it; "China: …" opens with whom it is about.
function withoutAuthor({ text, entities }: ReadSentence): string {
  const whole = text.trim()
  const colon = whole.slice(0, MAX_AUTHOR).search(/[:：]/u)
  const end = whole.startsWith('@') ? whole.slice(0, MAX_AUTHOR).search(/[\s:：]/u) : colon
  if (end <= 0 || !author.test(whole.slice(0, end))) return whole
  const offset = text.length - text.trimStart().length
  if (entities.some((match) => match.start < offset + end)) return whole
  return whole.slice(end + 1).trim()
}
