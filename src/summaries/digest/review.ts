import { setImmediate as breath } from 'node:timers/promises'
import type { Article } from '../../feeds/article.js'
import { showFigure, showPeriod } from '../../text/shown/numbers-shown.js'
import { splitSentences } from '../../text/words/sentences.js'
import type { Language } from '../../text/types.js'
import type { Facts, StoredFigure } from '../facts/facts-port.js'
import type { Articles } from '../terms/articles-port.js'
import { isSameValue, periodShape } from '../facts/compare.js'
import type { DigestDeps, DigestRequest } from './digest-choice.js'
import { LENGTHS } from './digest-places.js'
import { compareIds } from './digest-stories.js'
import { colon, comma, figureSubject, inBrackets, isTelling, sentenceCase } from '../lines/lines.js'
import { newsMatcher, type NewsMatcher } from './news-filter.js'
import { clipQuote } from '../reading/clip-quote.js'
import type { Reader } from '../terms/reader.js'
import { type Movement, movementOf, type Said, type Stop } from './review-movement.js'
import type { FigureMovement } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'

const MAX_FIGURES = 5_000

/**
 * How figures moved in a span of time, by measure and parties: from the first to the last value that was said - over periods of one shape, or over the time itself
 * where they have no period - and where sources differ on the same. Most told first. What was said once, or always alike, has not moved.
 */
export async function reviewFigures(
  { from, to, language, sectionId, filter = {}, length = 'normal' }: DigestRequest,
  { archive, reader, cite }: DigestDeps & { cite: (article: Article, quote: string) => number },
): Promise<readonly FigureMovement[]> {
  const measures = wantedMeasures(reader, sectionId, filter.measures)
  const stored = await figuresOf({ from, to, measures }, archive)
  const parties = new Set(filter.entityIds)
  const series = groupBy(
    stored.filter((figure) => isFirm(figure) && isOfParties(figure, parties)),
    seriesOf,
  ).filter((figures) => !isOneValue(figures))
  const ids = new Set(series.flatMap((figures) => figures.map(({ articleId }) => articleId)))
  const articles = await openArticles([...ids], archive)
  const matcher = newsMatcher(filter, reader)
  const movements: Movement[] = []
  for (const figures of series) {
    const said: Said[] = []
    for (const [index, figure] of figures.entries()) {
      if (index % SAID_AT_ONCE === 0) await breath()
      said.push(...saidOf(figure, articles, matcher))
    }
    const movement = movementOf(said, reader.region)
    if (movement !== undefined) movements.push(movement)
    await breath()
  }
  return movements
    .sort((a, b) => b.said - a.said || compareIds(nameOf(a), nameOf(b)))
    .slice(0, LENGTHS[length].items)
    .map((movement) => shownMovement(movement, { reader, language, cite }))
}

const SLICE_MS = 2 * 86_400_000
const ARTICLES_AT_ONCE = 100
const SAID_AT_ONCE = 50

interface Wanted {
  readonly from: number
  readonly to: number
  readonly measures: readonly string[]
}

// The newest first, slice by slice, so that others may work in between.
async function figuresOf({ from, to, measures }: Wanted, archive: Facts): Promise<readonly StoredFigure[]> {
  const slices: (readonly StoredFigure[])[] = []
  let left = MAX_FIGURES
  for (let end = to; end > from && left > 0; end -= SLICE_MS) {
    const figures = await archive.figuresBetween(Math.max(from, end - SLICE_MS), end, { measures, limit: left })
    left -= figures.length
    slices.unshift(figures)
    await breath()
  }
  return slices.flat()
}

async function openArticles(ids: readonly string[], archive: Articles): Promise<ReadonlyMap<string, Article>> {
  const articles = new Map<string, Article>()
  for (let at = 0; at < ids.length; at += ARTICLES_AT_ONCE) {
    for (const article of await archive.articles(ids.slice(at, at + ARTICLES_AT_ONCE)))
      articles.set(article.id, article)
    await breath()
  }
  return articles
}

function wantedMeasures({ region }: Reader, sectionId: string | undefined, wanted: readonly string[] = []): string[] {
  const ofSection = region.sections.find(({ id }) => id === sectionId)?.measures
  return region.measures
    .map(({ id }) => id)
    .filter((id) => (ofSection?.includes(id) ?? true) && (wanted.length === 0 || wanted.includes(id)))
}

// "Over $100 bn" does not contradict $106.3 bn, and a forecast is no value yet.
function isFirm(figure: StoredFigure): boolean {
  return figure.kind === 'actual' && isTelling(figure) && (figure.bound ?? 'about') === 'about'
}

function isOfParties({ between }: StoredFigure, wanted: ReadonlySet<string>): boolean {
  return wanted.size === 0 || between.some((id) => wanted.has(id))
}

function seriesOf({ what, between, project = '', unit, period }: StoredFigure): string {
  return [what, [...between].sort().join('+'), project, unit, period === undefined ? '' : periodShape(period)].join(' ')
}

function isOneValue(figures: readonly StoredFigure[]): boolean {
  const [first] = figures
  return figures.every((figure) => first !== undefined && figure.period === first.period && isSameValue(figure, first))
}

function saidOf(figure: StoredFigure, articles: ReadonlyMap<string, Article>, matcher: NewsMatcher): Said[] {
  const article = articles.get(figure.articleId)
  if (article === undefined || !matcher.takesArticle(article)) return []
  const quote = sentenceOf(figure.quote, article)
  return quote === undefined ? [] : [{ figure, article, quote }]
}

// A figure's own quote is a number: what it is of stands in its sentence.
function sentenceOf(quote: string, { title, text, language }: Article): string | undefined {
  const span = splitSentences(text, language).find((each) => each.text.includes(quote))
  const sentence = span?.text ?? (title.includes(quote) ? title : undefined)
  return sentence === undefined ? undefined : clipQuote(sentence, sentence.indexOf(quote))
}

interface ShowContext {
  readonly reader: Reader
  readonly language: Language
  readonly cite: (article: Article, quote: string) => number
}

function shownMovement({ kind, stops }: Movement, context: ShowContext): FigureMovement {
  const { reader, language, cite } = context
  const [first, last] = [stops[0], stops.at(-1) ?? stops[0]]
  const { what, between, project, unit, period } = first.main.figure
  const sourceOf = ({ article }: Said) => outletOf(article.outletId, reader.region).name
  const isOverPeriods = period !== last.main.figure.period
  const value = ({ figure }: Said) => showFigure(figure, language)
  const allOf = ({ main, others }: Stop) => [main, ...others]
  const noted = (stop: Stop) => {
    const of = stop.main.figure.period
    return allOf(stop).map(value).join(' / ') + (isOverPeriods && of !== undefined ? inBrackets(showPeriod(of, language), language) : '') // prettier-ignore
  }
  const values =
    kind === 'moved'
      ? [first, last].map(noted).join(' → ')
      : allOf(first).map((said) => `${value(said)}${inBrackets(sourceOf(said), language)}`).join(' / ') // prettier-ignore
  const when = isOverPeriods || period === undefined ? '' : comma(language) + showPeriod(period, language)
  return {
    ...{ what, between, unit, kind },
    ...(project === undefined ? {} : { project }),
    ...(kind === 'moved' && [first, last].some(({ others }) => others.length > 0) ? { isDisputed: true } : {}),
    line: `${sentenceCase(figureSubject(first.main.figure, { reader, language }), language)}${when}${colon(language)}${values}`,
    points: stops.flatMap(allOf).map((said) => {
      const { value: amount, period: of, bound, publishedAt } = said.figure
      const rest = { ...(of === undefined ? {} : { period: of }), ...(bound === undefined ? {} : { bound }) }
      return { value: amount, ...rest, source: sourceOf(said), publishedAt, citation: cite(said.article, said.quote) }
    }),
  }
}

function nameOf({ stops: [{ main }] }: Movement): string {
  return seriesOf(main.figure)
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}
