import { createHash } from 'node:crypto'
import type { Article } from '../../feeds/article.js'
import type { WordVectors } from '../../text/model/word-vectors.js'
import { learnFrequencies } from './group-stories.js'
import { STORY_WINDOW_MS, weigh } from './likeness.js'
import { compared, pairFeatures, type Compared } from './pair-features.js'
import type { Signature } from './story-features.js'

/** A pair to learn from, with what it is counted and left out by. */
export interface PreparedPair {
  readonly id: string
  readonly row: readonly number[]
  readonly isSame: boolean
  readonly isSure: boolean
  readonly weight: number
  readonly day: string
  readonly outlet: string
  /** What both are of: a pair of a story stays with the others of that story. */
  readonly story: string
}

/** Two articles, and whether they tell one event. */
export interface LabelledPair {
  readonly id: string
  readonly a: Article
  readonly b: Article
  readonly isSame: boolean
  readonly isSure: boolean
}

/** An article and which event it tells. */
export interface StoryArticle {
  readonly article: Article
  readonly story: string
}

export interface PairContext {
  readonly signatureOf: (article: Article) => Signature
  readonly vectors: WordVectors
  /** How much a pair of this file counts. */
  readonly weight: number
}

// Where a reader doubted, half as much is learned.
const DOUBTED = 0.5

/** Judged pairs as a model sees them. What is rare is learned from the file, as `silkwire same` does. */
export function preparePairs(
  pairs: readonly LabelledPair[],
  { signatureOf, vectors, weight }: PairContext,
): PreparedPair[] {
  const signatures = pairs.map(({ a, b }) => [signatureOf(a), signatureOf(b)] as const)
  const frequencies = learnFrequencies(signatures.flat())
  const look = (signature: Signature) => compared(weigh(signature, frequencies), vectors)
  return pairs.map(({ id, a, b, isSame, isSure }, at): PreparedPair => {
    const [left, right] = (signatures[at] ?? []) as readonly [Signature, Signature]
    const day = a.isUndated === true ? id : new Date(Math.min(a.publishedAt, b.publishedAt)).toISOString().slice(0, 10)
    return {
      ...{ id, isSame, isSure, day, story: id },
      row: pairFeatures(look(left), look(right), vectors),
      weight: isSure ? weight : DOUBTED * weight,
      outlet: [a.outletId, b.outletId].sort()[0] ?? '',
    }
  })
}

const MOST_PAIRS = 170
const HARDEST = 600

/** Pairs drawn from articles whose stories are known: of those of one story, and of those most alike that are of two. The same file gives the same pairs. */
export function pairsOfStories(
  told: readonly StoryArticle[],
  { signatureOf, vectors, weight }: PairContext,
): PreparedPair[] {
  const signatures = told.map(({ article }) => signatureOf(article))
  const frequencies = learnFrequencies(signatures)
  const looked = signatures.map((signature) => compared(weigh(signature, frequencies), vectors))
  const within = pairsWithin(told)
  const same = drawn(within.filter(([a, b]) => told[a]?.story === told[b]?.story))
  const apart = within
    .filter(([a, b]) => told[a]?.story !== told[b]?.story)
    .map((pair) => ({ pair, alike: cosine(looked[pair[0]], looked[pair[1]]) }))
    .sort((x, y) => y.alike - x.alike)
    .slice(0, HARDEST)
    .map(({ pair }) => pair)
  return [...same, ...drawn(apart)].flatMap(([first, second]) => {
    const [a, b, left, right] = [told[first], told[second], looked[first], looked[second]]
    if (a === undefined || b === undefined || left === undefined || right === undefined) return []
    return {
      id: `${a.article.id} ${b.article.id}`,
      row: pairFeatures(left, right, vectors),
      isSame: a.story === b.story,
      isSure: true,
      weight,
      ...{ day: a.story, outlet: a.story, story: a.story },
    }
  })

  function drawn(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
    const order = (pair: readonly [number, number]) => createHash('sha256').update(pair.map((at) => told[at]?.article.id).join(' ')).digest('hex') // prettier-ignore
    return pairs
      .map((pair) => ({ pair, order: order(pair) }))
      .sort((x, y) => (x.order < y.order ? -1 : 1))
      .slice(0, MOST_PAIRS)
      .map(({ pair }) => pair)
  }
}

function pairsWithin(told: readonly StoryArticle[]): (readonly [number, number])[] {
  return told.flatMap(
    ({ article }, at) =>
    told
      .slice(0, at)
      .flatMap((other, before) => (Math.abs(article.publishedAt - other.article.publishedAt) <= STORY_WINDOW_MS ? [[before, at] as const] : [])), // prettier-ignore
  )
}

function cosine(a: Compared | undefined, b: Compared | undefined): number {
  if (a === undefined || b === undefined) return 0
  let sum = 0
  for (const [feature, weight] of a.weighed.weights) sum += weight * (b.weighed.weights.get(feature) ?? 0)
  return sum / (a.weighed.length * b.weighed.length || 1)
}
