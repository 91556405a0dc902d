import { fold, splitPieces, type Piece } from './figures-tokens.js'
import { rememberWords } from '../remember.js'

/** Words in a row that mean `mark`; a word that ends in * stands for all that begin so, `?` after a word makes it optional. */
export interface Phrase<M> {
  readonly words: readonly { readonly text: string; readonly open: boolean; readonly optional: boolean }[]
  readonly mark: M
}

export interface PhraseBook<M> {
  readonly exact: ReadonlyMap<string, readonly Phrase<M>[]>
  /** What a word begins, by itself or by how it begins: mostly nothing. */
  readonly begunBy: (word: string) => readonly Phrase<M>[]
  /** The slots that a phrase of the book begins with. */
  readonly slots: readonly string[]
}

/** A phrase found at a piece, `length` pieces long. */
export interface PhraseHit<M> {
  readonly mark: M
  readonly at: number
  readonly length: number
  /** The pieces that stood for {year}, {n}, {month} and {day}, in order. */
  readonly slots: readonly { readonly name: string; readonly at: number }[]
}

/** What a piece, the one at a place, may stand for besides itself: `{year}`, `{n}` ... */
export type SlotTest = (piece: Piece, slot: string, at: number) => boolean

const LONGEST_STEM = 24
const SLOTS = ['{year}', '{n}', '{month}', '{day}']

/** Phrases by their first word, with what each marks. "word*" stands for the word and its endings, "{n}" for a slot. */
export function makePhraseBook<M>(entries: Iterable<readonly [phrase: string, mark: M]>): PhraseBook<M> {
  const exact = new Map<string, Phrase<M>[]>()
  const open = new Map<string, Phrase<M>[]>()
  for (const [text, mark] of entries) {
    const phrase = { words: parsePhrase(text), mark }
    const first = phrase.words[0]
    if (first === undefined) continue
    const map = first.open ? open : exact
    const listed = map.get(first.text)
    if (listed) listed.push(phrase)
    else map.set(first.text, [phrase])
  }
  const begunBy = rememberWords((word) => begunPhrases(word, { exact, open }))
  return { exact, begunBy, slots: SLOTS.filter((name) => exact.has(name)) }
}

function begunPhrases<M>(
  word: string,
  { exact, open }: { exact: PhraseBook<M>['exact']; open: PhraseBook<M>['exact'] },
): readonly Phrase<M>[] {
  const found = [...(exact.get(word) ?? NOTHING)]
  const longest = Math.min(word.length, LONGEST_STEM)
  for (let length = 1; length <= longest; length++) found.push(...(open.get(word.slice(0, length)) ?? NOTHING))
  return found.length === 0 ? NOTHING : found
}

const NOTHING: readonly never[] = []

/** The phrases whose first word a piece is, whatever follows. */
export function phrasesOf<M>(book: PhraseBook<M>, { kind, folded }: Piece): readonly Phrase<M>[] {
  return kind === 'word' ? book.begunBy(folded) : (book.exact.get(folded) ?? NOTHING)
}

/** Every phrase that begins at a piece. */
export function phrasesAt<M>(
  book: PhraseBook<M>,
  pieces: readonly Piece[],
  at: number,
  slots?: SlotTest,
): readonly PhraseHit<M>[] {
  const piece = pieces[at]
  if (piece === undefined) return NOTHING
  let hits: PhraseHit<M>[] | undefined
  const add = (begun: readonly Phrase<M>[]) => {
    for (const phrase of begun) {
      const hit = matchPhrase(phrase, pieces, at, slots)
      if (hit !== undefined) (hits ??= []).push(hit)
    }
  }
  if (slots !== undefined) for (const name of book.slots) if (slots(piece, name, at)) add(book.exact.get(name) ?? NOTHING) // prettier-ignore
  add(phrasesOf(book, piece))
  return hits ?? NOTHING
}

function matchPhrase<M>(
  { words, mark }: Phrase<M>,
  pieces: readonly Piece[],
  at: number,
  slots?: SlotTest,
): PhraseHit<M> | undefined {
  let found: { name: string; at: number }[] | undefined
  let next = at
  for (const word of words) {
    const piece = pieces[next]
    const fits = piece !== undefined && (word.open ? piece.folded.startsWith(word.text) : piece.folded === word.text)
    if (fits) next++
    else if (piece !== undefined && slots && word.text.startsWith('{') && slots(piece, word.text, next))
      (found ??= []).push({ name: word.text, at: next++ })
    else if (!word.optional) return undefined
  }
  return { mark, at, length: next - at, slots: found ?? NOTHING }
}

// {year} must stay one word; what follows a word without a blank is its * or ?.
function parsePhrase(text: string): Phrase<unknown>['words'] {
  return text.split(' ').flatMap((part) => {
    if (part.startsWith('{')) return [{ text: part, open: false, optional: false }]
    const optional = part.length > 1 && part.endsWith('?')
    const bare = optional ? part.slice(0, -1) : part
    const open = bare.length > 1 && bare.endsWith('*')
    const pieces = splitPieces(open ? bare.slice(0, -1) : bare)
    return pieces.map((piece, i) => ({ text: fold(piece.folded), open: open && i === pieces.length - 1, optional }))
  })
}
