import { z } from 'zod'
import { readData } from '../../text/read-data.js'
import { LANGUAGES, type Language } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'

/** What part a name has in its sentence: `bare` does it or has it done, `other` is in none that a frame tells. */
export type Part = 'bare' | 'with' | 'in' | 'to' | 'from' | 'of' | 'object' | 'other'

const words = z.array(z.string())
const parts = z.strictObject({
  with: words.optional(),
  in: words.optional(),
  to: words.optional(),
  from: words.optional(),
  of: words.optional(),
  other: words.optional(),
})
const shape = z.strictObject({
  before: parts,
  after: parts.optional(),
  glue: words,
  others: words,
  lead: words,
  and: words,
  not: words,
  doubt: words,
  plan: words,
  ministry: words,
  aside: words,
  held: z.string(),
  where: z.string(),
  about: z.string(),
  planned: z.string(),
})
const file = z
  .strictObject(Object.fromEntries(LANGUAGES.map((each) => [each, shape])) as Record<Language, typeof shape>)
  .parse(readData(new URL('frame-grammar.yaml', import.meta.url)))

/** The rules of a language, words folded as tokens are. */
export interface Grammar {
  readonly before: ReadonlyMap<string, Part>
  readonly after: ReadonlyMap<string, Part>
  readonly glue: ReadonlySet<string>
  readonly others: ReadonlySet<string>
  readonly lead: ReadonlySet<string>
  readonly and: ReadonlySet<string>
  readonly not: ReadonlySet<string>
  readonly doubt: ReadonlySet<string>
  readonly plan: ReadonlySet<string>
  readonly ministry: readonly string[]
  readonly aside: ReadonlySet<string>
  readonly held: string
  readonly where: string
  readonly about: string
  readonly planned: string
}

const folded = (word: string) => tokenize(word).map((token) => token.folded).join(' ') || word // prettier-ignore
const setOf = (list: readonly string[]) => new Set(list.flatMap((word) => [folded(word), word]))

function partsOf(lists: z.infer<typeof parts> = {}): ReadonlyMap<string, Part> {
  const found = new Map<string, Part>()
  for (const part of ['other', 'of', 'from', 'to', 'in', 'with'] as const)
    for (const word of lists[part] ?? []) found.set(folded(word), part)
  return found
}

const grammars = new Map(
  LANGUAGES.map((language): [Language, Grammar] => {
    const { before, after, glue, others, lead, and, not, doubt, plan, aside, ...shown } = file[language]
    const sets = { glue: setOf(glue), others: setOf(others), lead: setOf(lead), and: setOf(and), not: setOf(not), doubt: setOf(doubt), plan: setOf(plan), aside: setOf(aside) } // prettier-ignore
    return [language, { before: partsOf(before), after: partsOf(after), ...sets, ...shown }]
  }),
)

/** How sentences of a language show who does what. */
export function grammarOf(language: Language): Grammar {
  const grammar = grammars.get(language)
  if (grammar === undefined) throw new Error(`no grammar of ${language}`)
  return grammar
}

/** Languages whose names stand with endings and whose act stands last. */
export const isTurkic = (language: Language) => ['kk', 'ky', 'uz', 'tk'].includes(language)
/** Languages whose act stands last. */
export const isVerbLast = (language: Language) => language === 'tg' || isTurkic(language)
