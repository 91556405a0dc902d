import { findFigures } from './figures.js'
import type { DetectedLanguage, FoundFigure, Token, Unit } from './types.js'

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
    return figures.map((figure) => withPeriod(figure, carried(figure, before)))
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

function withPeriod(figure: FoundFigure, period: string | undefined): FoundFigure {
  return figure.period === undefined && period !== undefined ? { ...figure, period } : figure
}

function keyOf({ value, unit }: FoundFigure): string {
  return `${value} ${unit}`
}
