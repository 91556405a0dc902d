import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import type { DetectedLanguage, Token } from '../../text/types.js'
import { holderOf } from '../reading/offices.js'
import type { Reader } from '../terms/reader.js'

// "President of Kazakhstan", "the Kazakh foreign minister": at most so many words stand between an office and its country.
const REACH = 2

/**
 * Names of a question with its offices made persons: "the president of Kazakhstan" is who holds the office at the moment of asking, as the pack knows it,
 * and no longer the country.
 */
export function findOfficeHolders(
  asked: string,
  tokens: readonly Token[],
  context: {
    named: readonly PatternMatch[]
    languages: readonly DetectedLanguage[]
    reader: Reader
    at: number
  },
): PatternMatch[] {
  const { named, languages, reader, at } = context
  const offices = languages.flatMap((language) => matchPatterns(reader.offices, tokens, language, { text: asked }))
  const holders = offices.flatMap((office) => {
    const country = named.find(
      (match) => isBeside(match, office) && reader.entityById.get(match.key)?.kind !== 'person',
    )
    if (country === undefined || named.some((match) => isBeside(match, office) && isPerson(match, reader))) return []
    const holder = holderOf(office.key, country.key, reader, at)?.id
    if (holder === undefined) return []
    const [first, last] = office.start < country.start ? [office, country] : [country, office]
    return [{ ...office, key: holder, firstToken: first.firstToken, lastToken: last.lastToken, start: first.start, end: last.end }] // prettier-ignore
  })
  const [holder] = holders
  if (holder === undefined) return [...named]
  return [...named.filter((match) => match.end <= holder.start || match.start >= holder.end), holder]
}

const isPerson = (match: PatternMatch, reader: Reader) => reader.entityById.get(match.key)?.kind === 'person'

function isBeside(match: PatternMatch, office: PatternMatch): boolean {
  const between = match.firstToken > office.lastToken ? match.firstToken - office.lastToken : office.firstToken - match.lastToken // prettier-ignore
  return between > 0 && between <= REACH + 1
}
