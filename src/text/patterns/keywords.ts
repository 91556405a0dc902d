import type { PatternLanguage, PatternSet } from './patterns.js'
import { compilePatterns, matchPatterns } from './patterns.js'
import type { DetectedLanguage } from '../types.js'
import { LANGUAGES } from '../types.js'
import { tokenize } from '../words/words.js'

/** Words that a reader looks for, made ready for many texts. */
export interface Keywords {
  /** One of these must stand in a text, where there are any. */
  readonly some: readonly string[]
  /** Each of these must stand in it. */
  readonly all: readonly string[]
  /** None of these may. */
  readonly none: readonly string[]
  /** The same by language: keys are the words themselves. */
  readonly patterns: PatternSet
}

/** More is cut off: a search is words, not an essay. UTF-16 units. */
export const MAX_KEYWORDS = 1_000
const MAX_WORDS = 100
const MAX_SIDE_BY_SIDE = 8

/**
 * Reads `word`, `+must`, `!not`, `stem*` and `"words side by side"` (with + or ! before the quotes), apart by spaces or commas. A word stands for its
 * inflections in the language of the text. Never throws: a mark without a word is left out, a quote that is not closed ends with the line,
 * and of more than 100 words, or 8 side by side, the first are taken.
 */
export function parseKeywords(line: string): Keywords {
  const lists = { some: new Set<string>(), all: new Set<string>(), none: new Set<string>() }
  let count = 0
  for (const { mark, text } of piecesOf(line.slice(0, MAX_KEYWORDS))) {
    if (count++ === MAX_WORDS) break
    const pattern = patternOf(text)
    if (pattern !== '') lists[mark === '+' ? 'all' : mark === '!' ? 'none' : 'some'].add(pattern)
  }
  const words = new Set([...lists.some, ...lists.all, ...lists.none])
  return {
    some: [...lists.some],
    all: [...lists.all],
    none: [...lists.none],
    patterns: compilePatterns([...words].flatMap((pattern) => WRITTEN.map((language) => ({ key: pattern, language, pattern })))),
  } // prettier-ignore
}

const WRITTEN: readonly PatternLanguage[] = [...LANGUAGES, 'uz-Cyrl', 'tk-Cyrl']

/** Whether a text has what the keywords ask for. Linear in the text. */
export function hasKeywords(
  { some, all, none, patterns }: Keywords,
  text: string,
  language: DetectedLanguage,
): boolean {
  if (some.length + all.length + none.length === 0) return true
  const found = new Set(matchPatterns(patterns, tokenize(text), language, { overlapping: true }).map(({ key }) => key))
  const isFound = (word: string) => found.has(word)
  return !none.some(isFound) && all.every(isFound) && (some.length === 0 || some.some(isFound))
}

interface Piece {
  readonly mark: string
  readonly text: string
}

const APART = /[\s,，、;；]/u
const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '「': '」' }

// One pass, a character at a time.
function* piecesOf(line: string): Generator<Piece> {
  let at = 0
  while (at < line.length) {
    while (at < line.length && APART.test(line.charAt(at))) at++
    const first = line.charAt(at)
    const mark = first === '+' || first === '!' || first === '！' ? first.replace('！', '!') : ''
    if (mark !== '') at++
    const close = QUOTES[line.charAt(at)]
    const start = close === undefined ? at : at + 1
    at = start
    while (at < line.length && (close === undefined ? !APART.test(line.charAt(at)) : line.charAt(at) !== close)) at++
    yield { mark, text: line.slice(start, at) }
    if (close !== undefined) at++
  }
}

// Folded words have no capitals and no marks of the pattern language.
function patternOf(text: string): string {
  const words = tokenize(text).map(({ folded }) => folded)
  return words.length === 0
    ? ''
    : words.slice(0, MAX_SIDE_BY_SIDE).join(' ') + (/\*[”"»」]?$/u.test(text.trim()) ? '*' : '')
}
