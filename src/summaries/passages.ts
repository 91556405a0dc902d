import type { PatternMatch } from '../text/patterns.js'
import type { DetectedLanguage } from '../text/types.js'
import { findSpeech, SIGNS, type Sign } from './language-words.js'
import type { ReadSentence } from './sentences.js'

/** A sentence that an answer may quote, with what reading found in it. Kept beside the reading, so that no article is read again for a question. */
export interface Passage {
  /** Its sentence; 0 is the title. */
  readonly index: number
  /** The item of a bulletin that it stands in; absent: the whole article. */
  readonly part?: number
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

/** The quotable sentences of an article. Figures are counted as they come: the order in which `placeFigures` gives them. */
export function findPassages(
  sentences: readonly ReadSentence[],
  placed: readonly { readonly sentenceIndex: number; readonly figure: { readonly quote: string } }[],
  { language }: { language: DetectedLanguage },
): Passage[] {
  const passages: Passage[] = []
  for (const sentence of sentences) {
    if (sentence.text === '' || !sentence.isQuotable || sentence.text.length > MAX_PASSAGE || passages.length >= MAX_PASSAGES) continue
    const numbers = placed.flatMap((each, number) => (each.sentenceIndex === sentence.index ? [number] : []))
    passages.push(markPassage(sentence, { numbers, language }))
  }
  return passages
}

function markPassage(
  sentence: ReadSentence,
  { numbers, language }: { readonly numbers: readonly number[]; readonly language: DetectedLanguage },
): Passage {
  const { acts, signs } = findSpeech(sentence.text, sentence.tokens, language)
  const found = new Set(signs.map(({ key }) => key))
  return {
    index: sentence.index,
    ...(sentence.part === 0 ? {} : { part: sentence.part }),
    start: sentence.start,
    end: sentence.start + sentence.text.length,
    entityIds: [...new Set(sentence.entities.map(({ key }) => key))],
    conceptIds: under('concept:', sentence.words),
    measureIds: under('measure:', [...sentence.words, ...sentence.asked]),
    actIds: [...new Set(acts.map(({ key }) => key))],
    signs: SIGNS.filter((sign) => found.has(sign)),
    figures: numbers,
  }
}

const under = (prefix: string, words: readonly PatternMatch[]) => [
  ...new Set(words.flatMap(({ key }) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))),
]
