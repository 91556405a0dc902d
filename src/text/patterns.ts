import { stem } from './stem.js'
import type { DetectedLanguage, Language, Token } from './types.js'
import { LANGUAGES } from './types.js'
import { tokenize } from './words.js'

/** Languages that patterns are written in: a language, or one of its other scripts. */
export type PatternLanguage = Language | 'uz-Cyrl' | 'tk-Cyrl' | 'kk-Latn'

export interface PatternEntry {
  /** What a match stands for: an entity id, a section id. */
  readonly key: string
  readonly language: PatternLanguage
  readonly pattern: string
}

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

export type PatternSet = ReadonlyMap<PatternLanguage, Node>

type Case = 'any' | 'capital' | 'capitals'

interface Node {
  readonly exact: Map<string, Node[]>
  readonly stems: Map<string, Node[]>
  readonly prefixes: Map<string, Node[]>
  readonly prefixLengths: Set<number>
  readonly gap: Node[]
  readonly ends: { readonly key: string; readonly pattern: string }[]
  readonly letters: Case
  /** Letters of the pattern's word: so many must be capitals in "АҚШтың". */
  readonly length: number
}

const MAX_GAP = 3

/**
 * Compiles words to find. A pattern is words apart by spaces:
 * `word` in any inflection that `stem` knows; `stem*` any word that begins so; `*` alone 0 to 3 words; `=Word` only that form.
 * A capital first letter matches only capitalised text, all capitals only capitals, lower case any case.
 */
export function compilePatterns(entries: Iterable<PatternEntry>): PatternSet {
  const roots = new Map<PatternLanguage, Node>()
  for (const entry of entries) {
    const root = roots.get(entry.language) ?? newNode('any', 0)
    roots.set(entry.language, root)
    addPattern(root, entry)
  }
  return roots
}

function newNode(letters: Case, length: number): Node {
  const maps = {
    exact: new Map<string, Node[]>(),
    stems: new Map<string, Node[]>(),
    prefixes: new Map<string, Node[]>(),
  }
  return { ...maps, prefixLengths: new Set(), gap: [], ends: [], letters, length }
}

function addPattern(root: Node, { key, language, pattern }: PatternEntry): void {
  let node = root
  for (const piece of pattern.split(/\s+/u)) {
    if (piece === '') continue
    if (piece === '*') {
      const [next = newNode('any', 0)] = node.gap
      if (node.gap.length === 0) node.gap.push(next)
      node = next
      continue
    }
    const isExact = piece.startsWith('=')
    const isPrefix = piece.endsWith('*')
    const tokens = tokenize(piece.replace(/^=|\*$/gu, ''))
    for (const [index, token] of tokens.entries()) {
      const isLast = index === tokens.length - 1
      const letters = caseOf(token.text)
      if (isPrefix && isLast) {
        node.prefixLengths.add(token.folded.length)
        node = child(node.prefixes, token.folded, letters, token.text.length)
      } else if (isExact || letters === 'capitals') node = child(node.exact, token.folded, letters, token.text.length)
      else node = child(node.stems, stem(token.folded, baseLanguage(language)), letters, token.text.length)
    }
  }
  // An empty pattern would match everywhere.
  if (node !== root) node.ends.push({ key, pattern })
}

function child(map: Map<string, Node[]>, form: string, letters: Case, length: number): Node {
  const list = map.get(form) ?? []
  map.set(form, list)
  const known = list.find((node) => node.letters === letters)
  if (known) return known
  const node = newNode(letters, length)
  list.push(node)
  return node
}

function caseOf(word: string): Case {
  const [first = ''] = word
  if (first.toLowerCase() === first) return 'any'
  const isAllCapitals = word.length > 1 && word === word.toUpperCase() && /^\p{L}+$/u.test(word)
  return isAllCapitals ? 'capitals' : 'capital'
}

const baseLanguage = (language: PatternLanguage) => language.slice(0, 2) as Language

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
  const roots = rootsFor(set, language)
  const found: PatternMatch[] = []
  const { text } = options
  const isBroken = (index: number) =>
    text !== undefined && breaks.test(text.slice(tokens[index - 1]?.end ?? 0, tokens[index]?.start ?? 0))
  for (let at = 0; at < tokens.length; at++) {
    const matches = matchesAt(roots, { tokens, at, isBroken })
    if (matches.length === 0) continue
    if (options.overlapping === true) {
      found.push(...matches.map((match) => toMatch(match, tokens, at)))
      continue
    }
    const last = Math.max(...matches.map((match) => match.last))
    const seen = new Set<string>()
    for (const match of matches) {
      if (match.last !== last || seen.has(match.key)) continue
      seen.add(match.key)
      found.push(toMatch(match, tokens, at))
    }
    at = last
  }
  return found
}

const nothing: readonly Found[] = []

// Most words begin no pattern: they cost one look-up a root.
function matchesAt(roots: readonly Root[], step: Walk): readonly Found[] {
  const token = step.tokens[step.at]
  if (token === undefined) return nothing
  let found: readonly Found[] = nothing
  for (const root of roots) {
    if ((root.capitalsOnly && token.text === token.folded) || firstNodes(root, token.folded).length === 0) continue
    const matches = walk(root, step)
    found = found.length === 0 ? matches : [...found, ...matches]
  }
  return found
}

const MEMORY = 20_000

// The same few thousand words make most of any text: what a pattern set's first words make of them is remembered.
const remembered = new WeakMap<Node, Map<string, readonly Node[]>>()

function firstNodes({ node, language }: Root, folded: string): readonly Node[] {
  let known = remembered.get(node)
  if (known === undefined || known.size >= MEMORY) {
    known = new Map()
    remembered.set(node, known)
  }
  let nodes = known.get(folded)
  if (nodes === undefined) {
    nodes = wordNodes(node, folded, () => stem(folded, language))
    known.set(folded, nodes)
  }
  return nodes
}

interface Root {
  readonly node: Node
  readonly language: Language
  readonly capitalsOnly: boolean
  /** By token: each is stemmed once a language. */
  readonly stems: (string | undefined)[]
}

// Latin acronyms (BRICS, SCO) stand in texts of every language; a text in no known language is tried with all.
function rootsFor(set: PatternSet, language: DetectedLanguage): Root[] {
  const own: readonly PatternLanguage[] =
    language === 'und' ? [...LANGUAGES, 'uz-Cyrl', 'tk-Cyrl'] : [language, ...otherScripts[language]]
  const roots = own.map((written) => ({ written, capitalsOnly: false }))
  if (language !== 'en' && language !== 'und') roots.push({ written: 'en', capitalsOnly: true })
  return roots.flatMap(({ written, capitalsOnly }) => {
    const node = set.get(written)
    return node === undefined ? [] : [{ node, language: baseLanguage(written), capitalsOnly, stems: [] }]
  })
}

const otherScripts: Readonly<Record<Language, readonly PatternLanguage[]>> = {
  en: [],
  ru: [],
  kk: ['kk-Latn'],
  ky: [],
  uz: ['uz-Cyrl'],
  tg: [],
  tk: ['tk-Cyrl'],
  zh: [],
}

interface Walk {
  readonly tokens: readonly Token[]
  readonly at: number
  /** A border stands before this token. */
  readonly isBroken: (index: number) => boolean
}

// Marks that part clauses: a name never runs over them, a dot (U.S., А. С.) is no border.
const breaks = /[,;:!?，。；：！？、\n]/u

interface Found {
  readonly key: string
  readonly pattern: string
  readonly last: number
}

function walk(root: Root, { tokens, at, isBroken }: Walk): Found[] {
  const found: Found[] = []
  const visit = (from: Node, index: number): void => {
    const token = tokens[index]
    if (token === undefined || (index > at && isBroken(index))) return
    const nodes =
      from === root.node
        ? firstNodes(root, token.folded)
        : wordNodes(from, token.folded, () => (root.stems[index] ??= stem(token.folded, root.language)))
    for (const next of nodes) {
      if (!hasCase(token.text, next) || (root.capitalsOnly && next.letters !== 'capitals')) continue
      for (const end of next.ends) found.push({ ...end, last: index })
      if (leadsOn(next)) visit(next, index + 1)
      for (const gap of next.gap) for (let skip = 0; skip <= MAX_GAP; skip++) visit(gap, index + 1 + skip)
    }
  }
  visit(root.node, at)
  return found
}

const leadsOn = ({ exact, stems, prefixes }: Node) => exact.size > 0 || stems.size > 0 || prefixes.size > 0

const noNodes: readonly Node[] = []

/** The nodes that a word leads to, whatever its case. */
function wordNodes(node: Node, folded: string, stemmedWord: () => string): readonly Node[] {
  let nodes: Node[] | undefined
  const take = (list: readonly Node[] | undefined) => {
    if (list === undefined || list.length === 0) return
    if (nodes === undefined) nodes = [...list]
    else nodes.push(...list)
  }
  take(node.exact.get(folded))
  if (node.stems.size > 0 || node.exact.size > 0) {
    const stemmed = stemmedWord()
    take(node.stems.get(stemmed))
    // Agglutinative endings hang on acronyms too: "АҚШтың", "ShHTga".
    if (stemmed !== folded) take(node.exact.get(stemmed)?.filter((next) => next.letters === 'capitals'))
  }
  for (const length of node.prefixLengths) if (folded.length >= length) take(node.prefixes.get(folded.slice(0, length)))
  return nodes ?? noNodes
}

function hasCase(word: string, { letters, length }: Node): boolean {
  if (letters === 'any') return true
  const head = letters === 'capital' ? word.slice(0, 1) : word.slice(0, length)
  return head === head.toUpperCase()
}

function toMatch({ key, pattern, last }: Found, tokens: readonly Token[], first: number): PatternMatch {
  const start = tokens[first]?.start ?? 0
  return { key, pattern, firstToken: first, lastToken: last, start, end: tokens[last]?.end ?? start }
}
