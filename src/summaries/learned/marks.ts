import { rememberWords } from '../../text/remember.js'
import type { Passage } from '../terms/passage.js'
import type { Reader } from '../terms/reader.js'
import { standsFor } from '../terms/reader.js'
import type { SectionHit } from '../reading/sections.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/**
 * What the lists find in a sentence, each by a name that a person can look up: `party:china` (a city or a leader stands for its country, the region's own
 * states are all `party:state`), `state+russia` (both in this sentence), `cue:trade-energy`, `act:sign`, `unit:money`, `rule:lead-event`. Each once.
 */
export type Marks = readonly string[]

export interface MarkedArticle {
  readonly sentences: readonly ReadSentence[]
  readonly passages: readonly Passage[]
  readonly hits: readonly SectionHit[]
}

/** The marks of each sentence of an article, in order. */
export function markSentences(article: MarkedArticle, reader: Reader): Marks[] {
  const { sentences, passages, hits } = article
  const marks = sentences.map((sentence) => marksOf(sentence, reader))
  const places = new Map(sentences.map(({ index }, place) => [index, place]))
  const add = (index: number, mark: string) => {
    const place = places.get(index)
    if (place !== undefined) marks[place]?.add(mark)
  }
  for (const { index, actIds, signs } of passages) {
    for (const act of actIds) add(index, markOf.act(act))
    for (const sign of signs) add(index, markOf.sign(sign))
  }
  for (const { sectionId, sentence } of hits) add(sentence.index, markOf.rule(sectionId))
  return marks.map((set) => [...set])
}

function marksOf(sentence: ReadSentence, reader: Reader): Set<string> {
  const marks = new Set<string>()
  markNames(sentence, reader, marks)
  for (const { key } of sentence.words) marks.add(key)
  for (const { key } of sentence.offices) marks.add(markOf.office(key))
  for (const { unit, kind } of sentence.figures) {
    marks.add(markOf.unit(MONEY.test(unit) ? 'money' : unit))
    if (kind !== 'actual') marks.add(markOf.kind(kind))
  }
  if (sentence.figures.length > 1) marks.add('figures')
  const { text } = sentence
  if (QUOTED.test(text)) marks.add('quotation')
  if (text.endsWith('?')) marks.add('question')
  if (DIGITS.test(text)) marks.add('digits')
  return marks
}

const named = (before: string) => rememberWords((name) => before + name)
// Made once: the same few names stand in every sentence.
const markOf = {
  act: named('act:'),
  sign: named('sign:'),
  rule: named('rule:'),
  office: named('office:'),
  unit: named('unit:'),
  kind: named('kind:'),
  person: named('person:'),
  party: named('party:'),
  withState: named('state+'),
}

const MONEY = /^[A-Z]{3}$/u
const QUOTED = /["“”«»„「」]/u
const DIGITS = /\d/u

// The region's states are alike: what one of them does with China is news of the same kind as what its neighbour does.
function markNames({ entityIds, entities, countries }: ReadSentence, reader: Reader, marks: Set<string>): void {
  const states = new Set<string>()
  const others = new Set<string>()
  const speakers = new Set<string>()
  for (const id of entityIds) {
    const entity = reader.entityById.get(id)
    if (entity === undefined) continue
    const party = standsFor(entity, reader)
    const isState = reader.region.states.includes(party)
    if (isState) states.add(party)
    else others.add(party)
    if (entity.kind === 'person') {
      marks.add(isState ? 'person:state' : markOf.person(party))
      speakers.add(party)
    } else if (entity.kind !== 'country') marks.add(markOf.kind(entity.kind))
    if (entity.kind === 'project' || entity.kind === 'organisation' || entity.kind === 'group') others.add(id)
    if (reader.wideTies.has(id)) marks.add('tie:wide')
    else if (reader.ties.has(id)) marks.add('tie')
  }
  // A country that the pack has no name for: Finland.
  const isNamed = (start: number) => entities.some((entity) => entity.start <= start && start < entity.end)
  const foreign = new Set(countries.flatMap(({ key, start }) => (isNamed(start) ? [] : [key])))
  if (foreign.size > 0) others.add('another-country')
  if (states.size > 0) marks.add('party:state')
  if (states.size > 1) marks.add('states:2')
  if (states.size > 2) marks.add('states:3')
  for (const party of others) {
    marks.add(markOf.party(party))
    if (states.size > 0) marks.add(markOf.withState(party))
  }
  if (states.size > 0 && others.size > 0) marks.add('state+other')
  if (states.size === 0 && others.size > 0) marks.add('others-alone')
  if (others.size > 1) marks.add('others:2')
  if (speakers.size > 1) marks.add('persons:2')
  const named = new Set(countries.map(({ key }) => key))
  if (named.size > 2) marks.add('countries:3')
  if (named.size > 5) marks.add('countries:6')
}
