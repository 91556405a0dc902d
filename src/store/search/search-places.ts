import type { SearchDocument, TermPlaces } from '../../summaries/terms/search-port.js'

// What stands in an article, as numbers: two counts, then its title's words, its marks and its body's words in order, 32 bits each. It is read a few hundred
// times a search, where text would have to be parted into words again.

/** Further words of a body are found by the full-text index and not placed. */
const MOST_PLACED = 4000
const MOST_PLACES = 32

/** How much an occurrence counts, as in `bm25(article_search, 5, 1, 2)`. */
const TITLE = 5
const BODY = 1
const MARK = 2

// Okapi BM25 as FTS5 has it.
const K1 = 1.2
const B = 0.75

/** The words of an article as `search` keeps them beside the full-text index. */
export function packWords({ title, marks, body }: Pick<SearchDocument, 'title' | 'marks' | 'body'>): Buffer {
  const placed = body.slice(0, MOST_PLACED)
  const numbers = new Uint32Array(2 + title.length + marks.length + placed.length)
  numbers[0] = title.length
  numbers[1] = marks.length
  let at = 2
  for (const word of [...title, ...marks, ...placed]) numbers[at++] = wordNumber(word)
  return Buffer.from(numbers.buffer)
}

/** FNV-1a over UTF-16 units: two words of one article meet once in millions. */
export function wordNumber(word: string): number {
  let number = 0x811c9dc5
  for (let at = 0; at < word.length; at++) number = Math.imul(number ^ word.charCodeAt(at), 0x01000193)
  return number >>> 0
}

/** More than any term of one article is worth before its weight and rarity: k1 + 1. */
export const HIGHEST_IMPACT = K1 + 1

/** What each word and mark of an article, by its number, is worth before weight and rarity: the middle factor of BM25, below `HIGHEST_IMPACT`. */
export function impactsIn(packed: Buffer, averageWords: number): ReadonlyMap<number, number> {
  const numbers = numbersIn(packed)
  const bodyFrom = bodyStart(numbers)
  const titleTo = 2 + (numbers[0] ?? 0)
  const impacts = new Map<number, number>()
  for (let at = 2; at < numbers.length; at++) {
    const number = numbers[at] ?? 0
    impacts.set(number, (impacts.get(number) ?? 0) + (at < titleTo ? TITLE : at < bodyFrom ? MARK : BODY))
  }
  const norm = normOf(numbers, averageWords)
  for (const [number, count] of impacts) impacts.set(number, impactOf(count, norm))
  return impacts
}

const impactOf = (count: number, norm: number) => (count * HIGHEST_IMPACT) / (count + norm)

// Marks make no article longer.
const normOf = (numbers: Uint32Array, averageWords: number) =>
  K1 * (1 - B + (B * (numbers.length - 2 - (numbers[1] ?? 0))) / averageWords)

/** A term that some article has. */
export interface FoundTerm {
  readonly word: string
  readonly weight: number
  /** Inverse document frequency. */
  readonly rarity: number
  /** From 0; terms of one group are one thing said differently. */
  readonly group: number
}

/** Scores articles for the terms of one search. */
export interface Scorer {
  /** Okapi BM25, summed over groups; of a group's terms the best counts. */
  score(packed: Buffer): number
  /** Where each term stands, in the order of the terms; a hole for one that stands nowhere. */
  places(packed: Buffer): readonly (TermPlaces | undefined)[]
}

/** `averageWords`: the mean length of an article over all its columns. */
export function startScoring(terms: readonly FoundTerm[], averageWords: number): Scorer {
  const termOf = new Map(terms.map(({ word }, index) => [wordNumber(word), index]))
  const titleMarkOf = new Map(terms.map(({ word }, index) => [wordNumber(titleMark(word)), index]))
  // Most words of an article are none of the terms: one look at a small table tells.
  const maybe = new Uint8Array(4096)
  for (const number of [...termOf.keys(), ...titleMarkOf.keys()]) maybe[number & 4095] = 1
  const counts = new Float64Array(terms.length)
  const best = new Float64Array(Math.max(0, ...terms.map(({ group }) => group + 1)))

  return {
    score(packed) {
      const numbers = numbersIn(packed)
      const bodyFrom = bodyStart(numbers)
      const titleTo = 2 + (numbers[0] ?? 0)
      counts.fill(0)
      best.fill(0)
      for (let at = 2; at < numbers.length; at++) {
        const number = numbers[at] ?? 0
        if (maybe[number & 4095] === 0) continue
        const index = termOf.get(number)
        if (index === undefined) continue
        counts[index] = (counts[index] ?? 0) + (at < titleTo ? TITLE : at < bodyFrom ? MARK : BODY)
      }
      const norm = normOf(numbers, averageWords)
      for (const [index, { weight, rarity, group }] of terms.entries()) {
        const count = counts[index] ?? 0
        if (count === 0) continue
        const score = weight * rarity * impactOf(count, norm)
        if (score > (best[group] ?? 0)) best[group] = score
      }
      return best.reduce((sum, score) => sum + score, 0)
    },

    places(packed) {
      const numbers = numbersIn(packed)
      const bodyFrom = bodyStart(numbers)
      const titleTo = 2 + (numbers[0] ?? 0)
      const places: (Places | undefined)[] = []
      const placeOf = (index: number) => (places[index] ??= { title: 0, marks: 0, body: [], times: 0 })
      for (let at = 2; at < numbers.length; at++) {
        const number = numbers[at] ?? 0
        if (maybe[number & 4095] === 0) continue
        const titled = titleMarkOf.get(number)
        if (titled !== undefined && at >= titleTo && at < bodyFrom) placeOf(titled).title ||= 1
        const index = termOf.get(number)
        if (index === undefined) continue
        const place = placeOf(index)
        if (at < titleTo) place.title++
        else if (at < bodyFrom) place.marks++
        else {
          place.times++
          if (place.body.length < MOST_PLACES) place.body.push(at - bodyFrom)
        }
      }
      return places
    },
  }
}

interface Places extends TermPlaces {
  title: number
  marks: number
  times: number
  readonly body: number[]
}

/** What the marks hold of a word that stands in the title: its short list of articles is one look-up. */
export const titleMark = (word: string): string => `t_${word}`

/** How many words an article's title and text have. */
export function wordsIn(packed: Buffer): number {
  const numbers = numbersIn(packed)
  return numbers.length - 2 - (numbers[1] ?? 0)
}

/** The words of an article's title and text in order, as numbers. */
export function textNumbers(packed: Buffer): Uint32Array {
  const numbers = numbersIn(packed)
  const text = new Uint32Array(wordsIn(packed))
  const titleTo = 2 + (numbers[0] ?? 0)
  text.set(numbers.subarray(2, titleTo))
  text.set(numbers.subarray(bodyStart(numbers)), titleTo - 2)
  return text
}

const bodyStart = (numbers: Uint32Array) => 2 + (numbers[0] ?? 0) + (numbers[1] ?? 0)

function numbersIn(packed: Buffer): Uint32Array {
  const { buffer, byteOffset, byteLength } = packed
  if (byteOffset % 4 === 0) return new Uint32Array(buffer, byteOffset, byteLength >> 2)
  return new Uint32Array(new Uint8Array(packed).buffer)
}
