import { explain, likeness } from '../../text/model/kernel.js'
import { wordAt } from '../../text/model/word-vectors.js'
import type { DetectedLanguage } from '../../text/types.js'
import type { Passage } from '../passages.js'
import { clipQuote } from '../quote.js'
import type { Reader } from '../reader.js'
import type { SectionHit } from '../sections.js'
import type { ReadSentence } from '../sentences.js'
import type { Why } from '../types.js'
import { decide, thresholdOf } from './decide.js'
import { articleFeatures, see, type Seen } from './features.js'
import { scoreArticle, type Judge } from './judge.js'
import { markSentences } from './marks.js'

export interface ListedArticle {
  readonly sentences: readonly ReadSentence[]
  readonly passages: readonly Passage[]
  /** What the lists alone say: features like others. */
  readonly hits: readonly SectionHit[]
  readonly isTied: boolean
  readonly language: DetectedLanguage
}

export interface LearnedReading {
  readonly hits: readonly SectionHit[]
  readonly weight: 0 | 1 | 2 | 3
  readonly lead: string | undefined
}

// A finding's score as the lists give it begins at 1.5; a sure one has about 4.
const LEAST_SCORE = 1.5
const SURE = 2.5
const A_PLACE = 0.1

/** An article read by a pack's models: its sections with their sentences, its weight, and the sentence that tells the news. */
export function readLearned(
  listed: ListedArticle,
  { reader, judge }: { reader: Reader; judge: Judge },
): LearnedReading {
  const { sentences, language, isTied } = listed
  const marks = markSentences(listed, reader)
  const seen = see(sentences, marks, { language, vectors: judge.vectors })
  const { decisions } = judge
  const said = decide(seen, scoreArticle(seen, judge), { decisions, isTied })
  const isListed = new Map(reader.region.sections.map(({ id }) => [id, !decisions.sections.some((section) => section.id === id)])) // prettier-ignore
  const whyOf = said.sections.length === 0 ? undefined : explainer(seen, judge)
  const hits = said.sections.flatMap(({ id, output, probability, places }) => {
    if (!isListed.has(id)) return []
    const section = decisions.sections[output]
    const from = section === undefined ? 0 : thresholdOf(section, seen).from
    const sure = LEAST_SCORE + (SURE * (probability - from)) / Math.max(0.01, 1 - from)
    const weighed = whyOf?.(output)
    return places.flatMap((place, rank): SectionHit[] => {
      const sentence = sentences[place]
      if (sentence === undefined) return []
      const own = listed.hits.find((hit) => hit.sectionId === id && hit.sentence.index === sentence.index)
      const score = Math.round(1000 * Math.max(LEAST_SCORE, sure - A_PLACE * rank)) / 1000
      return [
        {
          sectionId: id,
          sentence,
          quote: own?.quote ?? clipQuote(sentence.text),
          score,
          why: whyOfSentence(sentence, { own: own?.why, weighed, judge }),
        },
      ]
    })
  })
  const lead = said.lead === undefined ? undefined : sentences[said.lead]
  // A section that an editor added since is read by its lists until the pack is trained again.
  const added = listed.hits.filter(({ sectionId }) => isListed.get(sectionId) === true)
  return { hits: [...hits, ...added], weight: said.weight, lead: lead && clipQuote(lead.text) }
}

interface Weighed {
  /** Names of marks, heaviest first. */
  readonly marks: readonly string[]
  /** Which way a word's vector must point to weigh. */
  readonly moved: Float32Array
}

const MOST_NAMES = 5
const MOST_WORDS = 3

function explainer(seen: Seen, { article, scales }: Judge): (output: number) => Weighed {
  const features = articleFeatures(seen, article.placeOf, scales.article)
  const alike = likeness(features, article)
  return (output) => {
    const { marks, moved } = explain(features, alike, { model: article, output })
    const names = [...new Set(marks.map(({ mark }) => mark.replace(/^(?:head|all):/u, '')))]
    return { marks: names.slice(0, MOST_NAMES), moved }
  }
}

function whyOfSentence(
  sentence: ReadSentence,
  { own, weighed, judge }: { own: Why | undefined; weighed: Weighed | undefined; judge: Judge },
): Why {
  const words = weighed === undefined ? [] : heaviestWords(sentence, weighed.moved, judge)
  return {
    cues: [...new Set([...(own?.cues ?? []), ...words])],
    entities: sentence.entityIds,
    figures: own?.figures ?? [],
    ...(weighed && { weighed: weighed.marks }),
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
