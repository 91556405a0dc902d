import type { Entity, EntityKind } from '../../regions/region.js'
import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import type { Language, Token } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'
import type { FrameWords } from './frame-words.js'
import { grammarOf, isTurkic, isVerbLast } from './frame-grammar.js'

/** Somebody or some place that a sentence names, with the office and the state that stand beside it. */
export interface NounPhrase {
  readonly firstToken: number
  readonly lastToken: number
  /** Offsets in the sentence. */
  readonly start: number
  readonly end: number
  /** Of the pack: the person, else the state, body or city. */
  readonly entityId: string
  /** held: somebody who holds an office of the entity, by that office. */
  readonly kind: 'person' | 'held' | 'state' | 'body' | 'city' | 'adjective'
  readonly officeId?: string
  /** What its first and its last known words are, with the last word of each as it stands. */
  readonly first: WordMatch
  readonly last: WordMatch
  /** A name that the pack does not know stands at its end. */
  readonly hasOtherName: boolean
}

export interface WordMatch extends PatternMatch {
  readonly form: string
}

export interface SentenceWords {
  readonly sentence: ReadSentence
  readonly language: Language
  readonly reader: Reader
  readonly words: FrameWords
}

interface Mark {
  readonly match: PatternMatch
  readonly type: 'office' | 'person' | 'state' | 'body' | 'city'
}

/** The names of a sentence with their offices, in its order. One whose words could be of another's name is left out. */
export function findNounPhrases(context: SentenceWords): NounPhrase[] {
  const marks = marksOf(context)
  const found: NounPhrase[] = []
  for (let at = 0; at < marks.length;) {
    const { phrase, next } = build(marks, at, context)
    if (phrase !== undefined) found.push(phrase)
    at = next
  }
  return found
}

function marksOf({ sentence, language, reader, words }: SentenceWords): Mark[] {
  const { text, tokens, entities } = sentence
  const offices = matchPatterns(words.sets.offices, tokens, language, { text })
  const isFree = (office: PatternMatch) => !entities.some((one) => one.firstToken <= office.lastToken && office.firstToken <= one.lastToken) // prettier-ignore
  const marks = [
    ...entities.map((match): Mark => ({ match, type: typeOf(reader.entityById.get(match.key)?.kind) })),
    ...offices.filter(isFree).map((match): Mark => ({ match, type: 'office' })),
  ]
  return marks.sort((a, b) => a.match.firstToken - b.match.firstToken)
}

function typeOf(kind: EntityKind | undefined): Mark['type'] {
  if (kind === 'person' || kind === 'city') return kind
  return kind === 'country' ? 'state' : 'body'
}

function build(marks: readonly Mark[], at: number, context: SentenceWords): { phrase?: NounPhrase; next: number } {
  const [head] = marks.slice(at)
  if (head === undefined) return { next: at + 1 }
  const parts = [head]
  let next = at + 1
  for (let mark = marks[next]; mark !== undefined && belongs(parts, mark, context); mark = marks[++next])
    parts.push(mark)
  const phrase = phraseOf(parts, marks[next]?.match.firstToken, context)
  return phrase === undefined ? { next } : { phrase, next }
}

function belongs(parts: readonly Mark[], mark: Mark, context: SentenceWords): boolean {
  const last = parts.at(-1)
  const has = (type: Mark['type']) => parts.some((part) => part.type === type)
  if (last === undefined || mark.type === 'city' || last.type === 'city' || !isNear(last.match, mark, context)) return false // prettier-ignore
  if (mark.type === 'office') return !has('person')
  if (mark.type === 'person') return !has('person') && (has('office') || isOwnState(last, mark, context))
  return !isTurkic(context.language) && !has('person') && has('office') && !has('state') && !has('body')
}

// "Kazakhstan's Tokayev", "土库曼斯坦总统别尔德穆哈梅多夫": who is of the state right before.
function isOwnState(state: Mark, person: Mark, { reader }: SentenceWords): boolean {
  return (
    state.type === 'state' &&
    reader.entityById.get(person.match.key)?.of === state.match.key &&
    person.match.firstToken === state.match.lastToken + 1
  )
}

const MOST_BETWEEN = 5

// Words of a state's full name or of a person's own, no mark between.
function isNear(left: PatternMatch, { match: right, type }: Mark, { sentence, language }: SentenceWords): boolean {
  const { text, tokens } = sentence
  const between = tokens.slice(left.lastToken + 1, right.firstToken)
  if (between.length > MOST_BETWEEN || /[^\p{L}\p{M}\s'’‘ʻʼ.·-]/u.test(text.slice(left.end, right.start))) return false
  const { glue } = grammarOf(language)
  if (language === 'zh') {
    const rest = [...glue].reduce((left, word) => left.replaceAll(word, ''), text.slice(left.end, right.start))
    return rest === ''
  }
  const areNames = type === 'person' && (isVerbLast(language) || !isTitleCase(tokens))
  return between.every(({ folded, text: word }) => glue.has(folded) || (areNames && isName(word)))
}

const isName = (word: string) => /^\p{Lu}\p{Ll}/u.test(word)

/** "Russia Deports Thousands of Citizens": where every word has a capital, none tells a name. */
function isTitleCase(tokens: readonly Token[]): boolean {
  const long = tokens.filter(({ text }) => /^\p{L}{4,}/u.test(text))
  return long.length > 2 && long.filter(({ text }) => /^\p{Lu}/u.test(text)).length > long.length * 0.7
}

function phraseOf(
  parts: readonly Mark[],
  nextMark: number | undefined,
  context: SentenceWords,
): NounPhrase | undefined {
  const { sentence, language, words, reader } = context
  const { tokens, text } = sentence
  const [first, last] = [parts[0]?.match, parts.at(-1)?.match]
  if (first === undefined || last === undefined) return undefined
  const only = (type: Mark['type']) => parts.find((part) => part.type === type)?.match
  const person = only('person')
  const offices = parts.filter(({ type }) => type === 'office').map(({ match }) => match)
  const hasState = ({ key }: PatternMatch) => words.officeById.get(key)?.of !== undefined
  // "议会下院议长": the last is the office, in languages whose heads stand last.
  const office = offices.find(hasState) ?? (language === 'zh' || isTurkic(language) ? offices.at(-1) : offices[0])
  const owner = only('state') ?? only('body')
  const city = only('city')
  const of = owner?.key ?? (office && words.officeById.get(office.key)?.of)
  const behind = city === undefined ? namesBehind(last.lastToken, nextMark, context) : 0
  const worded = (match: PatternMatch): WordMatch => ({ ...match, form: tokens[match.lastToken]?.folded ?? '' })
  const ends = { firstToken: first.firstToken, start: first.start, first: worded(first), last: worded(last), hasOtherName: behind > 0 } // prettier-ignore
  const lastToken = last.lastToken + behind
  const placed = { ...ends, lastToken, end: tokens[lastToken]?.end ?? last.end }
  if (person !== undefined && (isEnvoyBehind(text.slice(person.end), language) || offices.some(({ key }) => isNotHeld(key, reader.entityById.get(person.key))))) return undefined // prettier-ignore
  if (person !== undefined) return behind > 0 && language !== 'zh' ? undefined : { ...placed, hasOtherName: false, kind: 'person', entityId: person.key } // prettier-ignore
  if (office !== undefined && isAnothers(parts, context)) return undefined
  if (office !== undefined) return of === undefined ? undefined : { ...placed, kind: 'held', entityId: of, officeId: office.key } // prettier-ignore
  if (city !== undefined) return { ...placed, kind: 'city', entityId: city.key }
  if (owner === undefined) return undefined
  const entity = reader.entityById.get(owner.key)
  if (entity?.kind !== 'country') return behind > 0 ? undefined : { ...placed, kind: 'body', entityId: owner.key }
  const isNoun = isCountryName(owner, entity.name[language], text.slice(owner.start, owner.end), language)
  if (isNoun && behind > 0) return undefined
  return { ...placed, kind: isNoun ? 'state' : 'adjective', entityId: owner.key }
}

/** "习近平主席特别代表": who goes there is not the one that is named. `behind`: what stands behind the name. */
export const isEnvoyBehind = (behind: string, language: Language): boolean =>
  language === 'zh' && /^(?:主席|总统|总理)?的?(?:特别代表|特使|特别顾问|代表|助理|顾问|夫人)/u.test(behind)

/** Offices of which a state has one. */
export const HEADS: ReadonlySet<string> = new Set(['president', 'prime-minister', 'foreign-minister'])

/** "吉尔吉斯斯坦总理扎帕罗夫" is not the president of that name. */
export const isNotHeld = (office: string, known?: Pick<Entity, 'offices'>): boolean =>
  HEADS.has(office) && known !== undefined && known.offices.length > 0 && !known.offices.some(({ title }) => title === office) // prettier-ignore

// "Deputy minister", "former president", "министрдин орун басары"; in Chinese also another state's office: "越南国家主席".
function isAnothers(parts: readonly Mark[], { sentence, language, words }: SentenceWords): boolean {
  const { text, tokens } = sentence
  const { others } = grammarOf(language)
  const offices = parts.filter(({ type }) => type === 'office').map(({ match }) => match)
  if (language !== 'zh')
    return offices.some(({ firstToken, lastToken }) =>
      [firstToken - 1, firstToken - 2, lastToken + 1].some((at) => others.has(tokens[at]?.folded ?? '')),
    )
  const start = parts[0]?.match.start ?? 0
  const isOwn =
    parts.some(({ type }) => type === 'state' || type === 'body') ||
    !offices.some(({ key }) => words.officeById.get(key)?.of !== undefined)
  const end = offices.at(-1)?.end ?? start
  if (
    [...others].some(
      (word) =>
        offices.some((office) => text.slice(0, office.start).endsWith(word)) || text.slice(end).startsWith(word),
    )
  )
    return true
  return (
    !isOwn &&
    /[\p{Script=Han}]$/u.test(text.slice(0, start)) &&
    !/[和与同由向对应、日午晚会见]$/u.test(text.slice(0, start))
  )
}

// Names behind an office that the pack does not know; behind a person or a state they make it another's: "Nazarbayev University".
function namesBehind(last: number, nextMark: number | undefined, { sentence, language }: SentenceWords): number {
  const { tokens, text } = sentence
  if (language === 'zh' || isTitleCase(tokens)) return 0
  let count = 0
  for (let at = last + 1; at < Math.min(tokens.length, nextMark ?? Infinity) && count < 4; at++) {
    const [before, token] = [tokens[at - 1], tokens[at]]
    if (before === undefined || token === undefined || !isName(token.text) || !/^[\s'’-]+$/u.test(text.slice(before.end, token.start))) break // prettier-ignore
    count++
  }
  return count
}

/** "Presidents of Uzbekistan and Russia", "Tajik and Russian ministers": an office in the plural is that of both states. */
export function shareOffices(phrases: readonly NounPhrase[], { sentence, language }: SentenceWords): NounPhrase[] {
  const { and } = grammarOf(language)
  const { tokens } = sentence
  return phrases.map((phrase, at) => {
    const [before, next] = [phrases[at - 1], phrases[at + 1]]
    const joined = (left: NounPhrase, right: NounPhrase) => right.firstToken - left.lastToken === 2 && and.has(tokens[left.lastToken + 1]?.folded ?? '') // prettier-ignore
    const isShared = (other: NounPhrase | undefined): other is NounPhrase =>
      other?.kind === 'held' && isPlural(other, sentence)
    if (phrase.kind === 'state' && isShared(before) && joined(before, phrase))
      return { ...phrase, kind: 'held', officeId: before.officeId ?? '', first: before.first }
    if (phrase.kind === 'adjective' && isShared(next) && joined(phrase, next))
      return { ...phrase, kind: 'held', officeId: next.officeId ?? '' }
    return phrase
  })
}

const isPlural = ({ firstToken, lastToken }: NounPhrase, { tokens }: ReadSentence) =>
  tokens.slice(firstToken, lastToken + 1).some(({ folded }) => PLURAL_OFFICES.test(folded))
const PLURAL_OFFICES =
  /^(?:presidents|ministers|premiers|leaders|heads|ambassadors|delegations|президенты|министры|премьеры|премьер-министры|вице-премьеры|послы|лидеры|главы|делегации|спикеры)$/u

/** "Russia", "РФ", "Қазақстанның": the state itself, no "Russian" and no "казахский". */
function isCountryName({ pattern }: PatternMatch, name: string, shown: string, language: Language): boolean {
  if (language === 'zh' || pattern === name) return true
  const bare = pattern.replace(/^=|\*$/gu, '')
  if (/^\p{Lu}{2,}$/u.test(bare)) return true
  if (!/^\p{Lu}/u.test(bare) || !/^\p{Lu}/u.test(shown)) return false
  return tokenize(bare).length > 1 || !ADJECTIVES[language].test(bare)
}

const ADJECTIVES: Readonly<Record<Language, RegExp>> = {
  en: /(?:ian|ese|ish|i|akh|bek|yz|jik|men|kish|ans?|ic|ch|s|ks)$/u,
  ru: /(?:ий|ая|ое|ие|ого|их|ец|цы)$/u,
  kk: /(?:лық|лік|дық|дік|тық|тік)$/u,
  ky: /(?:лык|лик|дык|дик|тык|тик)$/u,
  uz: /(?:lik|лик)$/u,
  tg: /ӣ$/u,
  tk: /(?:ly|li)$/u,
  zh: /^$/u,
}
