import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { SearchDocument, SearchHit, SearchTerm } from '../summaries/archive.js'
import { chunks } from './rows.js'
import type { Schema } from './schema.js'

// Everything that is SQLite's own about search stands here; PostgreSQL gets a file beside it.

/** Rows that the rarer terms of a search may bring together: what keeps 100,000 articles as quick as 10,000. */
const ROW_BUDGET = 10_000

/** Score by row number. */
type Scores = Map<number, number>

interface FoundTerm {
  readonly phrase: string
  readonly weight: number
  readonly documents: number
}

/**
 * Makes the search tables, once a database. The ascii tokenizer takes every letter outside ASCII as it is; unicode61 parts
 * words at letters newer than its tables.
 */
export async function createSearch(db: Kysely<Schema>): Promise<void> {
  await sql`
    create virtual table article_search using fts5(
      title, body, marks, content='', contentless_delete=1, detail=full, tokenize="ascii tokenchars '_-'''"
    )
  `.execute(db)
  await sql`create virtual table article_terms using fts5vocab('article_search', 'row')`.execute(db)
}

/** Search learns the words of an article in place of those that it knew; `number` is the article's row number. */
export async function indexDocument(db: Kysely<Schema>, number: number, document: SearchDocument): Promise<void> {
  const [title, body, marks] = [document.title, document.body, document.marks].map(indexedText)
  await sql`delete from article_search where rowid = ${number}`.execute(db)
  await sql`
    insert into article_search(rowid, title, body, marks) values (${number}, ${title}, ${body}, ${marks})
  `.execute(db)
}

/** In how many articles each term stands, 0 for one that is nowhere. */
export async function countDocuments(
  db: Kysely<Schema>,
  terms: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const words = [...new Set(terms.map(indexedWord))]
  const { rows } = await sql<{ term: string; doc: number }>`
    select term, doc from article_terms where term in (select value from json_each(${JSON.stringify(words)}))
  `.execute(db)
  const documents = new Map(rows.map(({ term, doc }) => [term, doc]))
  return new Map(terms.map((term) => [term, documents.get(indexedWord(term)) ?? 0]))
}

/**
 * Okapi BM25 of each term (title 5, body 1, marks 2) times its weight, summed. Terms by rising document frequency bring
 * candidates until `rowBudget` rows are reached. The rest only raise the best of these, and bring the newest articles in
 * which two of them meet. Best first, then newest, then by id.
 */
export async function searchArticles(
  db: Kysely<Schema>,
  terms: readonly SearchTerm[],
  options: { readonly limit: number; readonly before?: number; readonly rowBudget?: number },
): Promise<readonly SearchHit[]> {
  const { limit, before, rowBudget = ROW_BUDGET } = options
  const found = await findTerms(db, terms)
  const whole = withinBudget(found, rowBudget)
  const common = found.slice(whole.length)
  const scores: Scores = new Map()
  for (const { phrases, weight } of byWeight(whole)) add(scores, weight, await scoresOf(db, phrases, seenBy(before)))

  if (common.length > 0) {
    const meetings = meetingsOf(whole.at(-1), common)
    const weighed = [...best(scores, rowBudget / 5), ...(await newestOf(db, meetings, seenBy(before), rowBudget / 20))]
    for (const { phrases, weight } of byWeight(common)) {
      add(scores, weight, await scoresOf(db, phrases, among(weighed)))
    }
  }
  return hitsOf(db, scores, limit)
}

async function findTerms(db: Kysely<Schema>, terms: readonly SearchTerm[]): Promise<readonly FoundTerm[]> {
  const weights = new Map<string, number>()
  for (const { term, weight } of terms) {
    const word = indexedWord(term)
    if (word !== '' && weight > 0) weights.set(word, Math.max(weight, weights.get(word) ?? 0))
  }
  const documents = await countDocuments(db, [...weights.keys()])
  return [...weights]
    .map(([word, weight]) => ({ phrase: `"${word}"`, weight, documents: documents.get(word) ?? 0 }))
    .filter((term) => term.documents > 0)
    .sort((a, b) => a.documents - b.documents || (a.phrase < b.phrase ? -1 : 1))
}

function withinBudget(terms: readonly FoundTerm[], rowBudget: number): readonly FoundTerm[] {
  let total = 0
  const over = terms.findIndex(({ documents }) => (total += documents) > rowBudget)
  return over === -1 ? terms : terms.slice(0, over)
}

// BM25 is a sum over terms: those of one weight are scored in one go, which saves most of the time of a long search.
function byWeight(terms: readonly FoundTerm[]): readonly { readonly phrases: string; readonly weight: number }[] {
  const weights = [...new Set(terms.map(({ weight }) => weight))]
  return weights.map((weight) => ({
    phrases: terms.flatMap((term) => (term.weight === weight ? [term.phrase] : [])).join(' OR '),
    weight,
  }))
}

interface Condition {
  readonly join: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
}

function seenBy(before: number | undefined): Condition {
  if (before === undefined) return { join: sql``, where: sql`` }
  // A cross join keeps the full-text index as the outer loop.
  return { join: sql`cross join articles a on a.number = s.rowid`, where: sql`and a.published_at <= ${before}` }
}

function among(numbers: readonly number[]): Condition {
  // The plus sign keeps SQLite from asking the full-text index row by row, which is far slower.
  return {
    join: sql``,
    where: sql`and +s.rowid in (select value from json_each(${JSON.stringify(numbers)}))`,
  }
}

async function scoresOf(db: Kysely<Schema>, phrases: string, { join, where }: Condition): Promise<Scores> {
  const { rows } = await sql<{ number: number; score: number }>`
    select s.rowid as number, -bm25(article_search, 5.0, 1.0, 2.0) as score
    from article_search s ${join} where article_search match ${phrases} ${where}
  `.execute(db)
  return new Map(rows.map(({ number, score }) => [number, score]))
}

/** Each two of the three rarest common terms and the last that was taken whole; where none was, the rarest alone too. */
function meetingsOf(lastWhole: FoundTerm | undefined, common: readonly FoundTerm[]): readonly string[] {
  const phrases = [...(lastWhole === undefined ? [] : [lastWhole]), ...common.slice(0, 3)].map(({ phrase }) => phrase)
  const pairs = phrases.flatMap((one, index) => phrases.slice(index + 1).map((other) => `${one} AND ${other}`))
  return lastWhole === undefined ? [...phrases.slice(0, 1), ...pairs] : pairs
}

async function newestOf(
  db: Kysely<Schema>,
  meetings: readonly string[],
  { join, where }: Condition,
  limitEach: number,
): Promise<readonly number[]> {
  const numbers: number[] = []
  for (const meeting of meetings) {
    const { rows } = await sql<{ number: number }>`
      select s.rowid as number from article_search s ${join}
      where article_search match ${meeting} ${where} order by s.rowid desc limit ${Math.ceil(limitEach)}
    `.execute(db)
    numbers.push(...rows.map(({ number }) => number))
  }
  return numbers
}

function add(scores: Scores, weight: number, found: Scores): void {
  for (const [number, score] of found) scores.set(number, (scores.get(number) ?? 0) + weight * score)
}

/** Row numbers by score; where scores are alike, newer rows first. */
function best(scores: Scores, limit: number): readonly number[] {
  const ranked = [...scores].sort(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || b - a)
  return ranked.slice(0, limit).map(([number]) => number)
}

async function hitsOf(db: Kysely<Schema>, scores: Scores, limit: number): Promise<readonly SearchHit[]> {
  const last = best(scores, limit).at(-1)
  if (last === undefined) return []
  // All that tie with the last one stay in, so that age decides among them.
  const least = scores.get(last) ?? 0
  const candidates = [...scores].filter(([, score]) => score >= least)
  const articles = new Map<number, { id: string; publishedAt: number }>()
  for (const some of chunks(candidates.map(([number]) => number))) {
    const rows = await db
      .selectFrom('articles')
      .select(['number', 'id', 'published_at'])
      .where('number', 'in', some)
      .execute()
    for (const row of rows) articles.set(row.number, { id: row.id, publishedAt: row.published_at })
  }
  return candidates
    .flatMap(([number, score]) => {
      const article = articles.get(number)
      return article === undefined ? [] : [{ ...article, score }]
    })
    .sort((a, b) => b.score - a.score || b.publishedAt - a.publishedAt || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(({ id, score }) => ({ articleId: id, score }))
}

function indexedText(words: readonly string[]): string {
  return words.map(indexedWord).join(' ')
}

/** A word as the tokenizer keeps it whole: whatever would part it, or end a quoted FTS5 string, becomes `_`. */
function indexedWord(word: string): string {
  return word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}'_-]/gu, '_')
}
