import { findCountries } from '../../text/patterns/countries.js'
import type { PatternMatch } from '../../text/patterns/patterns.js'
import { matchPatterns } from '../../text/patterns/patterns.js'
import { isStopWord } from '../../text/words/stopwords.js'
import type { DetectedLanguage, Language, Token } from '../../text/types.js'
import { findActs, findAskingWords, findSigns } from '../terms/language-words.js'
import { findOfficeHolders } from './question-offices.js'
import { findMisspelt } from './question-spelling.js'
import type { Reader } from '../terms/reader.js'
import type { Sign } from '../terms/passage.js'

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
  /** "Who pays for it?": a word stands for what the question before named; "is it true" is no such word. */
  readonly refersBack: boolean
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
  const inAny = inEach((each) => matchPatterns(reader.entities, tokens, each))
  // "Китай – Кыргызстан – Узбекистан" is a railway in one language and a country in the other.
  const own = inAny.filter((match) => !inAny.some((other) => isAround(other, match)))
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
  const small = findSmall(tokens, { languages, taken: [...known, ...words, ...asking, ...countries], reader })
  const misspelt = findMisspelt(tokens, { language, taken: [...taken, ...small], reader })
  const signs = inEach((each) => findSigns(asked, tokens, each))
  const firstStart = tokens[0]?.start ?? 0
  return {
    named: [...known, ...[...small, ...misspelt].filter(({ key }) => !key.includes(':'))],
    countries,
    words: [...words, ...[...small, ...misspelt].filter(({ key }) => key.includes(':'))],
    acts: inEach((each) => findActs(asked, tokens, each)),
    asking,
    has: (key) => asking.some((match) => match.key === key),
    opens: (key) => asking.some((match) => match.key === key && match.start === firstStart),
    refersBack: asking.some((match) => match.key === 'back' && !asking.some((other) => isAround(other, match))),
    hasSign: (sign) => signs.some(({ key }) => key === sign),
    isOffTopic: words.some(({ key }) => key === 'off-topic'),
  }
}

// Who writes no capitals means names too: "россии", "аэс". Words that say something as they stand are left alone, and so are two letters.
function findSmall(
  tokens: readonly Token[],
  { languages, taken, reader }: { languages: readonly DetectedLanguage[]; taken: readonly Place[]; reader: Reader },
): PatternMatch[] {
  if (tokens.some(({ text }, index) => index > 0 && /\p{Lu}/u.test(text))) return []
  const loud = tokens.map((token) => ({ ...token, text: token.text.toUpperCase() }))
  const isName = (match: PatternMatch, language: DetectedLanguage) => {
    const [token] = tokens.slice(match.firstToken, match.lastToken + 1)
    const isOneWord = match.firstToken === match.lastToken
    return !meets(match, taken) && !(isOneWord && token !== undefined && (token.text.length < LEAST_NAME || isStopWord(token.folded, language))) // prettier-ignore
  }
  return languages.flatMap((language) =>
    [
      ...matchPatterns(reader.entities, loud, language),
      ...matchPatterns(reader.words, loud, language).filter(({ key }) => /^(?:concept|measure):/u.test(key)),
    ].filter((match) => isName(match, language)),
  )
}

const LEAST_NAME = 3

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

const isAround = (outer: Place, { start, end }: Place) =>
  outer.start <= start && outer.end >= end && outer.end - outer.start > end - start

/** True where a place has a letter in common with one of the others. */
export const meets = (place: Place, others: readonly Place[]) =>
  others.some((other) => place.start < other.end && other.start < place.end)
