// What a character is to the tokenizers. Numbers are bits, so that several can be asked for at once.
const OTHER = 0
export const HAN = 1
/** A decimal digit of any script. */
export const DIGIT = 2
/** Any other letter, or a mark. */
export const LETTER = 4
export const JOINER = 8
export const BLANK = 16
/** Ⅳ, ½ and their like. */
export const NUMERAL = 32
const KIND = 63
const CAPITAL = 64
const SMALL = 128
const UNKNOWN = 256
const HALF = 512

// Apostrophes, soft hyphens and zero-width characters join what stands on both sides of them.
const JOINERS = /[ʻʼ'‘’‛`´\u00ad\u200b-\u200d\u2060\ufeff]/u
// By UTF-16 unit. Asking the tables of Unicode is slow, and a text uses few characters: each is asked for once.
const traits = new Uint16Array(0x10000).fill(UNKNOWN).fill(HALF, 0xd800, 0xe000)

/** The kind of the character at a place of a text. Characters beyond 16 bits are two places long: see `widthAt`. */
export function kindAt(text: string, at: number): number {
  return traitsAt(text, at) & KIND
}

/** Whether the character at a place is a capital letter: \p{Lu}. */
export function isCapitalAt(text: string, at: number): boolean {
  return (traitsAt(text, at) & CAPITAL) !== 0
}

/** Whether the character at a place is a small letter: \p{Ll}. */
export function isSmallAt(text: string, at: number): boolean {
  return (traitsAt(text, at) & SMALL) !== 0
}

/** 2 where a pair of surrogates stands, else 1. */
export function widthAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xd800 && code <= 0xdbff && isLow(text.charCodeAt(at + 1)) ? 2 : 1
}

/** Where a run of characters of `kinds` ends that begins at a place. */
export function runEnd(text: string, from: number, kinds: number): number {
  let end = from
  while ((kindAt(text, end) & kinds) !== 0) end += widthAt(text, end)
  return end
}

const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff

function traitsAt(text: string, at: number): number {
  if (at >= text.length) return OTHER
  const code = text.charCodeAt(at)
  const known = traits[code] ?? OTHER
  if (known < UNKNOWN) return known
  const found = traitsOf(String.fromCodePoint(text.codePointAt(at) ?? 0))
  // Half of a pair says nothing by itself.
  if (known === UNKNOWN) traits[code] = found
  return found
}

function traitsOf(character: string): number {
  const letterCase = /\p{Lu}/u.test(character) ? CAPITAL : /\p{Ll}/u.test(character) ? SMALL : 0
  return kindOf(character) | letterCase
}

function kindOf(character: string): number {
  if (/\p{Script=Han}/u.test(character)) return HAN
  if (/\p{Nd}/u.test(character)) return DIGIT
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER
  if (/\p{N}/u.test(character)) return NUMERAL
  if (JOINERS.test(character)) return JOINER
  return /\s/u.test(character) ? BLANK : OTHER
}
