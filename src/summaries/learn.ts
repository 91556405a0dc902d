import { createHash } from 'node:crypto'
import type { Article } from '../feeds/article.js'
import type { Region } from '../regions/region.js'
import type { Archive } from './archive.js'
import { isSameValue } from './compare.js'
import type { Reading } from './types.js'
import { voicesOf } from './voices.js'

/**
 * Proposes as known each figure of an article that another, independent voice gave before for the same measure, parties and period.
 * The owner accepts or rejects it; a fact once decided on is left as it is.
 */
export async function confirmFigures(
  article: Article,
  reading: Reading,
  { archive, region }: { archive: Archive; region: Region },
): Promise<void> {
  const told = reading.figures.filter(
    (figure) =>
      figure.change.kind !== 'same' &&
      figure.kind === 'actual' &&
      figure.period !== undefined &&
      figure.between.length > 0,
  )
  if (told.length === 0) return
  const decided = new Set((await archive.learnedFacts()).map((fact) => fact.id))
  for (const figure of told) {
    const { what, between, value, unit, period } = figure
    const id = `learned-${createHash('sha256').update([what, between.join(), period, value, unit].join('|')).digest('hex').slice(0, 10)}`
    if (decided.has(id)) continue
    const earlier = await archive.figures({ what, limit: 500 })
    const same = earlier.filter(
      (other) =>
        other.articleId !== article.id &&
        other.unit === unit &&
        other.period === period &&
        other.kind === 'actual' &&
        other.between.join() === between.join() &&
        isSameValue(figure, other),
    )
    if (same.length === 0) continue
    const articles = await archive.articles([...new Set(same.map((other) => other.articleId)), article.id])
    if (voicesOf(articles, region).length < 2) continue
    const says = figure.quote
    const fact = {
      id,
      what,
      between,
      value,
      unit,
      says,
      articleIds: articles.map((each) => each.id),
      asOf: article.publishedAt,
    }
    await archive.saveLearnedFact({ ...fact, status: 'proposed', ...(period === undefined ? {} : { period }) })
    decided.add(id)
  }
}
