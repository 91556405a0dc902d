import type { Kysely } from 'kysely'
import type { Archive, LearnedFact, SearchDocument, StorySignature, StoredFigure } from '../summaries/archive.js'
import type { Passage } from '../summaries/passages.js'
import type { Reading } from '../summaries/types.js'
import { articleOf } from './articles.js'
import { DatabaseError } from './database-error.js'
import type { Database } from './open-database.js'
import { findPassagesOf, savePassages } from './passages.js'
import { chunks } from './rows.js'
import type { Schema } from './schema.js'
import { countDocuments, indexDocument, searchArticles } from './search.js'
import { correctedStory, findStories, moveArticles, redirectStory } from './stories.js'

/** Articles, readings and learned facts come in the order of the ids asked for, or by time where none are asked; ids that nobody knows are left out. */
export function archive(database: Pick<Database, 'db'>): Archive {
  const { db } = database
  const self: Archive = {
    ...readingsOf(database),
    ...storiesOf(database),
    ...factsOf(database),

    async articles(ids) {
      const found = new Map<string, ReturnType<typeof articleOf>>()
      for (const some of chunks(ids)) {
        const rows = await db.selectFrom('articles').selectAll().where('id', 'in', some).execute()
        for (const row of rows) found.set(row.id, articleOf(row))
      }
      return inOrder(ids, found)
    },

    async countBetween(from, to) {
      const rows = await db
        .selectFrom('articles')
        .select(({ fn }) => ['outlet_id', fn.countAll<number>().as('articles')])
        .where('published_at', '>=', from)
        .where('published_at', '<', to)
        .groupBy('outlet_id')
        .orderBy('outlet_id')
        .execute()
      return { articles: sum(rows.map((row) => row.articles)), outletIds: rows.map((row) => row.outlet_id) }
    },

    async holdings(before) {
      const rows = await db
        .selectFrom('articles')
        .select(({ fn }) => ['outlet_id', fn.countAll<number>().as('articles'), fn.max('published_at').as('newest_at')])
        .$if(before !== undefined, (query) => query.where('published_at', '<=', before ?? 0))
        .groupBy('outlet_id')
        .orderBy('outlet_id')
        .execute()
      const outletIds = rows.map((row) => row.outlet_id)
      const articles = sum(rows.map((row) => row.articles))
      return rows.length === 0
        ? { articles, outletIds }
        : { articles, outletIds, newestAt: Math.max(...rows.map((row) => row.newest_at)) }
    },

    async search(terms, options) {
      return searchArticles(db, terms, options)
    },

    async documentFrequencies(terms) {
      const { total } = await db
        .selectFrom('story_articles')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      return { total, of: await countDocuments(db, terms) }
    },

    async together(work) {
      if (db.isTransaction) return work(self)
      return db.transaction().execute((trx) => work(archive({ db: trx })))
    },
  }
  return self
}

type ReadingPart = Pick<Archive, 'unreadIds' | 'saveReading' | 'readings' | 'passages' | 'findingsBetween' | 'figures'>

function readingsOf({ db }: Pick<Database, 'db'>): ReadingPart {
  return {
    async unreadIds(limit) {
      const rows = await db
        .selectFrom('articles')
        .select('id')
        .whereRef('read_revision', '<', 'revision')
        .orderBy('published_at')
        .orderBy('number')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },

    async saveReading(saved) {
      if (db.isTransaction) await saveReading(db, saved)
      else await db.transaction().execute((trx) => saveReading(trx, saved))
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
        .select('article_id')
        .where('published_at', '>=', from)
        .where('published_at', '<', to)
        .groupBy(['published_at', 'article_id'])
        .orderBy('published_at', 'desc')
        .orderBy('article_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.article_id)
    },

    async figures({ what, before, limit }) {
      const rows = await db
        .selectFrom('figures')
        .select(['article_id', 'published_at', 'figure'])
        .$if(what !== undefined, (query) => query.where('what', '=', what ?? ''))
        .$if(before !== undefined, (query) => query.where('published_at', '<=', before ?? 0))
        .orderBy('published_at', 'desc')
        .orderBy('article_id')
        .orderBy('position')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        ...(JSON.parse(row.figure) as Reading['figures'][number]),
        articleId: row.article_id,
        publishedAt: row.published_at,
      })) satisfies readonly StoredFigure[]
    },
  }
}

type StoryPart = Pick<Archive, 'stories' | 'storiesOf' | 'signatures' | 'moveToStory' | 'redirectStory'>

function storiesOf({ db }: Pick<Database, 'db'>): StoryPart {
  return {
    async stories(ids) {
      return inOrder(ids, await findStories(db, ids))
    },

    async storiesOf(articleIds) {
      const found = new Map<string, string>()
      for (const some of chunks(articleIds)) {
        const rows = await db
          .selectFrom('story_articles')
          .select(['article_id', 'story_id'])
          .where('article_id', 'in', some)
          .execute()
        for (const row of rows) found.set(row.article_id, row.story_id)
      }
      return found
    },

    async moveToStory(articleIds, storyId) {
      await moveArticles(db, articleIds, storyId)
    },

    async redirectStory(from, to) {
      await redirectStory(db, from, to)
    },

    async signatures(from, to) {
      const rows = await db
        .selectFrom('story_articles')
        .selectAll()
        .where('published_at', '>=', from)
        .where('published_at', '<', to)
        .orderBy('published_at')
        .orderBy('article_id')
        .execute()
      return rows.map((row) => ({
        articleId: row.article_id,
        storyId: row.story_id,
        publishedAt: row.published_at,
        features: JSON.parse(row.features) as StorySignature['features'],
      }))
    },
  }
}

function factsOf({ db }: Pick<Database, 'db'>): Pick<Archive, 'learnedFacts' | 'saveLearnedFact'> {
  return {
    async learnedFacts() {
      const rows = await db.selectFrom('learned_facts').select('fact').orderBy('as_of').orderBy('id').execute()
      return rows.map((row) => JSON.parse(row.fact) as LearnedFact)
    },

    async saveLearnedFact(fact) {
      const columns = { what: fact.what, status: fact.status, as_of: fact.asOf, fact: JSON.stringify(fact) }
      await db
        .insertInto('learned_facts')
        .values({ id: fact.id, ...columns })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute()
    },
  }
}

interface SavedReading {
  readonly reading: Reading
  readonly story: StorySignature
  readonly document: SearchDocument
  readonly passages?: readonly Passage[]
  readonly revision?: number
}

async function saveReading(trx: Kysely<Schema>, saved: SavedReading): Promise<void> {
  const { reading, story, document } = saved
  const { articleId } = reading
  const article = await trx
    .selectFrom('articles')
    .leftJoin('story_articles', 'story_articles.article_id', 'articles.id')
    .select(['number', 'revision', 'articles.published_at', 'story_id as earlier_story_id'])
    .where('articles.id', '=', articleId)
    .executeTakeFirst()
  if (article === undefined) throw new DatabaseError(`the reading of ${articleId} has no article in the archive`)
  const { number, revision, published_at, earlier_story_id } = article
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
  const findings = reading.findings.map(({ sectionId }, position) => ({
    ...{ article_id: articleId, position, section_id: sectionId, published_at },
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
    })
    .execute()
  await indexDocument(trx, number, document)
  if (saved.passages !== undefined) await savePassages(trx, { articleId, revision, passages: saved.passages })
  await trx.updateTable('articles').set({ read_revision: revision }).where('id', '=', articleId).execute()
}

function inOrder<Item>(ids: readonly string[], found: ReadonlyMap<string, Item>): readonly Item[] {
  return [...new Set(ids)].flatMap((id) => {
    const item = found.get(id)
    return item === undefined ? [] : [item]
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
