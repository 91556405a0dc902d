import type { Statement, Database as Sqlite } from 'better-sqlite3'
import { levelScores, openBlocks } from './search-blocks.js'
import { titleMark, type FoundTerm } from './search-places.js'
import { roughScores } from './search-rough.js'

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
    for (const term of group) (term.documents <= RARE ? addRare : addCommon)(term, term.weight * term.rarity)
    rough.endGroup()
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
