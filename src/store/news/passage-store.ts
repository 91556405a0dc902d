import type { Kysely } from 'kysely'
import { chunks } from '../base/rows.js'
import type { Schema } from '../base/schema.js'
import type { Passage } from '../../summaries/terms/passage.js'

/** Keeps the passages of one revision of an article in place of those it had. */
export async function savePassages(
  db: Kysely<Schema>,
  { articleId, revision, passages }: { articleId: string; revision: number; passages: readonly Passage[] },
): Promise<void> {
  const columns = { revision, passages: passages.map(lineOf).join('\n') }
  await db
    .insertInto('passages')
    .values({ article_id: articleId, ...columns })
    .onConflict((conflict) => conflict.column('article_id').doUpdateSet(columns))
    .execute()
}

/** The passages of these articles as they are now; one that was corrected since it was read, or read before passages were kept, has none. */
export async function findPassagesOf(
  db: Kysely<Schema>,
  articleIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Passage[]>> {
  const found = new Map<string, readonly Passage[]>()
  for (const some of chunks(articleIds)) {
    const rows = await db
      .selectFrom('passages')
      .innerJoin('articles', 'articles.id', 'passages.article_id')
      .select(['article_id', 'passages'])
      .where('article_id', 'in', some)
      .whereRef('passages.revision', '=', 'articles.revision')
      .execute()
    for (const row of rows) found.set(row.article_id, row.passages.split('\n').flatMap(passageOf))
  }
  return found
}

// A line a passage, half as long as its JSON: there are a dozen an article. The item of a bulletin stands last, where it is one.
function lineOf({ index, part, start, end, figures, ...marks }: Passage): string {
  const { entityIds, conceptIds, measureIds, actIds, signs } = marks
  const lists = [entityIds, conceptIds, measureIds, actIds, signs, figures]
  return [index, start, end, ...lists.map((list) => list.join(',')), ...(part === undefined ? [] : [part])].join(' ')
}

function passageOf(line: string): Passage[] {
  const [index, start, end, ...lists] = line.split(' ')
  const [entityIds = [], conceptIds = [], measureIds = [], actIds = [], signs = [], figures = [], part = []] = lists.map((list) => (list === '' ? [] : list.split(','))) // prettier-ignore
  if (end === undefined) return []
  return [
    {
      index: Number(index),
      ...(part[0] === undefined ? {} : { part: Number(part[0]) }),
      start: Number(start),
      end: Number(end),
      entityIds,
      conceptIds,
      measureIds,
      actIds,
      signs: signs as Passage['signs'],
      figures: figures.map(Number),
    },
  ]
}
