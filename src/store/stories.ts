import type { Kysely } from 'kysely'
import type { Story } from '../summaries/types.js'
import { chunks } from './rows.js'
import type { Schema } from './schema.js'

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
