import type { Database as Sqlite } from 'better-sqlite3'
import { BLOCK_ARTICLES, POSTING_SHIFT, type BlockList } from './search-blocks.js'

/** Sums of rough scores by row number. */
export interface RoughScores {
  add(rows: readonly number[], score: number): void
  /** `scores`: by level. Rows above the newest are left out. */
  addList(list: BlockList, scores: Float32Array): void
  /** Of what was added since the last group's end, the most counts once a row. */
  endGroup(): void
  /** Row numbers of the best, of equals the highest. */
  best(count: number): readonly number[]
}

/** What a list gives to rows of a block: postings as in a BlockList, and scores by level. */
interface Gift {
  readonly postings: Uint16Array
  readonly scores: Float32Array
}

const scratches = new WeakMap<Sqlite, Float32Array>()

// An array by row number that is kept from search to search: a map of so many rows takes longer than reading them.
function scratchOf(sqlite: Sqlite, highest: number): Float32Array {
  const known = scratches.get(sqlite)
  if (known !== undefined && known.length > highest) {
    known.fill(0, 0, highest + 1)
    return known
  }
  const scores = new Float32Array(Math.ceil((highest + 1) * 1.25))
  scratches.set(sqlite, scores)
  return scores
}

/** Starts sums for rows up to `highest`. They are made block by block, a group at a time: what a block needs stays in the processor's nearest memory. */
export function roughScores(
  sqlite: Sqlite,
  { highest, newest }: { readonly highest: number; readonly newest: number },
): RoughScores {
  const sums = scratchOf(sqlite, highest)
  let group = new Map<number, Gift[]>()
  let most = 0
  const give = (from: number, gift: Gift): void => {
    const known = group.get(from)
    if (known) known.push(gift)
    else group.set(from, [gift])
  }
  return {
    add(rows, score) {
      const scores = Float32Array.of(score)
      for (const { from, postings } of inBlocks(rows)) give(from, { postings, scores })
    },
    addList({ from, postings }, scores) {
      const isCut = from + BLOCK_ARTICLES > newest
      give(from, { postings: isCut ? postings.filter((posting) => from + (posting >> POSTING_SHIFT) <= newest) : postings, scores }) // prettier-ignore
    },
    endGroup() {
      for (const [from, gifts] of group) {
        for (const gift of gifts) raise(gift)
        for (const { postings } of gifts) most = Math.max(most, drain(postings, sums, from))
      }
      group = new Map()
    },
    best: (count) => bestOf(sums.subarray(0, highest + 1), { count, most }),
  }
}

/** Rows as lists of blocks, level 0 each. They come in order, so those of a block stand together. */
function* inBlocks(rows: readonly number[]): Iterable<BlockList> {
  let start = 0
  while (start < rows.length) {
    const from = blockStart(rows[start] ?? 0)
    let end = start + 1
    while (end < rows.length && blockStart(rows[end] ?? 0) === from) end++
    const postings = new Uint16Array(end - start)
    for (let at = start; at < end; at++) postings[at - start] = ((rows[at] ?? 0) - from) << POSTING_SHIFT
    yield { from, postings }
    start = end
  }
}

const blockStart = (row: number): number => row - (row % BLOCK_ARTICLES)

const LEVEL_MASK = 2 ** POSTING_SHIFT - 1
/** The most that a list of the group gave to each row of the block in hand; zeros between. */
const given = new Float32Array(BLOCK_ARTICLES)

// The two loops that a search spends most of its time in: without a call a row.
function raise({ postings, scores }: Gift): void {
  for (const posting of postings) {
    const offset = posting >> POSTING_SHIFT
    const score = scores[posting & LEVEL_MASK] ?? 0
    if (score > (given[offset] ?? 0)) given[offset] = score
  }
}

/** Moves what was given into the sums; the highest of them. */
function drain(postings: Uint16Array, sums: Float32Array, from: number): number {
  let most = 0
  for (const posting of postings) {
    const offset = posting >> POSTING_SHIFT
    const sum = (sums[from + offset] ?? 0) + (given[offset] ?? 0)
    sums[from + offset] = sum
    given[offset] = 0
    if (sum > most) most = sum
  }
  return most
}

const BINS = 4096
/** How much of the highest score the first look goes down to, and by how much each further one is lower. */
const LOOK = 0.5
const LOOKS = 4

/**
 * Indices of the highest scores, of about equals the highest indices: by a histogram, since a million numbers are many to sort. Most of them are far below
 * the best, so the upper half is looked through first.
 */
function bestOf(scores: Float32Array, { count, most }: { count: number; most: number }): number[] {
  if (most === 0) return []
  for (let look = 1, floor = most * LOOK; look <= LOOKS; look++, floor *= LOOK) {
    const above = indicesAbove(scores, floor)
    if (above.length >= count) return cutTo(above, { scores, count, most })
  }
  return cutTo(indicesAbove(scores, 0), { scores, count, most })
}

/** Highest indices first. */
function indicesAbove(scores: Float32Array, floor: number): number[] {
  const above: number[] = []
  for (let row = scores.length - 1; row >= 0; row--) if ((scores[row] ?? 0) > floor) above.push(row)
  return above
}

interface Cut {
  readonly scores: Float32Array
  readonly count: number
  readonly most: number
}

function cutTo(rows: readonly number[], { scores, count, most }: Cut): number[] {
  if (rows.length <= count) return [...rows]
  const scale = (BINS - 1) / most
  const binOf = (row: number) => Math.trunc((scores[row] ?? 0) * scale)
  const bins = new Uint32Array(BINS)
  for (const row of rows) {
    const bin = binOf(row)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  const { bin, within } = lastBin(bins, count)
  let left = within
  return rows.filter((row) => {
    const own = binOf(row)
    return own > bin || (own === bin && left-- > 0)
  })
}

/** The bin of the last score that is kept, and how many of it are. */
function lastBin(bins: Uint32Array, count: number): { bin: number; within: number } {
  let within = count
  for (let bin = BINS - 1; bin > 0; bin--) {
    const here = bins[bin] ?? 0
    if (here >= within) return { bin, within }
    within -= here
  }
  return { bin: 0, within }
}
