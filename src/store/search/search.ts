import type { Statement, Database as Sqlite } from 'better-sqlite3'
import { sql, type Kysely } from 'kysely'
import type { SearchDocument, SearchHit, SearchTerm, TermPlaces } from '../../summaries/terms/search-port.js'
import type { DetectedLanguage } from '../../text/types.js'
import { gatherCandidates, type CountedTerm } from './search-candidates.js'
import { markChanged } from './search-blocks.js'
import { packWords, startScoring, titleMark, wordsIn } from './search-places.js'
import type { Schema } from '../base/schema.js'
import { countDocuments, countTerms, indexedWord, sizes, wordsBegunBy, type Sizes } from './search-counts.js'
import type { Database } from '../base/database.js'

// What is SQLite's own about search stands here and in the search-*.ts beside it; PostgreSQL gets files of its own.

/** Rows that the rarer terms of a search may bring together: what keeps a million articles as quick as a hundred thousand. */
const ROW_BUDGET = 10_000
/** How many candidates are scored word by word. */
const SCORED = 128

export interface IndexedArticle {
  /** The article's row number. */
  readonly number: number
  readonly publishedAt: number
  readonly language: DetectedLanguage
  readonly document: SearchDocument
}

/** Search learns the words of an article in place of those that it knew. */
export async function indexDocument(
  db: Kysely<Schema>,
  { number, publishedAt, language, document }: IndexedArticle,
): Promise<void> {
  const { title, body, marks } = indexed(document)
  const packed = packWords({ title, body, marks })
  const wasKnown = await forgetDocument(db, number)
  if (!wasKnown) await markChanged(db, number)
  await sql`
    insert into article_search(rowid, title, body, marks)
    values (${number}, ${title.join(' ')}, ${body.join(' ')}, ${marks.join(' ')})
  `.execute(db)
  await sql`
    insert into article_words(number, published_at, language, words)
    values (${number}, ${publishedAt}, ${language}, ${packed})
  `.execute(db)
  await sql`
    update search_sizes set articles = articles + 1, words = words + ${wordsIn(packed)}, counted = counted + ${wasKnown ? 0 : 1}
  `.execute(db)
  if (!wasKnown) await countTerms(db, number, [...title, ...body, ...marks])
}

/** Search knows an article no more; false where it never did. */
export async function forgetDocument(db: Kysely<Schema>, number: number): Promise<boolean> {
  const { rows } = await sql<{ words: Buffer }>`
    delete from article_words where number = ${number} returning words
  `.execute(db)
  await sql`delete from article_search where rowid = ${number}`.execute(db)
  const [known] = rows
  if (known === undefined) return false
  await markChanged(db, number)
  await sql`update search_sizes set articles = articles - 1, words = words - ${wordsIn(known.words)}`.execute(db)
  return true
}

function indexed({
  title,
  body,
  marks,
  titleMarks = [],
}: SearchDocument): Record<'title' | 'body' | 'marks', string[]> {
  const words = title.map(indexedWord)
  const titled = [...words, ...titleMarks.map(indexedWord)]
  return {
    title: words,
    body: body.map(indexedWord),
    marks: [...marks.map(indexedWord), ...[...new Set(titled)].map(titleMark)],
  }
}

export interface SearchOptions {
  readonly limit: number
  /** Articles published later are not seen. */
  readonly before?: number
  readonly rowBudget?: number
}

/**
 * Okapi BM25 of each term (title 5, body 1, marks 2) times its weight, summed; of the terms of one group the best counts. Articles are brought by terms of
 * rising document frequency within `rowBudget`, and scored word by word. For a term that no article has stand words that begin with it. Best first, then newest, then by id. Reads beside no open transaction.
 */
export async function searchArticles(
  { db, sqlite }: Pick<Database, 'db' | 'sqlite'>,
  terms: readonly SearchTerm[],
  options: SearchOptions,
): Promise<readonly SearchHit[]> {
  const { asked, documents } = await withBegun(db, askedTerms(terms))
  const size = await sizes(db)
  const search = () => searchNow(sqlite, { asked, documents, size, ...options })
  // A transaction that another caller has open holds the connection: its half-saved rows are not seen.
  return db.isTransaction ? search() : db.connection().execute(async () => search())
}

interface AskedTerm {
  readonly word: string
  readonly weight: number
  readonly group: number | string
  /** Where the caller has it. */
  readonly indices: readonly number[]
}

function askedTerms(terms: readonly SearchTerm[]): readonly AskedTerm[] {
  const asked = new Map<string, AskedTerm>()
  for (const [index, { term, weight, group }] of terms.entries()) {
    const word = indexedWord(term)
    if (word === '' || weight <= 0) continue
    const known = asked.get(word)
    const indices = [...(known?.indices ?? []), index]
    asked.set(word, {
      word,
      weight: Math.max(weight, known?.weight ?? 0),
      group: known?.group ?? group ?? word,
      indices,
    })
  }
  return [...asked.values()]
}

/** What a word that is only begun is worth beside one that stands there whole. */
const BEGUN_WEIGHT = 0.6

/** The terms with their counts. For a word that no article has stand those that begin with it: "transp", "uran". */
async function withBegun(
  db: Kysely<Schema>,
  whole: readonly AskedTerm[],
): Promise<{ readonly asked: readonly AskedTerm[]; readonly documents: ReadonlyMap<string, number> }> {
  const counted = await countDocuments(db, whole.map(({ word }) => word)) // prettier-ignore
  const missing = whole.filter(({ word }) => counted.get(word) === 0)
  const begun = await wordsBegunBy(db, missing.map(({ word }) => word)) // prettier-ignore
  const known = new Set(whole.map(({ word }) => word))
  const longer = missing.flatMap((term) =>
    (begun.get(term.word) ?? [])
      .filter((word) => !known.has(word))
      .map((word) => ({ ...term, word, weight: term.weight * BEGUN_WEIGHT })),
  )
  if (longer.length === 0) return { asked: whole, documents: counted }
  const asked = [...new Map([...longer, ...whole].map((term) => [term.word, term])).values()]
  const more = await countDocuments(db, longer.map(({ word }) => word)) // prettier-ignore
  return { asked, documents: new Map([...counted, ...more]) }
}

interface Search extends SearchOptions {
  readonly asked: readonly AskedTerm[]
  readonly documents: ReadonlyMap<string, number>
  readonly size: Sizes
}

function searchNow(
  sqlite: Sqlite,
  { asked, documents, size, limit, before, rowBudget = ROW_BUDGET }: Search,
): SearchHit[] {
  const { total, averageWords } = size
  const found = foundTerms(asked, documents, total)
  if (found.length === 0) return []
  const { highestOf, wordsOf, idsOf, newestOf } = statementsOf(sqlite)
  const highest = Number(highestOf.get() ?? 0)
  // Row numbers follow time, but for what an import or a late feed brought.
  const newest = before === undefined ? highest : Math.max(0, ...(newestOf.all(before) as number[]))
  const candidates = gatherCandidates(sqlite, found, {
    rows: rowBudget,
    kept: Math.max(SCORED, limit),
    highest,
    newest,
  })
  const scorer = startScoring(found, averageWords)
  const scored = (wordsOf.all(JSON.stringify(candidates)) as readonly WordsRow[])
    .filter(([, publishedAt]) => before === undefined || publishedAt <= before)
    .map(([number, publishedAt, language, packed]) => {
      return { number, publishedAt, language, packed, score: scorer.score(packed) }
    })
    .sort((a, b) => b.score - a.score || b.publishedAt - a.publishedAt)
  // All that tie with the last one stay in until ids decide.
  const last = scored[limit - 1]?.score ?? 0
  const kept = scored.filter(({ score }) => score > 0 && score >= last)
  const idOf = new Map(idsOf.all(JSON.stringify(kept.map(({ number }) => number))) as [number, string][])
  return kept
    .map((hit) => ({ ...hit, id: idOf.get(hit.number) ?? '' }))
    .sort((a, b) => b.score - a.score || b.publishedAt - a.publishedAt || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(({ id, score, publishedAt, language, packed }) => ({
      articleId: id,
      score,
      publishedAt,
      language,
      words: wordsIn(packed),
      places: inOrderAsked(scorer.places(packed), found),
    }))
}

type WordsRow = readonly [number: number, publishedAt: number, language: DetectedLanguage, words: Buffer]

interface Statements {
  readonly highestOf: Statement
  readonly newestOf: Statement
  readonly wordsOf: Statement
  readonly idsOf: Statement
}

const statements = new WeakMap<Sqlite, Statements>()

function statementsOf(sqlite: Sqlite): Statements {
  const known = statements.get(sqlite)
  if (known !== undefined) return known
  const prepared = {
    highestOf: sqlite.prepare('select max(number) from article_words').pluck(),
    newestOf: sqlite
      .prepare('select number from articles where published_at <= ? order by published_at desc limit 1000')
      .pluck(),
    wordsOf: sqlite
      .prepare(
        'select number, published_at, language, words from article_words where number in (select value from json_each(?)) order by number',
      )
      .raw(),
    idsOf: sqlite
      .prepare(
        'select number, id from articles indexed by articles_number_id where number in (select value from json_each(?))',
      )
      .raw(),
  }
  statements.set(sqlite, prepared)
  return prepared
}

interface AskedCount extends CountedTerm {
  readonly indices: readonly number[]
}

/** The terms that some article has, rarest first. */
function foundTerms(
  asked: readonly AskedTerm[],
  documents: ReadonlyMap<string, number>,
  total: number,
): readonly AskedCount[] {
  const groups = [...new Set(asked.map(({ group }) => group))]
  return asked
    .map(({ word, weight, group, indices }): AskedCount => {
      const count = documents.get(word) ?? 0
      return { word, weight, indices, group: groups.indexOf(group), documents: count, rarity: rarityOf(count, total) }
    })
    .filter((term) => term.documents > 0)
    .sort((a, b) => a.documents - b.documents || (a.word < b.word ? -1 : 1))
}

function inOrderAsked(
  places: readonly (TermPlaces | undefined)[],
  found: readonly AskedCount[],
): readonly TermPlaces[] {
  const inOrder: TermPlaces[] = []
  for (const [at, { indices }] of found.entries())
    for (const index of indices) {
      const place = places[at]
      if (place !== undefined) inOrder[index] = place
    }
  return inOrder
}

// BM25's, with the floor that FTS5 gives it.
const rarityOf = (documents: number, total: number) =>
  Math.max(1e-6, Math.log((total - documents + 0.5) / (documents + 0.5)))
