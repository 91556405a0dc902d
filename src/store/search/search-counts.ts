import { sql, type Kysely } from 'kysely'
import type { Schema } from '../base/schema.js'

/** Up to here a term's articles are counted one by one, from here on its count is an estimate. */
const COUNTED = 400
/** So many articles teach the counts of terms each; of later ones every eighth, eightfold. */
const COUNT_ALL = 20_000
const COUNT_EACH = 8

/** Learns in how many articles terms stand, from a new one. */
export async function countTerms(db: Kysely<Schema>, number: number, words: readonly string[]): Promise<void> {
  const each = number <= COUNT_ALL ? 1 : COUNT_EACH
  if (number % each !== 0) return
  await sql`
    insert into term_counts(term, documents) select value, ${each} from json_each(${JSON.stringify([...new Set(words)])}) where true
    on conflict do update set documents = documents + excluded.documents
  `.execute(db)
}

/** In how many articles each term stands, 0 for one that is nowhere; exact for rare ones. */
export async function countDocuments(
  db: Kysely<Schema>,
  terms: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const words = [...new Set(terms.map(indexedWord))]
  const asked = (some: readonly string[]) => sql`select value from json_each(${JSON.stringify(some)})`
  const estimated = await sql<{ term: string; documents: number }>`
    select term, documents from term_counts where term in (${asked(words)})
  `.execute(db)
  const { total, counted: learned } = await sizes(db)
  // Terms of articles that were forgotten since are in there too.
  const share = Math.min(1, total / Math.max(1, learned))
  const documents = new Map(estimated.rows.map((row) => [row.term, Math.min(total, Math.round(row.documents * share))]))
  // The index itself counts a term by walking over all of its articles.
  const rare = words.filter((word) => (documents.get(word) ?? 0) <= COUNTED)
  const counted = await sql<{ term: string; doc: number }>`
    select term, doc from article_terms where term in (${asked(rare)})
  `.execute(db)
  for (const word of rare) documents.delete(word)
  for (const { term, doc } of counted.rows) documents.set(term, doc)
  return new Map(terms.map((term) => [term, documents.get(indexedWord(term)) ?? 0]))
}

/** A word that is only begun is known by so many letters, and may have so many more; the commonest such words stand for it. */
const [BEGUN, LONGER, MOST_BEGUN] = [5, 4, 8]

/** For each word that is letters alone and long enough, words of the archive that begin with it, commonest first, as far as counts were learned. */
export async function wordsBegunBy(
  db: Kysely<Schema>,
  words: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const begun = new Map<string, readonly string[]>()
  for (const word of words) {
    if (!/^\p{L}+$/u.test(word) || word.length < BEGUN) continue
    const { rows } = await sql<{ term: string }>`
      select term from term_counts
      where term > ${word} and term < ${`${word}\u{10FFFF}`} and length(term) <= ${word.length + LONGER}
      order by documents desc, term limit ${MOST_BEGUN}
    `.execute(db)
    begun.set(
      word,
      rows.map(({ term }) => term),
    )
  }
  return begun
}

export interface Sizes {
  readonly total: number
  /** How many words their titles and texts have in the mean. */
  readonly averageWords: number
  /** How many articles the counts of terms were learned from. */
  readonly counted: number
}

/** How many articles search knows, and how long they are. */
export async function sizes(db: Kysely<Schema>): Promise<Sizes> {
  const { rows } = await sql<{ articles: number; words: number; counted: number }>`
    select articles, words, counted from search_sizes
  `.execute(db)
  const [{ articles, words, counted } = { articles: 0, words: 0, counted: 0 }] = rows
  return { total: articles, averageWords: Math.max(1, words / Math.max(1, articles)), counted }
}

/** A word as the tokenizer keeps it whole: whatever would part it, or end a quoted FTS5 string, becomes `_`. */
export function indexedWord(word: string): string {
  return word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}'_-]/gu, '_')
}
