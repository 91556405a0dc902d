import type { Article } from '../feeds/article.js'
import type { Section } from '../regions/region.js'
import type { Language } from '../text/types.js'
import type { Archive } from './archive.js'
import { factsOf } from './facts-told.js'
import { standsIn, startCitations } from './citations.js'
import { findingLine, tellingFigure } from './lines.js'
import type { Reader } from './reader.js'
import type { Change, Digest, DigestItem, DigestSection, Finding, Reading } from './types.js'
import { outletOf, voicesOf } from './voices.js'

export interface DigestRequest {
  /** [from, to) by publication, epoch ms. */
  readonly from: number
  readonly to: number
  readonly language: Language
  /** Absent: every section of the template. */
  readonly sectionId?: string
  /** Takes in what was published so long before `from` but arrived since: an earlier digest could not know it. */
  readonly lateByMs?: number
}

/** How the feeds fared: the digest says what it could not read. */
export interface FeedsFared {
  readonly feedsRead: number
  readonly feedsFailed: readonly string[]
}

const MAX_ITEMS = 6
const MAX_ARTICLES = 2000

interface Candidate {
  readonly finding: Finding
  readonly article: Article
  readonly storyId: string
  readonly change: Change
  readonly rank: number
}

/**
 * A digest of what was published in a span of time: by section, one item a story, what changed or is disputed first, then what more voices tell.
 * Every item has a quote that stands in its article; a section without news stays with no items. The same archive gives the same digest.
 */
export async function composeDigest(
  request: DigestRequest,
  { archive, reader, feeds }: { archive: Archive; reader: Reader; feeds: FeedsFared },
): Promise<Digest> {
  const { from, to, language, sectionId, lateByMs = 0 } = request
  const ids = await archive.findingsBetween(from - lateByMs, to, MAX_ARTICLES)
  const [found, readings, stories, count] = await Promise.all([
    archive.articles(ids),
    archive.readings(ids),
    archive.storiesOf(ids),
    archive.countBetween(from, to),
  ])
  const articles = found.filter(({ publishedAt, fetchedAt }) => publishedAt >= from || fetchedAt >= from)
  const candidates = candidatesOf({ articles, readings, stories }, reader)
  const wanted = reader.region.sections.filter((section) => sectionId === undefined || section.id === sectionId)
  // Readers' comments are another kind of voice: a story may stand there beside the news of it.
  const idsFrom = (from: Section['from']) => wanted.filter((section) => section.from === from).map(({ id }) => id)
  const chosen = new Map([...chooseItems(candidates, idsFrom('text')), ...chooseItems(candidates, idsFrom('comments'))])
  const citations = startCitations(reader.region)
  const sections = wanted.map((section): DigestSection => ({
    sectionId: section.id,
    title: section.title[language],
    items: (chosen.get(section.id) ?? []).map((choice) => toItem(choice, { reader, language, cite: citations.cite })),
  }))
  const silent = silentOutlets(new Set(count.outletIds), reader)
  const coverage = { articles: count.articles, outlets: count.outletIds.length, ...feeds }
  return { from, to, language, sections, silent, coverage, citations: citations.list() }
}

interface Found {
  readonly articles: readonly Article[]
  readonly readings: readonly Reading[]
  readonly stories: ReadonlyMap<string, string>
}

/** A story with everything that was found for it in the time asked for. */
interface StoryFindings {
  readonly storyId: string
  readonly articles: readonly Article[]
  readonly voices: number
  readonly candidates: readonly Candidate[]
}

function candidatesOf({ articles, readings, stories }: Found, reader: Reader): StoryFindings[] {
  const articleById = new Map(articles.map((article) => [article.id, article]))
  const byStory = new Map<string, { articles: Article[]; candidates: Candidate[] }>()
  for (const reading of readings) {
    const article = articleById.get(reading.articleId)
    if (article === undefined) continue
    const storyId = stories.get(article.id) ?? article.id
    const story = byStory.get(storyId) ?? { articles: [], candidates: [] }
    byStory.set(storyId, story)
    story.articles.push(article)
    for (const finding of reading.findings) {
      // A quote that a correction removed is never shown again.
      if (!standsIn(finding.quote, article)) continue
      const change = tellingFigure(finding.figures, reader)?.change ?? { kind: 'new' as const }
      story.candidates.push({ finding, article, storyId, change, rank: finding.score + changeWeight(finding, change) })
    }
  }
  return [...byStory].map(([storyId, story]) => ({
    storyId,
    ...story,
    voices: voicesOf(story.articles, reader.region).length,
  }))
}

function changeWeight(finding: Finding, change: Change): number {
  if (change.kind === 'changed' || change.kind === 'disputed') return 3
  if (finding.stances.some((stance) => stance.change.kind === 'changed')) return 2
  return finding.figures.length > 0 && change.kind === 'new' ? 0.5 : 0
}

type Choice = Candidate & { readonly others: readonly Candidate[]; readonly voices: number }

const MAX_OTHERS = 3

// A story stands once in a digest: in the section where it says most.
function chooseItems(stories: readonly StoryFindings[], sectionIds: readonly string[]): Map<string, Choice[]> {
  const bySection = new Map<string, Choice[]>()
  for (const story of stories) {
    const [best] = story.candidates
      .filter((candidate) => sectionIds.includes(candidate.finding.sectionId))
      .sort(
        (a, b) =>
          b.rank - a.rank || a.article.publishedAt - b.article.publishedAt || a.article.id.localeCompare(b.article.id),
      )
    if (best === undefined) continue
    const list = bySection.get(best.finding.sectionId) ?? []
    list.push({ ...best, others: otherTellers(best, story.candidates), voices: story.voices })
    bySection.set(best.finding.sectionId, list)
  }
  for (const [sectionId, list] of bySection) {
    const moved = ({ change }: Choice) => (change.kind === 'changed' || change.kind === 'disputed' ? 1 : 0)
    const weight = (choice: Choice) => choice.rank + Math.min(choice.voices, 5)
    list.sort(
      (a, b) =>
        moved(b) - moved(a) ||
        weight(b) - weight(a) ||
        b.article.publishedAt - a.article.publishedAt ||
        a.storyId.localeCompare(b.storyId),
    )
    bySection.set(sectionId, list.slice(0, MAX_ITEMS))
  }
  return bySection
}

// Who else tells it, one quote an outlet, of the same section.
function otherTellers(best: Candidate, candidates: readonly Candidate[]): Candidate[] {
  const byOutlet = new Map<string, Candidate>()
  for (const candidate of [...candidates].sort((a, b) => b.rank - a.rank || a.article.id.localeCompare(b.article.id))) {
    const { outletId } = candidate.article
    if (candidate.finding.sectionId !== best.finding.sectionId || outletId === best.article.outletId) continue
    if (!byOutlet.has(outletId)) byOutlet.set(outletId, candidate)
  }
  return [...byOutlet.values()].slice(0, MAX_OTHERS)
}

interface ItemContext {
  readonly reader: Reader
  readonly language: Language
  readonly cite: (article: Article, quote: string) => number
}

function toItem(choice: Choice, { reader, language, cite }: ItemContext): DigestItem {
  const { finding, article, storyId, change, voices, others } = choice
  const outlet = outletOf(article.outletId, reader.region).name
  const line = findingLine(finding, { reader, language, outlet, publishedAt: article.publishedAt })
  const citations = [choice, ...others].map((teller) => cite(teller.article, teller.finding.quote))
  const facts = factsOf(finding, reader)
  return { line, quote: finding.quote, change, storyId, voices, why: finding.why, citations, facts }
}

function silentOutlets(heard: ReadonlySet<string>, { region }: Reader): string[] {
  const expected = new Set(region.feeds.filter((feed) => feed.status === 'default').map((feed) => feed.outletId))
  return [...expected].filter((id) => !heard.has(id)).map((id) => outletOf(id, region).name)
}
