import { explain } from '../../text/model/kernel.js'
import { wordAt } from '../../text/model/word-vectors.js'
import type { DetectedLanguage } from '../../text/types.js'
import type { Passage } from '../terms/passage.js'
import { clipQuote } from '../reading/clip-quote.js'
import type { Reader } from '../terms/reader.js'
import { inParts } from '../reading/mark-sentences.js'
import { isTiedToRegion, type SectionHit } from '../reading/sections.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Why } from '../terms/shapes.js'
import { plainName } from './article-marks.js'
import { decide, joinParts, thresholdOf } from './decide.js'
import { see } from './features.js'
import { scoreArticle, type Judge, type Scored } from './judge.js'
import { markSentences } from './marks.js'

export interface ListedArticle {
  readonly sentences: readonly ReadSentence[]
  readonly passages: readonly Passage[]
  /** What the lists alone say: features like others. */
  readonly hits: readonly SectionHit[]
  readonly language: DetectedLanguage
}

export interface LearnedReading {
  readonly hits: readonly SectionHit[]
  readonly weight: 0 | 1 | 2 | 3
  readonly expected: number
  readonly lead: string | undefined
}

// A finding's score as the lists give it begins at 1.5; a sure one has about 4.
const LEAST_SCORE = 1.5
const SURE = 2.5
const A_PLACE = 0.1

/** An article read by a pack's models: its sections with their sentences, its weight, and the sentence that tells the news. Items of a bulletin are each read alone. */
export function readLearned(
  listed: ListedArticle,
  { reader, judge }: { reader: Reader; judge: Judge },
): LearnedReading {
  const { sentences, language } = listed
  const marks = markSentences(listed, reader)
  const { decisions } = judge
  const isKnown = new Map(reader.region.sections.map(({ id }) => [id, decisions.sections.some((section) => section.id === id)])) // prettier-ignore
  let first = 0
  const parts = inParts(sentences).map((part) => {
    const seen = see(part, marks.slice(first, first + part.length), { language, vectors: judge.vectors })
    const scores = scoreArticle(seen, judge)
    const decided = decide(seen, scores, { decisions, isTied: isTiedToRegion(part, reader) })
    first += part.length
    return { seen, scores, decided, first: first - part.length }
  })
  const said = joinParts(parts)
  const hits = said.sections.flatMap(({ id, output, probability, places }) => {
    const [place = 0] = places
    const part = parts.findLast((each) => each.first <= place)
    if (part === undefined || isKnown.get(id) !== true) return []
    const section = decisions.sections[output]
    const from = section === undefined ? 0 : thresholdOf(section, part.seen).from
    const sure = LEAST_SCORE + (SURE * (probability - from)) / Math.max(0.01, 1 - from)
    const weighed = weigh(part.scores, judge, output)
    return places.flatMap((at, rank): SectionHit[] => {
      const sentence = sentences[at]
      if (sentence === undefined) return []
      const own = listed.hits.find((hit) => hit.sectionId === id && hit.sentence.index === sentence.index)
      const score = Math.round(1000 * Math.max(LEAST_SCORE, sure - A_PLACE * rank)) / 1000
      const why = whyOfSentence(sentence, { own: own?.why, weighed, judge })
      return [{ sectionId: id, sentence, quote: own?.quote ?? clipQuote(sentence.text), score, why }]
    })
  })
  const lead = said.lead === undefined ? undefined : sentences[said.lead]
  // A section that an editor added since is read by its lists until the pack is trained again.
  const added = listed.hits.filter(({ sectionId }) => isKnown.get(sectionId) === false)
  return {
    hits: [...hits, ...added],
    weight: said.weight,
    expected: Math.round(1000 * said.expected) / 1000,
    lead: lead && clipQuote(lead.text),
  }
}

interface Weighed {
  /** Names of marks wherever they stand, heaviest first. */
  readonly marks: readonly string[]
  /** Which way a word's vector must point to weigh. */
  readonly moved: Float32Array
}

const MOST_NAMES = 5
const MOST_WORDS = 3

function weigh({ features, alike }: Scored, { article }: Judge, output: number): Weighed {
  const { marks, moved } = explain(features, alike, { model: article, output })
  const byName = new Map<string, number>()
  for (const { mark, weight } of marks) {
    const name = plainName(mark)
    byName.set(name, (byName.get(name) ?? 0) + weight)
  }
  const names = [...byName].sort((a, b) => b[1] - a[1]).slice(0, MOST_NAMES)
  return { marks: names.map(([name]) => name), moved }
}

function whyOfSentence(
  sentence: ReadSentence,
  { own, weighed, judge }: { own: Why | undefined; weighed: Weighed; judge: Judge },
): Why {
  const words = heaviestWords(sentence, weighed.moved, judge)
  return {
    cues: [...new Set([...(own?.cues ?? []), ...words])],
    entities: sentence.entityIds,
    figures: own?.figures ?? [],
    weighed: weighed.marks,
  }
}

// Words as they stand in the sentence, by how far their vectors move the article's score.
function heaviestWords({ tokens, text }: ReadSentence, moved: Float32Array, { vectors }: Judge): string[] {
  const { dimensions, vectors: bytes, rarity } = vectors
  const found = new Map<string, number>()
  tokens.forEach((token, at) => {
    const word = wordAt(tokens, at)
    const row = word === undefined ? -1 : vectors.rowOf(word)
    if (row < 0 || word === undefined) return
    let weight = 0
    for (let d = 0; d < dimensions; d++) weight += (bytes[row * dimensions + d] ?? 0) * ((moved[d] ?? 0) + (moved[dimensions + d] ?? 0)) // prettier-ignore
    found.set(text.slice(token.start, token.start + Math.max(word.length, token.end - token.start)), weight * (rarity[row] ?? 0)) // prettier-ignore
  })
  return [...found]
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_WORDS)
    .map(([word]) => word)
}
