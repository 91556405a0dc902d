import type { FrameTopic } from '../../regions/region.js'
import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import type { Language } from '../../text/types.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'
import { grammarOf } from './frame-grammar.js'
import { findActs, frameWordsOf } from './frame-words.js'
import { findNounPhrases, HEADS, type SentenceWords } from './noun-phrases.js'
import { type MainWords, mainWords } from './topic-matches.js'
import { countParties, partiesOf } from './topic-parties.js'

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
  const main = mainWords(context)
  const parties = partiesOf(main.names, context)
  if (parties.length === 0 || parties.length > MOST_PARTIES) return undefined
  if (parties.length === 1 && hasUnknownHead(context)) return undefined
  const topics = topicsOf(main, parties, context).slice(0, MOST_TOPICS)
  return topics.length === 0 ? undefined : { parties, topics }
}

/** What a sentence is about, for an act between two that is told with it: topics that are no acts, the narrower first. */
export function mattersIn(sentence: ReadSentence, language: Language, reader: Reader): string[] {
  const words = frameWordsOf(reader.region)
  if (words === undefined) return []
  const { topics } = mainWords({ sentence, language, reader, words })
  const found = [...new Set(topics.map(({ key }) => key))]
    .flatMap((id) => words.topicById.get(id) ?? [])
    .filter(({ act, needs }) => act !== true && (needs === undefined || needs === 'two'))
  return inOrder(found).slice(0, MOST_TOPICS)
}

// "Президент Сооронбай Жээнбеков … Казакстан менен": whose president he is nobody says, so who is missing.
function hasUnknownHead(context: SentenceWords): boolean {
  const { sentence, language, words } = context
  const phrases = findNounPhrases(context)
  return matchPatterns(words.sets.offices, sentence.tokens, language, { text: sentence.text }).some(
    ({ key, firstToken }) => HEADS.has(key) && !phrases.some((phrase) => firstToken >= phrase.firstToken && firstToken <= phrase.lastToken), // prettier-ignore
  )
}

function topicsOf(main: MainWords, parties: readonly string[], context: SentenceWords): string[] {
  const { reader, words } = context
  const isEvent = (id: string) => words.topicById.has(id) && reader.entityById.has(id)
  const ids = main.names.map(({ key }) => key)
  const events = ids.filter(isEvent)
  const projects = ids.filter((id) => reader.entityById.get(id)?.kind === 'project')
  const isUnsure = isToldByOthers(context) || hasDoubt(context)
  const found = [...new Set(main.topics.map(({ key }) => key))]
    .flatMap((id) => words.topicById.get(id) ?? [])
    .filter((topic) => !(isUnsure && topic.act === true) && !(events.length > 0 && topic.needs === 'body'))
    .filter((topic) => hasNeeded(topic, parties, { main, context }))
  const all = [...new Set([...events, ...projects, ...inOrder(found, projects.length > 0)])]
  const isAlone = (id: string) => all.length === 1 && words.topicById.get(id)?.needs === 'topic'
  return all.filter((id) => !isAlone(id))
}

// The narrower first; wide ones only where nothing narrower is.
function inOrder(topics: readonly FrameTopic[], hasProject = false): string[] {
  const isNarrow = ({ wide, needs }: FrameTopic) => wide !== true && (needs === undefined || needs === 'state')
  const narrow = topics.filter(isNarrow)
  const isWide = ({ wide }: FrameTopic) => wide === true
  const wide = narrow.length > 0 || hasProject ? [] : topics.filter(isWide)
  return [...narrow, ...wide, ...topics.filter((topic) => !isNarrow(topic) && !isWide(topic))].map(({ id }) => id)
}

const BODIES: ReadonlySet<string | undefined> = new Set(['organisation', 'group'])

function hasNeeded(
  topic: FrameTopic,
  parties: readonly string[],
  { main, context }: { main: MainWords; context: SentenceWords },
): boolean {
  const { reader } = context
  const kinds = parties.map((id) => reader.entityById.get(id)?.kind)
  const people = kinds.filter((kind) => kind === 'person').length
  const areTwo = parties.length === 2 && countParties(parties, reader) === 2
  if (topic.needs === 'two') return areTwo && (topic.act !== true || areNear(topic, parties, { main, context }))
  if (topic.needs === 'body') return areTwo || (parties.length === 1 ? kinds.some((kind) => BODIES.has(kind)) : people > 1) // prettier-ignore
  if (topic.needs === 'state') return people < parties.length
  if (topic.needs === 'traveller') return areTwo && areNear(topic, parties, { main, context }) && (people > 0 || findNounPhrases(context).some(({ kind }) => kind === 'held')) // prettier-ignore
  return true
}

/** Both stand by the word: who else is named far off was not at the talks. */
function areNear(
  { id }: FrameTopic,
  parties: readonly string[],
  { main, context: { reader, language, sentence } }: { main: MainWords; context: SentenceWords },
): boolean {
  const most = language === 'zh' ? MOST_FAR.zh : MOST_FAR.others
  const stands = (party: string, key: string) => key === party || (reader.entityById.get(key)?.kind === 'person' && reader.entityById.get(key)?.of === party) || reader.entityById.get(party)?.members.includes(key) === true // prettier-ignore
  const distance = (one: PatternMatch, other: PatternMatch) =>
    Math.max(one.firstToken - other.lastToken, other.firstToken - one.lastToken)
  const words = main.topics.filter(({ key }) => key === id)
  const names = main.names.filter(({ lastToken }) => !OWNED.test(sentence.tokens[lastToken + 1]?.folded ?? ''))
  return parties.every((party) => names.some((name) => stands(party, name.key) && words.some((word) => distance(name, word) <= most))) // prettier-ignore
}

// "… with Iran war in the background": the war, not the state.
const OWNED = /^(?:war|conflict|crisis|tension|strike|attack|invasion)/u

/** Words between a party and its talks, at most. */
const MOST_FAR = { zh: 60, others: 12 }

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
