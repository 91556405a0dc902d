import type { Statement, Database as Sqlite } from 'better-sqlite3'
import { titleMark, type FoundTerm } from './search-places.js'

/** A term with the number of articles that have it. */
export interface CountedTerm extends FoundTerm {
  readonly documents: number
}

export interface CandidateLimits {
  /** Rows that whole lists may bring together, rarest terms first. */
  readonly rows: number
  /** How many candidates are kept. */
  readonly kept: number
  /** The highest row number there is, and that of the newest article that may be seen. */
  readonly highest: number
  readonly newest: number
}

// Of what titles say, and of where common words meet, the newest are enough.
const TITLE_ROWS = 4000
const NEWEST = 500
// Two common words that hardly ever meet are looked for among so many of the newest.
const MEET_WITHIN = 200_000
const MOST_COMMON = 4
/** What a word in a title is worth beside one in the text, roughly. */
const IN_TITLE = 0.8

/**
 * Row numbers of articles that may be among the best, by a rough score: rare terms bring all of their articles, any term those whose title has it, common
 * ones the newest in which two of them meet. What it does not bring is either old or poor. `terms`: rarest first.
 */
export function gatherCandidates(
  sqlite: Sqlite,
  terms: readonly CountedTerm[],
  limits: CandidateLimits,
): readonly number[] {
  const listOf = lists(sqlite)
  const { highest, newest } = limits
  const rough = roughScores(sqlite, highest)
  const rows = (phrase: string, { from = 0, to = newest, limit = -1 }) => listOf.all(phrase, from, to, limit) as readonly number[] // prettier-ignore
  const isWhole = withinBudget(terms, limits.rows)
  const common = terms.filter((term) => !isWhole.has(term))
  for (const group of grouped(terms)) {
    rough.nextGroup()
    for (const term of group)
      if (isWhole.has(term)) rough.add(rows(quoted(term.word), { to: highest }), term.weight * term.rarity)
    rough.nextGroup()
    const perTerm = Math.ceil(TITLE_ROWS / terms.length)
    for (const term of group)
      rough.add(rows(quoted(titleMark(term.word)), { limit: perTerm }), term.weight * term.rarity * IN_TITLE)
  }
  for (const { phrase, worth } of meetingsOf(common)) {
    rough.nextGroup()
    rough.add(rows(phrase, { from: newest - MEET_WITHIN, limit: NEWEST }), worth)
  }
  return rough.best(limits.kept)
}

function withinBudget(terms: readonly CountedTerm[], rows: number): ReadonlySet<CountedTerm> {
  let total = 0
  const over = terms.findIndex(({ documents }) => (total += documents) > rows)
  return new Set(over === -1 ? terms : terms.slice(0, over))
}

// The telling terms of a group first: what a row gets for a group is what its first term gives.
function grouped(terms: readonly CountedTerm[]): readonly (readonly CountedTerm[])[] {
  const groups = new Map<number, CountedTerm[]>()
  for (const term of terms) groups.set(term.group, [...(groups.get(term.group) ?? []), term])
  return [...groups.values()].map((group) => group.sort((a, b) => b.weight * b.rarity - a.weight * a.rarity))
}

interface Meeting {
  readonly phrase: string
  readonly worth: number
}

/** Where common terms meet: all of them, each two, each one in a title with another. A single one: its newest articles. */
function meetingsOf(common: readonly CountedTerm[]): readonly Meeting[] {
  const [first, ...others] = common.slice(0, MOST_COMMON)
  if (first === undefined) return []
  const told = [first, ...others]
  const worthOf = (terms: readonly CountedTerm[]) => terms.reduce((sum, { weight, rarity }) => sum + weight * rarity, 0)
  const meetings = told.flatMap((one, index) =>
    told
      .slice(index + 1)
      .filter(({ group }) => group !== one.group)
      .map((other) => ({ phrase: `${quoted(one.word)} AND ${quoted(other.word)}`, worth: worthOf([one, other]) })),
  )
  const all =
    told.length < 3 ? [] : [{ phrase: told.map(({ word }) => quoted(word)).join(' AND '), worth: worthOf(told) }]
  const titled = told.flatMap((one) => {
    const rest = told.filter(({ group }) => group !== one.group)
    if (rest.length === 0) return []
    const phrase = `${quoted(titleMark(one.word))} AND (${rest.map(({ word }) => quoted(word)).join(' OR ')})`
    return [{ phrase, worth: worthOf([one]) * (1 + IN_TITLE) }]
  })
  return [...all, ...titled, ...meetings, { phrase: quoted(first.word), worth: worthOf([first]) }]
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
  /** What is added from here on counts once a row. */
  nextGroup(): void
  add(rows: readonly number[], worth: number): void
  best(count: number): readonly number[]
}

interface Scratch {
  scores: Float32Array
  groups: Int32Array
}

const scratches = new WeakMap<Sqlite, Scratch>()

// Scores by row number in arrays that are kept from search to search: a map of so many rows takes longer than reading them.
function roughScores(sqlite: Sqlite, highest: number): RoughScores {
  let scratch = scratches.get(sqlite)
  if (scratch === undefined || scratch.scores.length <= highest) {
    const length = Math.ceil((highest + 1) * 1.25)
    scratch = { scores: new Float32Array(length), groups: new Int32Array(length) }
    scratches.set(sqlite, scratch)
  }
  const { scores, groups } = scratch
  const touched: number[] = []
  let group = 0
  return {
    nextGroup() {
      group++
    },
    add(rows, worth) {
      for (const row of rows) {
        if (groups[row] === group) continue
        if (groups[row] === 0) touched.push(row)
        groups[row] = group
        scores[row] = (scores[row] ?? 0) + worth
      }
    },
    best(count) {
      const found = touched.map((row) => scores[row] ?? 0)
      for (const row of touched) {
        groups[row] = 0
        scores[row] = 0
      }
      if (touched.length <= count) return touched
      const least = Float32Array.from(found).sort()[touched.length - count] ?? 0
      const above = touched.filter((_row, index) => (found[index] ?? 0) > least)
      const level = touched.filter((_row, index) => found[index] === least).sort((a, b) => b - a)
      return [...above, ...level.slice(0, count - above.length)]
    },
  }
}
