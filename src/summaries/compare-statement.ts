import { z } from 'zod'
import { LANGUAGES, UNITS } from '../text/types.js'
import type { KnownFigure } from './compare.js'
import { compareFigure } from './compare.js'
import { placeFigures } from './figures.js'
import type { Reader } from './reader.js'
import { readSentences } from './sentences.js'
import type { Change, Figure } from './types.js'

const row = z.object({
  baseline: z.object({
    what: z.string(),
    between: z.array(z.string()),
    value: z.number(),
    unit: z.enum(UNITS),
    period: z.string().nullish(),
    bound: z.enum(['at-least', 'at-most', 'about']).nullish(),
    kind: z.enum(['actual', 'forecast', 'target', 'change']).nullish(),
    says: z.string().optional(),
  }),
  statement: z.object({ lang: z.enum(LANGUAGES), text: z.string().max(20_000) }),
})

/** What a statement says against one known figure. Throws with the path where the row has not the shape of the contract. */
export function compareStatement(given: unknown, reader: Reader): Change['kind'] {
  const checked = row.safeParse(given)
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw new Error(`${issue?.path.join('.') ?? 'row'}: ${issue?.message ?? 'is wrong'}`)
  }
  const { baseline, statement } = checked.data
  const known: KnownFigure = {
    id: 'baseline',
    what: baseline.what,
    between: baseline.between,
    value: baseline.value,
    unit: baseline.unit,
    kind: baseline.kind ?? 'actual',
    asOf: baseline.period?.slice(0, 4) ?? '1970',
    says: baseline.says ?? '',
    ...(baseline.period == null ? {} : { period: baseline.period }),
    ...(baseline.bound == null ? {} : { bound: baseline.bound }),
  }
  const sentences = readSentences(
    { title: '', text: statement.text, publishedAt: undatedAt(known) },
    statement.lang,
    reader,
  )
  const figures = placeFigures(sentences, reader).map((placed) => placed.figure)
  const changes = figures.map((figure) => changeAgainst(figure, known, reader))
  const order: readonly Change['kind'][] = ['changed', 'disputed', 'same', 'new', 'unrelated']
  return order.find((kind) => changes.includes(kind)) ?? 'unrelated'
}

function changeAgainst(figure: Figure, known: KnownFigure, reader: Reader): Change['kind'] {
  const change = compareFigure(figure, [known], Number.POSITIVE_INFINITY).kind
  if (change !== 'new') return change
  // New is a measure or a partner that the baseline lacks; a number of nothing that the pack measures compares with nothing.
  return reader.measureById.has(figure.what) ? 'new' : 'unrelated'
}

// "Last year" in a statement without a date is counted from the year after the known period.
function undatedAt({ period, asOf }: KnownFigure): number {
  const year = Number((period ?? asOf).slice(0, 4))
  return Date.UTC(Number.isNaN(year) ? 2025 : year + 1, 5, 1)
}
