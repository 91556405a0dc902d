import type { DetectedLanguage, Token } from '../types.js'
import { arrayOf, readTensors } from './tensors.js'

/** What a vectors file says of itself. */
export interface VectorsHeader {
  readonly kind: 'words'
  readonly dimensions: number
  /** The mean vector of texts by language, in the units of the vectors: what a text differs from. */
  readonly means: Readonly<Record<string, readonly number[]>>
  /** A byte of `vectors` times this is its value. */
  readonly scale: number
  /** A byte of `rarity` times this is a word's weight. */
  readonly rarityScale: number
  /** How, from what and when they were made. */
  readonly made: string
}

/** Vectors of words of all languages, by their folded spelling; Chinese by pairs of characters. */
export interface WordVectors {
  readonly dimensions: number
  /** Row of a word in `vectors`; -1 where it is unknown. */
  readonly rowOf: (word: string) => number
  readonly vectors: Int8Array
  readonly scale: number
  /** Weight of a row's word in a text's mean: what stands everywhere says little. */
  readonly rarity: Float32Array
  readonly meanOf: (language: DetectedLanguage) => Float32Array
}

/** Opens a vectors file. Throws WeightsError. */
export function openWordVectors(bytes: Uint8Array): WordVectors {
  const tensors = readTensors<VectorsHeader>(bytes)
  const { dimensions, means, scale, rarityScale } = tensors.header
  const keys = arrayOf(tensors, 'keys', Uint32Array)
  const rarity = Float32Array.from(arrayOf(tensors, 'rarity', Uint8Array), (byte) => byte * rarityScale)
  const meansByLanguage = new Map(Object.entries(means).map(([language, mean]) => [language, Float32Array.from(mean)]))
  const none = new Float32Array(dimensions)
  const index = indexOf(keys)
  const known = new Map<string, number>()
  return {
    dimensions,
    vectors: arrayOf(tensors, 'vectors', Int8Array),
    scale,
    rarity,
    meanOf: (language) => meansByLanguage.get(language) ?? none,
    rowOf(word) {
      const before = known.get(word)
      if (before !== undefined) return before
      if (known.size >= MEMORY) known.clear()
      const row = findRow(word, keys, index)
      known.set(word, row)
      return row
    },
  }
}

const MEMORY = 20_000
/** Letters that an unknown word must share with known ones to be taken for one of them. */
const LONGEST_START = 8
const SHORTEST_START = 5

// An unknown form of a known word is the mean of those that begin as it does, which the file holds under the beginning and a hyphen.
function findRow(word: string, keys: Uint32Array, index: Uint32Array): number {
  const row = find(hashWord(word), keys, index)
  if (row >= 0) return row
  for (let length = Math.min(LONGEST_START, word.length); length >= SHORTEST_START; length--) {
    const start = find(hashWord(`${word.slice(0, length)}-`), keys, index)
    if (start >= 0) return start
  }
  return -1
}

/** The key of a word: FNV-1a over its UTF-16 units, mixed (Aumasson's avalanche is not needed, a second multiplication is). Of 120,000 words about two share a key. */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

const INDEX_BITS = 16

// Where keys with the same first sixteen bits begin: a look-up then compares two or three.
function indexOf(keys: Uint32Array): Uint32Array {
  const index = new Uint32Array((1 << INDEX_BITS) + 1)
  let place = 0
  for (let head = 0; head < 1 << INDEX_BITS; head++) {
    while (place < keys.length && (keys[place] ?? 0) >>> (32 - INDEX_BITS) < head) place++
    index[head] = place
  }
  index[1 << INDEX_BITS] = keys.length
  return index
}

function find(key: number, keys: Uint32Array, index: Uint32Array): number {
  const head = key >>> (32 - INDEX_BITS)
  const end = index[head + 1] ?? 0
  for (let row = index[head] ?? 0; row < end; row++) if (keys[row] === key) return row
  return -1
}

const HAN = /^\p{Script=Han}$/u
const LETTER = /^\p{L}/u
const LONGEST = 40

/** Rows of the words of a text that are known, in order; a Chinese text is its pairs of neighbouring characters. */
export function rowsOf(tokens: readonly Token[], vectors: WordVectors): number[] {
  const rows: number[] = []
  for (let at = 0; at < tokens.length; at++) {
    const word = wordAt(tokens, at)
    if (word === undefined) continue
    const row = vectors.rowOf(word)
    if (row >= 0) rows.push(row)
  }
  return rows
}

/** The word at a token, as vectors are kept by it; undefined where none begins there. */
export function wordAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at]
  if (token === undefined) return undefined
  const { folded } = token
  if (folded.length === 1) {
    const next = tokens[at + 1]
    const isPair = next?.start === token.end && next.folded.length === 1 && isHan(folded) && isHan(next.folded)
    return isPair ? folded + next.folded : undefined
  }
  return folded.length < LONGEST && LETTER.test(folded) && !HAN.test(folded) ? folded : undefined
}

const isHan = (character: string) => {
  const code = character.charCodeAt(0)
  return code >= 0x3400 && code <= 0x9fff
}

/** A weighted sum of word vectors as it grows, word by word. */
export interface TextSum {
  readonly sum: Float32Array
  weight: number
  words: number
}

export const emptySum = (dimensions: number): TextSum => ({ sum: new Float32Array(dimensions), weight: 0, words: 0 })

/** Adds words to a sum, up to `most` words in all. */
export function addWords(total: TextSum, rows: readonly number[], vectors: WordVectors, most = Infinity): void {
  const { dimensions, vectors: bytes, rarity } = vectors
  const { sum } = total
  for (const row of rows) {
    if (total.words >= most) return
    const weight = rarity[row] as number
    const start = row * dimensions
    // Without a check for absence: it would box each number.
    for (let at = 0; at < dimensions; at++) sum[at] = (sum[at] as number) + weight * (bytes[start + at] as number)
    total.weight += weight
    total.words++
  }
}

/** Adds all that another sum holds. */
export function addSum(total: TextSum, other: TextSum): void {
  for (let at = 0; at < total.sum.length; at++) total.sum[at] = (total.sum[at] as number) + (other.sum[at] as number)
  total.weight += other.weight
  total.words += other.words
}

/** A text's vector: the weighted mean of its words less its language's mean, as `length` numbers from `into[from]`. Zero where no word is known. */
export function writeMean(
  { sum, weight }: TextSum,
  vectors: WordVectors,
  { language, into, from }: { language: DetectedLanguage; into: Float32Array; from: number },
): void {
  if (weight === 0) return
  const mean = vectors.meanOf(language)
  const factor = vectors.scale / weight
  for (let at = 0; at < vectors.dimensions; at++) into[from + at] = (sum[at] ?? 0) * factor - (mean[at] ?? 0)
}
