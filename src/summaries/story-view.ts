import type { Archive } from './archive.js'
import type { Reader } from './reader.js'
import { likeness, weigh } from './likeness.js'
import { learnFrequencies } from './stories.js'
import type { StoryView } from './types.js'
import { outletOf, voicesOf } from './voices.js'

/** A story with its articles, oldest first, and what they share. Undefined: no such story. */
export async function viewStory(
  id: string,
  { archive, reader }: { archive: Archive; reader: Reader },
): Promise<StoryView | undefined> {
  const [story] = await archive.stories([id])
  if (story === undefined) return undefined
  const articles = [...(await archive.articles(story.articleIds))].sort((a, b) => a.publishedAt - b.publishedAt || a.id.localeCompare(b.id)) // prettier-ignore
  const signatures = (await archive.signatures(story.firstAt, story.lastAt + 1)).filter((each) => each.storyId === id)
  const [first, second] = signatures
  const frequencies = learnFrequencies(signatures)
  const shared = first && second ? likeness(weigh(first, frequencies), weigh(second, frequencies)).shared : []
  const { region } = reader
  return {
    story: { ...story, voices: voicesOf(articles, region) },
    title: articles[0]?.title ?? id,
    why: shared.flatMap((feature) => showFeature(feature, reader)),
    articles: articles.map(({ id: articleId, url, title, language, publishedAt, outletId }) => {
      const { name, voice } = outletOf(outletId, region)
      return { id: articleId, url, title, language, publishedAt, outlet: name, voice }
    }),
  }
}

// Words are many and say little; names and figures are what a reader checks.
function showFeature(feature: string, { entityById }: Reader): string[] {
  const [kind, ...rest] = feature.split('_')
  if (kind === 'e') return [entityById.get(rest.join('_'))?.name.en ?? rest.join('_')]
  if (kind === 'f') return [`${Number(rest[1]).toLocaleString('en')} ${rest[0] ?? ''}`]
  return []
}
