import { z } from 'zod'
import { readData } from '../read-data.js'
import type { DetectedLanguage, Language } from '../types.js'
import { LANGUAGES } from '../types.js'
import { tokenize } from './words.js'

const list = z.strictObject({ words: z.array(z.string()) })
const lists = z
  .strictObject(Object.fromEntries(LANGUAGES.map((l) => [l, list])) as Record<Language, typeof list>)
  .parse(readData(new URL('stopwords.yaml', import.meta.url)))

// Words are compared as tokenize folds them; Chinese ones, which it parts, as they stand.
const folded = (words: readonly string[]) =>
  new Set(words.flatMap((word) => [word, ...tokenize(word).map((token) => token.folded)]))
const stopWords = new Map(LANGUAGES.map((language) => [language, folded(lists[language].words)]))

/** A word that carries no subject in a question of this language. `word` is folded. */
export function isStopWord(word: string, language: DetectedLanguage): boolean {
  if (language !== 'und') return stopWords.get(language)?.has(word) === true
  return LANGUAGES.some((each) => stopWords.get(each)?.has(word) === true)
}
