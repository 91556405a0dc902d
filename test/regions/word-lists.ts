import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadRegion } from '../../src/regions/load-region.js'
import type { PatternEntry, PatternLanguage } from '../../src/text/patterns/patterns.js'
import { compilePatterns, matchPatterns } from '../../src/text/patterns/patterns.js'
import type { Language } from '../../src/text/types.js'
import { tokenize } from '../../src/text/words/words.js'

export const WRITTEN = ['en', 'ru', 'kk', 'ky', 'uz', 'uz-Cyrl', 'tg', 'tk'] as const
export type Written = (typeof WRITTEN)[number]

export const region = loadRegion(path.resolve('regions/central-asia'))

/** A word that an entry of one word meets without being it. */
export interface Hit {
  readonly list: string
  readonly pattern: string
  readonly word: string
}

const readYaml = (file: string): unknown => parse(fs.readFileSync(path.resolve(file), 'utf8'))
const byLanguage = z.record(z.string(), z.array(z.string()))

/** Entries of every list of content words: the template's, the verbs of the news and the dictionary that groups stories. */
export const entries: readonly PatternEntry[] = [...templateEntries(), ...entriesOf('src/summaries/terms/acts.yaml'), ...entriesOf('src/text/patterns/lexicon.yaml'), ...entriesOf('src/text/patterns/peoples.yaml')] // prettier-ignore

function* templateEntries(): Generator<PatternEntry> {
  for (const { id, cues } of region.measures) yield* spread(`measure ${id}`, cues)
  for (const { id, words } of region.concepts) yield* spread(`concept ${id}`, words)
  for (const [side, words] of Object.entries(region.stances)) yield* spread(`stance ${side}`, words)
  yield* spread('offTopic', region.offTopic)
  for (const { id, cues, hints, strong, not, favour, against } of region.sections)
    for (const words of [cues, hints, strong, not, favour, against]) yield* spread(`section ${id}`, words ?? {})
}

function* entriesOf(file: string): Generator<PatternEntry> {
  for (const [key, lists] of Object.entries(z.record(z.string(), byLanguage).parse(readYaml(file))))
    yield* spread(`${path.basename(file, '.yaml')} ${key}`, lists)
}

function* spread(key: string, lists: Readonly<Record<string, readonly string[] | undefined>>): Generator<PatternEntry> {
  for (const [language, patterns = []] of Object.entries(lists))
    for (const pattern of patterns) yield { key, language: language as PatternLanguage, pattern }
}

/** Finds the entries of one word that meet a word of a text, other than the word itself. */
export function hitsIn(written: Written): (text: string) => Hit[] {
  const single = entries.filter(({ language, pattern }) => language === written && isOneWord(pattern))
  const set = compilePatterns(single)
  return (text) => {
    const tokens = tokenize(text)
    return matchPatterns(set, tokens, written.slice(0, 2) as Language, { overlapping: true }).flatMap((match) => {
      const word = tokens[match.firstToken]?.folded ?? ''
      return word === rootOf(match.pattern) ? [] : [{ list: match.key, pattern: match.pattern, word }]
    })
  }
}

const isOneWord = (pattern: string) => !/\s/u.test(pattern) && tokenize(pattern).length === 1

/** An entry without its marks, folded. */
export const rootOf = (pattern: string) => tokenize(pattern.replace(/[=*]/gu, ''))[0]?.folded ?? ''

/** Whether a word is its first letters, as far as they are the entry's too, and endings of its language in a row. */
export function isInflected({ pattern, word }: Pick<Hit, 'pattern' | 'word'>, endings: ReadonlySet<string>): boolean {
  const root = rootOf(pattern)
  let shared = 0
  while (shared < root.length && root[shared] === word[shared]) shared++
  if (pattern.endsWith('*') ? shared < root.length : shared < Math.min(3, root.length)) return false
  return isChain(word.slice(shared), endings)
}

const LONGEST_ENDING = 9

function isChain(rest: string, endings: ReadonlySet<string>): boolean {
  const reached = new Set([0])
  for (let at = 0; at < rest.length; at++) {
    if (!reached.has(at)) continue
    for (let length = 1; length <= LONGEST_ENDING; length++)
      if (endings.has(rest.slice(at, at + length))) reached.add(at + length)
  }
  return reached.has(rest.length)
}

/** Words of real news by language, the most frequent first, each as it is most often written and met twice at least. */
export function frequentWords(archive: string, most: number): ReadonlyMap<string, readonly string[]> {
  const counted = new Map<string, Map<string, Map<string, number>>>()
  for (const line of fs.readFileSync(archive, 'utf8').trim().split('\n')) {
    const { lang, title, body } = JSON.parse(line) as { lang: string; title: string; body: string }
    if (lang === 'zh') continue
    const words = counted.get(lang) ?? new Map<string, Map<string, number>>()
    counted.set(lang, words)
    for (const { text, folded } of tokenize(`${title}\n${body}`)) {
      const forms = words.get(folded) ?? new Map<string, number>()
      words.set(folded, forms.set(text, (forms.get(text) ?? 0) + 1))
    }
  }
  return new Map([...counted].map(([language, words]) => [language, topOf(words, most)]))
}

function topOf(words: ReadonlyMap<string, ReadonlyMap<string, number>>, most: number): string[] {
  const ranked = [...words.values()].map((forms) => {
    const [[text] = ['']] = [...forms].sort(([, a], [, b]) => b - a)
    return { text, times: [...forms.values()].reduce((sum, times) => sum + times, 0) }
  })
  return ranked
    .filter(({ times, text }) => times > 1 && /\p{L}/u.test(text))
    .sort((a, b) => b.times - a.times)
    .slice(0, most)
    .map(({ text }) => text)
}
