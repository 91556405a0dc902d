import type { WordVectors } from '../../text/model/word-vectors.js'
import { wordAt } from '../../text/model/word-vectors.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** Words of the title, and of what stands right behind it, that two articles are compared by. */
const TITLE_WORDS = 24
const LEAD_WORDS = 48

/** The words of an article's title, a bar, those of its lead, as word vectors know them: what a signature keeps of how it begins. */
export function beginningOf(sentences: readonly ReadSentence[]): string {
  // A made title is the text's first words over again: the first sentence then stands for it.
  const own = sentences[0]?.isQuotable === false ? sentences.slice(1) : sentences
  const [title = [], ...rest] = own.slice(0, 8).map(({ tokens }) => wordsOf(tokens))
  return `${title.slice(0, TITLE_WORDS).join(' ')}|${rest.flat().slice(0, LEAD_WORDS).join(' ')}`
}

const wordsOf = (tokens: ReadSentence['tokens']) => tokens.flatMap((_token, at) => wordAt(tokens, at) ?? [])

/** Words with their vectors and how rare they are. Those that stand everywhere are left out. */
export interface ToldWords {
  readonly words: readonly string[]
  /** Row in the vectors; -1 for a word that they do not know. */
  readonly rows: Int32Array
  readonly rarity: Float32Array
  /** Their vectors, one behind the other, each of length 1; of an unknown word zeros. */
  readonly units: Float32Array
  /** How many of them are the title's. */
  readonly ofTitle: number
  /** The vectors of the title and of all, each the sum of its words, the rare weighing more. */
  readonly sums: readonly [Float32Array, Float32Array]
}

// A word that no vector is known of is a name or a rare form: it tells as much as the rarest.
const UNKNOWN_RARITY = 8
// Of words by which nothing is told there is no end.
const LEAST_RARITY = 3

/** A signature's beginning, looked up. */
export function lookUp(beginning: string, vectors: WordVectors): ToldWords {
  const [title = [], lead = []] = beginning.split('|').map((part) => telling(part, vectors))
  const told = [...title, ...lead]
  const rows = Int32Array.from(told, ({ row }) => row)
  const rarity = Float32Array.from(told, (each) => each.rarity)
  return {
    words: told.map(({ word }) => word),
    rows,
    rarity,
    units: unitsOf(rows, vectors),
    ofTitle: title.length,
    sums: [sumOf(title, vectors), sumOf(told, vectors)],
  }
}

interface Telling {
  readonly word: string
  readonly row: number
  readonly rarity: number
}

function telling(words: string, vectors: WordVectors): Telling[] {
  if (words === '') return []
  return words.split(' ').flatMap((word) => {
    const row = vectors.rowOf(word)
    const rarity = row < 0 ? UNKNOWN_RARITY : (vectors.rarity[row] ?? 0)
    return rarity < LEAST_RARITY ? [] : [{ word, row, rarity }]
  })
}

function sumOf(words: readonly Telling[], { vectors, dimensions }: WordVectors): Float32Array {
  const sum = new Float32Array(dimensions)
  for (const { row, rarity } of words)
    if (row >= 0)
      for (let at = 0; at < dimensions; at++)
        sum[at] = (sum[at] as number) + rarity * (vectors[row * dimensions + at] as number)
  return sum
}

function unitsOf(rows: Int32Array, { vectors, dimensions }: WordVectors): Float32Array {
  const units = new Float32Array(rows.length * dimensions)
  rows.forEach((row, place) => {
    if (row < 0) return
    let square = 0
    for (let at = 0; at < dimensions; at++) square += (vectors[row * dimensions + at] as number) ** 2
    const factor = 1 / (Math.sqrt(square) || 1)
    for (let at = 0; at < dimensions; at++)
      units[place * dimensions + at] = (vectors[row * dimensions + at] as number) * factor
  })
  return units
}

/** How much of one's title, and of its beginning, stands in the other's beginning: 0 to 1, for the first and for the second. */
export interface Said {
  readonly titles: readonly [number, number]
  readonly all: readonly [number, number]
}

/**
 * How much of what each says the other says too, by meaning: each word's best likeness among the other's words, weighed by how rare it is (greedy matching as
 * in BERTScore, Zhang et al. 2020).
 */
export function compareSaid(a: ToldWords, b: ToldWords, vectors: WordVectors): Said {
  const [ofA, ofB] = bestAlike(a, b, vectors)
  return {
    titles: [share(a, ofA, a.ofTitle), share(b, ofB, b.ofTitle)],
    all: [share(a, ofA, a.words.length), share(b, ofB, b.words.length)],
  }
}

function share({ rarity }: ToldWords, best: Float32Array, count: number): number {
  let [said, all] = [0, 0]
  for (let at = 0; at < count; at++) {
    all += rarity[at] as number
    said += (rarity[at] as number) * (best[at] as number)
  }
  return all === 0 ? 0 : said / all
}

// Words less alike than this have nothing to do with each other.
const LEAST_ALIKE = 0.5

function bestAlike(a: ToldWords, b: ToldWords, vectors: WordVectors): readonly [Float32Array, Float32Array] {
  const [ofA, ofB] = [new Float32Array(a.words.length), new Float32Array(b.words.length)]
  const see = (at: number, other: number, alike: number) => {
    if (alike > (ofA[at] as number)) ofA[at] = alike
    if (alike > (ofB[other] as number)) ofB[other] = alike
  }
  const { dimensions } = vectors
  for (let at = 0; at < ofA.length; at++) {
    const row = a.rows[at] as number
    const own = a.units.subarray(at * dimensions, (at + 1) * dimensions)
    for (let other = 0; other < ofB.length; other++) {
      const otherRow = b.rows[other] as number
      if (row === otherRow ? row >= 0 || a.words[at] === b.words[other] : false) see(at, other, 1)
      else if (row >= 0 && otherRow >= 0) {
        const alike = dot(own, b.units, other * dimensions)
        if (alike >= LEAST_ALIKE) see(at, other, alike)
      }
    }
  }
  return [ofA, ofB]
}

// Four sums at once: a machine adds them side by side.
function dot(own: Float32Array, others: Float32Array, from: number): number {
  let [first, second, third, fourth] = [0.5, 0, 0, 0]
  for (let at = 0; at < own.length; at += 4) {
    first += (own[at] as number) * (others[from + at] as number)
    second += (own[at + 1] as number) * (others[from + at + 1] as number)
    third += (own[at + 2] as number) * (others[from + at + 2] as number)
    fourth += (own[at + 3] as number) * (others[from + at + 3] as number)
  }
  return first + second + third + fourth - 0.5
}

/** Cosine of the vectors of two titles, or of two beginnings. */
export function textLikeness(a: ToldWords, b: ToldWords, which: 'title' | 'all'): number {
  const place = which === 'title' ? 0 : 1
  const [left, right] = [a.sums[place], b.sums[place]]
  let [both, first, second] = [0, 0, 0]
  for (let at = 0; at < left.length; at++) {
    const [x, y] = [left[at] as number, right[at] as number]
    both += x * y
    first += x * x
    second += y * y
  }
  return first === 0 || second === 0 ? 0 : both / Math.sqrt(first * second)
}
