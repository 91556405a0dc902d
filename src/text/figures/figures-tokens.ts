import { BLANK, DIGIT, HAN, kindAt, LETTER, widthAt } from '../words/characters.js'

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
    const found = readPiece(sentence, at)
    if (found === undefined) {
      at++
      continue
    }
    const { kind, end } = found
    const folded = foldedPiece(sentence, kind, at, end)
    pieces.push({ kind, start: at, end, folded, glued: at === last && at > 0 })
    at = last = end
  }
  return pieces
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

function readPiece(sentence: string, at: number): Pick<Piece, 'kind' | 'end'> | undefined {
  const kind = kindAt(sentence, at)
  if (kind === BLANK || isInvisible(sentence.charCodeAt(at))) return undefined
  if (kind === HAN) return { kind: 'han', end: at + widthAt(sentence, at) }
  if (kind === DIGIT && isAscii(sentence.charCodeAt(at))) {
    NUMBER.lastIndex = at
    return { kind: 'number', end: NUMBER.test(sentence) ? NUMBER.lastIndex : at + 1 }
  }
  const end = kind === LETTER ? wordEnd(sentence, at) : at
  return end > at ? { kind: 'word', end } : { kind: 'sign', end: at + widthAt(sentence, at) }
}

const isAscii = (code: number) => code < 0x80
const isInvisible = (code: number) => code === 0x200b || code === 0xfeff

/** Letters and marks, with apostrophes that a letter follows. */
function wordEnd(sentence: string, from: number): number {
  let end = from
  while (end < sentence.length && isLetter(sentence, end)) {
    end += widthAt(sentence, end)
    if (kindAt(sentence, end) !== LETTER && isLetter(sentence, end + 1) && APOSTROPHE.test(sentence.charAt(end))) end++
  }
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
