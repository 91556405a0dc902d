import { createHash } from 'node:crypto'
import type { Article } from '../../feeds/article.js'
import type { Region } from '../../regions/region.js'
import type { Facts, LearnedFact, StoredFigure } from './facts-port.js'
import type { Articles } from '../terms/articles-port.js'
import { isSameValue } from './compare.js'
import type { Figure, Reading } from '../terms/shapes.js'
import { voicesOf } from '../terms/voices.js'

type Told = Figure & { readonly period: string }

/**
 * Proposes as known each figure of an article that another, independent voice gave before for the same measure, parties and period; the owner accepts
 * or rejects it. What the article was cited for and, since it was corrected, no longer says, is withdrawn where fewer than two voices are left.
 */
export async function confirmFigures(
  article: Article,
  reading: Reading,
  deps: { archive: Articles & Facts; region: Region },
): Promise<void> {
  const told = reading.figures.filter(
    (figure): figure is Told & (typeof reading.figures)[number] =>
      figure.change.kind !== 'same' && figure.kind === 'actual' && figure.period !== undefined && isNamed(figure),
  )
  if (told.length === 0 && article.revision === 1) return
  const learned = await deps.archive.learnedFacts()
  if (article.revision > 1) await withdrawCorrected(article, reading, learned, deps)
  const decided = new Set(learned.filter(({ status }) => status !== 'withdrawn').map(({ id }) => id))
  for (const figure of told) {
    const id = idOf(figure)
    // What has no day cannot say since when something is known.
    if (decided.has(id) || article.isUndated === true) continue
    const fact = await confirmed(id, figure, article, deps)
    if (fact === undefined) continue
    await deps.archive.saveLearnedFact(fact)
    decided.add(id)
  }
}

// What may not be said confirms nothing.
const isNamed = (figure: Figure) => figure.claim !== undefined

function idOf({ what, between, period, value, unit }: Told): string {
  const key = [what, between.join(), period, value, unit].join('|')
  return `learned-${createHash('sha256').update(key).digest('hex').slice(0, 10)}`
}

async function confirmed(
  id: string,
  figure: Told,
  article: Article,
  { archive, region }: { archive: Articles & Facts; region: Region },
): Promise<LearnedFact | undefined> {
  const { what, between, value, unit, period, quote: says } = figure
  const earlier = await archive.figures({ what, limit: 500 })
  const same = earlier.filter((other) => other.articleId !== article.id && isNamed(other) && isSameFact(other, figure))
  if (same.length === 0) return undefined
  const articles = await archive.articles([...new Set(same.map((other) => other.articleId)), article.id])
  if (voicesOf(articles, region).length < 2) return undefined
  const articleIds = articles.map((each) => each.id)
  return { id, what, between, value, unit, period, says, articleIds, asOf: article.publishedAt, status: 'proposed' }
}

function isSameFact(
  figure: StoredFigure | Figure,
  fact: Pick<LearnedFact, 'between' | 'unit' | 'period' | 'value' | 'what'>,
): boolean {
  return (
    figure.what === fact.what &&
    figure.unit === fact.unit &&
    figure.period === fact.period &&
    figure.kind === 'actual' &&
    figure.between.join() === fact.between.join() &&
    isSameValue(figure, fact)
  )
}

async function withdrawCorrected(
  article: Article,
  reading: Reading,
  learned: readonly LearnedFact[],
  { archive, region }: { archive: Articles & Facts; region: Region },
): Promise<void> {
  for (const fact of learned) {
    if (fact.status !== 'proposed' && fact.status !== 'accepted') continue
    if (!fact.articleIds.includes(article.id) || reading.figures.some((figure) => isSameFact(figure, fact))) continue
    const articleIds = fact.articleIds.filter((id) => id !== article.id)
    const voices = voicesOf(await archive.articles(articleIds), region).length
    await archive.saveLearnedFact({ ...fact, articleIds, status: voices < 2 ? 'withdrawn' : fact.status })
  }
}
