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

// Apostrophes, soft hyphens and zero-width characters join what stands on both sides of them.
const JOINERS = /[ʻʼ'‘’‛`´\u00ad\u200b-\u200d\u2060\ufeff]/u
const BLOCK = 256
const kinds = new Uint8Array(0x10000)
const known = new Uint8Array(0x10000 / BLOCK)

/** The kind of the character at a place of a text. Characters beyond 16 bits are two places long: see `widthAt`. */
export function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 0xd800 && code <= 0xdfff) return kindOf(String.fromCodePoint(text.codePointAt(at) ?? 0))
  if (known[code >> 8] === 0) learnBlock(code >> 8)
  return kinds[code] ?? OTHER
}

/** 2 where a pair of surrogates stands, else 1. */
export function widthAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xd800 && code <= 0xdbff && isLow(text.charCodeAt(at + 1)) ? 2 : 1
}

const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff

// 256 characters at a time: a text uses few of the blocks, and asking the tables of Unicode for each character of it is slow.
function learnBlock(block: number): void {
  for (let code = block * BLOCK; code < (block + 1) * BLOCK; code++) kinds[code] = kindOf(String.fromCharCode(code))
  known[block] = 1
}

function kindOf(character: string): number {
  if (/\p{Script=Han}/u.test(character)) return HAN
  if (/\p{Nd}/u.test(character)) return DIGIT
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER
  if (/\p{N}/u.test(character)) return NUMERAL
  if (JOINERS.test(character)) return JOINER
  return /\s/u.test(character) ? BLANK : OTHER
}
