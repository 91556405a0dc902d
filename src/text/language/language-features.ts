/** Which of the two models reads a text, or the answer that its script alone gives. */
export type Reading = 'Cyrl' | 'Latn' | 'zh' | 'und'

/** Buckets of the hashed letter groups of each model: a power of two. */
export const BUCKETS = 1 << 15
const LONGEST_GROUP = 4
const LETTERS_READ = 400

const WORD = /[\p{L}\p{M}]+(?:['’‘ʻʼ`´][\p{L}\p{M}]+)*/gu
const APOSTROPHES = /[’‘ʻʼ`´]/gu
// Names take it in English alone, but o‘ and g‘ are Uzbek: without this every possessive looks Uzbek.
const POSSESSIVE = /'(?:s|t|re|ll|ve)$/u
const LETTER = /\p{L}/u
const SCRIPT_NAMES = ['Cyrl', 'Latn', 'zh', 'und'] as const
// A Han character says as much as this many letters.
const LETTERS_A_HAN = 2.5

/** The script most of a text's beginning is written in; Han with kana or hangul among it is not Chinese. */
export function readingOf(text: string): Reading {
  const counts = { Cyrl: 0, Latn: 0, zh: 0, und: 0 }
  let eastern = 0
  const end = Math.min(text.length, LETTERS_READ)
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    if (isLatin(code)) counts.Latn++
    else if (code >= 0x400 && code <= 0x52f) counts.Cyrl++
    else if (isHan(code)) counts.zh += LETTERS_A_HAN
    else if (isKanaOrHangul(code)) eastern++
    else if (code > 0x7f && LETTER.test(text.charAt(at))) counts.und++
  }
  const first = SCRIPT_NAMES.reduce((best, name) => (counts[name] > counts[best] ? name : best))
  if (counts[first] <= eastern) return 'und'
  return first === 'zh' && eastern * 10 > counts.zh ? 'und' : first
}

function isLatin(code: number): boolean {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
  return (
    (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) ||
    code === 0x259 ||
    (code >= 0x1e00 && code <= 0x1eff)
  )
}

function isHan(code: number): boolean {
  // The high surrogates of the planes that hold rare Han characters.
  return (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xd840 && code <= 0xd88c)
}

function isKanaOrHangul(code: number): boolean {
  return (code >= 0x3041 && code <= 0x30ff) || (code >= 0x1100 && code <= 0x11ff) || (code >= 0xac00 && code <= 0xd7af)
}

/** The words at the beginning of a text with their borders, "^word$", in order and with repeats; digits and signs are left out. */
export function languageWords(text: string): string[] {
  return Array.from(
    text.slice(0, LETTERS_READ).toLowerCase().matchAll(WORD),
    ([word]) => `^${word.replace(APOSTROPHES, "'").replace(POSSESSIVE, '')}$`,
  )
}

/** The buckets of the letter groups of such a word (one to four letters, and all of it), with repeats. */
export function wordFeatures(word: string): number[] {
  const found: number[] = []
  for (let start = 0; start < word.length; start++) addGroups(found, word, start)
  return found
}

/** The buckets of the letter groups at the beginning of a text, with repeats. */
export function languageFeatures(text: string): number[] {
  return languageWords(text).flatMap(wordFeatures)
}

function addGroups(found: number[], word: string, start: number): void {
  const longest = start === 0 ? word.length : Math.min(LONGEST_GROUP, word.length - start)
  let hash = 0x811c9dc5 // FNV-1a
  for (let length = 1; length <= longest; length++) {
    hash = Math.imul(hash ^ word.charCodeAt(start + length - 1), 0x01000193)
    if (length <= LONGEST_GROUP || length === word.length) found.push((hash ^ (hash >>> 15)) & (BUCKETS - 1))
  }
}
