import type { PatternMatch } from '../text/patterns.js'
import type { DetectedLanguage, FoundFigure } from '../text/types.js'
import { findSpeech, SIGNS, type Sign } from './language-words.js'
import type { ReadSentence } from './sentences.js'

/** A sentence that an answer may quote, with what reading found in it. Kept beside the reading, so that no article is read again for a question. */
export interface Passage {
  /** Its sentence; 0 is the title. */
  readonly index: number
  /** Where it stands in the title (sentence 0) or in the text: [start, end), UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly entityIds: readonly string[]
  readonly conceptIds: readonly string[]
  readonly measureIds: readonly string[]
  /** What is done in it: "join", "build". */
  readonly actIds: readonly string[]
  readonly signs: readonly Sign[]
  /** Places in the reading's list of figures. */
  readonly figures: readonly number[]
}

// A page is no answer; what an article says late, it says in passing.
const MAX_PASSAGES = 60
const MAX_PASSAGE = 1500
// Scraped pages lose the blank behind a full stop: "в связи с паводками.Как сообщили".
const GLUED = /(?<=[\p{Ll}\p{N}»”")]{2})[.!?…]+["»”]?(?=["«“]?\p{Lu}\p{Ll}{2,}[\s,])/gu

// What the above needs: most sentences have none, and a lookbehind asks at every letter.
const MAYBE_GLUED = /[.!?…]["»”]?["«“]?\p{Lu}/u

/** The quotable sentences of an article. Figures are counted as they come: the order in which `placeFigures` gives them. */
export function findPassages(
  sentences: readonly ReadSentence[],
  placed: readonly { readonly sentenceIndex: number; readonly figure: { readonly quote: string } }[],
  { language }: { language: DetectedLanguage },
): Passage[] {
  const passages: Passage[] = []
  for (const sentence of sentences) {
    if (sentence.text === '' || passages.length >= MAX_PASSAGES) continue
    const numbers = placed.flatMap((each, number) => (each.sentenceIndex === sentence.index ? [number] : []))
    for (const { start, end } of partsOf(sentence.text)) {
      const isIn = (place: { start: number; end: number }) => place.start >= start && place.end <= end
      passages.push(markPassage(sentence, { start, end, isIn, numbers, language }))
    }
  }
  return passages
}

interface Part {
  readonly start: number
  readonly end: number
  readonly isIn: (place: { start: number; end: number }) => boolean
  readonly numbers: readonly number[]
  readonly language: DetectedLanguage
}

function markPassage(sentence: ReadSentence, { start, end, isIn, numbers, language }: Part): Passage {
  const words = sentence.words.filter(isIn)
  // Matched over the whole sentence: what its parts have is what stands inside them.
  const { acts, signs } = findSpeech(sentence.text, sentence.tokens, language)
  const found = new Set(signs.filter(isIn).map(({ key }) => key))
  return {
    index: sentence.index,
    start: sentence.start + start,
    end: sentence.start + end,
    entityIds: [...new Set(sentence.entities.filter(isIn).map(({ key }) => key))],
    conceptIds: under('concept:', words),
    measureIds: under('measure:', [...words, ...sentence.asked.filter(isIn)]),
    actIds: [...new Set(acts.filter(isIn).map(({ key }) => key))],
    signs: SIGNS.filter((sign) => found.has(sign)),
    figures: numbers.filter((_number, position) => isFigureIn(sentence.figures[position], isIn)),
  }
}

const isFigureIn = (figure: FoundFigure | undefined, isIn: Part['isIn']) => figure !== undefined && isIn(figure)

const under = (prefix: string, words: readonly PatternMatch[]) => [
  ...new Set(words.flatMap(({ key }) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))),
]

function partsOf(text: string): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = []
  let start = 0
  for (const match of MAYBE_GLUED.test(text) ? text.matchAll(GLUED) : []) {
    const end = match.index + match[0].length
    parts.push({ start, end })
    start = end
  }
  parts.push({ start, end: text.length })
  return parts.filter((part) => part.end > part.start && part.end - part.start <= MAX_PASSAGE)
}
