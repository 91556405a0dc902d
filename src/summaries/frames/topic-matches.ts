import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import { grammarOf, isTurkic, isVerbLast } from './frame-grammar.js'
import { PASSED } from './frame-words.js'
import type { SentenceWords } from './noun-phrases.js'
import { namesIn, ownedOffices } from './topic-parties.js'

/** What the news of a sentence names: topics, and entities by id. */
export interface MainWords {
  readonly topics: readonly PatternMatch[]
  readonly names: readonly PatternMatch[]
}

/** Topics and names of the part of a sentence that tells its news. */
export function mainWords(context: SentenceWords): MainWords {
  const { sentence, language, words } = context
  const { tokens, text } = sentence
  const all = matchPatterns(words.sets.topics, tokens, language, { text, overlapping: true })
  const passed = all.filter(({ key }) => key === PASSED)
  const { from, end } = mainPart(context)
  const isMain = (match: PatternMatch) =>
    match.firstToken >= from &&
    match.lastToken < end &&
    !passed.some((other) => isWithin(match, other)) &&
    !isOfGuest(match, context)
  const found = all.filter((match) => match.key !== PASSED && isMain(match))
  const topics = found.filter((match) => !found.some((other) => isInside(match, other)) && isMeant(match, context))
  const names = [...namesIn(sentence), ...ownedOffices(context)].filter(isMain)
  return { topics, names: names.filter((name) => !topics.some((topic) => isInside(name, topic))) }
}

/**
 * Tokens from which on and before which the news itself stands: "China hosts a summit as Russian influence wanes", "As Russian influence wanes, …". An aside
 * that begins a sentence ends with its first comma; in languages whose act stands last, one behind the names before it does so too.
 */
function mainPart({ sentence: { tokens, text }, language }: SentenceWords): { from: number; end: number } {
  const whole = { from: 0, end: tokens.length }
  const { aside } = grammarOf(language)
  const at = tokens.findIndex(({ folded }) => aside.has(folded))
  if (at === -1) return whole
  if (at > FIRST_WORDS && !isVerbLast(language)) return { from: 0, end: at }
  const comma = tokens.findIndex(({ end }, place) => place >= at && /^[^\p{L}]*,/u.test(text.slice(end, end + 3)))
  return comma === -1 ? whole : { from: comma + 1, end: tokens.length }
}

const FIRST_WORDS = 2

// "会见来华出席峰会的某总统": what else the guest came for.
function isOfGuest({ start, end }: PatternMatch, { sentence: { text }, language }: SentenceWords): boolean {
  if (language !== 'zh') return false
  return [...text.matchAll(/(?:来华|访华)[^，。；]*?的/gu)].some(({ index, 0: span }) => start >= index && end <= index + span.length) // prettier-ignore
}

/** It means what its topic's name says: in no name or title, denied by no word before it, and no ministry's. */
function isMeant(match: PatternMatch, context: SentenceWords): boolean {
  const { sentence, language, words } = context
  const { tokens, entities } = sentence
  const { not } = grammarOf(language)
  const isNamed = entities.some((entity) => overlaps(match, entity) && !isInside(entity, match))
  const isDenied = not.has(tokens[match.firstToken - 1]?.folded ?? '')
  const isPlain = words.topicById.get(match.key)?.needs === undefined
  return !isNamed && !isDenied && !isTitled(match, sentence) && !(isPlain && isMinistry(match, context))
}

const overlaps = (one: PatternMatch, other: PatternMatch) =>
  one.firstToken <= other.lastToken && other.firstToken <= one.lastToken
const isWithin = (inner: PatternMatch, outer: PatternMatch) =>
  inner.firstToken >= outer.firstToken && inner.lastToken <= outer.lastToken
const isInside = (inner: PatternMatch, outer: PatternMatch) =>
  isWithin(inner, outer) && inner.lastToken - inner.firstToken < outer.lastToken - outer.firstToken

// "“边界-2025”军事演习": a word of a name in quotation marks.
function isTitled({ start, end }: PatternMatch, { text }: ReadSentence): boolean {
  const [before, behind] = [text.slice(0, start), text.slice(end)]
  const open = /[«“„"][^«»“”„"]*$/u.exec(before)?.[0]
  const close = /^[^«»“”„"]*[»”"]/u.exec(behind)?.[0]
  return open !== undefined && close !== undefined && open.length + close.length + end - start <= MOST_TITLED
}

/** Letters of a quoted name; a longer quotation says something. */
const MOST_TITLED = 36

// "Minister of Labor, Migration and Employment", "энергетика министри", "旅游部长": whose ministry it is, not what of.
function isMinistry({ firstToken, lastToken, end }: PatternMatch, { sentence, language }: SentenceWords): boolean {
  const { tokens, text, entities } = sentence
  const { ministry } = grammarOf(language)
  if (language === 'zh') return ministry.some((word) => text.slice(end).startsWith(word)) || /^和\p{Script=Han}{1,4}部/u.test(text.slice(end)) // prettier-ignore
  const isOne = (at: number) =>
    ministry.some((word) => tokens[at]?.folded.startsWith(word)) &&
    !entities.some((name) => name.firstToken > at && name.lastToken < firstToken)
  const isBehind = isOne(lastToken + 1) || (isTurkic(language) && isOne(lastToken + 2))
  if (isTurkic(language)) return isBehind
  if (language !== 'en') return [1, 2, 3].some((far) => isOne(firstToken - far))
  return isBehind || [1, 2, 3, 4, 5].some((far) => isOne(firstToken - far) && tokens[firstToken - far + 1]?.folded === 'of') // prettier-ignore
}
