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
const PIECE =
  /(\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)|(\p{Script=Han})|((?:[\p{L}\p{M}](?:['’‘ʻʼ`´](?=\p{L}))?)+)|([^\s\u200b\ufeff])/gu

const APOSTROPHES = /[’‘ʻʼ`´]/gu
const DASHES = /^[‐‑‒–—―−－～]$/u

/** Splits a sentence, in one pass. Ellipsis and unknown characters are signs. */
export function splitPieces(sentence: string): Piece[] {
  const pieces: Piece[] = []
  let last = 0
  for (const match of sentence.matchAll(PIECE)) {
    const [text, number, han, word] = match
    const kind = number !== undefined ? 'number' : han !== undefined ? 'han' : word !== undefined ? 'word' : 'sign'
    const start = match.index
    const glued = start === last && start > 0
    last = start + text.length
    pieces.push({ kind, start, end: last, folded: kind === 'number' ? text : fold(text), glued })
  }
  return pieces
}

/** What two spellings of a word share, for the word lists of figures. */
export function fold(text: string): string {
  if (DASHES.test(text)) return '-'
  const lower = text.toLowerCase().replaceAll('ё', 'е')
  return lower.replace(APOSTROPHES, "'")
}
