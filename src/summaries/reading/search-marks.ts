import { findConcepts } from '../../text/patterns/lexicon.js'
import { rememberWords } from '../../text/remember.js'
import { chineseNameSounds, nameSounds, soundKey } from '../../text/patterns/sound-keys.js'
import type { DetectedLanguage, Token } from '../../text/types.js'

// Marks that cross languages: `w_CONCEPT` of the dictionary, `k_COUNTRY`, and names by sound: `n_KEY` between Latin and Cyrillic script,
// `y_KEY` of their names for a Chinese question, `z_KEY` of Chinese ones for all others.

const HAN = /\p{Script=Han}/u

// A mark is looked up by itself again and again: one string of it knows its hash.
const fineMark = rememberWords((fine) => `n_${fine}`)
const roughMark = rememberWords((rough) => `y_${rough}`)

/** The marks of a text, as often as what they stand for. */
export function marksOf(text: string, tokens: readonly Token[], language: DetectedLanguage): string[] {
  const names = nameSounds(tokens, language).flatMap(({ fine, rough }) => [fineMark(fine), roughMark(rough)])
  const chinese = HAN.test(text) ? chineseNameSounds(text).map((rough) => `z_${rough}`) : []
  return [...findConcepts(text, tokens, language).map(({ key }) => key), ...names, ...chinese]
}

/** A mark with the place in a question that it stands for. */
export interface PlacedMark {
  readonly mark: string
  readonly start: number
  readonly end: number
}

/** What the words of a question may be marked by in articles of any language. `languages`: what it may be written in. A name need not be written as one. */
export function marksOfQuestion(
  asked: string,
  tokens: readonly Token[],
  languages: readonly DetectedLanguage[],
): PlacedMark[] {
  // Who writes no capitals at all means countries too.
  const isSmall = asked === asked.toLowerCase()
  const read = isSmall ? tokens.map((token) => ({ ...token, text: capitalised(token.text) })) : tokens
  const concepts = languages.flatMap((language) =>
    findConcepts(asked, read, language).map(({ key, start, end }) => ({ mark: key, start, end })),
  )
  const [language = 'und'] = languages
  const isLoud = asked === asked.toUpperCase()
  const names = tokens.flatMap(({ text, start, end }) =>
    namesOf(isLoud ? text.toLowerCase() : text, language).map((mark): PlacedMark => ({ mark, start, end })),
  )
  const chinese = [...asked.matchAll(HAN_RUN)].flatMap((run) =>
    chineseNameSounds(run[0]).map((rough) => ({
      mark: `y_${rough}`,
      start: run.index,
      end: run.index + run[0].length,
    })),
  )
  return [...concepts, ...names, ...chinese]
}

function namesOf(word: string, language: DetectedLanguage): string[] {
  if (HAN.test(word) || /\p{N}/u.test(word) || word.length < SHORTEST_NAME) return []
  const key = soundKey(word, language)
  if (key === undefined) return []
  if (/^\p{Lu}/u.test(word)) return [`n_${key.fine}`, `z_${key.rough}`]
  return key.fine.length < TELLING_SOUNDS ? [] : [`n_${key.fine}`]
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const HAN_RUN = /\p{Script=Han}+/gu
const SHORTEST_NAME = 3
// Fewer sounds are a name only where it is written as one.
const TELLING_SOUNDS = 3
