import { faultsOf, type Ground } from './check-sentence.js'

const MOST_SENTENCES = 4

/** The sentences of a text that have no fault, joined; '' where none is left. */
export function keepSound(text: string, ground: Ground): string {
  const sentences = splitSentences(text, ground.language).slice(0, MOST_SENTENCES)
  return sentences.filter((sentence) => faultsOf(sentence, ground).length === 0).join(ground.language.startsWith('zh') ? '' : ' ') // prettier-ignore
}

function splitSentences(text: string, language: string): string[] {
  const pieces = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text.replace(/\s+/gu, ' ').trim())
  return [...pieces].map(({ segment }) => segment.trim()).filter((sentence) => sentence !== '')
}
