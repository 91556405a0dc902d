import { setImmediate as breath } from 'node:timers/promises'
import type { Statement, Database as Sqlite } from 'better-sqlite3'
import { sql, type Kysely } from 'kysely'
import { inPieces } from '../base/in-pieces.js'
import type { Schema } from '../base/schema.js'
import { sizes } from './search-counts.js'
import { HIGHEST_IMPACT, impactsIn, wordNumber } from './search-places.js'
import type { Database } from '../base/database.js'

// Where the more common words stand, and how much they tell there: inverted lists with quantised impacts (Anh, de Kretser and Moffat 2001), in blocks of 4,096
// articles. The full-text index takes a microsecond for each article of a list and leaves its score to be worked out; these are two bytes an article.

const BLOCK_BITS = 12
/** Articles of a block. */
export const BLOCK_ARTICLES = 2 ** BLOCK_BITS
const LEVEL_BITS = 4
const LEVELS = 2 ** LEVEL_BITS
/** Words of fewer articles of a block are left to the full-text index. */
const LISTED_FROM = 8
/** The newest articles are left to it, too, until there are so many. */
const TAIL = 512
// A list's key is its word's number, then its block.
const MOST_BLOCKS = 2 ** 16

const ARTICLES_A_PIECE = 128

/** An article that a block may hold has other words now. */
export async function markChanged(db: Kysely<Schema>, number: number): Promise<void> {
  await sql`
    update search_blocks set changed = changed + 1 where block = ${blockOf(number)} and up_to >= ${number}
  `.execute(db)
}

/**
 * Makes the blocks that are missing, have grown by `TAIL` articles or changed, oldest first, in pieces of a few milliseconds with everybody else's work in
 * between. `shouldStop` is asked between pieces; what was broken off is made the next time.
 */
export async function tendBlocks(
  database: Pick<Database, 'db' | 'sqlite'>,
  shouldStop: () => boolean = () => false,
): Promise<void> {
  for (const block of await blocksToMake(database)) {
    await makeBlock(database, block, shouldStop)
    if (shouldStop()) return
  }
}

async function blocksToMake({ db }: Pick<Database, 'db'>): Promise<readonly number[]> {
  const { rows: changed } = await sql<{ block: number }>`
    select block from search_blocks where changed > 0 order by block
  `.execute(db)
  const { rows: state } = await sql<{ upTo: number; highest: number }>`
    select
      coalesce((select max(up_to) from search_blocks), 0) as upTo,
      coalesce((select max(number) from article_words), 0) as highest
  `.execute(db)
  const [{ upTo, highest } = { upTo: 0, highest: 0 }] = state
  const first = blockOf(upTo + 1)
  const grown = highest < upTo + TAIL ? [] : Array.from({ length: blockOf(highest) - first + 1 }, (_, at) => first + at)
  return [...new Set([...changed.map(({ block }) => block), ...grown])]
}

async function makeBlock(
  database: Pick<Database, 'db' | 'sqlite'>,
  block: number,
  shouldStop: () => boolean,
): Promise<void> {
  const { db } = database
  const { rows } = await sql<{ changed: number; words: Buffer }>`
    select changed, words from search_blocks where block = ${block}
  `.execute(db)
  const [{ changed, words: before } = { changed: 0, words: Buffer.alloc(0) }] = rows
  const { lists, upTo } = await readLists(db, block, shouldStop)
  // A word that was listed stays so as long as it stands anywhere.
  const listedBefore = new Set(asNumbers(before))
  const saved = [...new Set([...lists.keys(), ...listedBefore])].filter(
    (word) => listedBefore.has(word) || (lists.get(word)?.length ?? 0) >= LISTED_FROM,
  )
  await saveLists(database, { block, lists, words: saved }, shouldStop)
  if (shouldStop()) return
  const words = Buffer.from(Uint32Array.from(saved.filter((word) => lists.has(word))).buffer)
  // Articles that changed meanwhile are still to come.
  await sql`
    insert into search_blocks(block, up_to, changed, words) values (${block}, ${upTo}, 0, ${words})
    on conflict do update set up_to = excluded.up_to, changed = changed - ${changed}, words = excluded.words
  `.execute(db)
}

type Lists = ReadonlyMap<number, readonly number[]>

async function readLists(
  db: Kysely<Schema>,
  block: number,
  shouldStop: () => boolean,
): Promise<{ lists: Lists; upTo: number }> {
  const { averageWords } = await sizes(db)
  const from = block * BLOCK_ARTICLES
  const lists = new Map<number, number[]>()
  let upTo = from - 1
  while (!shouldStop()) {
    const { rows } = await sql<{ number: number; words: Buffer }>`
      select number, words from article_words where number > ${upTo} and number < ${from + BLOCK_ARTICLES}
      order by number limit ${ARTICLES_A_PIECE}
    `.execute(db)
    for (const { number, words } of rows) {
      upTo = number
      for (const [word, impact] of impactsIn(words, averageWords)) {
        const list = lists.get(word) ?? []
        if (list.length === 0) lists.set(word, list)
        list.push(((number - from) << LEVEL_BITS) | levelOf(impact))
      }
    }
    if (rows.length < ARTICLES_A_PIECE) break
    await breath()
  }
  return { lists, upTo }
}

interface BlockLists {
  readonly block: number
  readonly lists: Lists
  /** Those to write or, where they stand nowhere, to delete. */
  readonly words: readonly number[]
}

async function saveLists(
  database: Pick<Database, 'db' | 'sqlite'>,
  { block, lists, words }: BlockLists,
  shouldStop: () => boolean,
): Promise<void> {
  const put = database.sqlite.prepare('insert or replace into search_lists(key, articles) values (?, ?)')
  const remove = database.sqlite.prepare('delete from search_lists where key = ?')
  let done = 0
  await inPieces(
    database,
    async (_db, limit) => {
      const piece = words.slice(done, done + limit)
      for (const word of piece) {
        const list = lists.get(word)
        const key = word * MOST_BLOCKS + block
        if (list === undefined) remove.run(key)
        else put.run(key, Buffer.from(Uint16Array.from(list).buffer))
      }
      done += piece.length
      return Promise.resolve(piece.length)
    },
    shouldStop,
  )
}

const blockOf = (number: number) => number >> BLOCK_BITS

const levelOf = (impact: number) => Math.min(LEVELS - 1, Math.floor((impact / HIGHEST_IMPACT) * LEVELS))

/** What each level stands for. */
const IMPACTS = Float64Array.from({ length: LEVELS }, (_, level) => ((level + 0.5) / LEVELS) * HIGHEST_IMPACT)

const asNumbers = (packed: Buffer) => new Uint32Array(new Uint8Array(packed).buffer)

/** One word's list in one block. */
export interface BlockList {
  /** Row numbers from this one on. */
  readonly from: number
  /** An article each: its distance from there, shifted by 4, and its level. */
  readonly postings: Uint16Array
}

export const POSTING_SHIFT = LEVEL_BITS

/** What an article of each level gets for a word worth so much. */
export const levelScores = (worth: number): Float32Array => Float32Array.from(IMPACTS, (impact) => impact * worth)

export interface Blocks {
  /** Articles up to this row number are in blocks. */
  readonly upTo: number
  /** The lists of a word by rising row number. */
  listsOf(word: string): readonly BlockList[]
  /** Row numbers that the lists leave out, from and to: there fewer than 8 articles of a block have the word. Newest first. */
  gapsOf(lists: readonly BlockList[]): readonly (readonly [number, number])[]
}

const statements = new WeakMap<Sqlite, { upTo: Statement; lists: Statement }>()

/** The blocks that are ready, as far as `newest`. */
export function openBlocks(sqlite: Sqlite, newest: number): Blocks {
  const known = statements.get(sqlite)
  const { upTo: upToOf, lists } = known ?? {
    upTo: sqlite.prepare('select max(up_to) from search_blocks').pluck(),
    lists: sqlite.prepare('select key, articles from search_lists where key between ? and ? order by key').raw(),
  }
  if (known === undefined) statements.set(sqlite, { upTo: upToOf, lists })
  const upTo = Math.min(newest, Number(upToOf.get() ?? 0))
  return {
    upTo,
    listsOf(word) {
      const first = wordNumber(word) * MOST_BLOCKS
      const rows = lists.all(first, first + blockOf(upTo)) as readonly [key: number, articles: Buffer][]
      return rows.map(([key, articles]) => ({ from: (key - first) * BLOCK_ARTICLES, postings: asPostings(articles) }))
    },
    gapsOf(lists) {
      const gaps: [number, number][] = []
      let from = 0
      for (const list of lists) {
        if (list.from > from) gaps.push([from, list.from - 1])
        from = Math.min(list.from + BLOCK_ARTICLES, upTo + 1)
      }
      if (from <= newest) gaps.push([from, newest])
      return gaps.reverse()
    },
  }
}

function asPostings(packed: Buffer): Uint16Array {
  const { buffer, byteOffset, byteLength } = packed
  if (byteOffset % 2 === 0) return new Uint16Array(buffer, byteOffset, byteLength >> 1)
  return new Uint16Array(new Uint8Array(packed).buffer)
}
