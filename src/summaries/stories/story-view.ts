import { datedOf } from '../../feeds/article.js'
import type { Stories } from './stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { Reader } from '../terms/reader.js'
import { likeness, weigh } from './likeness.js'
import { learnFrequencies } from './group-stories.js'
import type { Story, StoryView } from '../terms/shapes.js'
import { outletOf, voicesOf } from '../terms/voices.js'

/** A story with its articles, oldest first, and what they share. Undefined: no such story. */
export async function viewStory(
  id: string,
  { archive, reader, now }: { archive: Articles & Stories; reader: Reader; now: number },
): Promise<StoryView | undefined> {
  const [story] = await archive.stories([id])
  if (story === undefined) return undefined
  const articles = [...(await archive.articles(story.articleIds))].sort((a, b) => a.publishedAt - b.publishedAt || a.id.localeCompare(b.id)) // prettier-ignore
  const signatures = (await archive.signatures(story.firstAt, story.lastAt + 1)).filter((each) => each.storyId === id)
  const [first, second] = signatures
  // Two articles teach nothing about what is rare: names and figures then stand by their weight.
  const frequencies = learnFrequencies([])
  const shared = first && second ? likeness(weigh(first, frequencies), weigh(second, frequencies)).shared : []
  const { region } = reader
  return {
    story: { ...story, voices: voicesOf(articles, region) },
    title: articles[0]?.title ?? id,
    why: [...new Set(shared.flatMap((feature) => showFeature(feature, reader)))].slice(0, MOST_SHARED),
    status: articles.every(({ isUndated }) => isUndated === true) ? 'quiet' : statusOf(story, now),
    articles: articles.map((article) => {
      const { id: articleId, url, title, language, outletId } = article
      const { name, voice } = outletOf(outletId, region)
      return { id: articleId, url, title, language, ...datedOf(article), outlet: name, voice }
    }),
  }
}

const MOST_SHARED = 8
const HOUR_MS = 3600_000

function statusOf({ firstAt, lastAt }: Pick<Story, 'firstAt' | 'lastAt'>, now: number): 'new' | 'developing' | 'quiet' {
  if (now - lastAt > 48 * HOUR_MS) return 'quiet'
  return now - firstAt < 12 * HOUR_MS ? 'new' : 'developing'
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' })
const dayShown = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })

// Words are many and say little; names, figures and days are what a reader checks.
function showFeature(feature: string, { entityById }: Reader): string[] {
  const [kind, ...rest] = feature.split('_')
  const name = rest.join('_')
  if (kind === 'e') return [entityById.get(name)?.name.en ?? name]
  if (kind === 'p') return [countryNames.of(name) ?? name]
  if (kind === 'f') return [`${Number(rest[1]).toLocaleString('en')} ${rest[0] ?? ''}`]
  const [month = 0, day = 0] = kind === 'd' ? name.split('-').map(Number) : []
  return month > 0 ? [dayShown.format(Date.UTC(2024, month - 1, day))] : []
}
