import { datedOf, type Article } from '../../feeds/article.js'
import { splitSentences } from '../../text/words/sentences.js'
import type { Language } from '../../text/types.js'
import type { Stories } from '../stories/stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { Readings } from '../terms/readings-port.js'
import type { SearchIndex } from '../terms/search-port.js'
import { standsIn, startCitations } from '../lines/citations.js'
import { findingLine, plainLine } from '../lines/lines.js'
import { questionOf, understand } from '../question/question.js'
import { clipQuote } from '../reading/clip-quote.js'
import type { Reader } from '../terms/reader.js'
import type { Citation, Finding, Reading } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'

/** One of many answers to choose from: an inline list shows them. */
export interface ResultItem {
  readonly storyId: string
  readonly line: string
  readonly citation: Citation
}

export interface ResultList {
  readonly items: readonly ResultItem[]
  /** How many there are in all, at most 200. */
  readonly total: number
}

const MOST = 200

/** What the archive has on a question, one quote a story, best first: a page of a list. Every item cites a quote that stands in its article. */
export async function listResults(
  question: string,
  { language, offset, limit }: { language: Language; offset: number; limit: number },
  { archive, reader, now }: { archive: Articles & Readings & Stories & SearchIndex; reader: Reader; now: number },
): Promise<ResultList> {
  const { terms, entityIds, measureIds } = questionOf(understand(question, { reader, language, at: now }), question)
  if (terms.length === 0) return { items: [], total: 0 }
  const hits = await archive.search(terms, { limit: MOST })
  const ids = hits.map(({ articleId }) => articleId)
  const storyOf = await archive.storiesOf(ids)
  const firsts = new Map<string, string>()
  for (const id of ids) if (!firsts.has(storyOf.get(id) ?? id)) firsts.set(storyOf.get(id) ?? id, id)
  const page = [...firsts].slice(offset, offset + limit)
  const pageIds = page.map(([, articleId]) => articleId)
  const [articles, readings] = await Promise.all([archive.articles(pageIds), archive.readings(pageIds)])
  const articleById = new Map(articles.map((article) => [article.id, article]))
  const readingById = new Map(readings.map((reading) => [reading.articleId, reading]))
  const fits = (finding: Finding) =>
    finding.figures.filter(({ what }) => measureIds.includes(what)).length * 2 +
    finding.entityIds.filter((id) => entityIds.includes(id)).length
  const items = page.flatMap(([storyId, articleId]): ResultItem[] => {
    const article = articleById.get(articleId)
    if (article === undefined) return []
    return [{ storyId, ...saidBy(article, readingById.get(articleId), { reader, language, fits }) }]
  })
  return { items, total: firsts.size }
}

interface Saying {
  readonly reader: Reader
  readonly language: Language
  readonly fits: (finding: Finding) => number
}

function saidBy(article: Article, reading: Reading | undefined, { reader, language, fits }: Saying) {
  const outlet = outletOf(article.outletId, reader.region).name
  const context = { reader, language, outlet, ...datedOf(article) }
  const [finding] = (reading?.findings ?? [])
    .filter(({ quote }) => standsIn(quote, article))
    .sort((a, b) => fits(b) - fits(a) || b.score - a.score)
  const line = finding ? findingLine(finding, context) : plainLine(reader.region.name[language], reading?.entityIds ?? [], context) // prettier-ignore
  const { cite, list } = startCitations(reader.region)
  cite(article, finding?.quote ?? firstWords(article))
  const [citation] = list()
  if (citation === undefined) throw new Error(`article ${article.id} was not cited`)
  return { line, citation }
}

function firstWords({ text, title, language }: Article): string {
  const [first] = splitSentences(text.slice(0, 2_000), language)
  return clipQuote(first?.text ?? (title === '' ? text : title))
}
