import { z } from 'zod'
import type { PatternSource } from '../../text/patterns/pattern-tries.js'
import type { PatternEntry, PatternLanguage, PatternMatch } from '../../text/patterns/patterns.js'
import { compileTogether, matchTogether } from '../../text/patterns/patterns.js'
import { readData } from '../../text/read-data.js'
import type { DetectedLanguage, Language, Token, Unit } from '../../text/types.js'
import { LANGUAGES, UNITS } from '../../text/types.js'

/** What words beside a figure tell of it: see claim-words.yaml. */
export const MARKS = [
  'harm', 'crime', 'survey', 'wage', 'fare', 'fine', 'rate', 'sport', 'untrue', 'local', 'part', 'than', 'each', 'maybe', 'opinion', 'company', 'place',
  'fall', 'rise', 'plan', 'share', 'level', 'compatriots', 'history', 'respectively', 'others', 'emission', 'superlative', 'home',
  'volume', 'private', 'running', 'span', 'intent',
] as const // prettier-ignore
export type Mark = (typeof MARKS)[number]

/** What a figure may measure that the pack lists no measure for. */
export interface Matter {
  readonly id: string
  readonly units: readonly Unit[]
  readonly parties: 'one' | 'pair' | 'from-to'
  /** Of people on the move: one state alone may be its party. */
  readonly people?: boolean | undefined
  readonly name: Readonly<Record<Language, string>>
}

const patterns = z.strictObject(
  Object.fromEntries([...LANGUAGES, 'uz-Cyrl'].map((language) => [language, z.array(z.string().min(1))])),
)
const marks = z.record(z.enum(MARKS), patterns).parse(readData(new URL('claim-words.yaml', import.meta.url)))
const matters = z
  .array(
    z.strictObject({
      id: z.string(),
      units: z.array(z.enum(UNITS)),
      parties: z.enum(['one', 'pair', 'from-to']),
      people: z.boolean().optional(),
      name: z.strictObject(Object.fromEntries(LANGUAGES.map((l) => [l, z.string()])) as Record<Language, z.ZodString>),
      words: patterns,
    }),
  )
  .parse(readData(new URL('claim-matters.yaml', import.meta.url)))

/** By id. */
export const matterById: ReadonlyMap<string, Matter> = new Map(matters.map((matter) => [matter.id, matter]))

const sets = compileTogether({
  marks: sourceOf(Object.entries(marks)),
  matters: sourceOf(matters.map(({ id, words }) => [id, words])),
})

function sourceOf(lists: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[]): PatternSource {
  const entries = lists.flatMap(([key, byLanguage]) =>
    Object.entries(byLanguage).flatMap(([language, list]) =>
      list.map((pattern): PatternEntry => ({ key, language: language as PatternLanguage, pattern })),
    ),
  )
  return (language) => entries.filter((entry) => entry.language === language)
}

/** Marks and matters of a sentence, each by its id in `key`. */
export function findClaimWords(
  text: string,
  tokens: readonly Token[],
  language: DetectedLanguage,
): { readonly marks: readonly PatternMatch[]; readonly matters: readonly PatternMatch[] } {
  const lists = [
    { set: sets.marks, overlapping: true },
    { set: sets.matters, overlapping: true },
  ]
  const [found = [], named = []] = matchTogether(lists, tokens, language, text)
  return { marks: found, matters: named }
}
