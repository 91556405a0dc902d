import type { Statement, Database as Sqlite } from 'better-sqlite3'
import { levelScores, openBlocks, POSTING_SHIFT, type BlockList } from './search-blocks.js'
import { titleMark, type FoundTerm } from './search-places.js'

/** A term with the number of articles that have it. */
export interface CountedTerm extends FoundTerm {
  readonly documents: number
}

export interface CandidateLimits {
  /** Rows that the full-text index may bring as whole lists, rarest terms first. */
  readonly rows: number
  /** How many candidates are kept. */
  readonly kept: number
  /** The highest row number there is, and that of the newest article that may be seen. */
  readonly highest: number
  readonly newest: number
}

/** Words of fewer articles have the full-text index for all of their list. */
const RARE = 400
// Of a list over the budget, and of what titles say, the newest are enough.
const NEWEST = 512
// So many gaps between the blocks that list a word are filled, newest first, it is rare in each; where there are more, the whole list of a word within the
// budget takes less time than a query for each of them.
const MOST_GAPS = 8
/** What a word is worth in a text of which the full-text index says no more, and what it is in a title, roughly. */
const [IN_TEXT, IN_TITLE] = [1, 1.8]

/**
 * Row numbers of articles that may be among the best, by a rough score: rare terms bring all of their articles, common ones all that the blocks list, with what
 * they tell there, and the newest of the rest. `terms`: rarest first.
 */
export function gatherCandidates(
  sqlite: Sqlite,
  terms: readonly CountedTerm[],
  { rows: budget, kept, highest, newest }: CandidateLimits,
): readonly number[] {
  const listOf = lists(sqlite)
  const blocks = openBlocks(sqlite, newest)
  const rough = roughScores(sqlite, { highest, newest })
  const rows = (phrase: string, { from = 0, to = newest, limit = -1 }) => listOf.all(phrase, from, to, limit) as readonly number[] // prettier-ignore
  const isWhole = withinBudget(terms, budget)
  const addRare = (term: CountedTerm, worth: number) => {
    rough.add(rows(quoted(titleMark(term.word)), { limit: NEWEST }), worth * IN_TITLE)
    const range = isWhole.has(term) ? { to: highest } : { limit: NEWEST }
    rough.add(rows(quoted(term.word), range), worth * IN_TEXT)
  }
  const addCommon = (term: CountedTerm, worth: number) => {
    const listed = blocks.listsOf(term.word)
    const scores = levelScores(worth)
    for (const list of listed) rough.addList(list, scores)
    const gaps = blocks.gapsOf(listed)
    if (gaps.length > MOST_GAPS && isWhole.has(term)) rough.add(rows(quoted(term.word), {}), worth * IN_TEXT)
    else
      for (const [from, to] of gaps.slice(0, MOST_GAPS))
        rough.add(rows(quoted(term.word), { from, to, limit: NEWEST }), worth * IN_TEXT)
  }
  for (const group of grouped(terms)) {
    rough.nextGroup()
    for (const term of group) (term.documents <= RARE ? addRare : addCommon)(term, term.weight * term.rarity)
  }
  return rough.best(kept)
}

function withinBudget(terms: readonly CountedTerm[], rows: number): ReadonlySet<CountedTerm> {
  let total = 0
  const over = terms.findIndex(({ documents }) => (total += documents) > rows)
  return new Set(over === -1 ? terms : terms.slice(0, over))
}

function grouped(terms: readonly CountedTerm[]): readonly (readonly CountedTerm[])[] {
  const groups = new Map<number, CountedTerm[]>()
  for (const term of terms) {
    const group = groups.get(term.group) ?? []
    if (group.length === 0) groups.set(term.group, group)
    group.push(term)
  }
  return [...groups.values()]
}

const quoted = (word: string) => `"${word}"`

const statements = new WeakMap<Sqlite, Statement>()

function lists(sqlite: Sqlite): Statement {
  const known = statements.get(sqlite)
  if (known !== undefined) return known
  const prepared = sqlite
    .prepare(
      'select rowid from article_search where article_search match ? and rowid between ? and ? order by rowid desc limit ?',
    )
    .pluck()
  statements.set(sqlite, prepared)
  return prepared
}

interface RoughScores {
  /** Of what is added from here on, the most counts once a row. */
  nextGroup(): void
  add(rows: readonly number[], score: number): void
  /** `scores`: by level. */
  addList(list: BlockList, scores: Float64Array): void
  /** Row numbers of the best, of equals the highest. */
  best(count: number): readonly number[]
}

interface Scratch {
  readonly scores: Float32Array
  /** The group that last gave a row something, and what it gave. */
  readonly groups: Uint32Array
  readonly given: Float32Array
  group: number
}

const scratches = new WeakMap<Sqlite, Scratch>()

// Arrays by row number that are kept from search to search: a map of so many rows takes longer than reading them.
function scratchOf(sqlite: Sqlite, highest: number): Scratch {
  const known = scratches.get(sqlite)
  if (known !== undefined && known.scores.length > highest && known.group < 2 ** 31) {
    known.scores.fill(0, 0, highest + 1)
    return known
  }
  const length = Math.ceil((highest + 1) * 1.25)
  const [scores, given, groups] = [new Float32Array(length), new Float32Array(length), new Uint32Array(length)]
  const scratch = { scores, given, groups, group: 0 }
  scratches.set(sqlite, scratch)
  return scratch
}

function roughScores(sqlite: Sqlite, { highest, newest }: { highest: number; newest: number }): RoughScores {
  const scratch = scratchOf(sqlite, highest)
  const { scores, groups, given } = scratch
  let most = 0
  const give = (row: number, score: number) => {
    const more = groups[row] === scratch.group ? score - (given[row] ?? 0) : score
    if (more <= 0) return
    groups[row] = scratch.group
    given[row] = score
    const sum = (scores[row] ?? 0) + more
    scores[row] = sum
    if (sum > most) most = sum
  }
  return {
    nextGroup() {
      scratch.group++
    },
    add(rows, score) {
      for (const row of rows) give(row, score)
    },
    addList({ from, postings }, levels) {
      for (const posting of postings) {
        const row = from + (posting >> POSTING_SHIFT)
        if (row > newest) return
        give(row, levels[posting & LEVEL_MASK] ?? 0)
      }
    },
    best: (count) => bestOf(scores.subarray(0, highest + 1), { count, most }),
  }
}

const LEVEL_MASK = 2 ** POSTING_SHIFT - 1

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
