import { stem } from '../words/stem.js'
import type { DetectedLanguage, Language, Token } from '../types.js'
import { LANGUAGES } from '../types.js'
import { tokenize } from '../words/words.js'

/** Languages that patterns are written in: a language, or one of its other scripts. */
export type PatternLanguage = Language | 'uz-Cyrl' | 'tk-Cyrl' | 'kk-Latn'

export interface PatternEntry {
  /** What a match stands for: an entity id, a section id. */
  readonly key: string
  readonly language: PatternLanguage
  readonly pattern: string
}

/** A pattern's end: which list it is of, and what it stands for. */
export interface PatternEnd {
  readonly list: number
  readonly key: string
  readonly pattern: string
}

/** A place in the tries: where each form of a word leads, and where a star does. */
export interface TrieNode {
  /** By the number of a form; most nodes are ends and lead nowhere. */
  next: Map<number, TrieNode> | undefined
  gap: TrieNode | undefined
  ends: readonly PatternEnd[]
}

type Case = 'any' | 'capital' | 'capitals'

/** What a word of a pattern asks of a word of the text. */
interface Form {
  readonly number: number
  readonly letters: Case
  /** Letters of the pattern's word: so many must be capitals in "АҚШтың". */
  readonly length: number
  /** The pattern's word where it is written with U+02BB, the letter mark of Uzbek: a text must write oʻ and gʻ there, too. */
  readonly marked: string | undefined
}

/** The patterns of one language, as far as their first words, and the forms of all their words. */
interface Trie {
  readonly language: Language
  readonly root: TrieNode
  readonly exact: Map<string, Form[]>
  readonly stems: Map<string, Form[]>
  readonly prefixes: Map<string, Form[]>
  readonly prefixLengths: Set<number>
}

/** What a word of a text fits: forms in all the tries that its language is read with. */
export interface WordForms {
  readonly forms: readonly number[]
  /** Where patterns that begin with the word go on. */
  readonly starts: readonly TrieNode[]
}

/** The patterns of one list that are written in a language. */
export type PatternSource = (language: PatternLanguage) => Iterable<Pick<PatternEntry, 'key' | 'pattern'>>

/** Several lists of patterns; a language's trie is made when a text in it is first read, and an end names its list by its place. */
export interface PatternBook {
  readonly lists: readonly PatternSource[]
  readonly tries: Map<PatternLanguage, Trie>
  readonly wordsIn: Map<DetectedLanguage, (token: Token) => WordForms>
  nextForm: number
}

export function makePatternBook(lists: readonly PatternSource[]): PatternBook {
  return { lists, tries: new Map(), wordsIn: new Map(), nextForm: 0 }
}

function trieOf(book: PatternBook, written: PatternLanguage): Trie {
  const before = book.tries.get(written)
  if (before !== undefined) return before
  const trie: Trie = {
    language: written.slice(0, 2) as Language,
    root: newNode(),
    exact: new Map(),
    stems: new Map(),
    prefixes: new Map(),
    prefixLengths: new Set(),
  }
  for (const [list, source] of book.lists.entries())
    for (const { key, pattern } of source(written)) addPattern(book, trie, { list, key, pattern })
  book.tries.set(written, trie)
  return trie
}

const newNode = (): TrieNode => ({ next: undefined, gap: undefined, ends: [] })

function addPattern(book: PatternBook, trie: Trie, { list, key, pattern }: PatternEnd): void {
  let node = trie.root
  const step = (map: Map<string, Form[]>, form: string, word: string) => {
    const { number } = formOf(book, map, form, word)
    node.next ??= new Map()
    const known = node.next.get(number) ?? newNode()
    node.next.set(number, known)
    node = known
  }
  for (const piece of pattern.split(/\s+/u)) {
    if (piece === '') continue
    if (piece === '*') {
      node = node.gap ??= newNode()
      continue
    }
    const isExact = piece.startsWith('=')
    const isPrefix = piece.endsWith('*')
    const tokens = tokenize(piece.replace(/^=|\*$/gu, ''))
    for (const [index, { folded, text }] of tokens.entries()) {
      if (isPrefix && index === tokens.length - 1) {
        trie.prefixLengths.add(folded.length)
        step(trie.prefixes, folded, text)
      } else if (isExact || caseOf(text) === 'capitals') step(trie.exact, folded, text)
      else step(trie.stems, stem(folded, trie.language), text)
    }
  }
  // An empty pattern would match everywhere.
  if (node !== trie.root) node.ends = node.ends.concat({ list, key, pattern })
}

function formOf(book: PatternBook, map: Map<string, Form[]>, form: string, word: string): Form {
  const letters = caseOf(word)
  const marked = word.includes('ʻ') ? withMarks(word) : undefined
  const list = map.get(form) ?? []
  const known = list.find((each) => each.letters === letters && each.marked === marked)
  if (known !== undefined) return known
  const made = { number: book.nextForm++, letters, length: word.length, marked }
  // Not pushed: room for more would be kept at each of ten thousand forms.
  map.set(form, list.concat(made))
  return made
}

function caseOf(word: string): Case {
  const [first = ''] = word
  if (first.toLowerCase() === first) return 'any'
  const isAllCapitals = word.length > 1 && word === word.toUpperCase() && /^\p{L}+$/u.test(word)
  return isAllCapitals ? 'capitals' : 'capital'
}

const MEMORY = 20_000
// A word as long as a page is no word, and would hold its page in memory.
const LONGEST_REMEMBERED = 64

/** Looks up the words of texts in a language. The same few thousand words make most of any text: what they fit is remembered. */
export function wordLookup(book: PatternBook, language: DetectedLanguage): (token: Token) => WordForms {
  const before = book.wordsIn.get(language)
  if (before !== undefined) return before
  const tries = triesFor(book, language)
  let known = new Map<string, WordForms>()
  const lookup = (token: Token): WordForms => {
    const remembered = known.get(token.text)
    if (remembered !== undefined) return remembered
    const fits = tries.map(({ trie, capitalsOnly }) => ({ trie, forms: formsOf(token, trie, capitalsOnly) }))
    const all = fits.flatMap(({ forms }) => forms)
    const starts = fits.flatMap(({ trie, forms }) => forms.flatMap((form) => trie.root.next?.get(form) ?? []))
    const found = all.length === 0 ? NO_FORMS : { forms: all, starts }
    if (known.size >= MEMORY) known = new Map()
    if (token.text.length <= LONGEST_REMEMBERED) known.set(token.text, found)
    return found
  }
  book.wordsIn.set(language, lookup)
  return lookup
}

const NO_FORMS: WordForms = { forms: [], starts: [] }

// Latin acronyms (BRICS, SCO) stand in texts of every language; a text in no known language is tried with all.
function triesFor(book: PatternBook, language: DetectedLanguage): { trie: Trie; capitalsOnly: boolean }[] {
  const own: readonly PatternLanguage[] =
    language === 'und' ? [...LANGUAGES, 'uz-Cyrl', 'tk-Cyrl'] : [language, ...otherScripts[language]]
  const written = own.map((each) => ({ each, capitalsOnly: false }))
  if (language !== 'en' && language !== 'und') written.push({ each: 'en', capitalsOnly: true })
  return written.map(({ each, capitalsOnly }) => ({ trie: trieOf(book, each), capitalsOnly }))
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

function formsOf({ text, folded }: Token, trie: Trie, capitalsOnly: boolean): number[] {
  if (capitalsOnly && text === folded) return []
  const found = [...(trie.exact.get(folded) ?? [])]
  if (trie.stems.size > 0 || trie.exact.size > 0) {
    const stemmed = stem(folded, trie.language)
    found.push(...(trie.stems.get(stemmed) ?? []))
    // Agglutinative endings hang on acronyms too: "АҚШтың", "ShHTga".
    if (stemmed !== folded)
      found.push(...(trie.exact.get(stemmed) ?? []).filter(({ letters }) => letters === 'capitals'))
  }
  for (const length of trie.prefixLengths)
    if (folded.length >= length) found.push(...(trie.prefixes.get(folded.slice(0, length)) ?? []))
  return found
    .filter((form) => hasCase(text, form) && hasMarks(text, form) && (!capitalsOnly || form.letters === 'capitals'))
    .map(({ number }) => number)
}

function hasCase(word: string, { letters, length }: Form): boolean {
  if (letters === 'any') return true
  const head = letters === 'capital' ? word.slice(0, 1) : word.slice(0, length)
  return head === head.toUpperCase()
}

// Folding makes "oʻldi" (died) and "oldi" (took) one word.
function hasMarks(word: string, { marked }: Form): boolean {
  if (marked === undefined) return true
  const written = withMarks(word)
  return Array.from(marked).every((letter, at) => at >= written.length || !MARKED.has(letter) || written[at] === letter)
}

const MARKED = new Set('öğ')

// One letter each, as the alphabet has it, whatever apostrophe was typed; all other apostrophes are gone, as in folded words.
function withMarks(word: string): string {
  return word
    .toLowerCase()
    .replace(/o[ʻʼ'‘’‛`´]/gu, 'ö')
    .replace(/g[ʻʼ'‘’‛`´]/gu, 'ğ')
    .replace(/[ʻʼ'‘’‛`´]/gu, '')
}
