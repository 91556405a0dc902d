import { tokenize } from '../../text/words/words.js'

/** Stories that are suggested from, and looked through for words. */
export const RECENT_STORIES = 100

/** Whether each word that is wanted begins a word of the text. */
export function hasWords(text: string, wanted: string): boolean {
  const words = wordsOf(text)
  const asked = wordsOf(wanted)
  return asked.length > 0 && asked.every((word) => words.some((each) => each.startsWith(word)))
}

const wordsOf = (text: string): readonly string[] => tokenize(text).map(({ folded }) => folded)
