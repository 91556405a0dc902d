import { setImmediate as breath } from 'node:timers/promises'
import type { Voice } from '../regions/region.js'
import { startCitations } from './lines/citations.js'
import { chooseNews, type DigestDeps, type DigestRequest } from './digest/digest-choice.js'
import { itemOf } from './digest/digest-item.js'
import { LENGTHS, type Placed } from './digest/digest-places.js'
import { chooseSources } from './digest/digest-sources.js'
import { compareStories } from './digest/digest-stories.js'
import type { Reader } from './terms/reader.js'
import { reviewFigures } from './digest/review.js'
import type { Digest, DigestItem, DigestSection } from './terms/shapes.js'
import { outletOf } from './terms/voices.js'

/** How the feeds fared: the digest says what it could not read. */
export interface FeedsFared {
  readonly feedsRead: number
  readonly feedsFailed: readonly string[]
}

/** From so long a span on it is a review. */
const REVIEW_MS = 3 * 86_400_000

/**
 * A digest of what was published in a span of time: by section, one item a story, what changed or is disputed first, then what more voices tell. Every item has a
 * quote that stands in its article; a section without news stays with no items. The same archive gives the same digest.
 */
export async function composeDigest(
  request: DigestRequest,
  { archive, reader, feeds }: DigestDeps & { feeds: FeedsFared },
): Promise<Digest> {
  const { from, to, language, length = 'normal' } = request
  const [chosen, count] = await Promise.all([chooseNews(request, { archive, reader }), archive.countBetween(from, to)])
  const citations = startCitations(reader.region)
  const heard = new Map<Voice, number>()
  const toItem = (placed: Placed): DigestItem => {
    const sources = chooseSources(placed, { language, reader, heard, most: LENGTHS[length].others })
    const { voice } = outletOf(sources.first.article.outletId, reader.region)
    heard.set(voice, (heard.get(voice) ?? 0) + 1)
    const told = chosen.updates.get(placed.story.storyId)
    return itemOf(placed, sources, { reader, language, cite: citations.cite, told, isFull: length === 'full' })
  }
  const sections: DigestSection[] = []
  for (const { section, placed } of chosen.sections) {
    const items: DigestItem[] = []
    for (const each of placed) {
      items.push(toItem(each))
      await breath()
    }
    sections.push({ sectionId: section.id, title: section.title[language], items })
  }
  const order = chosen.sections
    .flatMap(({ placed }) => placed)
    .map(({ story, best }, place) => ({ place, story, isComment: best.finding.comments !== undefined }))
    .sort((a, b) => Number(a.isComment) - Number(b.isComment) || compareStories(a.story, b.story))
    .map(({ place }) => place)
  const figures = to - from < REVIEW_MS ? undefined : await reviewFigures(request, { archive, reader, cite: citations.cite }) // prettier-ignore
  const silent = silentOutlets(new Set(count.outletIds), reader)
  const coverage = { articles: count.articles, outlets: count.outletIds.length, ...feeds }
  const { leftOut, toldBefore } = chosen
  return {
    ...{ from, to, language, sections, order, silent, coverage, citations: citations.list(), leftOut, toldBefore },
    ...(figures === undefined ? {} : { figures }),
  }
}

function silentOutlets(heard: ReadonlySet<string>, { region }: Reader): string[] {
  const expected = new Set(region.feeds.filter((feed) => feed.status === 'default').map((feed) => feed.outletId))
  return [...expected].filter((id) => !heard.has(id)).map((id) => outletOf(id, region).name)
}
