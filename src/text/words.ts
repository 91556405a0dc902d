import { foldText } from './fold.js'
import type { Token } from './types.js'

const HAN = String.raw`\p{Script=Han}`
const NUMBER = String.raw`\p{Nd}+(?:[.,]\p{Nd}+)*`
const LETTERS = String.raw`(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+`
// Apostrophes, soft hyphens and zero-width characters join what stands on both sides; hyphens part it.
const JOINERS = String.raw`[ʻʼ'‘’‛\x60´\u00ad\u200b-\u200d\u2060\ufeff]{1,2}`
const TOKEN = new RegExp(`${HAN}|${NUMBER}|${LETTERS}(?:${JOINERS}${LETTERS})*`, 'gu')

/**
 * Words and numbers of a text in order, `text.slice(start, end) === token.text`. A hyphenated compound gives its parts, a Han character is a token
 * of its own, "4,5" is one token, "500млн" two. Takes time linear in the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0]
    const folded = foldWord(word)
    if (folded !== '') tokens.push({ text: word, start: match.index, end: match.index + word.length, folded })
  }
  return tokens
}

const MEMORY = 20_000
const known = new Map<string, string>()

// Words repeat; folding one takes a dozen passes over it.
function foldWord(word: string): string {
  const before = known.get(word)
  if (before !== undefined) return before
  if (known.size >= MEMORY) known.clear()
  const folded = foldText(word)
  // A word as long as a page is no word, and would hold its page in memory.
  if (word.length <= 64) known.set(word, folded)
  return folded
}
