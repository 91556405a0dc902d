import type { Language } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import { followUp, sortOf } from './follow-up.js'
import { findAskingWords } from '../terms/language-words.js'
import { understand } from './question.js'
import type { Reader } from '../terms/reader.js'
import type { Facet } from '../terms/facet.js'
import type { Understood } from '../terms/understood.js'

interface PartContext {
  readonly reader: Reader
  readonly language: Language
  readonly at: number
}

/** What one question asks in turn, each to be answered for itself, and whom the part is about where two are compared. */
export interface QuestionPart {
  readonly understood: Understood
  readonly side?: string
}

/**
 * The parts of a question: "how long is it and when will it open" are two, the second with the names of the first; "compare A and B" is one a side.
 * A plain question is its only part.
 */
export function partsOf(text: string, whole: Understood, context: PartContext): QuestionPart[] {
  if (whole.kind === 'compare') {
    const sides = sidesOf(whole, context.reader)
    if (sides.length > 1) return sides
  }
  const pieces = splitAsked(text, whole, context)
  if (pieces.length < 2) return [{ understood: whole }]
  const [first, ...others] = pieces.map((piece) => understand(piece, context))
  if (first === undefined) return [{ understood: whole }]
  return [first, ...others.map((part) => followUp(part, first, { reader: context.reader, isPart: true }))].map(
    (understood) => ({ understood }),
  )
}

const MOST_PARTS = 3
const JOINT = /[?？;；]\s*(?=\S)|[,，]\s*|\s(?:and|и|а|жана|және|va|ва|we)\s/gu
// A part opens with what it asks: "and how many", "常设秘书处设在哪里" has it at its end.
const OPENS_WITHIN = 3

function splitAsked(text: string, { language }: Understood, { language: readerLanguage }: PartContext): string[] {
  const pieces: string[] = []
  let from = 0
  for (const match of text.matchAll(JOINT)) {
    const [left, right] = [text.slice(from, match.index), text.slice(match.index + match[0].length)]
    const isSure = /[?？]/u.test(match[0])
    if (!(asks(left, language, readerLanguage) || isTopic(left)) || !asks(right, language, readerLanguage, isSure ? Infinity : OPENS_WITHIN)) continue // prettier-ignore
    pieces.push(left)
    from = match.index + match[0].length
  }
  pieces.push(text.slice(from))
  return pieces.length > MOST_PARTS ? [text] : pieces
}

// "Its public debt, and how much is that": what is named first is asked for too.
const isTopic = (text: string) => tokenize(text).length >= LEAST_TOPIC

const LEAST_TOPIC = 3
const INTERROGATIVES: ReadonlySet<string> = new Set(['why', 'when', 'where', 'figure', 'who'])

function asks(text: string, language: Understood['language'], readerLanguage: Language, within = Infinity): boolean {
  const tokens = tokenize(text)
  return [language, readerLanguage].some((each) =>
    findAskingWords(tokens, each).some(({ key, firstToken }) => INTERROGATIVES.has(key) && firstToken < within),
  )
}

// Names of the sort that stands twice in a row ("Kazakhstan and Uzbekistan" of a trade with China), else the last two.
function sidesOf(whole: Understood, reader: Reader): QuestionPart[] {
  const names = whole.facets.flatMap((facet) => (facet.kind === 'entity' ? [facet] : []))
  const sorts = names.map(({ id }) => sortOf(id, reader))
  const at = sorts.findLastIndex((sort, index) => index > 0 && sort === sorts[index - 1])
  const sides = at < 0 ? names.slice(-2) : names.filter((_name, index) => sorts[index] === sorts[at])
  return sides.map((side) => {
    const facets = whole.facets.filter((facet: Facet) => facet === side || !sides.some((other) => other === facet))
    return { understood: { ...whole, kind: 'about', needsFigure: false, facets }, side: side.id }
  })
}
