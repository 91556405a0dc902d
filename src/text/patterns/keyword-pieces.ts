import { tokenize } from '../words/words.js'

/** What stands in a line of keywords: a word or phrase, with its mark; a sign between words; what cannot be read. */
export type KeywordPiece =
  | {
      readonly kind: 'word'
      /** Must it stand in a text, may it not, or is it one of several? */
      readonly mark: 'must' | 'not' | 'some'
      /** Without marks and quotation marks. */
      readonly text: string
      readonly isPhrase: boolean
    }
  /** AND, OR, NOT, in any case and language of ours; a + or ! that stands before a space. */
  | { readonly kind: 'and' | 'or' | 'not' | 'must'; readonly text: string }
  /** A dash between two spaces may part words or leave one out; brackets group what we do not group. */
  | { readonly kind: 'unclear'; readonly text: string }

const DASH = /^[-‐‑‒–—―−﹣－]+$/
const MUST = /^[+＋]*$/
const APART = /[\s,，、;；]/u
const DASHES = '-‐‑‒–—―−﹣－'
const NOTS = `!！${DASHES}`
const MUSTS = '+＋'
// Those of one kind close each other: people's keyboards mix them.
const DOUBLE = '"“”„‟«»〝〞＂'
const SINGLE = "'‘’‚‛‹›`´＇"
const ANGLED = '「」『』《》〈〉【】'

// Nobody looks for the word itself: "gas and oil" would be every text with "and". In quotation marks it is a word.
const SIGNS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map(
  (
    [
      ['and', 'and & && и және жана va ва we 和 与'],
      ['or', 'or | || или немесе же yoki ёки ýa-da ýa 或 或者'],
      ['not', 'not не 不 非'],
    ] as const
  ).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)),
)

/** The pieces of a line, in order. One pass, a character at a time. */
export function* keywordPieces(line: string): Generator<KeywordPiece> {
  let at = 0
  while (at < line.length) {
    while (at < line.length && APART.test(line.charAt(at))) at++
    if (at >= line.length) return
    const { mark, end } = markAt(line, at)
    const read = quotedAt(line, end) ?? wordAt(line, end)
    yield* pieceOf(read, mark, line.slice(at, read.end))
    at = read.end
  }
}

function* pieceOf({ text, isPhrase }: Read, mark: Mark, whole: string): Generator<KeywordPiece> {
  const sign = isPhrase || mark !== 'some' ? undefined : SIGNS.get(text.toLowerCase())
  if (sign !== undefined) yield { kind: sign, text: whole }
  else if (!isPhrase && /[()]/.test(text)) yield { kind: 'unclear', text: whole }
  if (sign !== undefined) return
  if (tokenize(text).length > 0) yield { kind: 'word', mark, text, isPhrase }
  else if (isPhrase || text !== '' || mark === 'some') return
  else if (DASH.test(whole)) yield { kind: 'unclear', text: whole }
  else yield { kind: mark, text: whole }
}

type Mark = 'must' | 'not' | 'some'

/** The marks that stand before a word: one that says "not" counts more than a plus. */
function markAt(line: string, start: number): { readonly mark: Mark; readonly end: number } {
  let end = start
  while (end < line.length && (NOTS.includes(line.charAt(end)) || MUSTS.includes(line.charAt(end)))) end++
  const marks = line.slice(start, end)
  return { mark: MUST.test(marks) ? (marks === '' ? 'some' : 'must') : 'not', end }
}

interface Read {
  readonly text: string
  readonly isPhrase: boolean
  readonly end: number
}

/** What stands between quotation marks from there on; a double one that is not closed ends with the line, a single one is an apostrophe. */
function quotedAt(line: string, start: number): Read | undefined {
  const first = line.charAt(start)
  const kind = first === '' ? undefined : [DOUBLE, SINGLE, ANGLED].find((marks) => marks.includes(first))
  if (kind === undefined) return undefined
  for (let at = start + 1; at < line.length; at++) {
    const isClosed = kind.includes(line.charAt(at)) && (kind !== SINGLE || isEnd(line, at + 1))
    if (isClosed) return { text: line.slice(start + 1, at), isPhrase: true, end: at + 1 }
  }
  return kind === SINGLE ? undefined : { text: line.slice(start + 1), isPhrase: true, end: line.length }
}

const isEnd = (line: string, at: number): boolean => at >= line.length || APART.test(line.charAt(at))

function wordAt(line: string, start: number): Read {
  let end = start
  while (!isEnd(line, end)) end++
  return { text: line.slice(start, end), isPhrase: false, end }
}
