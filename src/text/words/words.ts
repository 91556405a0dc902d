import { DIGIT, HAN, JOINER, kindAt, LETTER, NUMERAL, runEnd, widthAt } from './characters.js'
import { foldText } from './fold.js'
import { ownString } from '../remember.js'
import type { Token } from '../types.js'

const WORD = LETTER | DIGIT | NUMERAL

/**
 * Words and numbers of a text in order, `text.slice(start, end) === token.text`. A hyphenated compound gives its parts, a Han character is a token
 * of its own, "4,5" is one token, "500млн" two. Takes time linear in the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const kind = kindAt(text, at)
    const end =
      kind === HAN
        ? at + widthAt(text, at)
        : kind === DIGIT
          ? numberEnd(text, at)
          : (kind & WORD) !== 0
            ? wordEnd(text, at)
            : at
    if (end === at) {
      at++
      continue
    }
    const word = kind === HAN && end === at + 1 ? hanWord(text.charCodeAt(at)) : wordOf(text.slice(at, end))
    if (word.folded !== '') tokens.push({ text: word.text, start: at, end, folded: word.folded })
    at = end
  }
  return tokens
}

// "4,5" and "1.000.000"
function numberEnd(text: string, from: number): number {
  let end = runEnd(text, from, DIGIT)
  while (isMark(text.charCodeAt(end)) && kindAt(text, end + 1) === DIGIT) end = runEnd(text, end + 1, DIGIT)
  return end
}

const isMark = (code: number) => code === 0x2c || code === 0x2e

// Hyphens part words, one or two joiners between letters do not.
function wordEnd(text: string, from: number): number {
  let end = runEnd(text, from, WORD)
  for (;;) {
    let next = end
    while (next < end + 2 && kindAt(text, next) === JOINER) next++
    if (next === end || (kindAt(text, next) & WORD) === 0) return end
    end = runEnd(text, next, WORD)
  }
}

interface Word {
  readonly text: string
  readonly folded: string
}

const hanWords = new Map<number, Word>()

// A number is looked up faster than the string of a character, and a Chinese text is nothing but characters.
function hanWord(code: number): Word {
  const before = hanWords.get(code)
  if (before !== undefined) return before
  const text = String.fromCharCode(code)
  const word = { text, folded: foldText(text) }
  hanWords.set(code, word)
  return word
}

const MEMORY = 20_000
// A word as long as a page is no word.
const LONGEST_WORD = 64
const known = new Map<string, Word>()

// Words repeat, and folding one takes a dozen passes over it. One string a word makes later look-ups by it cheap, too.
function wordOf(slice: string): Word {
  const before = known.get(slice)
  if (before !== undefined) return before
  if (slice.length > LONGEST_WORD) return { text: slice, folded: foldText(slice) }
  if (known.size >= MEMORY) known.clear()
  const text = ownString(slice)
  const word = { text, folded: foldText(text) }
  known.set(text, word)
  return word
}
