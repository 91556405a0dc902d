import type { FrameTopic } from '../../regions/region.js'
import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import type { Language } from '../../text/types.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'
import { grammarOf, isTurkic, isVerbLast } from './frame-grammar.js'
import { findActs, frameWordsOf, PASSED } from './frame-words.js'
import { findNounPhrases, type SentenceWords } from './noun-phrases.js'
import { countParties, namesIn, ownedOffices, partiesOf } from './topic-parties.js'

/** Whom a sentence names and what it is about, without what they do: "Kazakhstan, China: railway, transit". */
export interface TopicFrame {
  /** Entity ids, in the order of the sentence. */
  readonly parties: readonly string[]
  /** Ids of topics, or of projects of the pack; the narrower first. */
  readonly topics: readonly string[]
}

const MOST_PARTIES = 3
const MOST_TOPICS = 2

/** Undefined where the sentence names no party, too many to tell, or nothing that it is surely about. */
export function findTopics(sentence: ReadSentence, language: Language, reader: Reader): TopicFrame | undefined {
  const words = frameWordsOf(reader.region)
  if (words === undefined) return undefined
  const context = { sentence, language, reader, words }
  const { from, end } = mainPart(context)
  const isMain = ({ firstToken, lastToken }: PatternMatch) => firstToken >= from && lastToken < end
  const matches = topicMatches(context).filter(isMain)
  const names = [...namesIn(sentence), ...ownedOffices(context)].filter(isMain)
  const parties = partiesOf(
    names.filter((name) => !matches.some((match) => isInside(name, match))),
    context,
  )
  if (parties.length === 0 || parties.length > MOST_PARTIES) return undefined
  const topics = topicsOf(matches, names, { parties, context }).slice(0, MOST_TOPICS)
  return topics.length === 0 ? undefined : { parties, topics }
}

/** What a sentence is about, for an act between two that is told with it: topics that are no acts, the narrower first. */
export function mattersIn(sentence: ReadSentence, language: Language, reader: Reader): string[] {
  const words = frameWordsOf(reader.region)
  if (words === undefined) return []
  const context = { sentence, language, reader, words }
  const { from, end } = mainPart(context)
  const ids = topicMatches(context).filter(({ firstToken, lastToken }) => firstToken >= from && lastToken < end).map(({ key }) => key) // prettier-ignore
  const found = [...new Set(ids)].flatMap((id) => words.topicById.get(id) ?? []).filter(({ act }) => act !== true)
  const narrow = found.filter(({ needs, wide }) => needs === undefined && wide !== true)
  const other = found.filter(({ needs, wide }) => needs === 'two' || (wide === true && narrow.length === 0))
  return [...narrow, ...other].map(({ id }) => id).slice(0, MOST_TOPICS)
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

/** Words of topics that mean what their name says: in no name, no ministry's, in none of the phrases that are passed over. */
function topicMatches(context: SentenceWords): PatternMatch[] {
  const { sentence, language, words } = context
  const { tokens, text, entities } = sentence
  const all = matchPatterns(words.sets.topics, tokens, language, { text, overlapping: true })
  const passed = all.filter(({ key }) => key === PASSED)
  const found = all.filter(({ key }) => key !== PASSED)
  const isPart = (match: PatternMatch) => found.some((other) => isInside(match, other))
  return found.filter(
    (match) =>
      !isPart(match) &&
      !passed.some((other) => isWithin(match, other)) &&
      !entities.some((entity) => overlaps(match, entity) && !isInside(entity, match)) &&
      !isTitled(match, sentence) &&
      !(words.topicById.get(match.key)?.needs === undefined && isMinistry(match, context)),
  )
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
  const before = language === 'en' ? [1, 2, 3, 4, 5].some((far) => isOne(firstToken - far) && tokens[firstToken - far + 1]?.folded === 'of') : !isTurkic(language) && [1, 2, 3].some((far) => isOne(firstToken - far)) // prettier-ignore
  const behind = (language === 'en' || isTurkic(language)) && (isOne(lastToken + 1) || (language !== 'en' && isOne(lastToken + 2))) // prettier-ignore
  return before || behind
}

function topicsOf(
  matches: readonly PatternMatch[],
  names: readonly PatternMatch[],
  { parties, context }: { parties: readonly string[]; context: SentenceWords },
): string[] {
  const { reader, words } = context
  const isEvent = (id: string) => words.topicById.has(id) && reader.entityById.has(id)
  const projects = names
    .map(({ key }) => key)
    .filter((id) => isEvent(id) || reader.entityById.get(id)?.kind === 'project')
  const isUnsure = isToldByOthers(context) || hasDoubt(context)
  const found = [...new Set(matches.map(({ key }) => key))]
    .flatMap((id) => words.topicById.get(id) ?? [])
    .filter((topic) => !(isUnsure && topic.act === true) && hasNeeded(topic, parties, context))
  const narrow = found.filter(({ wide, needs }) => wide !== true && (needs === undefined || needs === 'state'))
  const beside = found.filter(({ needs }) => needs !== undefined && needs !== 'state')
  const wide = found.filter((topic) => topic.wide === true && narrow.length + projects.length === 0)
  const all = [...projects, ...narrow.map(({ id }) => id), ...wide.map(({ id }) => id), ...beside.map(({ id }) => id)]
  const isAlone = ({ id, needs }: FrameTopic) => needs === 'topic' && all.length === 1 && all[0] === id
  return [...new Set(all)].filter((id) => !found.some((topic) => topic.id === id && isAlone(topic)))
}

const BODIES: ReadonlySet<string | undefined> = new Set(['organisation', 'group'])

function hasNeeded({ needs, act }: FrameTopic, parties: readonly string[], context: SentenceWords): boolean {
  const kinds = parties.map((id) => context.reader.entityById.get(id)?.kind)
  const count = countParties(parties, context.reader)
  if (needs === 'two') return act === true ? parties.length === 2 && count === 2 : count > 1
  if (needs === 'body') return count > 1 || kinds.some((kind) => BODIES.has(kind))
  if (needs === 'state') return kinds.some((kind) => kind !== 'person')
  if (needs === 'traveller') return count > 1 && (kinds.includes('person') || findNounPhrases(context).some(({ kind }) => kind === 'held')) // prettier-ignore
  return true
}

// Who tells what others did is none of them.
function isToldByOthers({ sentence: { tokens, text }, language, words }: SentenceWords): boolean {
  if (language === 'zh' && /[说称]/u.test(text)) return true
  if (/[\s»”",][—–-]\s+[^—–,;:]{2,70}$/u.test(text)) return true
  return findActs(words, tokens, language, text).some(({ key }) => words.actById.get(key)?.shape === 'speak')
}

function hasDoubt({ sentence: { tokens, text }, language }: SentenceWords): boolean {
  const { not, doubt } = grammarOf(language)
  if (/[?？]/u.test(text)) return true
  if (language === 'zh') return [...not, ...doubt].some((word) => text.includes(word))
  return tokens.some(({ folded }) => not.has(folded) || doubt.has(folded))
}
