import type { FrameAct, FrameLists, FrameTopic, Names, NamedWords, Patterns, Region } from '../../regions/region.js'
import { compileTogether, matchPatterns, type PatternLanguage, type PatternMatch, type PatternSet } from '../../text/patterns/patterns.js' // prettier-ignore
import type { Language, Token } from '../../text/types.js'

/** What headlines are made of, ready to be found. */
interface FrameWords {
  readonly lists: FrameLists
  readonly sets: Readonly<Record<'acts' | 'planned' | 'offices' | 'people' | 'topics', PatternSet>>
  readonly actById: ReadonlyMap<string, FrameAct>
  readonly officeById: ReadonlyMap<string, NamedWords>
  readonly peopleById: ReadonlyMap<string, NamedWords>
  readonly topicById: ReadonlyMap<string, FrameTopic & { readonly name: Names }>
}

const compiled = new WeakMap<FrameLists, FrameWords>()

/** The pack's acts, offices and people, compiled once; undefined for a pack without. */
export function frameWordsOf({ frames: lists, concepts, entities }: Region): FrameWords | undefined {
  if (lists === undefined) return undefined
  const before = compiled.get(lists)
  if (before !== undefined) return before
  const made = compile(lists, { concepts, entities })
  compiled.set(lists, made)
  return made
}

/** The key of words that are passed over where topics are looked for. */
export const PASSED = 'passed'

function compile(lists: FrameLists, { concepts, entities }: Pick<Region, 'concepts' | 'entities'>): FrameWords {
  const byId = <Row extends { readonly id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]))
  const { topics = [], passed = {} } = lists
  const wordsOf = ({ id, words }: FrameTopic) => words ?? concepts.find((concept) => concept.id === id)?.words ?? {}
  const named = topics.flatMap((topic) => {
    const name = topic.name ?? lists.matters[topic.id] ?? entities.find(({ id }) => id === topic.id)?.name
    return name === undefined ? [] : [{ ...topic, name }]
  })
  return {
    lists,
    sets: compileTogether({
      acts: (language) => lists.acts.flatMap(({ id, words }) => entriesOf(id, words, language)),
      planned: (language) => lists.acts.flatMap(({ id, planned = {} }) => entriesOf(id, planned, language)),
      offices: (language) => lists.offices.flatMap(({ id, words }) => entriesOf(id, words, language)),
      people: (language) => lists.people.flatMap(({ id, words }) => entriesOf(id, words, language)),
      topics: (language) => [
        ...named.flatMap((topic) => entriesOf(topic.id, wordsOf(topic), language)),
        ...entriesOf(PASSED, passed, language),
      ],
    }),
    actById: byId(lists.acts),
    officeById: byId(lists.offices),
    peopleById: byId(lists.people),
    topicById: byId(named),
  }
}

function entriesOf(key: string, patterns: Patterns, language: PatternLanguage): { key: string; pattern: string }[] {
  return (patterns[language] ?? []).map((pattern) => ({ key, pattern }))
}

/** An act that a sentence names, and whether its words say that it is still to come. */
export interface ActMatch extends PatternMatch {
  readonly isPlanned: boolean
}

/** Acts of a sentence, in its order. */
export function findActs({ sets }: FrameWords, tokens: readonly Token[], language: Language, text: string): ActMatch[] {
  const find = (set: PatternSet, isPlanned: boolean) => matchPatterns(set, tokens, language, { text }).map((match) => ({ ...match, isPlanned })) // prettier-ignore
  return [...find(sets.acts, false), ...find(sets.planned, true)].sort((a, b) => a.firstToken - b.firstToken)
}

export type { FrameWords }
