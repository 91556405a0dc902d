import { sql, type Kysely } from 'kysely'
import { chunks } from '../base/rows.js'
import type { Schema } from '../base/schema.js'
import { textNumbers } from './search-places.js'

/** A word tells what the best articles are about where so many of them have it: what one says alone may be beside the point. */
const SHARED_BY = 2
/** Of such words the most telling are enough. */
const TOLD = 40

// Okapi BM25, as in search-places.ts.
const K1 = 1.2
const B = 0.75

/**
 * How much each of `among` says of what the articles of `best` have in common: pseudo-relevance feedback with a relevance model (Lavrenko and Croft, 2001), BM25 of
 * its words. How rare a word is, is counted in `among`, so that what all of them say tells nothing. Articles that search does not know are left out.
 */
export async function findLikeness(
  db: Kysely<Schema>,
  best: readonly string[],
  among: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const texts = await textsOf(db, [...best, ...among])
  const told = toldBy(best.flatMap((id) => texts.get(id) ?? []))
  const known = [...new Set(among)].flatMap((id) => {
    const text = texts.get(id)
    return text === undefined ? [] : [{ id, words: text.length, counts: countsOf(text, told) }]
  })
  const telling = mostTelling(told, known)
  const averageWords = known.reduce((sum, { words }) => sum + words, 0) / Math.max(1, known.length)
  return new Map(
    known.map(({ id, words, counts }) => {
      const norm = K1 * (1 - B + (B * words) / averageWords)
      const score = telling.reduce((sum, { place, weight }) => {
        const count = counts[place] ?? 0
        return sum + (weight * count * (K1 + 1)) / (count + norm)
      }, 0)
      return [id, score]
    }),
  )
}

async function textsOf(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, Uint32Array>> {
  const texts = new Map<string, Uint32Array>()
  for (const some of chunks([...new Set(ids)])) {
    const { rows } = await sql<{ id: string; words: Buffer }>`
      select id, words from articles join article_words using (number)
      where id in (select value from json_each(${JSON.stringify(some)}))
    `.execute(db)
    for (const { id, words } of rows) texts.set(id, textNumbers(words))
  }
  return texts
}

/** Words that several of the best articles have, with how much of them they are. */
interface Told {
  readonly placeOf: ReadonlyMap<number, number>
  readonly shares: readonly number[]
  readonly maybe: Uint8Array
}

function toldBy(texts: readonly Uint32Array[]): Told {
  const told = new Map<number, { share: number; times: number; last: number }>()
  for (const [index, text] of texts.entries())
    for (const word of text) {
      const known = told.get(word)
      if (known === undefined) told.set(word, { share: 1 / text.length, times: 1, last: index })
      else {
        known.share += 1 / text.length
        if (known.last !== index) known.times++
        known.last = index
      }
    }
  const shared = [...told].filter(([, { times }]) => times >= SHARED_BY)
  // Most words of an article are none of them: one look at a small table tells.
  const maybe = new Uint8Array(4096)
  for (const [word] of shared) maybe[word & 4095] = 1
  return {
    placeOf: new Map(shared.map(([word], place) => [word, place])),
    shares: shared.map(([, { share }]) => share),
    maybe,
  }
}

function countsOf(text: Uint32Array, { placeOf, shares, maybe }: Told): Float64Array {
  const counts = new Float64Array(shares.length)
  for (const word of text) {
    if (maybe[word & 4095] === 0) continue
    const place = placeOf.get(word)
    if (place !== undefined) counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

function mostTelling({ shares }: Told, articles: readonly { readonly counts: Float64Array }[]) {
  return shares
    .map((share, place) => {
      const having = articles.filter(({ counts }) => (counts[place] ?? 0) > 0).length
      return { place, weight: share * Math.log((articles.length + 1) / Math.max(1, having)) }
    })
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .slice(0, TOLD)
}
