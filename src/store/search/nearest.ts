import { setImmediate as breath } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Vector } from '../../summaries/terms/vector.js'
import type { Database } from '../base/database.js'
import type { Schema } from '../base/schema.js'

/** The newest articles have embeddings; older ones are found by their words alone. */
export const MOST_EMBEDDED = 30_000
/** What of the newest is held in memory while questions are asked. */
const MOST_BYTES = 32 * 1024 * 1024

/** How many numbers the embeddings by a model have; undefined before the first. */
export async function keptLength(db: Kysely<Schema>, model: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('embeddings')
    .select(({ fn }) => fn<number>('length', ['numbers']).as('length'))
    .where('model', '=', model)
    .where(({ fn }) => fn<number>('length', ['numbers']), '>', 0)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.length
}

/** The newest articles by one model, a row each: an article's row is its number modulo the count of rows, so that a newer one takes the place of the oldest. */
interface Matrix {
  readonly model: string
  readonly length: number
  readonly rows: number
  readonly cells: Int8Array
  /** 0 where a row is empty. */
  readonly articles: Float64Array
  readonly norms: Float32Array
  loadedThrough: number
}

const LOADED_AT_ONCE = 250
/** Multiplications between two breaths: some 3 ms. */
const MULTIPLIED_AT_ONCE = 2_000_000

export interface NearestOptions {
  readonly limit: number
  /** Articles published later are not seen. */
  readonly before?: number
}

/** Finds the articles whose embeddings point where a question's does, nearest first, in pieces of a few milliseconds. What is kept meanwhile is seen at the next question. */
export function openNearest({ db }: Pick<Database, 'db'>) {
  let matrix: Matrix | undefined
  let loading: Promise<unknown> = Promise.resolve()

  const matrixOf = async ({ model, numbers }: Vector): Promise<Matrix | undefined> => {
    if ((await keptLength(db, model)) !== numbers.length) return undefined
    if (matrix?.model !== model || matrix.length !== numbers.length) matrix = emptyMatrix(model, numbers.length)
    await loadNewer(db, matrix)
    return matrix
  }

  return async (asked: Vector, { limit, before }: NearestOptions): Promise<readonly string[]> => {
    const loaded = loading.then(() => matrixOf(asked))
    loading = loaded.catch(() => undefined)
    const held = await loaded
    if (held === undefined) return []
    const ranked = await rank(held, asked.numbers, before === undefined ? limit : limit * 4)
    if (ranked.length === 0) return []
    const rows = await db
      .selectFrom('articles')
      .select(['number', 'id'])
      .where('number', 'in', ranked)
      .$if(before !== undefined, (query) => query.where('published_at', '<=', before ?? 0))
      .execute()
    const ids = new Map(rows.map(({ number, id }) => [number, id]))
    return ranked.flatMap((number) => ids.get(number) ?? []).slice(0, limit)
  }
}

function emptyMatrix(model: string, length: number): Matrix {
  const rows = Math.min(MOST_EMBEDDED, Math.floor(MOST_BYTES / length))
  return {
    ...{ model, length, rows, loadedThrough: 0 },
    cells: new Int8Array(rows * length),
    articles: new Float64Array(rows),
    norms: new Float32Array(rows),
  }
}

async function loadNewer(db: Kysely<Schema>, matrix: Matrix): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom('embeddings')
      .select(['sequence', 'article', 'numbers'])
      .where('model', '=', matrix.model)
      .where('sequence', '>', matrix.loadedThrough)
      .orderBy('sequence')
      .limit(LOADED_AT_ONCE)
      .execute()
    for (const { sequence, article, numbers } of rows) {
      place(matrix, article, numbers)
      matrix.loadedThrough = sequence
    }
    if (rows.length < LOADED_AT_ONCE) return
    await breath()
  }
}

function place(matrix: Matrix, article: number, numbers: Uint8Array): void {
  const { length, rows, cells, articles, norms } = matrix
  const row = article % rows
  if (numbers.length !== length || (articles[row] ?? 0) > article) return
  const signed = new Int8Array(numbers.buffer, numbers.byteOffset, length)
  cells.set(signed, row * length)
  articles[row] = article
  norms[row] = Math.hypot(...signed)
}

/** Article numbers by cosine, best first. */
async function rank({ length, rows, cells, articles, norms }: Matrix, asked: Int8Array, limit: number) {
  const atOnce = Math.max(1, Math.floor(MULTIPLIED_AT_ONCE / length))
  let best: { article: number; cosine: number }[] = []
  for (let from = 0; from < rows; from += atOnce) {
    for (let row = from; row < Math.min(rows, from + atOnce); row += 1) {
      const article = articles[row] ?? 0
      if (article === 0) continue
      let product = 0
      for (let at = 0, cell = row * length; at < length; at += 1, cell += 1) product += (cells[cell] ?? 0) * (asked[at] ?? 0) // prettier-ignore
      const cosine = product / (norms[row] ?? 1)
      if (best.length < limit || cosine > (best.at(-1)?.cosine ?? 0))
        best = [...best, { article, cosine }]
          .sort((a, b) => b.cosine - a.cosine || b.article - a.article)
          .slice(0, limit)
    }
    await breath()
  }
  return best.map(({ article }) => article)
}
