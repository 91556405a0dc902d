import { isCapitalAt } from '../words/characters.js'
import { foldText } from '../words/fold.js'
import { rememberWordsOf } from '../remember.js'
import { stem } from '../words/stem.js'
import { latinise } from '../words/transliterate.js'
import type { DetectedLanguage, Token } from '../types.js'

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ch|tch|cz/gu, 'c'],
  [/sh|sch|sz|ts|z/gu, 's'],
  [/th/gu, 't'],
  [/ph/gu, 'f'],
  [/ks/gu, 's'],
  [/[wv]/gu, 'v'],
  [/[hgj]/gu, 'g'],
  // A letter that begins with a vowel keeps one; the rest of the vowels differ too much between spellings.
  [/^[aeiouy]+/gu, 'a'],
  [/(?<=.)[aeiouy]+/gu, ''],
  [/(?<=.)g(?=[^a])/gu, ''],
  [/[^a-z]/gu, ''],
  [/(.)\1+/gu, '$1'],
]

const MIN_SOUNDS = 3
const MAX_SOUNDS = 8
/**
 * The consonants of a name, rough enough to be the same for its spellings in every script but Chinese: Barcelona, Барселона,
 * Barselonada → "brsln". Undefined where too few sounds are left to tell names apart. Not for showing.
 */
const nameKey = rememberWordsOf(soundsOf)

function soundsOf(word: string, language: DetectedLanguage): string | undefined {
  const folded = foldText(word)
  const isCyrillic = /\p{Script=Cyrillic}/u.test(folded)
  const written = isCyrillic || !/^[a-z]+$/u.test(folded) ? folded : folded.replace(/c(?=[eiy])/gu, 's')
  const bare = language === 'und' || language === 'zh' ? written : stem(written, language)
  // Latin names stand in English spelling in texts of other languages too.
  const latin = latinise(bare, language)
  const key = SOUNDS.reduce((sounds, [spelling, sound]) => sounds.replace(spelling, sound), latin)
  return key.length < MIN_SOUNDS ? undefined : key.slice(0, MAX_SOUNDS)
}

/** Keys of words that are written as names: a capital inside a sentence; at its beginning every word could be one, and none is taken. */
export function nameKeys(text: string, tokens: readonly Token[], language: DetectedLanguage): string[] {
  const keys: string[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.text.length < 3 || !isCapitalAt(token.text, 0)) continue
    const before = text.slice(tokens[index - 1]?.end ?? 0, token.start)
    if (language !== 'zh' && (index === 0 || /[.!?:«"“„]/u.test(before))) continue
    const key = nameKey(token.text, language)
    if (key !== undefined) keys.push(key)
  }
  return keys
}
