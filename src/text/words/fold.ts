const PLAIN = /^[\t\n\r\x20-\x26\x28-\x5f\x61-\x7e]*$/ // ASCII without apostrophes
// Soft hyphens, zero-width characters, direction marks, byte order marks, and the mark by which an emoji is coloured, which sticks to the word behind it.
const INVISIBLE = /\ufe0e|\ufe0f|[\u00ad\u200b-\u200f\u2060\ufeff]/gu
const ENGLISH_POSSESSIVE = /(?<=[a-z])['’ʼ]s(?![\p{L}\p{M}\p{N}])/gu
// Uzbek o‘ and g‘ are typed with any of these, or with none.
const APOSTROPHES = /[ʻʼʹ'‘’‛`´′]/gu
const COMBINING_DOT = /\u0307/gu
const MIXED_WORD = /[\p{Script=Cyrillic}\p{Script=Latin}]+/gu
const CYRILLIC = /\p{Script=Cyrillic}/u
const LATIN = /\p{Script=Latin}/u

const LETTERS: Readonly<Record<string, string>> = { ё: 'е', ș: 'ş', ț: 'ţ', ı: 'i', ѐ: 'е' }
const FOLDED_LETTERS = /[ёșțıѐ]/gu

// Latin letters that Cyrillic keyboards and converters leave inside Cyrillic words.
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а', c: 'с', e: 'е', h: 'һ', i: 'і', k: 'к', o: 'о', p: 'р', x: 'х', y: 'у', ə: 'ә', ɵ: 'ө', ÿ: 'ӱ',
} // prettier-ignore

/**
 * What two spellings of a word share: lower case, compatibility forms unified (NFKC: full-width digits), ё as е, ș as ş, apostrophes
 * and invisible characters dropped, the English possessive dropped, Latin lookalikes inside Cyrillic words made Cyrillic.
 * The result may be shorter or longer than the text: take offsets from tokens, never from here.
 */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  const plain = text
    .replace(INVISIBLE, '')
    .replace(/´/gu, "'") // NFKC would make a space of it
    .normalize('NFKC')
    .toLowerCase()
    .replace(COMBINING_DOT, '')
    .replace(ENGLISH_POSSESSIVE, '')
    .replace(APOSTROPHES, '')
    .replace(FOLDED_LETTERS, (letter) => LETTERS[letter] ?? letter)
  if (!CYRILLIC.test(plain) || !LATIN.test(plain)) return plain
  return plain.replace(MIXED_WORD, (word) => (CYRILLIC.test(word) && LATIN.test(word) ? withoutLookalikes(word) : word))
}

function withoutLookalikes(word: string): string {
  return Array.from(word, (letter) => LOOKALIKES[letter] ?? letter).join('')
}
