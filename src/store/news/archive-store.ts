import type { Archive, LearnedFact, StorySignature } from '../../summaries/terms/archive.js'
import { articleOf } from './article-store-sql.js'
import { openNearest } from './embedding-store.js'
import { findHoldings } from './holdings.js'
import { figuresOf, readingsOf } from './reading-store.js'
import { chunks, inOrder } from '../base/rows.js'
import { tendBlocks } from '../search/search-blocks.js'
import { searchArticles } from '../search/search.js'
import { countDocuments, sizes } from '../search/search-counts.js'
import { findLikeness } from '../search/search-likeness.js'
import { findStories, moveArticles, redirectStory } from './story-store.js'
import type { Database } from '../base/database.js'

/** Articles, readings and learned facts come in the order of the ids asked for, or by time where none are asked; ids that nobody knows are left out. */
export function archive(database: Pick<Database, 'db' | 'sqlite'>): Archive {
  const { db, sqlite } = database
  const nearest = openNearest(database)
  const self: Archive = {
    ...readingsOf(database),
    ...figuresOf(database),
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

    async latestOf(outletId, limit) {
      const rows = await db
        .selectFrom('articles')
        .select(['id', 'title', 'text'])
        .where('outlet_id', '=', outletId)
        .orderBy('published_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...row, outletId })).reverse()
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
      return findHoldings(db, before)
    },

    async search(terms, options) {
      return searchArticles(database, terms, options)
    },

    nearest,

    async tendSearch(shouldStop) {
      await tendBlocks(database, shouldStop)
    },

    async likeness(best, among) {
      return findLikeness(db, best, among)
    },

    async documentFrequencies(terms) {
      const { total, averageWords } = await sizes(db)
      return { total, averageWords, of: await countDocuments(db, terms) }
    },

    async together(work) {
      if (db.isTransaction) return work(self)
      return db.transaction().execute((trx) => work(archive({ db: trx, sqlite })))
    },
  }
  return self
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
