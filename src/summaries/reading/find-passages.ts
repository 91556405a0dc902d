import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { DetectedLanguage } from '../../text/types.js'
import { findSpeech, SIGNS } from '../terms/language-words.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Passage } from '../terms/passage.js'
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
    if (
      sentence.text === '' ||
      !sentence.isQuotable ||
      sentence.text.length > MAX_PASSAGE ||
      passages.length >= MAX_PASSAGES
    )
      continue
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
