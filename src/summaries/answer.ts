import type { Language } from '../text/types.js'
import type { Archive } from './archive.js'
import { chooseItems } from './choose.js'
import { openArticle, type OpenArticle } from './evidence.js'
import { judgeArticle } from './judge.js'
import { findPassages } from './passages.js'
import { placeFigures } from './figures.js'
import { questionOf, understand, type Question, type Understood } from './question.js'
import type { Reader } from './reader.js'
import { sayNothing } from './refuse.js'
import { retrieve, type RankedArticle } from './retrieve.js'
import { sayItems } from './say.js'
import { readSentences } from './sentences.js'
import type { Answer } from './types.js'
import { outletOf } from './voices.js'
import type { Candidate } from './weigh.js'

export interface AnswerDeps {
  readonly archive: Archive
  readonly reader: Reader
  readonly language: Language
  /** The moment of asking, epoch ms. */
  readonly now: number
  /** Answers as of this moment: later articles are not seen. */
  readonly at?: number
  /** What was asked before in the same talk. */
  readonly before?: Understood
}

const HITS = 20
const OPENED = 16

/**
 * Answers from the archive alone. Found is what a passage says for itself or with its title and the sentences around it: everybody who is asked about, the
 * subject, the time, and what kind of thing is asked for; every sentence of the answer is a line made from quotes that it cites. Otherwise `text` says what
 * is missing and what the archive does hold, and `hits` are the nearest.
 */
export async function answerQuestion(text: string, deps: AnswerDeps): Promise<Answer> {
  const { archive, reader, language, at, now } = deps
  const understood = understand(text, { reader, language, at: at ?? now })
  const question = questionOf(understood, text)
  const nothing = {
    question: question.text,
    language,
    understood,
    found: false,
    sentences: [],
    figures: [],
    citations: [],
  }
  if (question.facets.length === 0)
    return { ...nothing, text: await sayNothing(question, { ranked: [], candidates: [] }, deps), hits: [] }
  const { ranked } = await retrieve(question, { archive, ...(at === undefined ? {} : { at }) })
  const hits = ranked.slice(0, HITS).map((hit) => hit.article.id)
  const candidates = await findCandidates(ranked.slice(0, OPENED), { question, archive, reader })
  const newestAt = Math.max(0, ...candidates.map(({ open }) => open.article.publishedAt))
  const items = isOfInterest(question) ? chooseItems(candidates, { question, reader, language, newestAt }) : []
  const said = sayItems(items, { question, reader, language })
  if (said.sentences.length === 0)
    return { ...nothing, text: await sayNothing(question, { ranked, candidates }, deps), hits }
  return { ...said, question: question.text, language, understood, found: true, hits }
}

// News that the pack calls off topic is outside what Silkwire is for.
function isOfInterest({ isOffTopic, facets }: Question): boolean {
  return !isOffTopic || facets.some((facet) => facet.kind === 'subject')
}

interface CandidateContext {
  readonly question: Question
  readonly archive: Archive
  readonly reader: Reader
}

/** Every passage of the found articles, held against the question. */
async function findCandidates(
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
  const placed = placeFigures(sentences, reader, article.publishedAt)
  return openArticle(article, findPassages(sentences, placed, { language: article.language, reader }), reading)
}
