import { datedOf } from '../feeds/article.js'
import { setImmediate as breath } from 'node:timers/promises'
import type { Voice } from '../regions/region.js'
import type { Language } from '../text/types.js'
import { startCitations } from './lines/citations.js'
import { chooseNews, type DigestDeps, type DigestRequest } from './digest/digest-choice.js'
import { LENGTHS, type Placed, WORTH } from './digest/digest-places.js'
import { chooseSources, type Sources } from './digest/digest-sources.js'
import { compareStories } from './digest/digest-stories.js'
import { tellingQuote } from './digest/telling-quote.js'
import { toldFacts } from './facts/facts-told.js'
import { readableHeadline } from './frames/frame.js'
import { headlineOf } from './lines/headline.js'
import { findingLine, tellingFigure } from './lines/lines.js'
import type { Reader } from './terms/reader.js'
import { reviewFigures } from './digest/review.js'
import type { Digest, DigestItem, DigestSection, Headline } from './terms/shapes.js'
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
    return itemOf(placed, sources, { reader, language, cite: citations.cite, isUpdate: chosen.updates.has(placed.story.storyId) }) // prettier-ignore
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

interface ItemContext {
  readonly reader: Reader
  readonly language: Language
  readonly isUpdate: boolean
  readonly cite: ReturnType<typeof startCitations>['cite']
}

function itemOf({ story }: Placed, sources: Sources, { reader, language, isUpdate, cite }: ItemContext): DigestItem {
  const { first, others } = sources
  const { finding, article, change } = first
  const outlet = outletOf(article.outletId, reader.region).name
  const line = findingLine(finding, { reader, language, outlet, ...datedOf(article) })
  const quote = tellingQuote(first)
  const headline = finding.comments === undefined ? headlineFor(sources, { reader, language, quote }) : undefined
  const citations = [cite(article, quote), ...others.map((teller) => cite(teller.article, tellingQuote(teller)))]
  const { matters } = story
  const { storyId, voices } = story
  const voiceKinds = [...new Set(voices.map(({ voice }) => voice))]
  return {
    ...(headline && { headline }),
    ...{ line, quote, quoteLanguage: article.language, change, storyId, voices: voices.length, voiceKinds, why: finding.why, citations, facts: toldFacts({ ...story, voices: story.voices.length }) },
    ...(matters && { weight: matters.weight, ...(matters.weight < WORTH && { isAlso: true as const }) }),
    ...(isUpdate ? { isUpdate } : {}),
    ...(tellingFigure(finding.figures) === undefined ? {} : { givesFigure: true }),
  } // prettier-ignore
}

/** The title of whoever of the cited tells it in the reader's language; else a headline made of what the one who is quoted says, or their own title. */
function headlineFor(
  { first, others }: Sources,
  { reader, language, quote }: { reader: Reader; language: Language; quote: string },
): Headline | undefined {
  const own = [first, ...others]
    .filter(({ article }) => article.language === language)
    .flatMap(({ article }) => headlineOf(article, reader.region) ?? [])
  if (own[0] !== undefined) return own[0]
  const { article, lead } = first
  const titled = headlineOf(article, reader.region)
  const sentences = [...(lead === undefined ? [] : [lead]), quote]
  return readableHeadline({ article, sentences, language, ...(titled && { titled }) }, reader)
}

function silentOutlets(heard: ReadonlySet<string>, { region }: Reader): string[] {
  const expected = new Set(region.feeds.filter((feed) => feed.status === 'default').map((feed) => feed.outletId))
  return [...expected].filter((id) => !heard.has(id)).map((id) => outletOf(id, region).name)
}
