import type { Kysely } from 'kysely'
import type { Story } from '../../summaries/terms/shapes.js'
import { chunks } from '../base/rows.js'
import type { Schema } from '../base/schema.js'

/**
 * Stories by id, made from their articles, oldest first. The store knows outlets but not who speaks for whom:
 * `voices` has every outlet once, each as `unknown`; the caller, who has the region, groups and names them.
 */
export async function findStories(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, Story>> {
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
export async function moveArticles(db: Kysely<Schema>, articleIds: readonly string[], storyId: string): Promise<void> {
  for (const some of chunks(articleIds)) {
    await db.updateTable('story_articles').set({ story_id: storyId }).where('article_id', 'in', some).execute()
    for (const id of some) await correct(db, articleKey(id), storyId)
  }
}

/** Later articles that grouping gives to `from` go to `to`. */
export async function redirectStory(db: Kysely<Schema>, from: string, to: string): Promise<void> {
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
