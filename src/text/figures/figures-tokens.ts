import { BLANK, DIGIT, HAN, kindAt, LETTER, runEnd, widthAt } from '../words/characters.js'

/** A number, a word, one Han character or one sign of a sentence; blanks are skipped. */
export interface Piece {
  readonly kind: 'number' | 'word' | 'han' | 'sign'
  readonly start: number
  readonly end: number
  /** Lower case, ё as е, every apostrophe as ', every dash as -. */
  readonly folded: string
  /** Whether no blank stands before it. */
  readonly glued: boolean
}

// Blanks that may group digits: space, no-break, thin, narrow no-break.
const NUMBER = /\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*/uy
const APOSTROPHE = /['’‘ʻʼ`´]/u
const APOSTROPHES = /[’‘ʻʼ`´]/gu
const DASHES = /^[‐‑‒–—―−－～]$/u

/** Splits a sentence, in one pass. Ellipsis and unknown characters are signs. */
export function splitPieces(sentence: string): Piece[] {
  const pieces: Piece[] = []
  let last = 0
  for (let at = 0; at < sentence.length;) {
    const character = kindAt(sentence, at)
    if (character === BLANK || isInvisible(sentence.charCodeAt(at))) {
      at++
      continue
    }
    const kind = pieceKind(character, sentence.charCodeAt(at))
    const end = pieceEnd(sentence, at, kind)
    pieces.push({ kind, start: at, end, folded: foldedPiece(sentence, kind, at, end), glued: at === last && at > 0 })
    at = last = end
  }
  return pieces
}

function pieceKind(character: number, code: number): Piece['kind'] {
  if (character === LETTER) return 'word'
  if (character === HAN) return 'han'
  return character === DIGIT && isAscii(code) ? 'number' : 'sign'
}

function pieceEnd(sentence: string, at: number, kind: Piece['kind']): number {
  if (kind === 'word') return wordEnd(sentence, at)
  if (kind !== 'number') return at + widthAt(sentence, at)
  NUMBER.lastIndex = at
  return NUMBER.test(sentence) ? NUMBER.lastIndex : at + 1
}

function foldedPiece(sentence: string, kind: Piece['kind'], start: number, end: number): string {
  if (kind === 'number') return sentence.slice(start, end)
  return end === start + 1 ? foldCharacter(sentence.charCodeAt(start)) : fold(sentence.slice(start, end))
}

const characters = new Map<number, string>()

function foldCharacter(code: number): string {
  const before = characters.get(code)
  if (before !== undefined) return before
  const folded = fold(String.fromCharCode(code))
  characters.set(code, folded)
  return folded
}

const isAscii = (code: number) => code < 0x80
const isInvisible = (code: number) => code === 0x200b || code === 0xfeff

/** Letters and marks, with apostrophes that a letter follows. */
function wordEnd(sentence: string, from: number): number {
  let end = runEnd(sentence, from, LETTER)
  while (APOSTROPHE.test(sentence.charAt(end)) && isLetter(sentence, end + 1)) end = runEnd(sentence, end + 1, LETTER)
  return end
}

const isLetter = (sentence: string, at: number) => kindAt(sentence, at) === LETTER

const MEMORY = 20_000
const known = new Map<string, string>()

/** What two spellings of a word share, for the word lists of figures. */
export function fold(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  if (known.size >= MEMORY) known.clear()
  const folded = DASHES.test(text) ? '-' : text.toLowerCase().replaceAll('ё', 'е').replace(APOSTROPHES, "'")
  if (text.length <= 64) known.set(` ${text}`.slice(1), folded)
  return folded
}
