import type { WordVectors } from '../../text/model/word-vectors.js'
import { wordAt } from '../../text/model/word-vectors.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** Words of the title, and of what stands right behind it, that two articles are compared by. */
const TITLE_WORDS = 24
const LEAD_WORDS = 100

/** The words of an article's title, a bar, those of its lead, as word vectors know them: what a signature keeps of how it begins. */
export function beginningOf(sentences: readonly ReadSentence[]): string {
  // A made title is the text's first words over again: the first sentence then stands for it.
  const own = sentences[0]?.isQuotable === false ? sentences.slice(1) : sentences
  const [title = [], ...rest] = own.slice(0, 12).map(({ tokens }) => wordsOf(tokens))
  return `${title.slice(0, TITLE_WORDS).join(' ')}|${rest.flat().slice(0, LEAD_WORDS).join(' ')}`
}

const wordsOf = (tokens: ReadSentence['tokens']) => tokens.flatMap((_token, at) => wordAt(tokens, at) ?? [])

/** Words with where their vectors stand, how rare they are and how long their vectors. */
export interface ToldWords {
  readonly words: readonly string[]
  /** Row in the vectors; -1 for a word that they do not know. */
  readonly rows: Int32Array
  readonly rarity: Float32Array
  readonly lengths: Float32Array
  readonly weight: number
  /** How many of them are the title's. */
  readonly ofTitle: number
}

// A word that no vector is known of is a name or a rare form: it tells as much as the rarest.
const UNKNOWN_RARITY = 8

/** A signature's beginning, looked up. */
export function lookUp(beginning: string, vectors: WordVectors): ToldWords {
  const [title = '', lead = ''] = beginning.split('|')
  const ofTitle = title === '' ? 0 : title.split(' ').length
  const words = `${title} ${lead}`.trim().split(' ').filter(Boolean)
  const rows = Int32Array.from(words, (word) => vectors.rowOf(word))
  const rarity = Float32Array.from(rows, (row) => (row < 0 ? UNKNOWN_RARITY : (vectors.rarity[row] ?? 0)))
  const lengths = Float32Array.from(rows, (row) => (row < 0 ? 1 : Math.sqrt(dot(vectors, row, row))))
  return { words, rows, rarity, lengths, weight: rarity.reduce((sum, each) => sum + each, 0), ofTitle }
}

function dot({ vectors, dimensions }: WordVectors, one: number, other: number): number {
  const [a, b] = [one * dimensions, other * dimensions]
  let sum = 0
  for (let at = 0; at < dimensions; at++) sum += (vectors[a + at] as number) * (vectors[b + at] as number)
  return sum
}

// Words less alike than this have nothing to do with each other.
const LEAST_ALIKE = 0.5

/**
 * How much of the first words of `from` - those of its title, or all - stands in `to`, by meaning: each word's best likeness there, weighed by how rare it is
 * (greedy matching as in BERTScore, Zhang et al. 2020).
 */
export function shareSaid(from: ToldWords, to: ToldWords, vectors: WordVectors, count = from.words.length): number {
  let [said, all] = [0, 0]
  for (let at = 0; at < count; at++) {
    const weight = from.rarity[at] as number
    all += weight
    said += weight * bestAlike(from, at, { to, vectors })
  }
  return all === 0 ? 0 : said / all
}

function bestAlike(
  from: ToldWords,
  at: number,
  { to, vectors }: { to: ToldWords; vectors: WordVectors },
): number {
  const word = from.words[at]
  if (to.words.includes(word ?? '')) return 1
  const row = from.rows[at] as number
  if (row < 0) return 0
  let best = 0
  for (let other = 0; other < to.words.length; other++) {
    const otherRow = to.rows[other] as number
    if (otherRow < 0) continue
    if (otherRow === row) return 1
    const alike = dot(vectors, row, otherRow) / ((from.lengths[at] as number) * (to.lengths[other] as number) || 1)
    if (alike > best) best = alike
  }
  return best < LEAST_ALIKE ? 0 : best
}

/** Cosine of the two texts' vectors: the mean of the words, the rare weighing more. `count`s: how many words of each. */
export function textLikeness(
  a: ToldWords,
  b: ToldWords,
  vectors: WordVectors,
  [countA, countB]: readonly [number, number] = [a.words.length, b.words.length],
): number {
  const [left, right] = [meanOf(a, vectors, countA), meanOf(b, vectors, countB)]
  let [both, first, second] = [0, 0, 0]
  for (let at = 0; at < left.length; at++) {
    const [x, y] = [left[at] as number, right[at] as number]
    both += x * y
    first += x * x
    second += y * y
  }
  return first === 0 || second === 0 ? 0 : both / Math.sqrt(first * second)
}

function meanOf({ rows, rarity }: ToldWords, { vectors, dimensions }: WordVectors, count: number): Float32Array {
  const sum = new Float32Array(dimensions)
  for (let word = 0; word < count; word++) {
    const row = rows[word] as number
    if (row < 0) continue
    const weight = rarity[word] as number
    for (let at = 0; at < dimensions; at++)
      sum[at] = (sum[at] as number) + weight * (vectors[row * dimensions + at] as number)
  }
  return sum
}
