import fs from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

// Read here and not as the answers' lists are: the checker shares nothing with what it checks.

const TAGS = ['en', 'ru', 'kk', 'ky', 'uz', 'tg', 'tk', 'zh'] as const
const byTag = z.strictObject(Object.fromEntries(TAGS.map((tag) => [tag, z.array(z.string())])))
const byValue = z.record(z.string(), byTag)
const CUES = ['negation', 'attribution', 'forecast', 'up', 'down', 'support', 'oppose', 'at-least', 'at-most', 'today', 'yesterday', 'tomorrow', 'last', 'next', 'plain'] as const // prettier-ignore
/** What a sentence says beside its words: that something is not so, that somebody says it, that it is to come, which way it goes, or when. */
export type Cue = (typeof CUES)[number]

const file = z.strictObject({
  ...(Object.fromEntries(CUES.map((cue) => [cue, byTag])) as Record<Cue, typeof byTag>),
  months: byValue,
  numbers: byValue,
  magnitudes: byValue,
  units: byValue,
})

let read: z.infer<typeof file> | undefined
// Where no model is asked, the lists are not read.
const lists = () => (read ??= file.parse(parse(fs.readFileSync(new URL('./words.yaml', import.meta.url), 'utf8'))))

/** A word or a number of a text, folded: lower case, one kind of apostrophe, no accents of stress. */
export interface Word {
  readonly text: string
  readonly folded: string
  readonly start: number
  readonly end: number
}

const WORD =
  /[$€¥₽₸]?\p{N}[\p{N}.,]*|\p{Script=Han}+|(?!\p{Script=Han})[\p{L}\p{M}](?:(?!\p{Script=Han})[\p{L}\p{M}'’ʻʼ‘`-])*/gu

/** The words of a text in order; a run of Chinese is one. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => ({
    text: match[0],
    folded: fold(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** Lower case, ё as е, every apostrophe as '. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/[’ʻʼ‘`]/gu, "'").replace(/ё/gu, 'е') // prettier-ignore
}

/** One way to write something; see words.yaml. */
type Test = (words: readonly Word[], at: number) => number

const tests = new Map<string, Test>()

// How many words a pattern takes from a place: 0 for none.
function testOf(pattern: string): Test {
  const known = tests.get(pattern)
  if (known !== undefined) return known
  const parts = pattern.startsWith('~') ? [pattern] : pattern.split(' ')
  const each = parts.map(partTest)
  const test: Test = (words, at) =>
    each.every((fits, index) => { const word = words[at + index]; return word !== undefined && fits(word.folded) }) ? each.length : 0 // prettier-ignore
  tests.set(pattern, test)
  return test
}

function partTest(part: string): (word: string) => boolean {
  if (part === '#') return (word) => /^[$€¥₽₸]?\p{N}/u.test(word)
  if (part.startsWith('~')) {
    const expression = new RegExp(part.slice(1), 'u')
    return (word) => expression.test(word)
  }
  if (part.startsWith('=')) return (word) => word === fold(part.slice(1))
  const stem = fold(part)
  return (word) => word.startsWith(stem)
}

/** Where the words of a list stand in a text. */
export interface Place {
  readonly start: number
  readonly end: number
}

const tagOf = (language: string) => TAGS.find((tag) => language === tag || language.startsWith(`${tag}-`)) ?? 'en'

function places(list: readonly string[], text: string, words: readonly Word[]): Place[] {
  return list.flatMap((pattern) => {
    if (/\p{Script=Han}|^[%$€¥₽₸]$/u.test(pattern)) return placesOf(pattern, text)
    const test = testOf(pattern)
    return words.flatMap(({ start }, index) => {
      const taken = test(words, index)
      return taken === 0 ? [] : [{ start, end: words[index + taken - 1]?.end ?? start }]
    })
  })
}

/** Everywhere that a text has these very letters. */
export function placesOf(letters: string, text: string): Place[] {
  const found: Place[] = []
  for (let at = text.indexOf(letters); at >= 0; at = text.indexOf(letters, at + letters.length))
    found.push({ start: at, end: at + letters.length })
  return found
}

/** Where a text has a cue, in its language. */
export function findCue(cue: Cue, text: string, language: string): Place[] {
  return places(lists()[cue][tagOf(language)] ?? [], text, wordsOf(text))
}

/** Where a text has words of a table, with the key of each ("months": "6"). The longest at a place comes first. */
export function findKeys(
  table: 'months' | 'numbers' | 'magnitudes' | 'units',
  text: string,
  language: string,
): (Place & { readonly key: string })[] {
  const words = wordsOf(text)
  return Object.entries(lists()[table])
    .flatMap(([key, byTag]) => places(byTag[tagOf(language)] ?? [], text, words).map((place) => ({ ...place, key })))
    .sort((a, b) => a.start - b.start || b.end - a.end)
}
