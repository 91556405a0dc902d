import type { Language } from '../text/types.js'
import { notesOn } from './answer/answer-notes.js'
import type { Stories } from './stories/stories-port.js'
import type { Articles } from './terms/articles-port.js'
import type { Readings } from './terms/readings-port.js'
import type { SearchIndex } from './terms/search-port.js'
import { chooseItems, type Item } from './judging/choose-items.js'
import { followUp } from './question/follow-up.js'
import { asksForNews, newsOfTime } from './answer/news-of-time.js'
import { questionOf, understand, type Question } from './question/question.js'
import { partsOf, type QuestionPart } from './question/question-parts.js'
import type { Reader } from './terms/reader.js'
import { sayNothing } from './answer/refuse.js'
import { findArticles, type RankedArticle } from './finding/find-articles.js'
import { sayItems } from './answer/say.js'
import { findSinceEvent, type SinceEvent } from './answer/since-event.js'
import { phrase } from './lines/lines.js'
import type { Answer } from './terms/shapes.js'
import { judgeFound } from './judging/judge-found.js'
import type { Candidate } from './judging/score-passage.js'
import type { Understood } from './terms/understood.js'
import type { Vector } from './terms/vector.js'
import { CHOICE, PASSAGE, REACH } from './terms/ranking-weights.js'

export interface AnswerDeps {
  readonly archive: Articles & Readings & Stories & SearchIndex
  readonly reader: Reader
  readonly language: Language
  /** The moment of asking, epoch ms. */
  readonly now: number
  /** Answers as of this moment: later articles are not seen. */
  readonly at?: number
  /** How the question before was understood, in the same talk. */
  readonly before?: Understood
  /** The question as an optional model embeds it: brings further articles to look through, and nothing else. */
  readonly near?: Vector
}

/**
 * Answers from the archive alone. Found is what a passage says for itself or with its title and the sentences around it: everybody who is asked about, the
 * subject, the time, and what kind of thing is asked for; every sentence of the answer is a line made from quotes that it cites. Otherwise `text` says what
 * is missing and what the archive does hold, and `hits` are the nearest. `understood` resolves the next question of the talk.
 */
export async function answerQuestion(text: string, deps: AnswerDeps): Promise<Answer> {
  const answer = await answerMeant(text, deps)
  if (answer.found || answer.goesOn !== true) return answer
  // What goes on from nothing that the archive holds may stand on its own.
  const { before: _, ...alone } = deps
  if (!standsAlone(understand(text, { reader: deps.reader, language: deps.language, at: deps.at ?? deps.now })))
    return answer
  const own = await answerMeant(text, alone)
  return own.found ? { ...own, notes: [phrase('alone', deps.language), ...(own.notes ?? [])] } : answer
}

/** "And in 2023?" alone is every thing of that year. */
const standsAlone = ({ facets }: Understood): boolean => facets.some(({ kind }) => kind !== 'year')

async function answerMeant(text: string, deps: AnswerDeps): Promise<Answer> {
  const { reader, language } = deps
  const { whole, parts, event, goesOn } = await takeApart(text, deps)
  const looked = await Promise.all(parts.map((part) => lookUp(part, text, deps)))
  const hits = (parts.length === 1 ? looked[0] : await lookUp({ understood: whole }, text, deps))?.ranked ?? []
  const items = distinct(looked.flatMap((part) => part.items.slice(0, parts.length === 1 ? undefined : CHOICE.perPart)))
  const question = looked[0]?.question ?? questionOf(whole, text)
  const said = sayItems(items, { question, reader, language })
  const common = {
    question: question.text,
    language,
    understood: whole,
    ...(goesOn && { goesOn }),
    hits: hits.slice(0, REACH.named).map((hit) => hit.article.id),
  }
  if (said.sentences.length === 0) {
    const found = { ranked: hits, candidates: looked.flatMap(({ candidates }) => candidates) }
    const nothing = await sayNothing(question, found, deps)
    const notes = notesOn({ understood: { ...whole, kind: 'about' }, goesOn, event, missing: [], figures: [] }, deps)
    return { ...common, found: false, text: nothing, notes, sentences: [], figures: [], citations: [] }
  }
  const missing = looked.flatMap(({ side, items: told }) => (side === undefined || told.length > 0 ? [] : [side]))
  const notes = notesOn({ understood: whole, goesOn, event, missing, figures: said.figures }, deps)
  return { ...common, ...said, found: true, ...(notes.length > 0 && { notes }) }
}

interface TakenApart {
  readonly whole: Understood
  readonly parts: readonly QuestionPart[]
  /** What "since" counts from, as the archive tells it. */
  readonly event: SinceEvent | undefined
  readonly goesOn: boolean
}

// The question as it is meant after the one before, and what it asks in turn.
async function takeApart(text: string, deps: AnswerDeps): Promise<TakenApart> {
  const { archive, reader, language, before } = deps
  const at = deps.at ?? deps.now
  const alone = understand(text, { reader, language, at })
  const meant = before === undefined ? alone : followUp(alone, before, { reader })
  const goesOn = meant !== alone
  const event = await findSinceEvent(meant, { archive, reader, at })
  const whole = event === undefined ? meant : sinceThen(meant, event, at)
  const parts = goesOn ? [{ understood: whole }] : partsOf(text, whole, { reader, language, at })
  return { whole, parts, event, goesOn }
}

// "What happened since the summit" names nothing but the summit: what is told of it since then is meant.
function sinceThen(understood: Understood, { at: from }: SinceEvent, at: number): Understood {
  const facets = understood.facets.length > 0 ? understood.facets : (understood.since ?? [])
  return { ...understood, facets, time: { from, to: at, relation: 'since' } }
}

// Two parts of a question may be answered by one sentence.
function distinct(items: readonly Item[]): Item[] {
  const keyOf = ({ told }: Item) => `${told.open.article.id} ${told.position}`
  return [...new Map([...items].reverse().map((item) => [keyOf(item), item])).values()].reverse()
}

interface LookedUp extends QuestionPart {
  readonly question: Question
  readonly ranked: readonly RankedArticle[]
  readonly candidates: readonly Candidate[]
  readonly items: readonly Item[]
}

async function lookUp(
  part: QuestionPart,
  text: string,
  { archive, reader, language, at, near, now }: AnswerDeps,
): Promise<LookedUp> {
  const question = questionOf(part.understood, text)
  if (asksForNews(question)) {
    const items = await newsOfTime(question, { archive, reader, at: at ?? now })
    const ranked = items.map(({ told: { open, storyId } }) => ({
      ...open,
      storyId,
      score: 0,
      coverage: 1,
      namesAll: true,
    }))
    if (items.length > 0) return { ...part, question, ranked, candidates: [], items }
  }
  if (question.facets.length === 0) return { ...part, question, ranked: [], candidates: [], items: [] }
  const { ranked } = await findArticles(question, {
    archive,
    ...(at === undefined ? {} : { at }),
    ...(near && { near }),
  })
  const candidates = await judgeFound(ranked.slice(0, REACH.judged), { question, archive, reader })
  const newestAt = Math.max(
    0,
    ...candidates.flatMap(({ open: { article } }) => (article.isUndated === true ? [] : article.publishedAt)),
  )
  const items = isOfInterest(question)
    ? chooseItems(candidates, { question, reader, language, newestAt, centrality: centralityOf(ranked) })
    : []
  return { ...part, question, ranked, candidates, items }
}

// A story that many of the best articles tell is what a question most likely means.
function centralityOf(ranked: readonly RankedArticle[]): ReadonlyMap<string, number> {
  const stories = ranked.slice(0, REACH.judged).map(({ storyId }) => storyId)
  return new Map(
    stories.map((id) => [
      id,
      Math.min(1, (stories.filter((other) => other === id).length - 1) / PASSAGE.centralVoices),
    ]),
  )
}

// News that the pack calls off topic is outside what Silkwire is for.
function isOfInterest({ isOffTopic, facets }: Question): boolean {
  return !isOffTopic || facets.some((facet) => facet.kind === 'subject')
}
