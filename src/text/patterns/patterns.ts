import type { PatternBook, PatternEnd, PatternEntry, PatternSource, TrieNode, WordForms } from './pattern-tries.js'
import { makePatternBook, wordLookup } from './pattern-tries.js'
import type { DetectedLanguage, Token } from '../types.js'

export type { PatternEntry, PatternLanguage } from './pattern-tries.js'

export interface PatternMatch {
  readonly key: string
  /** The pattern as it was written. */
  readonly pattern: string
  readonly firstToken: number
  readonly lastToken: number
  /** Offsets in the text. */
  readonly start: number
  readonly end: number
}

/** One list of patterns of a book. */
export interface PatternSet {
  readonly book: PatternBook
  readonly list: number
}

/**
 * Words to find. A pattern is words apart by spaces:
 * `word` in any inflection that `stem` knows; `stem*` any word that begins so; `*` alone 0 to 3 words; `=Word` only that form.
 * A capital first letter matches only capitalised text, all capitals only capitals, lower case any case. `oʻ` and `gʻ` with the letter mark U+02BB
 * match only where a text marks them, with whatever apostrophe; with any other they match unmarked letters, too.
 */
export function compilePatterns(entries: Iterable<PatternEntry>): PatternSet {
  const all = [...entries]
  return { book: makePatternBook([(language) => all.filter((entry) => entry.language === language)]), list: 0 }
}

/** Several lists compiled into one book: `matchTogether` walks a text once for all of them. */
export function compileTogether<Name extends string>(
  lists: Readonly<Record<Name, PatternSource>>,
): Record<Name, PatternSet> {
  const names = Object.keys(lists) as Name[]
  const book = makePatternBook(names.map((name) => lists[name]))
  return Object.fromEntries(names.map((name, list) => [name, { book, list }])) as Record<Name, PatternSet>
}

/**
 * Finds patterns in the tokens of a text: at each word the longest, and nothing inside a match. With `overlapping`, every match.
 * With the `text` itself, no match runs over a comma or full stop ("…里。海…" is not 里海). Linear in the tokens.
 */
export function matchPatterns(
  set: PatternSet,
  tokens: readonly Token[],
  language: DetectedLanguage,
  options: { overlapping?: boolean; text?: string } = {},
): PatternMatch[] {
  const found = allMatches(set.book, tokens, language, options.text).filter(({ end }) => end.list === set.list)
  return options.overlapping === true ? found.map(({ match }) => match) : longestOnly(found)
}

/** The matches of several lists of one book, in the order of `sets`: those of `overlapping` lists all, of the others the longest. */
export function matchTogether(
  sets: readonly { readonly set: PatternSet; readonly overlapping: boolean }[],
  tokens: readonly Token[],
  language: DetectedLanguage,
  text: string,
): PatternMatch[][] {
  const [first] = sets
  if (first === undefined) return []
  const byList: Found[][] = []
  for (const found of allMatches(first.set.book, tokens, language, text)) (byList[found.end.list] ??= []).push(found)
  return sets.map(({ set, overlapping }) => {
    const found = byList[set.list] ?? []
    return overlapping ? found.map(({ match }) => match) : longestOnly(found)
  })
}

interface Found {
  readonly end: PatternEnd
  readonly match: PatternMatch
}

function longestOnly(found: readonly Found[]): PatternMatch[] {
  const kept: PatternMatch[] = []
  let behind = 0
  for (let from = 0; from < found.length;) {
    const first = found[from]?.match.firstToken ?? 0
    let to = from + 1
    while (found[to]?.match.firstToken === first) to++
    if (first >= behind) {
      const here = found.slice(from, to)
      const last = Math.max(...here.map(({ match }) => match.lastToken))
      const longest = here.filter(({ match }) => match.lastToken === last)
      const isFirst = ({ match }: Found, at: number) => longest.findIndex((other) => other.match.key === match.key) === at // prettier-ignore
      kept.push(...longest.filter(isFirst).map(({ match }) => match))
      behind = last + 1
    }
    from = to
  }
  return kept
}

interface Walk {
  readonly tokens: readonly Token[]
  readonly words: readonly WordForms[]
  readonly text: string | undefined
  readonly found: Found[]
}

/** Every match of every list, by first word. Most words begin no pattern: they cost one look-up. */
function allMatches(
  book: PatternBook,
  tokens: readonly Token[],
  language: DetectedLanguage,
  text: string | undefined,
): Found[] {
  const lookup = wordLookup(book, language)
  const words = tokens.map(lookup)
  const walk: Walk = { tokens, words, text, found: [] }
  for (let at = 0; at < words.length; at++)
    for (const node of words[at]?.starts ?? []) follow(walk, node, { first: at, last: at })
  return walk.found
}

const MAX_GAP = 3

/** Goes on from a node that the word `last` led to. */
function follow(walk: Walk, node: TrieNode, { first, last }: { first: number; last: number }): void {
  for (const end of node.ends) walk.found.push({ end, match: toMatch(end, walk.tokens, { first, last }) })
  if (node.next !== undefined) visit(walk, node, { first, at: last + 1 })
  if (node.gap === undefined) return
  for (let skip = 0; skip <= MAX_GAP; skip++) visit(walk, node.gap, { first, at: last + 1 + skip })
}

function visit(walk: Walk, node: TrieNode, { first, at }: { first: number; at: number }): void {
  const word = walk.words[at]
  if (word === undefined || word.forms.length === 0 || isBroken(walk, at)) return
  for (const form of word.forms) {
    const next = node.next?.get(form)
    if (next !== undefined) follow(walk, next, { first, last: at })
  }
}

// Marks that part clauses: a name never runs over them, a dot (U.S., А. С.) is no border.
const BREAKS = new Set(Array.from(',;:!?，。；：！？、\n', (mark) => mark.charCodeAt(0)))

/** A border stands before this word. */
function isBroken({ text, tokens }: Walk, at: number): boolean {
  if (text === undefined) return false
  const end = tokens[at]?.start ?? 0
  for (let place = tokens[at - 1]?.end ?? 0; place < end; place++) if (BREAKS.has(text.charCodeAt(place))) return true
  return false
}

function toMatch(
  { key, pattern }: PatternEnd,
  tokens: readonly Token[],
  { first, last }: { first: number; last: number },
): PatternMatch {
  const start = tokens[first]?.start ?? 0
  return { key, pattern, firstToken: first, lastToken: last, start, end: tokens[last]?.end ?? start }
}
