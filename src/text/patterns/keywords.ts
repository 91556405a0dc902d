import type { PatternLanguage, PatternSet } from './patterns.js'
import { compilePatterns, matchPatterns } from './patterns.js'
import type { DetectedLanguage } from '../types.js'
import { LANGUAGES } from '../types.js'
import { tokenize } from '../words/words.js'
import { keywordPieces } from './keyword-pieces.js'

/** A word or phrase of a reader's. */
export interface Keyword {
  /** The word in the language of patterns: what its matches are known by. */
  readonly key: string
  /** As the reader wrote it, without marks. */
  readonly text: string
  readonly isPhrase: boolean
}

/** Words that stand or fall together: each of `all` must stand in a text, none of `none` may. */
export interface KeywordGroup {
  readonly all: readonly Keyword[]
  readonly none: readonly Keyword[]
}

/** Words that a reader looks for, made ready for many texts. */
export interface Keywords extends KeywordGroup {
  /** One of these must hold, where there are any. */
  readonly some: readonly KeywordGroup[]
  /** The same by language: keys are those of the words. */
  readonly patterns: PatternSet
  /** What could not be read one way only, as it was written: a dash between spaces, a bracket, AND without a second word. */
  readonly unclear?: string
}

/** More is cut off: a search is words, not an essay. UTF-16 units. */
export const MAX_KEYWORDS = 1_000
const MAX_WORDS = 100
const MAX_SIDE_BY_SIDE = 8

/**
 * Reads `word`, `+must`, `!not`, `-not`, `stem*`, "words side by side" in quotation marks of any kind (with a mark before them), AND, OR and NOT,
 * apart by spaces or commas; words with nothing between them are alternatives, and AND binds closer than that. A word stands for its inflections
 * in the language of the text. Never throws: a mark without a word is left out, a quote that is not closed ends with the line, and of more than
 * 100 words, or 8 side by side, the first are taken.
 */
export function parseKeywords(line: string): Keywords {
  const { some, all, none, unclear } = groupsOf(line.slice(0, MAX_KEYWORDS))
  const [only] = some
  // "gas AND oil" alone is the same as "+gas +oil".
  const isOne = some.length === 1 && only !== undefined && only.all.length + only.none.length > 1
  const read = {
    some: isOne ? [] : some,
    all: isOne ? [...all, ...only.all] : all,
    none: isOne ? [...none, ...only.none] : none,
  }
  const groups = [read, ...read.some]
  const keys = new Set(groups.flatMap((group) => [...group.all, ...group.none]).map(({ key }) => key))
  const leftOut = groups.flatMap((group) => group.none).flatMap(({ key }) => peopleOf(key))
  return {
    ...read,
    ...(unclear !== undefined && { unclear }),
    patterns: compilePatterns([
      ...[...keys].flatMap((key) => WRITTEN.map((language) => ({ key, language, pattern: key }))),
      ...leftOut,
    ]),
  }
}

const PEOPLE = ['man', 'men', 'woman', 'women']

/** Who leaves sport out wants no sportsmen: English makes people of a word by compounds, which no stemmer undoes. */
function peopleOf(key: string): { key: string; language: PatternLanguage; pattern: string }[] {
  if (!/^[a-z]{3,}$/.test(key)) return []
  return PEOPLE.flatMap((who) => [`${key}${who}`, `${key}s${who}`]).map((pattern) => ({ key, language: 'en', pattern }))
}

const WRITTEN: readonly PatternLanguage[] = [...LANGUAGES, 'uz-Cyrl', 'tk-Cyrl']

interface Building {
  readonly all: Keyword[]
  readonly none: Keyword[]
}

/** What joins a word to the ones before it: the signs since the last word. */
interface Joint {
  readonly by: 'and' | 'or' | 'nothing'
  readonly isNot: boolean
  readonly isMust: boolean
}

const APART: Joint = { by: 'nothing', isNot: false, isMust: false }

function groupsOf(line: string): Omit<Keywords, 'patterns'> {
  const whole: Building & { readonly some: Building[] } = { all: [], none: [], some: [] }
  // What "AND" adds to: the last group of alternatives, or what must stand anyway.
  let last: Building | undefined
  let joint = APART
  let unclear: string | undefined
  let pending: string | undefined
  let count = 0
  for (const piece of keywordPieces(line)) {
    if (piece.kind !== 'word') {
      if (piece.kind === 'unclear' || (isJoining(piece.kind) && last === undefined && count === 0))
        unclear ??= piece.text
      pending = isJoining(piece.kind) || piece.kind === 'not' ? piece.text : pending
      joint = joinedBy(joint, piece.kind)
      continue
    }
    const key = patternOf(piece.text)
    if (count++ === MAX_WORDS) break
    pending = undefined
    const word = { key, text: piece.text.trim(), isPhrase: piece.isPhrase }
    const mark = joint.isNot ? 'not' : joint.isMust ? 'must' : piece.mark
    if (joint.by === 'or' && mark !== 'some') unclear ??= piece.text
    last = place(word, mark, joint.by === 'and' ? last : undefined, whole)
    joint = APART
  }
  const fault = unclear ?? pending
  return { ...whole, ...(fault !== undefined && { unclear: fault }) }
}

const isJoining = (kind: string): boolean => kind === 'and' || kind === 'or'

function joinedBy(joint: Joint, kind: 'and' | 'or' | 'not' | 'must' | 'unclear'): Joint {
  switch (kind) {
    case 'and':
    case 'or':
      return { ...joint, by: kind }
    case 'not':
      return { ...joint, isNot: true }
    case 'must':
      return { ...joint, isMust: true }
    case 'unclear':
      return joint
  }
}

/** Puts a word where it belongs; gives what a following AND adds to. */
function place(
  word: Keyword,
  mark: 'must' | 'not' | 'some',
  before: Building | undefined,
  whole: Building & { readonly some: Building[] },
): Building | undefined {
  if (mark === 'not') {
    ;(before ?? whole).none.push(word)
    return before
  }
  if (mark === 'must' || before === whole) {
    whole.all.push(word)
    return before ?? whole
  }
  if (before !== undefined) {
    before.all.push(word)
    return before
  }
  const made: Building = { all: [word], none: [] }
  whole.some.push(made)
  return made
}

/** Whether a text has what the keywords ask for. Linear in the text. */
export function hasKeywords(
  { some, all, none, patterns }: Keywords,
  text: string,
  language: DetectedLanguage,
): boolean {
  if (some.length + all.length + none.length === 0) return true
  const found = new Set(matchPatterns(patterns, tokenize(text), language, { overlapping: true }).map(({ key }) => key))
  const holds = (group: KeywordGroup) =>
    group.all.every(({ key }) => found.has(key)) && !group.none.some(({ key }) => found.has(key))
  return holds({ all, none }) && (some.length === 0 || some.some(holds))
}

// Folded words have no capitals and no marks of the pattern language.
function patternOf(text: string): string {
  const words = tokenize(text).map(({ folded }) => folded)
  return words.length === 0 ? '' : words.slice(0, MAX_SIDE_BY_SIDE).join(' ') + (/\*$/u.test(text.trim()) ? '*' : '')
}
