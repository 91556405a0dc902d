import type { RankedArticle } from '../finding/find-articles.js'
import type { Question } from '../question/question.js'
import { findPassages } from '../reading/find-passages.js'
import { readSentences } from '../reading/mark-sentences.js'
import { placeFigures } from '../reading/place-figures.js'
import type { Readings } from '../terms/readings-port.js'
import type { Reader } from '../terms/reader.js'
import { outletOf } from '../terms/voices.js'
import { judgeArticle } from './judge-article.js'
import { openArticle, type OpenArticle } from './passage-coverage.js'
import type { Candidate } from './score-passage.js'

interface CandidateContext {
  readonly question: Question
  readonly archive: Readings
  readonly reader: Reader
}

/** Every passage of the found articles, held against the question. */
export async function judgeFound(
  ranked: readonly RankedArticle[],
  { question, archive, reader }: CandidateContext,
): Promise<Candidate[]> {
  const kept = await archive.passages(ranked.map(({ article }) => article.id))
  return ranked.flatMap((hit, rank): Candidate[] => {
    const { article, storyId } = hit
    const { owner, id } = outletOf(article.outletId, reader.region)
    const open = openHit(hit, kept.get(article.id), reader)
    return judgeArticle(open, { question, reader }).map((judged) => ({ ...judged, storyId, rank, voice: owner ?? id }))
  })
}

// An article that was read before passages were kept is read again.
function openHit(
  { article, reading }: RankedArticle,
  kept: Parameters<typeof openArticle>[1] | undefined,
  reader: Reader,
): OpenArticle {
  if (kept !== undefined) return openArticle(article, kept, reading)
  const sentences = readSentences(article, article.language, reader)
  const placed = placeFigures(sentences, reader, article.isUndated === true ? undefined : article.publishedAt)
  return openArticle(article, findPassages(sentences, placed, { language: article.language }), reading)
}
