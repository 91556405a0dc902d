import { z } from 'zod'
import type { Entity, Office } from '../../regions/region.js'
import type { PatternMatch } from '../../text/patterns/patterns.js'
import { readData } from '../../text/read-data.js'
import type { DetectedLanguage, Language, Token } from '../../text/types.js'
import { LANGUAGES } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import type { Reader } from '../terms/reader.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** Who holds an office of a country on a day, as the pack knows it; undefined where it does not. `at`: epoch ms. */
export function holderOf(title: string, of: string, { region }: Reader, at: number): Entity | undefined {
  const day = new Date(at).toISOString().slice(0, 10)
  const isHeld = (office: Office) => office.title === title && office.of === of && isOn(office, day)
  return region.entities.find(({ offices }) => offices.some(isHeld))
}

const isOn = ({ from, until }: Office, day: string) => from <= day && (until === undefined || until > day)

/** What offices are told by, besides the sentence. */
interface OfficeDeps {
  readonly language: DetectedLanguage
  readonly reader: Reader
  /** The article's date, epoch ms. */
  readonly at: number
}

interface OfficeContext extends OfficeDeps {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly offices: readonly PatternMatch[]
  readonly entities: readonly PatternMatch[]
}

/**
 * Sentences with those among their entities whom they name by office alone. Where an article names somebody who held the office at another time and
 * not its holder of the day, the office may be his: nobody is added.
 */
export function nameOfficeHolders(sentences: readonly ReadSentence[], deps: OfficeDeps): ReadSentence[] {
  if (deps.language === 'und' || sentences.every(({ offices }) => offices.length === 0)) return [...sentences]
  const named = new Set(sentences.flatMap(({ entityIds }) => entityIds))
  return sentences.map((sentence) => {
    const held = officeHolders({ ...sentence, ...deps }).filter((office) => !isAnothers(office, named, deps.reader))
    return held.length === 0 ? sentence : { ...sentence, entityIds: [...new Set([...sentence.entityIds, ...held.map(({ id }) => id)])] } // prettier-ignore
  })
}

interface Held {
  readonly id: string
  readonly title: string
  readonly of: string
}

function isAnothers({ id, title, of }: Held, named: ReadonlySet<string>, { entityById }: Reader): boolean {
  const hasHeld = (other: string) => entityById.get(other)?.offices.some((office) => office.title === title && office.of === of) === true // prettier-ignore
  return !named.has(id) && [...named].some(hasHeld)
}

/**
 * Persons that a sentence names by office and country alone ("the Kazakh president", "президент Казахстана", "哈萨克斯坦总统"), on the article's day.
 * Nobody where a name stands beside the office, where a word makes it another's ("former", "deputy"), or where the sentence speaks of a year before
 * the holder's time.
 */
function officeHolders(context: OfficeContext): Held[] {
  const { language, offices, entities, reader, at } = context
  if (language === 'und' || offices.length === 0) return []
  return offices.flatMap((office) => {
    const country = entities.find((match) => isOffice(office, match, language, context))
    const holder = country === undefined ? undefined : holderOf(office.key, country.key, reader, at)
    if (country === undefined || holder === undefined) return []
    const whole = { first: Math.min(office.firstToken, country.firstToken), last: Math.max(office.lastToken, country.lastToken) } // prettier-ignore
    if (isOthers(whole, language, context) || isNamed(whole, language, context)) return []
    return speaksOfBefore(holder, office, country.key, context)
      ? []
      : [{ id: holder.id, title: office.key, of: country.key }]
  })
}

const shape = z.strictObject({
  between: z.array(z.string()),
  former: z.array(z.string()),
  joined: z.array(z.string()),
  genitive: z.array(z.string()).optional(),
  after: z.array(z.string()).optional(),
})
const grammar = z
  .strictObject(Object.fromEntries(LANGUAGES.map((each) => [each, shape])) as Record<Language, typeof shape>)
  .parse(readData(new URL('office-grammar.yaml', import.meta.url)))

const folded = (words: readonly string[]) => new Set(words.flatMap((word) => tokenize(word).map((token) => token.folded))) // prettier-ignore
const rules = new Map(
  LANGUAGES.map((language) => {
    const { between, former, joined, genitive = [], after = [] } = grammar[language]
    return [language, { between: folded(between), former: folded(former), joined: folded(joined), genitive, after }]
  }),
)
const NO_RULES = { between: new Set<string>(), former: new Set<string>(), joined: new Set<string>(), genitive: [], after: [] } // prettier-ignore
const rulesOf = (language: Language) => rules.get(language) ?? NO_RULES

const COUNTRY_FIRST: ReadonlySet<Language> = new Set(['kk', 'ky', 'uz', 'tk', 'zh'])

/** Whether an office is that of a country, by where the two stand. */
function isOffice(office: PatternMatch, country: PatternMatch, language: Language, context: OfficeContext): boolean {
  const isBefore = country.lastToken < office.firstToken
  if (!isBefore && country.firstToken <= office.lastToken) return false
  const [left, right] = isBefore ? [country, office] : [office, country]
  if (context.reader.entityById.get(country.key)?.kind !== 'country' || !isJoined(left, right, language, context)) return false // prettier-ignore
  if (COUNTRY_FIRST.has(language)) return isBefore && (language === 'zh' || isOwned(office, country, language, context))
  if (language === 'tg') return !isBefore && isIzafet(office, context)
  return isBefore ? isOwner(country, language, context) : isGenitive(office, country, language, context)
}

/** Nothing but a blank, a dash or a word of a state's full name between. */
function isJoined(
  left: PatternMatch,
  right: PatternMatch,
  language: Language,
  { text, tokens }: OfficeContext,
): boolean {
  const between = tokens.slice(left.lastToken + 1, right.firstToken)
  if (between.length > MOST_BETWEEN || !between.every(({ folded }) => rulesOf(language).between.has(folded)))
    return false
  return !/[^\p{L}\p{M}\s'’‘ʻʼ-]/u.test(text.slice(left.end, right.start))
}

const MOST_BETWEEN = 4

// "Казахский президент", "Kazakhstan's president", "Chinese premier": but not "in Kazakhstan President ...".
function isOwner(country: PatternMatch, language: Language, { tokens, text, reader }: OfficeContext): boolean {
  const last = tokens[country.lastToken]
  if (last === undefined || text.charAt(country.start - 1) === '-') return false
  if (language === 'ru') return /^\p{Ll}/u.test(country.pattern) && RUSSIAN_ADJECTIVE.test(last.folded)
  const isName = country.pattern === reader.entityById.get(country.key)?.name.en
  const before = tokens[country.firstToken - 1]?.folded ?? ''
  return !isName || POSSESSIVE.test(last.text) || !PREPOSITIONS.has(before)
}

const RUSSIAN_ADJECTIVE = /(?:ий|ого|ему|ому|им|ом|ем)$/u
const POSSESSIVE = /['’ʼ]s$/u
const PREPOSITIONS = new Set(['in', 'to', 'from', 'at', 'of', 'with', 'for', 'on', 'near', 'and', 'across', 'outside'])

// "President of Kazakhstan", "президента Казахстана", "глава МИД КНР": by the country's name, for "of the Kazakh ..." is another's.
function isGenitive(
  office: PatternMatch,
  country: PatternMatch,
  language: Language,
  { tokens, reader }: OfficeContext,
): boolean {
  const last = tokens[country.lastToken]
  const isAcronym = last !== undefined && last.text.length > 1 && last.text === last.text.toUpperCase()
  const isName =
    country.pattern === reader.entityById.get(country.key)?.name[language] || /^\p{Lu}/u.test(country.pattern)
  if (language === 'en') {
    const between = tokens.slice(office.lastToken + 1, country.firstToken)
    return between[0]?.folded === 'of' && (isAcronym || country.pattern === reader.entityById.get(country.key)?.name.en)
  }
  // "Президент Республики Казахстан": the state's full name keeps the nominative.
  const isInFull = country.firstToken > office.lastToken + 1
  return isAcronym || (isName && (isInFull || RUSSIAN_GENITIVE.test(last?.folded ?? '')))
}

const RUSSIAN_GENITIVE = /(?:[аяиы]|ого|ой)$/u

// "Қазақстан президенті", "Oʻzbekistonning bosh vaziri": the office has its ending, the country none or that of the genitive.
function isOwned(office: PatternMatch, country: PatternMatch, language: Language, { tokens }: OfficeContext): boolean {
  const last = tokens[office.lastToken]?.folded ?? ''
  const bare = tokenize(office.pattern).at(-1)?.folded ?? ''
  const hasEnding = last !== bare || POSSESSED.test(bare)
  const owner = tokens[country.lastToken]?.folded ?? ''
  const name = tokenize(country.pattern).at(-1)?.folded ?? ''
  const isPlain = owner === name || rulesOf(language).genitive.some((ending) => owner.endsWith(ending))
  return hasEnding && isPlain
}

const POSSESSED = /[іиiysy]$/u

function isIzafet(office: PatternMatch, { tokens }: OfficeContext): boolean {
  return /(?:и|ии)$/u.test(tokens[office.lastToken]?.folded ?? '') || /^(?:вазири|дабири|раиси)$/u.test(tokens[office.firstToken]?.folded ?? '') // prettier-ignore
}

interface Whole {
  readonly first: number
  readonly last: number
}

/** "Former", "deputy", "first" before; "-elect", "... орынбасары" behind. */
function isOthers({ first, last }: Whole, language: Language, { tokens }: OfficeContext): boolean {
  const { former, joined } = rulesOf(language)
  const before = [tokens[first - 1], tokens[first - 2]].slice(0, language === 'zh' ? 2 : 1)
  if (before.some((token) => token !== undefined && former.has(token.folded))) return true
  const next = tokens[last + 1]
  return next !== undefined && joined.has(next.folded)
}

/** A name behind the office says who it is, in whatever spelling: what the pack knows is found as a name. */
function isNamed({ last }: Whole, language: Language, { text, tokens, entities }: OfficeContext): boolean {
  const end = tokens[last]?.end ?? text.length
  const next = tokens[last + 1]
  if (next === undefined) return false
  const between = text.slice(end, next.start)
  if (language === 'zh') {
    const rest = text.slice(end)
    return /^[\p{L}\p{N}“《·]/u.test(rest) && !rulesOf('zh').after.some((word) => rest.startsWith(word))
  }
  const isBeside = /^[\s"“«„-]*$/u.test(between)
  return isBeside && (/^\p{Lu}/u.test(next.text) || entities.some((match) => match.firstToken === last + 1))
}

/** "In 2005 the president of Kazakhstan": the year tells of somebody before. */
function speaksOfBefore(
  { offices }: Entity,
  { key }: PatternMatch,
  country: string,
  { tokens, at }: OfficeContext,
): boolean {
  const day = new Date(at).toISOString().slice(0, 10)
  const since = offices
    .find((office) => office.title === key && office.of === country && isOn(office, day))
    ?.from.slice(0, 4)
  return tokens.some(({ folded: word }) => /^(?:19|20)\d\d$/u.test(word) && since !== undefined && word < since)
}
