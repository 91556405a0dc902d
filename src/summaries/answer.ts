import type { Article } from '../feeds/article.js'
import { cutText } from '../text/cut-text.js'
import type { Language } from '../text/types.js'
import type { Archive } from './archive.js'
import { startCitations } from './citations.js'
import { placeFigures } from './figures.js'
import type { LineContext } from './lines.js'
import { figureLine, findingLine, phrase, plainLine, showDate, tellingFigure } from './lines.js'
import type { Question } from './question.js'
import { understand } from './question.js'
import { clipQuote } from './quote.js'
import type { FacetWeights } from './rank.js'
import { coverageOf, matterOfSentence } from './rank.js'
import type { Reader } from './reader.js'
import type { RankedArticle } from './retrieve.js'
import { retrieve } from './retrieve.js'
import { readSentences } from './sentences.js'
import type { Answer, AnswerFigure, AnswerSentence, Change, Figure, Reading } from './types.js'
import { outletOf } from './voices.js'

export interface AnswerDeps {
  readonly archive: Archive
  readonly reader: Reader
  readonly language: Language
  /** Answers as of this moment: later articles are not seen. */
  readonly at?: number
}

const HITS = 20
const READ_AGAIN = 10
const MAX_SENTENCES = 6
const PER_ARTICLE = 2
// An article must speak of two thirds of what was asked, and one sentence with its title of half.
const ARTICLE_COVERS = 0.62
const SENTENCE_COVERS = 0.5

/**
 * Answers from the archive alone. `found` needs an article that names everybody asked about and one sentence on the matter; every sentence of the answer
 * is a line made from a quote that it cites. Otherwise `text` says what the archive does hold, and `hits` are the nearest.
 */
export async function answerQuestion(text: string, deps: AnswerDeps): Promise<Answer> {
  const { archive, reader, language, at } = deps
  const question = understand(text, reader, language)
  const nothing = { question: question.text, language, found: false, sentences: [], figures: [], citations: [] }
  if (question.facets.length === 0) return { ...nothing, text: await whatIsHeld(question, [], deps), hits: [] }
  const { ranked, weights } = await retrieve(question, { archive, ...(at === undefined ? {} : { at }) })
  const hits = ranked.slice(0, HITS).map((hit) => hit.article.id)
  const passages = isAnswerable(question)
    ? findPassages(ranked.slice(0, READ_AGAIN), { question, weights, reader })
    : []
  if (passages.length === 0) return { ...nothing, text: await whatIsHeld(question, ranked, deps), hits }
  return {
    ...sayPassages(passages, { question, reader, language }),
    question: question.text,
    language,
    found: true,
    hits,
  }
}

// What the pack knows nothing about - no name and no subject of it - is outside what Silkwire is for.
function isAnswerable(question: Question): boolean {
  const isOfThePack = question.facets.some(
    (facet) => facet.kind === 'subject' || (facet.kind === 'entity' && facet.id !== 'world'),
  )
  const isElsewhere = question.isOffTopic && !question.facets.some((facet) => facet.kind === 'subject')
  return isOfThePack && !isElsewhere
}

interface Passage {
  readonly article: Article
  readonly reading: Reading | undefined
  readonly storyId: string
  readonly quote: string
  readonly entityIds: readonly string[]
  readonly figures: readonly (Figure & { readonly change: Change })[]
  readonly score: number
}

interface PassageContext {
  readonly question: Question
  readonly weights: FacetWeights
  readonly reader: Reader
}

function findPassages(ranked: readonly RankedArticle[], context: PassageContext): Passage[] {
  const good = ranked.filter((hit) => hit.coverage >= ARTICLE_COVERS && hit.namesAll)
  const passages = good.flatMap((hit) => passagesOf(hit, context))
  // One voice one vote: a story, and each of its figures that was asked for, is told once, by the article that answers best.
  const told = new Map<string, Passage>()
  for (const passage of passages) {
    const figure = answeringFigure(passage, context.question, context.reader)
    const matter = figure === undefined ? '' : [figure.what, ...figure.between, figure.period, figure.value].join()
    const key = `${passage.storyId} ${matter === '' ? passage.quote : matter}`
    const known = told.get(key)
    if (known === undefined || known.score < passage.score) told.set(key, passage)
  }
  return [...told.values()].sort((a, b) => b.score - a.score).slice(0, MAX_SENTENCES)
}

// The sentences of an article that answer best: one, and a second that answers nearly as well.
function passagesOf(hit: RankedArticle, { question, weights, reader }: PassageContext): Passage[] {
  const { article, reading, storyId } = hit
  const sentences = readSentences(article, article.language, reader)
  const placed = placeFigures(sentences, reader)
  const title = sentences[0]
  const titleMatter = title && matterOfSentence(title, article.language, article.publishedAt)
  const passages = sentences.flatMap((sentence): Passage[] => {
    const matter = matterOfSentence(sentence, article.language, article.publishedAt)
    const own = coverageOf(question, matter, weights)
    if (own === 0) return []
    const withTitle = titleMatter === undefined ? own : coverageOf(question, join(matter, titleMatter), weights)
    if (withTitle < SENTENCE_COVERS || own < SENTENCE_COVERS / 2) return []
    const figures = placed
      .filter((each) => each.sentenceIndex === sentence.index)
      .map(({ figure }) => ({ ...figure, change: changeOf(figure, reading) }))
    const isMeasured = figures.some((figure) => question.measureIds.includes(figure.what))
    const bonus = isMeasured ? 0.5 : question.wantsFigure && figures.length > 0 ? 0.2 : 0
    const score = hit.score / 2 + own + withTitle * 0.5 + bonus - (sentence.index === 0 ? 0.25 : 0)
    const focus = figures[0] === undefined ? 0 : Math.max(0, sentence.text.indexOf(figures[0].quote))
    const quote = clipQuote(sentence.text, focus)
    const shown = figures.filter((figure) => quote.includes(figure.quote))
    return [{ article, reading, storyId, quote, entityIds: sentence.entityIds, figures: shown, score }]
  })
  // A headline rounds what its article says: it speaks only where no sentence does.
  const bodies = passages.filter((passage) => passage.quote !== title?.text)
  if (bodies.length > 0) passages.splice(0, passages.length, ...bodies)
  passages.sort((a, b) => b.score - a.score)
  const [best] = passages
  return passages.slice(0, PER_ARTICLE).filter((passage) => best !== undefined && passage.score >= best.score * 0.8)
}

function join(
  a: ReturnType<typeof matterOfSentence>,
  b: ReturnType<typeof matterOfSentence>,
): ReturnType<typeof matterOfSentence> {
  const union = <T>(x: ReadonlySet<T>, y: ReadonlySet<T>) => new Set([...x, ...y])
  return {
    entityIds: union(a.entityIds, b.entityIds),
    conceptIds: union(a.conceptIds, b.conceptIds),
    measureIds: union(a.measureIds, b.measureIds),
    words: union(a.words, b.words),
    text: `${a.text} ${b.text}`,
  }
}

function changeOf(figure: Figure, reading: Reading | undefined): Change {
  const known = reading?.figures.find(
    (other) => other.quote === figure.quote && other.value === figure.value && other.what === figure.what,
  )
  return known?.change ?? { kind: 'new' }
}

interface SayContext {
  readonly question: Question
  readonly reader: Reader
  readonly language: Language
}

function sayPassages(
  passages: readonly Passage[],
  { question, reader, language }: SayContext,
): Pick<Answer, 'text' | 'sentences' | 'figures' | 'citations'> {
  const citations = startCitations(reader.region)
  const said = passages.map((passage) => {
    const outlet = outletOf(passage.article.outletId, reader.region).name
    const context: LineContext = { reader, language, outlet, publishedAt: passage.article.publishedAt }
    const figure = answeringFigure(passage, question, reader)
    const text = figure === undefined ? passageLine(passage, context) : figureLine(figure, figure.change, context)
    return { passage, outlet, figure, sentence: { text, citations: [citations.cite(passage.article, passage.quote)] } }
  })
  // The newest figure first, then what answers best.
  const period = (figure: Figure | undefined) => (figure === undefined ? '' : (figure.period ?? '0'))
  if (question.wantsFigure) said.sort((a, b) => period(b.figure).localeCompare(period(a.figure)))
  const sentences = said.map(({ sentence }): AnswerSentence => sentence)
  const figures = said.flatMap(({ passage, outlet, figure, sentence }): AnswerFigure[] => {
    if (figure === undefined) return []
    const { id: articleId, publishedAt } = passage.article
    return [{ ...figure, articleId, outlet, publishedAt, citation: sentence.citations[0] ?? 0 }]
  })
  return { text: sentences[0]?.text ?? '', sentences, figures, citations: citations.list() }
}

// The figure of what was asked: its measure where the question names one, between those it names.
function answeringFigure(
  { figures }: Passage,
  question: Question,
  reader: Reader,
): Passage['figures'][number] | undefined {
  const asked = figures.filter(
    (figure) => question.measureIds.length === 0 || question.measureIds.includes(figure.what),
  )
  const named = asked.filter((figure) => question.entityIds.some((id) => figure.between.includes(id)))
  return tellingFigure(named.length > 0 ? named : asked, reader)
}

function passageLine(passage: Passage, context: LineContext): string {
  const finding = passage.reading?.findings.find((each) => each.quote === passage.quote)
  if (finding !== undefined) return findingLine(finding, context)
  const [section] = passage.reading?.findings ?? []
  const title = section && context.reader.sectionById.get(section.sectionId)?.title[context.language]
  if (title !== undefined) return plainLine(title, passage.entityIds, context)
  return `${context.outlet}, ${showDate(context.publishedAt, context)}`
}

async function whatIsHeld(
  question: Question,
  ranked: readonly RankedArticle[],
  { archive, reader, language, at }: AnswerDeps,
): Promise<string> {
  const held = await archive.holdings(at)
  if (held.articles === 0) return phrase('empty', language)
  const nearest = ranked
    .slice(0, 2)
    .map((hit) => `“${hit.article.title}” (${outletOf(hit.article.outletId, reader.region).name})`)
  const shown = cutText(question.text, 80)
  const date = showDate(held.newestAt ?? 0, { reader, language })
  const counts = { articles: String(held.articles), outlets: String(held.outletIds.length), date }
  return [
    phrase('nothing', language, { question: shown }),
    ...(nearest.length > 0 ? [phrase('nearest', language, { titles: nearest.join('; ') })] : []),
    phrase('holds', language, counts),
  ].join(' ')
}
