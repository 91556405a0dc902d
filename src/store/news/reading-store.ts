import { sql, type Kysely } from 'kysely'
import type { NewsRow, Readings, ReadWeight } from '../../summaries/terms/readings-port.js'
import type { Finding, Reading } from '../../summaries/terms/shapes.js'
import { DatabaseError } from '../base/database-error.js'
import { findPassagesOf, savePassages } from './passage-store.js'
import { chunks, inOrder } from '../base/rows.js'
import type { Schema } from '../base/schema.js'
import type { Connection, DocumentIndex, OpenSearch } from '../search/search-index.js'
import { correctedStory } from './story-store.js'

/** What reading an article left: its findings and figures, and what is not read yet. */
export function readingsOf({ db, sqlite }: Connection, openSearch: OpenSearch): Readings {
  const save = (trx: Connection['db'], saved: SavedReading) =>
    saveReading(trx, saved, openSearch({ db: trx, sqlite }).documents)
  return {
    async unreadIds(limit) {
      // As the index articles_unread has it: 0 where nobody has read an article, 1 where it is only to be read again.
      const unread = (again: 0 | 1) =>
        db
          .selectFrom('articles')
          .select('id')
          .whereRef('read_revision', '<', 'revision')
          .where(sql<number>`case when read_revision = 0 then 0 else 1 end`, '=', sql.lit(again))
      const rows = await unread(0).orderBy('published_at').orderBy('number').limit(limit).execute()
      if (rows.length < limit)
        rows.push(...(await unread(1).orderBy('published_at', 'desc').orderBy('number', 'desc').limit(limit - rows.length).execute())) // prettier-ignore
      return rows.map(({ id }) => id)
    },

    async saveReading(saved) {
      if (db.isTransaction) await save(db, saved)
      else await db.transaction().execute((trx) => save(trx, saved))
    },

    async readings(articleIds) {
      const found = new Map<string, Reading>()
      for (const some of chunks(articleIds)) {
        const rows = await db.selectFrom('readings').selectAll().where('article_id', 'in', some).execute()
        for (const row of rows) found.set(row.article_id, JSON.parse(row.reading) as Reading)
      }
      return inOrder(articleIds, found)
    },

    async passages(articleIds) {
      return findPassagesOf(db, articleIds)
    },

    async findingsBetween(from, to, limit) {
      const rows = await db
        .selectFrom('findings')
        .innerJoin('story_articles', 'story_articles.article_id', 'findings.article_id')
        .select('findings.article_id')
        .where('findings.published_at', '>=', from)
        .where('findings.published_at', '<', to)
        .where('is_undated', '=', 0)
        .groupBy(['findings.published_at', 'findings.article_id'])
        .orderBy('findings.published_at', 'desc')
        .orderBy('findings.article_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.article_id)
    },

    async newsBetween(from, to, limit) {
      const rows = await db
        .selectFrom('findings')
        .innerJoin('story_articles', 'story_articles.article_id', 'findings.article_id')
        .select(['findings.article_id', 'story_id', 'outlet_id', 'findings.published_at', 'section_id'])
        .select(['score', 'change', 'weight', 'expected_weight', 'story_articles.is_undated'])
        .where('findings.published_at', '>=', from)
        .where('findings.published_at', '<', to)
        .where((eb) => eb.or([eb('story_articles.is_undated', '=', 0), feedDatesOthers]))
        .orderBy('findings.published_at', 'desc')
        .orderBy('findings.article_id', 'desc')
        .orderBy('findings.position', 'desc')
        .limit(limit)
        .execute()
      return rows.reverse().map((row): NewsRow => ({
        articleId: row.article_id,
        storyId: row.story_id,
        outletId: row.outlet_id,
        publishedAt: row.published_at,
        ...(row.is_undated === 1 ? { isUndated: true } : {}),
        sectionId: row.section_id,
        score: row.score,
        ...(row.change === null ? {} : { change: row.change }),
        ...(row.weight === null
          ? {}
          : { weight: { weight: row.weight as ReadWeight['weight'], expected: row.expected_weight ?? row.weight } }),
      }))
    },
  }
}

// What is imported comes of no feed.
const feedDatesOthers = sql<boolean>`exists (
  select 1 from articles own join articles other on other.feed_id = own.feed_id and other.is_undated = 0
  where own.id = findings.article_id and own.feed_id <> 'import'
)`

type SavedReading = Parameters<Readings['saveReading']>[0]

async function saveReading(trx: Kysely<Schema>, saved: SavedReading, documents: DocumentIndex): Promise<void> {
  const { reading, story, document } = saved
  const { articleId } = reading
  const article = await trx
    .selectFrom('articles')
    .leftJoin('story_articles', 'story_articles.article_id', 'articles.id')
    .select(['number', 'revision', 'outlet_id', 'articles.published_at', 'story_id as earlier_story_id'])
    .where('articles.id', '=', articleId)
    .executeTakeFirst()
  if (article === undefined) throw new DatabaseError(`the reading of ${articleId} has no article in the archive`)
  const { number, revision, outlet_id, published_at, earlier_story_id } = article
  // The article was corrected while it was read: it is still unread, and its old words are not kept.
  if (saved.revision !== undefined && saved.revision < revision) return

  const replaced = earlier_story_id === null ? [] : (['readings', 'findings', 'figures', 'story_articles'] as const)
  for (const table of replaced) {
    await trx.deleteFrom(table).where('article_id', '=', articleId).execute()
  }
  await trx
    .insertInto('readings')
    .values({ article_id: articleId, revision, reading: JSON.stringify(reading) })
    .execute()
  const findings = reading.findings.map((finding, position) => ({
    ...{ article_id: articleId, position, section_id: finding.sectionId, published_at },
    ...{ outlet_id, score: finding.score, change: changeOf(finding) },
    ...{ weight: reading.weight ?? null, expected_weight: reading.expectedWeight ?? null },
  }))
  for (const some of chunks(findings)) await trx.insertInto('findings').values(some).execute()
  const figures = reading.figures.map((figure, position) => ({
    ...{ article_id: articleId, position, what: figure.what, value: figure.value, unit: figure.unit },
    ...{ period: figure.period ?? null, published_at, figure: JSON.stringify(figure) },
  }))
  for (const some of chunks(figures)) await trx.insertInto('figures').values(some).execute()
  await trx
    .insertInto('story_articles')
    .values({
      article_id: articleId,
      story_id: await correctedStory(trx, articleId, story.storyId),
      published_at: story.publishedAt,
      features: JSON.stringify(story.features),
      beginning: story.beginning ?? '',
      is_undated: story.isUndated === true ? 1 : 0,
    })
    .execute()
  await documents.learn({ number, publishedAt: published_at, language: reading.language, document })
  if (saved.passages !== undefined) await savePassages(trx, { articleId, revision, passages: saved.passages })
  await trx.updateTable('articles').set({ read_revision: revision }).where('id', '=', articleId).execute()
}

function changeOf({ figures, stances }: Finding): NonNullable<NewsRow['change']> | null {
  if (figures.some(({ change }) => change.kind === 'changed' || change.kind === 'disputed')) return 'figure-changed'
  if (stances.some(({ change }) => change.kind === 'changed')) return 'side-changed'
  return figures.length > 0 ? 'figure' : null
}
