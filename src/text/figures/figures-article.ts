import { findFigures } from './figures.js'
import type { DetectedLanguage, FoundFigure, Token, Unit } from '../types.js'

// What is counted over a time; lengths, capacities and heads are mostly of none.
const TIMED: ReadonlySet<Unit> = new Set([
  'USD',
  'CNY',
  'EUR',
  'RUB',
  'KZT',
  'UZS',
  'KGS',
  'TJS',
  'TMT',
  'm3',
  't',
  'bbl',
  'kWh',
  'percent',
])

/** A sentence with its words. */
export interface WordedText {
  readonly text: string
  readonly words: readonly Token[]
}

/**
 * Figures of an article, sentence by sentence, its title first. Where a sentence names no period, what was and what changed
 * takes the period that the sentences before speak of, else that of the same value elsewhere in the article ("$5 bn" in a title).
 * These periods are inferred: `findFigures` gives what a sentence says alone.
 */
export function findArticleFigures(
  sentences: readonly WordedText[],
  language: DetectedLanguage,
  options: { readonly at?: number } = {},
): FoundFigure[][] {
  let speaksOf: string | undefined
  const read = sentences.map(({ text, words }) => {
    const figures = findFigures(text, language, { ...options, words, ...(speaksOf !== undefined && { speaksOf }) })
    const before = speaksOf
    speaksOf = figures.filter(isPast).reduce(laterPeriod, speaksOf)
    return figures.map((figure) => {
      const period = figure.period === undefined ? carried(figure, before) : undefined
      return period === undefined || isRate(figure, text, language) ? figure : { ...figure, period }
    })
  })
  const said = new Map<string, string>()
  for (const figure of read.flat())
    if (figure.period !== undefined && !said.has(keyOf(figure))) said.set(keyOf(figure), figure.period)
  return read.map((figures) => figures.map((figure) => withPeriod(figure, said.get(keyOf(figure)))))
}

/** An article moves on to later years; an earlier one, or a month of the same, is an aside. */
function laterPeriod(spoken: string | undefined, { period }: FoundFigure): string | undefined {
  if (period === undefined || (spoken !== undefined && period.slice(0, 4) <= spoken.slice(0, 4))) return spoken
  return period
}

function isPast({ kind }: FoundFigure): boolean {
  return kind === 'actual' || kind === 'change'
}

function carried(figure: FoundFigure, before: string | undefined): string | undefined {
  return TIMED.has(figure.unit) && isPast(figure) ? before : undefined
}

/** Words beside a figure that make it so much a year, of no year alone: a contract's volume, a plant's output. */
const EACH_YEAR: Readonly<Record<DetectedLanguage, RegExp | undefined>> = {
  en: /\b(?:a|per|each|every) year\b(?! (?:ago|earlier|before|later))|\bannual(?:ly)?\b/iu,
  ru: /(?<!\p{L})(?:в год|ежегодн\p{L}*|кажд\p{L}* год)(?!\p{L})/iu,
  kk: /(?<!\p{L})(?:жылына|жыл сайын)(?!\p{L})/iu,
  ky: /(?<!\p{L})(?:жылына|жыл сайын)(?!\p{L})/iu,
  uz: /(?<!\p{L})(?:yiliga|har yili|йилига|ҳар йили)(?!\p{L})/iu,
  tg: /(?<!\p{L})(?:дар як сол|ҳар сол|солона)(?!\p{L})/iu,
  tk: /(?<!\p{L})(?:ýylda|ýylyna|her ýyl)(?!\p{L})/iu,
  zh: /每年|[/／]年/u,
  und: undefined,
}
const BESIDE = 28

function isRate({ start, end }: FoundFigure, text: string, language: DetectedLanguage): boolean {
  const beside = `${text.slice(Math.max(0, start - BESIDE), start)}\n${text.slice(end, end + BESIDE)}`
  return EACH_YEAR[language]?.test(beside) === true
}

function withPeriod(figure: FoundFigure, period: string | undefined): FoundFigure {
  return figure.period === undefined && period !== undefined ? { ...figure, period } : figure
}

function keyOf({ value, unit }: FoundFigure): string {
  return `${value} ${unit}`
}
