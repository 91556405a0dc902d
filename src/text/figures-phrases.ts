import { fold, splitPieces, type Piece } from './figures-tokens.js'

/** Words in a row that mean `mark`; a word that ends in * stands for all that begin so, `?` after a word makes it optional. */
interface Phrase<M> {
  readonly words: readonly { readonly text: string; readonly open: boolean; readonly optional: boolean }[]
  readonly mark: M
}

export interface PhraseBook<M> {
  readonly exact: ReadonlyMap<string, readonly Phrase<M>[]>
  readonly open: ReadonlyMap<string, readonly Phrase<M>[]>
  /** What of `open` the words begin that were met: mostly nothing. */
  readonly remembered: Map<string, readonly Phrase<M>[]>
}

/** A phrase found at a piece, `length` pieces long. */
export interface PhraseHit<M> {
  readonly mark: M
  readonly at: number
  readonly length: number
  /** The pieces that stood for {year}, {n}, {month} and {day}, in order. */
  readonly slots: readonly { readonly name: string; readonly at: number }[]
}

/** What a piece may stand for besides itself: `{year}`, `{n}` ... */
export type SlotTest = (piece: Piece, slot: string) => boolean

const LONGEST_STEM = 24

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
  return { exact, open, remembered: new Map() }
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
  const exact = book.exact.get(piece.folded) ?? NOTHING
  const open = piece.kind === 'word' ? openPhrases(book, piece.folded) : NOTHING
  const inSlots = slots === undefined ? NOTHING : SLOTS.filter((name) => book.exact.has(name) && slots(piece, name))
  if (exact.length + open.length + inSlots.length === 0) return NOTHING
  const begun = [...exact, ...inSlots.flatMap((name) => book.exact.get(name) ?? []), ...open]
  return begun.flatMap((phrase) => matchPhrase(phrase, pieces, at, slots) ?? [])
}

/** What phrases mark whose first word a piece is, whatever follows. */
export function begunBy<M>(book: PhraseBook<M>, { kind, folded }: Piece): readonly M[] {
  const open = kind === 'word' ? openPhrases(book, folded) : NOTHING
  return [...(book.exact.get(folded) ?? NOTHING), ...open].map(({ mark }) => mark)
}

const NOTHING: readonly never[] = []
const MEMORY = 20_000

function openPhrases<M>(book: PhraseBook<M>, word: string): readonly Phrase<M>[] {
  const before = book.remembered.get(word)
  if (before !== undefined) return before
  const found: Phrase<M>[] = []
  const longest = Math.min(word.length, LONGEST_STEM)
  for (let length = 1; length <= longest; length++) found.push(...(book.open.get(word.slice(0, length)) ?? NOTHING))
  if (book.remembered.size >= MEMORY) book.remembered.clear()
  if (word.length <= 64) book.remembered.set(word, found)
  return found
}

const SLOTS = ['{year}', '{n}', '{month}', '{day}']

function matchPhrase<M>(
  { words, mark }: Phrase<M>,
  pieces: readonly Piece[],
  at: number,
  slots?: SlotTest,
): PhraseHit<M> | undefined {
  const found: { name: string; at: number }[] = []
  let next = at
  for (const word of words) {
    const piece = pieces[next]
    const fits = piece !== undefined && (word.open ? piece.folded.startsWith(word.text) : piece.folded === word.text)
    if (fits) next++
    else if (piece !== undefined && slots && word.text.startsWith('{') && slots(piece, word.text))
      found.push({ name: word.text, at: next++ })
    else if (!word.optional) return undefined
  }
  return { mark, at, length: next - at, slots: found }
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
