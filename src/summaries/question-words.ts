import { findCountries } from '../text/countries.js'
import type { PatternMatch } from '../text/patterns.js'
import { matchPatterns } from '../text/patterns.js'
import type { DetectedLanguage, Language, Token } from '../text/types.js'
import { findActs, findAskingWords, findSigns, type Sign } from './language-words.js'
import { findOfficeHolders } from './question-offices.js'
import { findMisspelt } from './question-spelling.js'
import type { Reader } from './reader.js'

/** What the words of a question stand for, each with its place. */
export interface QuestionWords {
  /** Entity ids. */
  readonly named: readonly PatternMatch[]
  /** Countries that the pack does not name, by ISO code. */
  readonly countries: readonly PatternMatch[]
  /** Subjects and measures of the pack, `concept:ID` and `measure:ID`. */
  readonly words: readonly PatternMatch[]
  readonly acts: readonly PatternMatch[]
  readonly asking: readonly PatternMatch[]
  readonly has: (key: string) => boolean
  /** True where the question begins with such a word. */
  readonly opens: (key: string) => boolean
  readonly hasSign: (sign: Sign) => boolean
  readonly isOffTopic: boolean
}

/** Looks up names, subjects, acts and asking words. A short question may be taken for a neighbour's language, so the reader's own is tried too. */
export function readQuestionWords(
  asked: string,
  tokens: readonly Token[],
  context: { language: DetectedLanguage; readerLanguage?: Language; reader: Reader; at: number },
): QuestionWords {
  const { language, readerLanguage, reader, at } = context
  const languages = [...new Set([language, readerLanguage ?? language])]
  const inEach = (find: (language: DetectedLanguage) => readonly PatternMatch[]) => languages.flatMap(find)
  const own = inEach((each) => matchPatterns(reader.entities, tokens, each))
  const others = matchPatterns(reader.entities, tokens, 'und').filter((match) => !meets(match, own))
  const known = findOfficeHolders(asked, tokens, { named: [...own, ...others], languages, reader, at })
  const words = inEach((each) =>
    widest(reader, [
      ...matchPatterns(reader.words, tokens, each, { overlapping: true }),
      ...matchPatterns(reader.asks, tokens, each, { overlapping: true }),
    ]),
  )
  const asking = inEach((each) => findAskingWords(tokens, each))
  const countries = inEach((each) => findCountries(asked, tokens, each)).filter((match) => !meets(match, known))
  const taken = [...known, ...words, ...asking, ...countries]
  const misspelt = findMisspelt(tokens, { language, taken, reader })
  const signs = inEach((each) => findSigns(asked, tokens, each))
  const firstStart = tokens[0]?.start ?? 0
  return {
    named: [...known, ...misspelt.filter(({ key }) => !key.includes(':'))],
    countries,
    words: [...words, ...misspelt.filter(({ key }) => key.includes(':'))],
    acts: inEach((each) => findActs(asked, tokens, each)),
    asking,
    has: (key) => asking.some((match) => match.key === key),
    opens: (key) => asking.some((match) => match.key === key && match.start === firstStart),
    hasSign: (sign) => signs.some(({ key }) => key === sign),
    isOffTopic: words.some(({ key }) => key === 'off-topic'),
  }
}

// "Share of remittances" is one measure, not two: one that lies inside another's words is not meant.
function widest({ measureById }: Reader, matches: readonly PatternMatch[]): PatternMatch[] {
  const measures = matches.filter(({ key }) => key.startsWith('measure:'))
  const unitsOf = ({ key }: PatternMatch) => measureById.get(key.slice('measure:'.length))?.units ?? []
  const isInside = (match: PatternMatch) =>
    measures.some((wide) => {
      const isAround =
        wide.start <= match.start && wide.end >= match.end && wide.end - wide.start > match.end - match.start
      return isAround && unitsOf(wide).length < unitsOf(match).length
    })
  return matches.filter((match) => !match.key.startsWith('measure:') || !isInside(match))
}

interface Place {
  readonly start: number
  readonly end: number
}

/** True where a place has a letter in common with one of the others. */
export const meets = (place: Place, others: readonly Place[]) =>
  others.some((other) => place.start < other.end && other.start < place.end)
