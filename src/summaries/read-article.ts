import type { Article } from '../feeds/article.js'
import type { Repeats } from '../text/clean/repeats.js'
import type { DetectedLanguage } from '../text/types.js'
import type { KnownFigure } from './facts/compare.js'
import { compareFigure, compareStance } from './facts/compare.js'
import { placeFigures } from './reading/place-figures.js'
import { findPassages } from './reading/find-passages.js'
import type { Reader } from './terms/reader.js'
import { findReactions } from './reading/reader-comments.js'
import type { SectionHit } from './reading/sections.js'
import { findSections, isTiedToRegion } from './reading/sections.js'
import { isSaidTwice, signedValue, withClaims } from './claims/claim-figures.js'
import { findClaims } from './claims/find-claims.js'
import { claimWeightsOf } from './claims/weights-of-pack.js'
import { inParts, markSentence, readSentences } from './reading/mark-sentences.js'
import { findStances } from './reading/stances.js'
import { judgeOf } from './learned/judge-of-pack.js'
import { readLearned } from './learned/read-learned.js'
import type { Change, Finding, Reading } from './terms/shapes.js'
import type { ReadSentence } from './terms/read-sentence.js'
import type { Passage } from './terms/passage.js'

/** An article's reading with its sentences, which grouping and answers look at again. */
export interface ReadArticle {
  readonly reading: Reading
  readonly sentences: readonly ReadSentence[]
  /** What an answer may quote of it. */
  readonly passages: readonly Passage[]
}

/**
 * Reads one article: names, subjects, figures with what they measure, the template's sections with verbatim quotes, stances, and what of it is new
 * against what is known. Depends on the article, the pack, `known` and what its outlet's articles have in common alone.
 */
export function readArticle(
  article: Article,
  { reader, known, repeats }: { reader: Reader; known: readonly KnownFigure[]; repeats?: Repeats },
): ReadArticle {
  const sentences = readSentences(article, article.language, reader, repeats)
  const placed = placeFigures(sentences, reader, article.isUndated === true ? undefined : article.publishedAt)
  const claims = claimsOf(article, sentences, reader)
  const said = withClaims(placed, claims)
  const all = said.map(({ figure }) => figure)
  const figures = said.map(({ figure, sentenceIndex }) => ({
    ...figure,
    change: isSaidTwice(figure, all)
      ? { kind: 'new' as const }
      : changeOf(compareFigure({ ...figure, value: signedValue(figure) }, known, article.publishedAt), article),
    sentenceIndex,
  }))
  const stances = findStances(sentences, reader).map((stance) => ({
    ...stance,
    change: compareStance(stance, reader.region.facts),
  }))
  const toFinding = (hit: SectionHit): Finding => ({
    articleId: article.id,
    sectionId: hit.sectionId,
    quote: hit.quote,
    score: hit.score,
    why: hit.why,
    entityIds: hit.sentence.entityIds,
    figures: figures
      .filter((figure) => figure.sentenceIndex === hit.sentence.index && hit.quote.includes(figure.quote))
      .map(({ sentenceIndex: _index, ...figure }) => figure),
    stances: stances.filter((stance) => hit.sentence.text.includes(stance.quote)),
  })
  const isTied = isTiedToRegion(sentences, reader)
  const passages = findPassages(sentences, placed, { language: article.language })
  const listed = findSections(sentences, placed, reader)
  const judge = judgeOf(reader.region)
  const learned = judge && readLearned({ sentences, passages, hits: listed, language: article.language }, { reader, judge }) // prettier-ignore
  const reactions = findReactions(readComments(article, article.language, reader), { reader, isTied })
  return {
    reading: {
      articleId: article.id,
      language: article.language,
      entityIds: [...new Set(sentences.flatMap((sentence) => sentence.entityIds))],
      conceptIds: conceptsOf(sentences),
      ...(learned && {
        weight: learned.weight,
        expectedWeight: learned.expected,
        ...(learned.lead === undefined ? {} : { lead: learned.lead }),
      }),
      findings: [
        ...(learned?.hits ?? listed).map(toFinding),
        // A comment's figures are no claims about the region: only the words and n are kept.
        ...reactions.map((hit) => {
          const { sides } = hit
          return { ...toFinding(hit), figures: [], stances: [], comments: article.comments.length, sides }
        }),
      ],
      figures: figures.map(({ sentenceIndex: _index, ...figure }) => figure),
      stances,
    },
    sentences,
    passages,
  }
}

// What has no day is not newer than what was known: it may agree with it, and is no change.
const changeOf = (change: Change, { isUndated }: Article): Change =>
  isUndated !== true || change.kind === 'same' ? change : { kind: 'unrelated' }

function claimsOf(article: Article, sentences: readonly ReadSentence[], reader: Reader): ReturnType<typeof findClaims> {
  const { text, language, publishedAt, isUndated } = article
  const weights = claimWeightsOf(reader.region)
  return findClaims(sentences, { text, language, reader, weights, ...(isUndated === true ? {} : { at: publishedAt }) })
}

function readComments(article: Article, language: DetectedLanguage, reader: Reader): ReadSentence[] {
  return article.comments.map((text, index) => markSentence(text, { index: index + 1, language, reader, figures: [] }))
}

// A subject is one that the title or the lead names, or that comes back.
function conceptsOf(sentences: readonly ReadSentence[]): string[] {
  const ids = inParts(sentences).flatMap((part) => {
    const weight = new Map<string, number>()
    for (const sentence of part)
      for (const match of sentence.words) {
        if (!match.key.startsWith('concept:')) continue
        const id = match.key.slice('concept:'.length)
        weight.set(id, (weight.get(id) ?? 0) + (sentence.place <= 2 ? 2 : 1))
      }
    return [...weight].filter(([, times]) => times >= 2).map(([id]) => id)
  })
  return [...new Set(ids)]
}
