import type { Stories } from './stories-port.js'
import type { Together } from '../terms/together.js'
import { newStoryId } from './group-stories.js'

/** A correction that cannot be made; the message says why. */
class StoryError extends Error {
  override readonly name = 'StoryError'
}

/** Makes two stories one, under the first id; articles that would join the second later join the first. Throws StoryError. */
export async function mergeStories(into: string, from: string, archive: Stories & Together<Stories>): Promise<void> {
  if (into === from) throw new StoryError(`a story cannot be merged with itself: ${into}`)
  const stories = await archive.stories([into, from])
  const missing = [into, from].find((id) => !stories.some((story) => story.id === id))
  if (missing !== undefined) throw new StoryError(`no such story: ${missing}`)
  await archive.together(async (open) => {
    const moved = stories.find((story) => story.id === from)?.articleIds ?? []
    await open.moveToStory(moved, into)
    await open.redirectStory(from, into)
  })
}

/** Parts articles from a story: they become one of their own, whose id is returned. Throws StoryError. */
export async function splitStory(
  id: string,
  articleIds: readonly string[],
  archive: Stories & Together<Stories>,
): Promise<string> {
  const [story] = await archive.stories([id])
  if (story === undefined) throw new StoryError(`no such story: ${id}`)
  const stranger = articleIds.find((articleId) => !story.articleIds.includes(articleId))
  if (stranger !== undefined) throw new StoryError(`story ${id} has no article ${stranger}`)
  const [first] = story.articleIds.filter((articleId) => articleIds.includes(articleId))
  if (first === undefined) throw new StoryError('split needs the ids of the articles that go')
  if (new Set(articleIds).size === story.articleIds.length) throw new StoryError(`that is all of story ${id}`)
  // Its own name even where the story was named after this article.
  const parted = newStoryId(`${id} ${first}`)
  await archive.together((open) => open.moveToStory(articleIds, parted))
  return parted
}
