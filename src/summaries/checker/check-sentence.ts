import { spotNames, strangeNames, type NameIndex } from './names.js'
import { countIn, type Amount } from './numbers.js'
import { findCue, wordsOf, type Cue } from './word-lists.js'

/** What a sentence of a model is held against: the quotes that it renders, word for word as they were published. */
export interface Ground {
  readonly quotes: readonly { readonly text: string; readonly language: string }[]
  /** The language that the sentence is to be in. */
  readonly language: string
  readonly names: NameIndex
  /** Lower-case words of that language that name nobody, beside the checker's own. */
  readonly vocabulary: ReadonlySet<string>
}

/** Why a sentence may not be said. */
export type Fault =
  | 'number'
  | 'date'
  | 'name'
  | 'quotation'
  | 'negation'
  | 'attribution'
  | 'forecast'
  | 'direction'
  | 'side'
  | 'bound'
  | 'speaker' // prettier-ignore
  | 'markup'
  | 'length'
  | 'language'
  | 'apart'

/**
 * The faults of a sentence against the quotes that it renders; none where it may be said. It may be said where every number, name, date and quotation of it
 * stands in a quote, where it denies, reports and foretells as they do, and where it has something in common with them. Rules on words: it lets through
 * what is said in other words of the same names and numbers, and drops rather than doubts. Shares no code with what composes answers.
 */
export function faultsOf(sentence: string, ground: Ground): Fault[] {
  const faults: [Fault, boolean][] = [
    ['markup', MARKUP.test(sentence)],
    ['length', isTooLong(sentence, ground)],
    ['language', !isInScript(sentence, ground.language)],
    ['quotation', hasStrangeQuotation(sentence, ground)],
    ['name', strangeNames(sentence, { ...ground, quotes: ground.quotes.map(({ text }) => text) }).length > 0], // prettier-ignore
    ...countFaults(sentence, ground),
    ['negation', differs('negation', sentence, ground)],
    ['attribution', differs('attribution', sentence, ground)],
    ['forecast', differs('forecast', sentence, ground)],
    ['direction', adds('up', sentence, ground) || adds('down', sentence, ground)],
    ['side', adds('support', sentence, ground) || adds('oppose', sentence, ground)],
    ['speaker', hasOtherSpeaker(sentence, ground)],
    ['apart', standsApart(sentence, ground)],
  ]
  return faults.flatMap(([fault, isSo]) => (isSo ? [fault] : []))
}

// Addresses, mentions, markup and signs that no eye sees have no place in a sentence.
const MARKUP = /:\/\/|www\.|[<>`*_|\\{}[\]]|(?<![\p{L}\p{N}])[@#]\p{L}|[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u

const MOST_LENGTHENED = 2.5
const FROM_CHINESE = 6
const SPARE = 40

function isTooLong(sentence: string, { quotes }: Ground): boolean {
  const room = quotes.reduce((sum, { text, language }) => sum + text.length * (language.startsWith('zh') ? FROM_CHINESE : MOST_LENGTHENED), SPARE) // prettier-ignore
  return sentence.length > room || !/\p{L}/u.test(sentence)
}

const CYRILLIC_ONLY = ['ru', 'kk', 'ky', 'tg']
const LATIN_ONLY = ['en', 'tk']

// More than half of the letters are of the language's script.
function isInScript(sentence: string, language: string): boolean {
  const letters = sentence.match(/\p{L}/gu) ?? []
  const share = (script: RegExp) => letters.filter((letter) => script.test(letter)).length / Math.max(1, letters.length)
  if (language.startsWith('zh')) return share(/\p{Script=Han}/u) > 0.5
  if (CYRILLIC_ONLY.includes(language)) return share(/\p{Script=Cyrillic}/u) > 0.5
  if (LATIN_ONLY.includes(language)) return share(/\p{Script=Latin}/u) > 0.5
  return share(/\p{Script=Han}/u) < 0.5
}

const MARK = /["“”„«»「」『』]/u

// Whatever marks are used, and however they are mixed: what stands between two of them is a quotation.
function hasStrangeQuotation(sentence: string, { quotes }: Ground): boolean {
  const plain = (text: string) => text.replace(/\s+/gu, ' ').trim()
  const pieces = sentence.split(MARK)
  if (pieces.length % 2 === 0) return true
  const inner = pieces.filter((_, index) => index % 2 === 1).map((piece) => plain(piece).replace(/[.,!?，。]$/u, ''))
  return inner.some((piece) => !quotes.some(({ text }) => plain(text).includes(piece)))
}

// Each amount of the sentence, in its unit, is one of a quote; those of one unit come in the quote's order, so that no two change places.
function countFaults(sentence: string, { quotes, language }: Ground): [Fault, boolean][] {
  const said = countIn(sentence, language)
  const held = quotes.map((quote) => countIn(quote.text, quote.language))
  const isHeld = (amount: Amount) => held.some(({ amounts }) => amounts.some((other) => isSame(amount, other)))
  const isInOrder = held.length !== 1 || isOrdered(said.amounts, held[0]?.amounts ?? [])
  const months = new Set(held.flatMap((each) => [...each.months]))
  const when = (['today', 'yesterday', 'tomorrow', 'last', 'next'] as const).some((cue) => adds(cue, sentence, { quotes, language })) // prettier-ignore
  const bounds = said.amounts.length > 0 && (['at-least', 'at-most'] as const).some((cue) => differs(cue, sentence, { quotes, language })) // prettier-ignore
  return [
    ['number', !said.amounts.every(isHeld) || !isInOrder],
    ['date', when || [...said.months].some((month) => !months.has(month))],
    ['bound', bounds],
  ]
}

const isSame = (a: Amount, b: Amount) => a.unit === b.unit && Math.abs(a.value - b.value) <= 1e-9 * Math.abs(b.value)

// Years and days change places freely between the languages.
const hasPlace = ({ unit, value }: Amount) => unit !== '' || (value > 31 && (value < 1_900 || value > 2_100))

function isOrdered(said: readonly Amount[], held: readonly Amount[]): boolean {
  return [...new Set(said.map(({ unit }) => unit))].every((unit) => {
    let left = held.filter((amount) => amount.unit === unit)
    for (const amount of said) {
      if (amount.unit !== unit || !hasPlace(amount)) continue
      const at = left.findIndex((other) => isSame(amount, other))
      if (at < 0) return false
      // Kept itself: what is said twice may stand once in the quote.
      left = left.slice(at)
    }
    return true
  })
}

type Held = Pick<Ground, 'quotes' | 'language'>

const has = (cue: Cue, text: string, language: string) => findCue(cue, text, language).length > 0
const quotesHave = (cue: Cue, { quotes }: Held) => quotes.some(({ text, language }) => has(cue, text, language))
/** The sentence has what no quote has. */
const adds = (cue: Cue, sentence: string, held: Held) => has(cue, sentence, held.language) && !quotesHave(cue, held)
/** One of the two has it and the other has not. */
const differs = (cue: Cue, sentence: string, held: Held) => has(cue, sentence, held.language) !== quotesHave(cue, held)

// Where two are named and one of them speaks, the one beside the speaking is the same in both.
function hasOtherSpeaker(sentence: string, { quotes, language, names }: Ground): boolean {
  const told = speakersOf(sentence, language, names)
  if (told === undefined) return false
  const held = quotes.flatMap((quote) => speakersOf(quote.text, quote.language, names) ?? [])
  return held.length > 0 && !told.some((group) => held.includes(group))
}

// The groups of the name that stands nearest to a word of speaking; undefined where fewer than two are named, or nobody speaks.
function speakersOf(text: string, language: string, names: NameIndex): number[] | undefined {
  const spotted = spotNames(text, names)
  const [speech] = findCue('attribution', text, language)
  if (speech === undefined || new Set(spotted.map(({ start }) => start)).size < 2) return undefined
  const away = ({ start, end }: { start: number; end: number }) => Math.max(start - speech.end, speech.start - end)
  const nearest = Math.min(...spotted.map(away))
  const beside = spotted.filter((name) => away(name) === nearest)
  // "Putin told Xi": who stands before it speaks.
  const before = beside.filter(({ end }) => end <= speech.start)
  return (before.length > 0 ? before : beside).map(({ group }) => group)
}

const LEAST_IN_COMMON = 0.4
const STEM = 4

// In the quotes' own language much of the words must be theirs; in another a name or a number must be.
function standsApart(sentence: string, { quotes, language, names }: Ground): boolean {
  const own = quotes.filter((quote) => quote.language === language)
  if (own.length > 0 && !language.startsWith('zh')) {
    const stems = (text: string) => wordsOf(text).flatMap(({ folded }) => (folded.length >= STEM ? [folded.slice(0, STEM)] : [])) // prettier-ignore
    const held = new Set(quotes.flatMap(({ text }) => stems(text)))
    const said = stems(sentence)
    return said.filter((stem) => held.has(stem)).length < LEAST_IN_COMMON * said.length || said.length === 0
  }
  if (own.length > 0) {
    const pairs = (text: string) => [...text.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map((match) => match[1] ?? '')
    const held = new Set(quotes.flatMap(({ text }) => pairs(text)))
    const said = pairs(sentence)
    return said.filter((pair) => held.has(pair)).length < LEAST_IN_COMMON * said.length || said.length === 0
  }
  return spotNames(sentence, names).length === 0 && countIn(sentence, language).amounts.length === 0
}
