import type { Facts, LearnedFact, StoredFigure } from '../../summaries/facts/facts-port.js'
import type { Reading } from '../../summaries/terms/shapes.js'
import type { Database } from '../base/database.js'

/** Figures of all readings, by measure and time, and learned facts by time. Throws what the database throws. */
export function factsOf({ db }: Pick<Database, 'db'>): Facts {
  return {
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
      return rows.map(figureOf)
    },

    async figuresBetween(from, to, { measures, limit }) {
      const rows = await db
        .selectFrom('figures')
        .innerJoin('story_articles', 'story_articles.article_id', 'figures.article_id')
        .select(['figures.article_id', 'figures.published_at', 'figure'])
        .where('what', 'in', measures)
        .where('figures.published_at', '>=', from)
        .where('figures.published_at', '<', to)
        .where('is_undated', '=', 0)
        .orderBy('figures.published_at', 'desc')
        .orderBy('figures.article_id', 'desc')
        .orderBy('position', 'desc')
        .limit(limit)
        .execute()
      return rows.reverse().map(figureOf)
    },

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

function figureOf(row: { article_id: string; published_at: number; figure: string }): StoredFigure {
  const figure = JSON.parse(row.figure) as Reading['figures'][number]
  return { ...figure, articleId: row.article_id, publishedAt: row.published_at }
}
