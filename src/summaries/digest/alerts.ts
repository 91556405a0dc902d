import { datedOf, type Article } from '../../feeds/article.js'
import type { Language } from '../../text/types.js'
import type { Stories } from '../stories/stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { Readings } from '../terms/readings-port.js'
import { standsIn, startCitations } from '../lines/citations.js'
import { factsOf } from '../facts/facts-told.js'
import { figureLine, findingLine, isTelling } from '../lines/lines.js'
import { headlineFor } from './digest-item.js'
import { type Candidate, candidateOf } from './digest-stories.js'
import { tellingQuote } from './telling-quote.js'
import { newsMatcher, type NewsFilter, type NewsMatcher } from './news-filter.js'
import type { Reader } from '../terms/reader.js'
import type { Change, Citation, Figure, Headline, Reading } from '../terms/shapes.js'
import { outletOf, voicesOf } from '../terms/voices.js'

/** A figure that somebody follows; absent parts: any measure, any parties. */
export interface FollowedFigure {
  readonly measure?: string
  /** All of them are parties of the figure. */
  readonly entityIds?: readonly string[]
}

export interface AlertRequest {
  /** [from, to) by publication, epoch ms. */
  readonly from: number
  readonly to: number
  readonly language: Language
  readonly filter: NewsFilter
  readonly figures: readonly FollowedFigure[]
  readonly stories: boolean
}

/** Something worth more than the next digest. */
export interface Alert {
  /** figure: a followed one changed. story: three voices told it within an hour. */
  readonly kind: 'figure' | 'story'
  readonly storyId: string
  readonly facts: readonly string[]
  readonly headline?: Headline
  /** In the reader's language. */
  readonly line: string
  readonly quote: string
  readonly voices: number
  /** A story: how long it took so many to tell it, ms. */
  readonly withinMs?: number
  readonly citations: readonly Citation[]
}

const MAX_ARTICLES = 2_000
/** A story breaks where so many voices tell it within so long. */
const BREAKING_VOICES = 3
const BREAKING_MS = 3_600_000

interface Told {
  readonly article: Article
  readonly reading: Reading
  readonly storyId: string
}

type Figured = Figure & { readonly change: Change }

/** What changed of the followed figures and which stories broke, oldest first; one alert a figure's new value, one a story. */
export async function findAlerts(
  request: AlertRequest,
  { archive, reader }: { archive: Articles & Readings & Stories; reader: Reader },
): Promise<readonly Alert[]> {
  const ids = await archive.findingsBetween(request.from, request.to, MAX_ARTICLES)
  const [articles, readings, stories] = await Promise.all([
    archive.articles(ids),
    archive.readings(ids),
    archive.storiesOf(ids),
  ])
  const matcher = newsMatcher(request.filter, reader)
  const readingOf = new Map(readings.map((reading) => [reading.articleId, reading]))
  const told = articles
    .filter((article) => matcher.takesArticle(article))
    .sort((a, b) => a.publishedAt - b.publishedAt || a.id.localeCompare(b.id))
    .flatMap((article): Told[] => {
      const reading = readingOf.get(article.id)
      return reading === undefined ? [] : [{ article, reading, storyId: stories.get(article.id) ?? article.id }]
    })
  const context = { ...request, reader, matcher }
  return [...figureAlerts(told, context), ...(request.stories ? storyAlerts(told, context) : [])]
}

type Context = AlertRequest & { readonly reader: Reader; readonly matcher: NewsMatcher }

function figureAlerts(told: readonly Told[], context: Context): readonly Alert[] {
  const { reader, language } = context
  const seen = new Set<string>()
  return told.flatMap(({ article, reading, storyId }) =>
    reading.findings
      .filter(({ quote }) => standsIn(quote, article))
      .flatMap((finding) =>
        finding.figures
          .filter((figure) => isFollowedChange(figure, context))
          .flatMap((figure): Alert[] => {
            const facts = factsOf({ figures: [figure], stances: [] }, reader)
            const key = facts.join()
            if (seen.has(key)) return []
            seen.add(key)
            const line = figureLine(figure, figure.change, { reader, language })
            const told = { kind: 'figure', storyId, facts, line, voices: 1 } as const
            return [{ ...told, ...cited([{ ...candidateOf(finding, article, reading), quote: finding.quote }], { reader, language }) }] // prettier-ignore
          }),
      ),
  )
}

function isFollowedChange(figure: Figured, { figures }: Context): boolean {
  if (figure.change.kind !== 'changed' || !isTelling(figure)) return false
  return figures.some(
    ({ measure, entityIds = [] }) =>
      (measure === undefined || figure.what === measure) && entityIds.every((id) => figure.between.includes(id)),
  )
}

function storyAlerts(told: readonly Told[], context: Context): readonly Alert[] {
  const byStory = new Map<string, Told[]>()
  for (const each of told) byStory.set(each.storyId, [...(byStory.get(each.storyId) ?? []), each])
  return [...byStory].flatMap(([storyId, articles]): Alert[] => {
    const breaking = breakingPart(articles, context.reader)
    const voices = voicesOf(
      breaking.map(({ article }) => article),
      context.reader.region,
    ).length
    if (breaking.length === 0 || !context.matcher.takesStory({ voices })) return []
    const sources = breaking.flatMap((each) => bestFinding(each, context))
    const [first] = sources
    if (first === undefined) return []
    const { reader, language } = context
    const outlet = outletOf(first.article.outletId, reader.region).name
    const line = findingLine(first.finding, { reader, language, outlet, ...datedOf(first.article) })
    return [
      {
        kind: 'story',
        storyId,
        facts: factsOf(first.finding, reader),
        line,
        voices,
        withinMs: Math.max(...timesOf(breaking)) - Math.min(...timesOf(breaking)),
        ...cited(sources.slice(0, 3), { reader, language }),
      },
    ]
  })
}

/** The first hour in which enough voices tell a story; none: []. */
function breakingPart(articles: readonly Told[], { region }: Reader): readonly Told[] {
  for (const [index, first] of articles.entries()) {
    const within = articles
      .slice(index)
      .filter(({ article }) => article.publishedAt - first.article.publishedAt <= BREAKING_MS)
    if (within.length < BREAKING_VOICES) continue
    if (
      voicesOf(
        within.map(({ article }) => article),
        region,
      ).length >= BREAKING_VOICES
    )
      return within
  }
  return []
}

const timesOf = (told: readonly Told[]) => told.map(({ article }) => article.publishedAt)

/** Who tells it, and the sentence that is quoted. */
interface Teller extends Candidate {
  readonly quote: string
}

function bestFinding({ article, reading }: Told, { matcher }: Context): readonly Teller[] {
  const [best] = reading.findings
    .filter((finding) => standsIn(finding.quote, article) && matcher.takesFinding(finding, article))
    .sort((a, b) => b.score - a.score)
  if (best === undefined) return []
  const candidate = candidateOf(best, article, reading)
  return [{ ...candidate, quote: tellingQuote(candidate) }]
}

function cited(
  sources: readonly Teller[],
  { reader, language }: { reader: Reader; language: Language },
): Pick<Alert, 'headline' | 'quote' | 'citations'> {
  const citations = startCitations(reader.region)
  for (const { article, quote } of sources) citations.cite(article, quote)
  const [first, ...others] = sources
  const quote = first?.quote ?? ''
  const headline = first && headlineFor({ first, others }, { reader, language, quote })
  return { ...(headline && { headline }), quote, citations: citations.list() }
}
