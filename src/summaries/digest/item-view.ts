import { datedOf } from '../../feeds/article.js'
import type { Voice } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import type { Stories } from '../stories/stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { Readings } from '../terms/readings-port.js'
import { standsIn, startCitations } from '../lines/citations.js'
import { findingLine } from '../lines/lines.js'
import type { Reader } from '../terms/reader.js'
import type { Citation, Why } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'

/** One item of a digest opened: why it stands there, and how each voice tells it. */
export interface ItemView {
  readonly storyId: string
  readonly sectionId: string
  readonly line: string
  /** Whom it is about. */
  readonly entityIds: readonly string[]
  /** Words, names and figures that put it there; names in the reader's language. */
  readonly why: Why
  /** One quote an outlet, the best of each, oldest first. */
  readonly sources: readonly Citation[]
  /** Kinds of voice that are silent on it, of those that the pack has. */
  readonly silent: readonly Voice[]
}

const MOST_TELLERS = 12

/**
 * What a story says for one section, told by each outlet that tells it. Undefined: no such story, or nothing of it stands there any more.
 * `before`: articles published later are not seen.
 */
export async function viewItem(
  {
    storyId,
    sectionId,
    language,
    before = Infinity,
  }: { storyId: string; sectionId: string; language: Language; before?: number },
  { archive, reader }: { archive: Articles & Readings & Stories; reader: Reader },
): Promise<ItemView | undefined> {
  const [story] = await archive.stories([storyId])
  if (story === undefined) return undefined
  const [articles, readings] = await Promise.all([
    archive.articles(story.articleIds),
    archive.readings(story.articleIds),
  ])
  const articleById = new Map(articles.map((article) => [article.id, article]))
  const told = readings
    .flatMap((reading) => reading.findings)
    .flatMap((finding) => {
      const article = articleById.get(finding.articleId)
      const isShown = finding.sectionId === sectionId && article !== undefined && article.publishedAt < before
      return isShown && standsIn(finding.quote, article) ? [{ finding, article }] : []
    })
    .sort((a, b) => b.finding.score - a.finding.score || a.article.id.localeCompare(b.article.id))
  const [best] = told
  if (best === undefined) return undefined
  const byOutlet = new Map(told.toReversed().map((each) => [each.article.outletId, each]))
  const { cite, list } = startCitations(reader.region)
  const oldestFirst = [...byOutlet.values()].sort((a, b) => a.article.publishedAt - b.article.publishedAt || a.article.id.localeCompare(b.article.id)) // prettier-ignore
  for (const { finding, article } of oldestFirst.slice(0, MOST_TELLERS)) cite(article, finding.quote)
  const { finding, article } = best
  const outlet = outletOf(article.outletId, reader.region).name
  const named = finding.why.entities.map((id) => reader.entityById.get(id)?.name[language] ?? id)
  return {
    storyId,
    sectionId,
    line: findingLine(finding, { reader, language, outlet, ...datedOf(article) }),
    entityIds: finding.entityIds,
    why: { ...finding.why, entities: named },
    sources: list(),
    silent: silentVoices(new Set(articles.map(({ outletId }) => outletOf(outletId, reader.region).voice)), reader),
  }
}

function silentVoices(heard: ReadonlySet<Voice>, { region }: Reader): readonly Voice[] {
  const kinds = ['state', 'independent', 'foreign'] as const
  const read = new Set(region.feeds.filter(({ status }) => status === 'default').map(({ outletId }) => outletOf(outletId, region).voice)) // prettier-ignore
  return kinds.filter((voice) => read.has(voice) && !heard.has(voice))
}
