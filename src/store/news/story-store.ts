import type { Kysely } from 'kysely'
import type { Stories } from '../../summaries/stories/stories-port.js'
import type { StorySignature } from '../../summaries/terms/readings-port.js'
import type { Story } from '../../summaries/terms/shapes.js'
import type { Database } from '../base/database.js'
import { chunks, inOrder } from '../base/rows.js'
import type { Schema } from '../base/schema.js'

/** Stories in the order of the ids asked for, and what groups articles to them. Throws what the database throws. */
export function storiesOf({ db }: Pick<Database, 'db'>): Stories {
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
        ...(row.beginning === '' ? {} : { beginning: row.beginning }),
        ...(row.is_undated === 1 ? { isUndated: true } : {}),
      }))
    },
  }
}

/**
 * Stories by id, made from their articles, oldest first. The store knows outlets but not who speaks for whom:
 * `voices` has every outlet once, each as `unknown`; the caller, who has the region, groups and names them.
 */
async function findStories(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, Story>> {
  const stories = new Map<string, Story>()
  for (const some of chunks(ids)) {
    const rows = await db
      .selectFrom('story_articles')
      .innerJoin('articles', 'articles.id', 'story_articles.article_id')
      .select(['story_id', 'articles.id', 'outlet_id', 'language', 'articles.published_at'])
      .where('story_id', 'in', some)
      .orderBy('articles.published_at')
      .orderBy('articles.id')
      .execute()
    for (const { story_id, id, outlet_id, language, published_at } of rows) {
      const story = stories.get(story_id) ?? emptyStory(story_id, published_at)
      const isHeard = story.voices.some(({ outletId }) => outletId === outlet_id)
      stories.set(story_id, {
        ...story,
        articleIds: [...story.articleIds, id],
        languages: story.languages.includes(language) ? story.languages : [...story.languages, language],
        voices: isHeard ? story.voices : [...story.voices, { outletId: outlet_id, voice: 'unknown' }],
        lastAt: published_at,
      })
    }
  }
  return stories
}

function emptyStory(id: string, firstAt: number): Story {
  return { id, articleIds: [], languages: [], voices: [], firstAt, lastAt: firstAt }
}

/** The story that an article belongs to: what was corrected by hand wins over what grouping says. */
export async function correctedStory(db: Kysely<Schema>, articleId: string, storyId: string): Promise<string> {
  const keys = [articleKey(articleId), storyKey(storyId)]
  const rows = await db.selectFrom('story_corrections').selectAll().where('key', 'in', keys).execute()
  return keys.map((key) => rows.find((row) => row.key === key)?.story_id).find((id) => id !== undefined) ?? storyId
}

/** Puts articles into a story, for good: read again they stay there. */
async function moveArticles(db: Kysely<Schema>, articleIds: readonly string[], storyId: string): Promise<void> {
  for (const some of chunks(articleIds)) {
    await db.updateTable('story_articles').set({ story_id: storyId }).where('article_id', 'in', some).execute()
    for (const id of some) await correct(db, articleKey(id), storyId)
  }
}

/** Later articles that grouping gives to `from` go to `to`. */
async function redirectStory(db: Kysely<Schema>, from: string, to: string): Promise<void> {
  // What was led to the old one before goes on to the new one; the new one leads nowhere.
  await db.updateTable('story_corrections').set({ story_id: to }).where('story_id', '=', from).execute()
  await db.deleteFrom('story_corrections').where('key', '=', storyKey(to)).execute()
  await correct(db, storyKey(from), to)
}

async function correct(db: Kysely<Schema>, key: string, storyId: string): Promise<void> {
  await db
    .insertInto('story_corrections')
    .values({ key, story_id: storyId })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ story_id: storyId }))
    .execute()
}

const articleKey = (id: string) => `article:${id}`
const storyKey = (id: string) => `story:${id}`
