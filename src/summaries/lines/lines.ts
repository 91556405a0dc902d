import type { Dated } from '../../feeds/article.js'
import { z } from 'zod'
import { fillPlaces } from '../../text/fill-places.js'
import { showDay, showWhen, showFigure, showPeriod } from '../../text/shown/numbers-shown.js'
import { readData } from '../../text/read-data.js'
import type { Fact, FigureFact } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import { LANGUAGES } from '../../text/types.js'
import { signedValue } from '../claims/claim-figures.js'
import { codeOfCountry } from '../../text/patterns/countries.js'
import { matterById } from '../claims/claim-words.js'
import type { Reader } from '../terms/reader.js'
import type { Change, Figure, Finding, ReactionSide } from '../terms/shapes.js'

const words = z.strictObject({
  sides: z.string(),
  pair: z.string(),
  between: z.string(),
  was: z.string(),
  otherwise: z.string(),
  forecast: z.string(),
  target: z.string(),
  nothing: z.string(),
  nearest: z.string(),
  holds: z.string(),
  empty: z.string(),
  unread: z.string(),
  noTime: z.string(),
  noName: z.string(),
  noFigure: z.string(),
  notSaid: z.string(),
  noForecast: z.string(),
  noSide: z.string(),
  whether: z.string(),
  statement: z.string(),
  differ: z.string(),
  reported: z.string(),
  sources: z.string(),
  since: z.string(),
  goesOn: z.string(),
  alone: z.string(),
})
type Words = z.infer<typeof words>

const byLanguage = z
  .strictObject(Object.fromEntries(LANGUAGES.map((l) => [l, words])) as Record<Language, typeof words>)
  .parse(readData(new URL('lines.yaml', import.meta.url)))

/** A phrase of lines.yaml in a reader's language with its {braces} filled. */
export function phrase(key: keyof Words, language: Language, values: Readonly<Record<string, string>> = {}): string {
  return fillPlaces(byLanguage[language][key], values)
}

export interface LineContext extends Dated {
  readonly reader: Reader
  readonly language: Language
  readonly outlet: string
}

/**
 * A finding in the reader's language: its most telling figure ("Kazakhstan–China trade, 2024: $43.8 bn, was $41 bn"), else the section's title with who is
 * named, by whom and when. Made from parts only: nothing is translated, and a stance, whose shade a rule may miss, is left to the quote.
 */
export function findingLine(finding: Finding, context: LineContext): string {
  const figure = tellingFigure(finding.figures)
  if (figure !== undefined) return figureLine(figure, figure.change, context)
  const section = context.reader.sectionById.get(finding.sectionId)
  const title = section?.title[context.language] ?? finding.sectionId
  if (finding.comments === undefined) return plainLine(title, finding.entityIds, context)
  const count = showFigure({ value: finding.comments, unit: 'comments' }, context.language)
  const sides = (finding.sides ?? []).slice(0, MAX_SIDES).map((side) => sideLine(side, context))
  return plainLine([title, count, ...sides].join(comma(context.language)), finding.entityIds, context)
}

const MAX_SIDES = 2

function sideLine({ entityId, ...side }: ReactionSide, context: LineContext): string {
  const name = context.reader.entityById.get(entityId)?.name[context.language] ?? entityId
  return phrase('sides', context.language, { name, for: String(side.for), against: String(side.against) })
}

/** The figure that says most: of a known measure with its parties, changed or disputed before new before known. */
export function tellingFigure<T extends Figure & { readonly change: Change }>(figures: readonly T[]): T | undefined {
  const rank = { changed: 4, disputed: 4, new: 3, same: 2, unrelated: 0 }
  const told = figures.filter(isTelling)
  // "$106.3 bn" tells more than "over $100 bn" beside it.
  const vague = ({ bound }: T) => (bound === undefined ? 0 : 1)
  return [...told].sort((a, b) => rank[b.change.kind] - rank[a.change.kind] || vague(a) - vague(b))[0]
}

/** Nothing but a claim is ever a line: see claims/. */
export function isTelling(figure: Figure): boolean {
  return figure.claim !== undefined && figure.isDenied !== true
}

/** One figure with its measure, parties, period and change. */
export function figureLine(
  figure: Figure,
  change: Change,
  { reader, language }: Pick<LineContext, 'reader' | 'language'>,
): string {
  const subject = figureSubject(figure, { reader, language })
  const period = figure.period === undefined ? '' : `${comma(language)}${showPeriod(figure.period, language)}`
  const kind =
    figure.kind === 'forecast' || figure.kind === 'target' ? inBrackets(phrase(figure.kind, language), language) : ''
  const isChange = figure.unit === 'percent' && (figure.kind === 'change' || figure.claim?.sign !== undefined)
  const value = `${showFigure({ ...figure, value: signedValue(figure), isChange }, language)}${kind}`
  return `${sentenceCase(subject, language)}${period}${colon(language)}${value}${changeNote(change, { reader, language })}`
}

/** What a figure measures, and of whom: "Kazakhstan–China trade". */
export function figureSubject(
  { what, between, project, claim }: Pick<Figure, 'what' | 'between' | 'project' | 'claim'>,
  { reader, language }: Pick<LineContext, 'reader' | 'language'>,
): string {
  // "All the world" is what no partner means.
  const named = between.filter((id) => id !== 'world')
  const parties = nameAll(project === undefined ? named : [project], { reader, language }).join(
    claim?.from === undefined ? phrase('between', language) : WAY,
  )
  const measure = (reader.measureById.get(what) ?? matterById.get(what))?.name[language] ?? what
  return parties === '' ? measure : phrase('pair', language, { parties, measure })
}

// Who gives or sends stands first.
const WAY = ' → '

/** With a capital: a measure begins the line where its parties stand behind it. */
export const sentenceCase = (text: string, language: Language) =>
  text.slice(0, 1).toLocaleUpperCase(language) + text.slice(1)

function changeNote(change: Change, { reader, language }: Pick<LineContext, 'reader' | 'language'>): string {
  if (change.kind !== 'changed' && change.kind !== 'disputed') return ''
  const { facts } = reader.region
  const fact = facts.find((known) => known.id === change.factId)
  const shown = (value: number) => showFigure({ value, unit: change.unit }, language)
  if (change.kind === 'disputed') {
    const values = { from: shown(change.from), source: fact?.source.title ?? change.factId }
    return `${comma(language)}${phrase('otherwise', language, values)}`
  }
  // Where what was known is itself disputed, both values stand.
  const rivals = facts.flatMap((known) => (isSameMatter(known, fact) ? [known.value] : []))
  const from = [...new Set([change.from, ...rivals])].map(shown).join(language === 'zh' ? '或' : ' / ')
  return `${comma(language)}${phrase('was', language, { from })}`
}

function isSameMatter(known: Fact, fact: Fact | undefined): known is FigureFact {
  if (known.kind !== 'figure' || fact?.kind !== 'figure') return false
  const matter = ({ what, unit, period, figureKind, between }: FigureFact) =>
    [what, unit, period, figureKind, ...[...between].sort()].join()
  return matter(known) === matter(fact)
}

/** Where no figure carries it: a title, who is named, the outlet and the date. */
export function plainLine(title: string, entityIds: readonly string[], context: LineContext): string {
  const { language, outlet } = context
  const named = nameAll(entityIds.slice(0, 4), context).join(inRow(language))
  const source = `${outlet}${comma(language)}${showWhenOf(context, context)}`
  const tail = inBrackets(source, language)
  return named === '' ? `${title}${tail}` : `${title}${colon(language)}${named}${tail}`
}

function countryName(id: string, language: Language): string | undefined {
  const code = codeOfCountry(id)
  return code === undefined ? undefined : new Intl.DisplayNames([language], { type: 'region' }).of(code)
}

/** Names of entities in the reader's language. */
export function nameAll(
  ids: readonly string[],
  { reader, language }: Pick<LineContext, 'reader' | 'language'>,
): string[] {
  return ids.map((id) => reader.entityById.get(id)?.name[language] ?? countryName(id, language) ?? id)
}

/** A day for a reader, in the region's own zone. */
export function showDate(at: number, { reader, language }: Pick<LineContext, 'reader' | 'language'>): string {
  return showDay(at, language, reader.region.timezone)
}

/** The day of an article for a reader, or that none is known. */
export function showWhenOf(dated: Dated, { reader, language }: Pick<LineContext, 'reader' | 'language'>): string {
  return showWhen(dated, language, reader.region.timezone)
}

/** Brackets of the language; in Chinese they take no space. */
export const inBrackets = (words: string, language: Language) => (language === 'zh' ? `（${words}）` : ` (${words})`)
/** Between the parts of a line. */
export const comma = (language: Language) => (language === 'zh' ? '，' : ', ')
/** Between names in a row. */
export const inRow = (language: Language) => (language === 'zh' ? '、' : ', ')
/** Between what is measured and its value. */
export const colon = (language: Language) => (language === 'zh' ? '：' : ': ')
