import { datedOf } from '../../feeds/article.js'
import { matchPatterns } from '../../text/patterns/patterns.js'
import type { Language } from '../../text/types.js'
import { LANGUAGES } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import type { Facts } from './facts-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { Reader } from '../terms/reader.js'
import type { FigureHistory, FigureRecord } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'

const MAX_RECORDS = 200

/**
 * A measure's history by period and source. `words` name a measure - by id or in words of any of the languages - and parties ("trade-turnover china central-asia",
 * "торговля Китай"). Undefined: no measure is named in them.
 */
export async function figureHistory(
  words: string,
  { archive, reader, language, at }: { archive: Articles & Facts; reader: Reader; language: Language; at?: number },
): Promise<FigureHistory | undefined> {
  const asked = understandFigure(words, reader)
  if (asked === undefined) return undefined
  const { what, entityIds } = asked
  const stored = await archive.figures({ what, limit: 2000, ...(at === undefined ? {} : { before: at }) })
  const articles = new Map((await archive.articles([...new Set(stored.map((figure) => figure.articleId))])).map((article) => [article.id, article])) // prettier-ignore
  const has = (between: readonly string[]) => entityIds.every((id) => between.includes(id))
  const told = stored.flatMap(({ articleId, ...figure }): FigureRecord[] => {
    const article = articles.get(articleId)
    // What nothing surely says is no history of it.
    if (article === undefined || figure.claim === undefined || !has(figure.between)) return []
    return [
      {
        ...figure,
        ...datedOf(article),
        articleId,
        url: article.url,
        source: outletOf(article.outletId, reader.region).name,
      },
    ]
  })
  const known = reader.region.facts.flatMap((fact): FigureRecord[] => {
    if (fact.kind !== 'figure' || fact.what !== what || !has(fact.between)) return []
    const publishedAt = Date.parse(fact.source.asOf)
    if (at !== undefined && publishedAt > at) return []
    const { value, unit, between, figureKind: kind, period, bound, says: quote, source } = fact
    const rest = { ...(period === undefined ? {} : { period }), ...(bound === undefined ? {} : { bound }) }
    return [
      {
        value,
        unit,
        what,
        between,
        kind,
        quote,
        source: source.title,
        publishedAt,
        change: { kind: 'same', factId: fact.id },
        ...rest,
      },
    ]
  })
  const records = [...told, ...known]
    .sort(
      (a, b) =>
        (b.period ?? '').localeCompare(a.period ?? '') ||
        Number(a.isUndated ?? false) - Number(b.isUndated ?? false) ||
        b.publishedAt - a.publishedAt ||
        a.source.localeCompare(b.source),
    )
    .slice(0, MAX_RECORDS)
  return { what, name: reader.measureById.get(what)?.name[language] ?? what, entityIds, records }
}

function understandFigure(words: string, reader: Reader): { what: string; entityIds: string[] } | undefined {
  const pieces = words.trim().split(/\s+/u).slice(0, 40)
  const measureId = pieces.find((piece) => reader.measureById.has(piece))
  const entityIds = pieces.filter((piece) => reader.entityById.has(piece))
  const rest = pieces.filter((piece) => piece !== measureId && !entityIds.includes(piece)).join(' ')
  const tokens = tokenize(rest)
  const named = matchPatterns(reader.entities, tokens, 'und').map((match) => match.key)
  const cues = LANGUAGES.flatMap((language) => matchPatterns(reader.words, tokens, language, { overlapping: true }))
  const cue = cues
    .filter((match) => match.key.startsWith('measure:'))
    .sort((a, b) => b.end - b.start - (a.end - a.start))[0]
  const what = measureId ?? cue?.key.slice('measure:'.length)
  return what === undefined ? undefined : { what, entityIds: [...new Set([...entityIds, ...named])] }
}
