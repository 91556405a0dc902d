import { readArticle } from '../../../src/summaries/read-article.js'
import type { Claim } from '../../../src/summaries/terms/shapes.js'
import type { Language } from '../../../src/text/types.js'
import { article, listReader } from '../pack.js'

interface Said extends Claim {
  readonly value: number
  readonly unit: string
}

/** The lines of a text by the rules alone: what is learned may only take lines away. */
export function said(
  text: string,
  { language = 'en', title = '', publishedAt }: { language?: Language; title?: string; publishedAt?: number } = {},
): Said[] {
  const given = article({ id: 'a', title, text, language, ...(publishedAt === undefined ? {} : { publishedAt }) })
  const { figures } = readArticle(given, { reader: listReader, known: [] }).reading
  return figures.flatMap(({ value, unit, claim }) => (claim === undefined ? [] : [{ value, unit, ...claim }]))
}

const line = ({ value, unit, what, between, period = '-', kind, sign, bound }: Said) =>
  [value, unit, what, between.join('+'), period, kind, sign ?? '', bound ?? ''].filter((part) => part !== '').join(' ')
/** Each line as its parts in one string. */
export const lines = (...given: Parameters<typeof said>) => said(...given).map(line)
