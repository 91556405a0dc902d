import type { Features } from '../../text/model/kernel.js'
import { bagOf, type Bag } from '../../text/model/lexical.js'
import type { WordVectors } from '../../text/model/word-vectors.js'
import { addSum, addWords, emptySum, rowsOf, writeMean } from '../../text/model/word-vectors.js'
import { rememberWords } from '../../text/remember.js'
import type { DetectedLanguage } from '../../text/types.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Marks } from './marks.js'

/** An article as its models see it, before anything is judged. */
export interface Seen {
  readonly language: DetectedLanguage
  readonly sentences: readonly ReadSentence[]
  readonly marks: readonly Marks[]
  /** The title is the text's first words, and says nothing of its own. */
  readonly hasMadeTitle: boolean
  /** Vectors of the first 70 and 260 words, one behind the other. */
  readonly vector: Float32Array
  /** Its words as such, each once. */
  readonly bag: Bag
  /** A vector a sentence. */
  readonly sentenceVectors: readonly Float32Array[]
}

/** Words of a text's vectors: what its beginning says, and what it says as a whole. */
const BEGINNING = 70
const WHOLE = 260
/** What stands behind this is read by the lists alone. */
const MOST_SENTENCES = 25

/** Looks at an article's words and marks once. */
export function see(
  sentences: readonly ReadSentence[],
  marks: readonly Marks[],
  { language, vectors }: { language: DetectedLanguage; vectors: WordVectors },
): Seen {
  const { dimensions } = vectors
  const hasMadeTitle = sentences[0]?.isQuotable === false
  const beginning = emptySum(dimensions)
  const whole = emptySum(dimensions)
  const words: number[] = []
  const sentenceVectors = sentences.slice(0, MOST_SENTENCES).map(({ tokens, place }) => {
    const rows = rowsOf(tokens, vectors)
    const own = emptySum(dimensions)
    addWords(own, rows, vectors, WHOLE)
    if (place > 0 || !hasMadeTitle) {
      for (const [sum, most] of [
        [beginning, BEGINNING],
        [whole, WHOLE],
      ] as const)
        if (sum.words + rows.length <= most) addSum(sum, own)
        else addWords(sum, rows, vectors, most)
      for (const row of rows) if (words.length < WHOLE) words.push(row)
    }
    const vector = new Float32Array(dimensions)
    writeMean(own, vectors, { language, into: vector, from: 0 })
    return vector
  })
  const vector = new Float32Array(2 * dimensions)
  writeMean(beginning, vectors, { language, into: vector, from: 0 })
  writeMean(whole, vectors, { language, into: vector, from: dimensions })
  return { language, sentences, marks, hasMadeTitle, vector, bag: bagOf(words, vectors.rarity), sentenceVectors }
}

/** How numbers weigh against marks: learned with the weights, kept beside them. */
export interface Scales {
  readonly vector: number
  /** Where a number that is no vector stands, times this. */
  readonly number: number
}

/** An article's features; `findPlaces` gives its marks as places of a model. */
export function articleFeatures(seen: Seen, findPlaces: (seen: Seen) => number[], scales: Scales): Features {
  return { places: findPlaces(seen), numbers: seen.vector.map((value) => value * scales.vector) }
}

function placed(marks: Iterable<string>, placeOf: ReadonlyMap<string, number>): number[] {
  const places: number[] = []
  for (const mark of marks) {
    const place = placeOf.get(mark)
    if (place !== undefined) places.push(place)
  }
  return places
}

/** How many numbers a sentence has beside its vector: an article's section scores, and likeness to its title and its whole. */
export const SENTENCE_NUMBERS = 2

/** The names of what a sentence is told by: its own marks, its place, its length, and what stands before it. */
export function sentenceMarks(seen: Seen, place: number): Set<string> {
  const sentence = seen.sentences[place]
  const found = new Set(seen.marks[place])
  if (sentence === undefined) return found
  const { place: index, text, tokens } = sentence
  found.add(
    index === 0
      ? seen.hasMadeTitle
        ? 'place:made'
        : 'place:title'
      : `place:${index <= 3 ? index : index <= 6 ? '4-6' : index <= 12 ? '7-12' : 'late'}`,
  )
  if (index === 1 && seen.hasMadeTitle) found.add('place:first-of-post')
  if (seen.sentences.length <= 1) found.add('place:alone')
  const length = seen.language === 'zh' ? tokens.length / 2 : tokens.length
  found.add(`words:${length < 6 ? '-5' : length < 12 ? '6-11' : length < 25 ? '12-24' : length < 45 ? '25-44' : '45-'}`)
  if (text.length < 200 && text.endsWith(':')) found.add('ends:colon')
  if (!/\p{L}/u.test(text)) found.add('no-letters')
  if (index === 0) return found
  for (const mark of seen.marks[0] ?? []) {
    const name = titled(mark)
    if (name !== undefined) found.add(name)
  }
  return found
}

const titled = rememberWords((mark) => (/^(?:party|state\+|person)/u.test(mark) ? `title:${mark}` : undefined))

/** A sentence's features: its marks, its vector, the article's `scores`, how alike it is to the title and to the whole. */
export function sentenceFeatures(
  seen: Seen,
  place: number,
  { placeOf, scales, scores }: { placeOf: ReadonlyMap<string, number>; scales: Scales; scores: Float32Array },
): Features {
  const own = seen.sentenceVectors[place] ?? new Float32Array(seen.vector.length / 2)
  const { length } = own
  const numbers = new Float32Array(length + scores.length + SENTENCE_NUMBERS)
  for (let at = 0; at < length; at++) numbers[at] = (own[at] ?? 0) * scales.vector
  for (let at = 0; at < scores.length; at++) numbers[length + at] = (scores[at] ?? 0) * scales.number
  const { title, whole } = likenessOf(seen, place)
  numbers[length + scores.length] = title * scales.number
  numbers[length + scores.length + 1] = whole * scales.number
  return { places: placed(sentenceMarks(seen, place), placeOf), numbers }
}

/** How alike a sentence is to its article's title (0 for the title) and to the whole, as cosines. */
export function likenessOf(seen: Seen, place: number): { readonly title: number; readonly whole: number } {
  const [own, title] = [seen.sentenceVectors[place], seen.sentenceVectors[0]]
  if (own === undefined) return { title: 0, whole: 0 }
  return {
    title: title === undefined || place === 0 ? 0 : cosine(own, title),
    whole: cosine(own, seen.vector.subarray(own.length)),
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [both, first, second] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] as number, b[at] as number]
    both += x * y
    first += x * x
    second += y * y
  }
  return first === 0 || second === 0 ? 0 : both / Math.sqrt(first * second)
}
