import { datedOf } from '../../feeds/article.js'
import type { Candidate } from '../judging/score-passage.js'
import type { Item } from '../judging/choose-items.js'
import { isSameFigure, isSameMatter } from '../judging/same-fact.js'
import { startCitations } from '../lines/citations.js'
import { figuresOf, type TellingFigure } from '../judging/judge-article.js'
import {
  colon,
  comma,
  inRow,
  sentenceCase,
  figureLine,
  findingLine,
  nameAll,
  phrase,
  plainLine,
  showWhenOf,
  type LineContext,
} from '../lines/lines.js'
import type { Question } from '../question/question.js'
import { findSigns } from '../terms/language-words.js'
import { clipClaim, type Focus } from '../reading/clip-quote.js'
import type { Reader } from '../terms/reader.js'
import type { Answer, AnswerFigure, AnswerSentence } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'
import type { Language } from '../../text/types.js'
import { FOCUS } from '../terms/ranking-weights.js'

export interface SayContext {
  readonly question: Question
  readonly reader: Reader
  readonly language: Language
}

/** The items of an answer as sentences in the reader's language, each with the quotes that it stands on, and the figures as a table. */
export function sayItems(
  items: readonly Item[],
  context: SayContext,
): Pick<Answer, 'text' | 'sentences' | 'figures' | 'citations'> {
  const { reader } = context
  const citations = startCitations(reader.region)
  const said = items.flatMap((item) => {
    const [first, ...others] = [item.told, ...item.others].map((candidate) => ({
      candidate,
      quote: quoteOf(candidate, item, context),
    }))
    if (first?.quote === undefined) return []
    const cited = [first, ...others].flatMap(({ candidate, quote }) =>
      quote === undefined ? [] : [citations.cite(candidate.open.article, quote)],
    )
    return [
      { item, sentence: { text: lineOf(item, context), citations: [...new Set(cited)] } satisfies AnswerSentence },
    ]
  })
  const sentences = said.map(({ sentence }) => sentence)
  const figures = said.flatMap(({ item, sentence }) => figureOf(item, sentence.citations[0] ?? 0, context))
  return { text: sentences[0]?.text ?? '', sentences, figures: markDisputes(figures), citations: citations.list() }
}

// What an item stands on: cut round its figure, its reason, its date or its speech, and the words that were asked for. A claim whose "not" or whose
// speaker does not fit into a quote is not made.
function quoteOf({ passage, open }: Candidate, { figure }: Item, { question }: SayContext): string | undefined {
  const { text, tokens } = passage
  const { language } = open.article
  const own = figuresOf(open, passage)
  const told = own.find((each) => figure !== undefined && isSameFigure(each, figure)) ?? own[0]
  const signs = findSigns(text, tokens, language)
  const isMarked = ({ key }: { key: string }) => MARK_OF[question.kind] === key
  const focus = [
    ...own.map((each) => ({
      at: Math.max(0, text.indexOf(each.quote)),
      weight: each === told && question.wantsFigure ? FOCUS.askedFigure : FOCUS.figure,
    })),
    ...signs.filter(isMarked).map(({ start }) => ({ at: start, weight: FOCUS.sign })),
    ...wordsAsked(passage, question),
  ]
  const bound = signs.flatMap(({ key, start }) => (key === 'not' || key === 'said' ? [start] : []))
  return clipClaim(text, focus, bound)
}

const MARK_OF: Partial<Record<Question['kind'], string>> = { why: 'cause', when: 'when', said: 'said', whether: 'not' }

function wordsAsked({ tokens, stems }: Candidate['passage'], { facets }: Question): Focus[] {
  const asked = facets.flatMap((facet) => ('words' in facet ? facet.words.filter((word) => stems.has(word)).map((word) => ({ word, key: facet.term })) : [])) // prettier-ignore
  return tokens.flatMap(({ folded, start }) => {
    const found = asked.find(({ word }) => folded.startsWith(word))
    return found === undefined ? [] : [{ at: start, weight: FOCUS.word, key: found.key }]
  })
}

/** The line that an item opens with: its figure, else who speaks, else the section or the subjects that it is about, with who is named, by whom and when. */
function lineOf({ told, figure }: Item, { question, reader, language }: SayContext): string {
  const { article, reading } = told.open
  const outlet = outletOf(article.outletId, reader.region).name
  const context: LineContext = { reader, language, outlet, ...datedOf(article) }
  if (figure !== undefined) return figureLine(figure, figure.change, context)
  const finding = reading?.findings.find(
    ({ quote }) => told.passage.text.includes(quote) || quote.includes(told.passage.text),
  )
  if (finding !== undefined && question.kind !== 'said') return findingLine({ ...finding, figures: [] }, context)
  const speaker = question.kind === 'said' ? told.passage.entityIds.filter((id) => question.entityIds.includes(id)) : []
  if (speaker.length > 0)
    return plainLine(
      phrase('statement', language, { names: nameAll(speaker, context).join(inRow(language)) }),
      told.passage.entityIds.filter((id) => !speaker.includes(id)),
      context,
    )
  const subject = subjectsOf(told, context)
  if (subject !== undefined) return plainLine(subject, told.passage.entityIds, context)
  const named = nameAll(told.passage.entityIds.slice(0, 4), context).join(inRow(language))
  const source = `${outlet}${comma(language)}${showWhenOf(article, context)}`
  return named === '' ? source : `${named}${colon(language)}${source}`
}

const MOST_SUBJECTS = 3

// The pack's own words for what a passage is about, in the reader's language.
function subjectsOf({ passage, open }: Candidate, { reader, language }: LineContext): string | undefined {
  const [section] = open.reading?.findings ?? []
  const title = section && reader.sectionById.get(section.sectionId)?.title[language]
  const names = passage.conceptIds.flatMap((id) => {
    const [first] = reader.region.concepts.find((concept) => concept.id === id)?.words[language] ?? []
    return first === undefined ? [] : [first.replace(/[=*]/gu, '').trim()]
  })
  return names.length > 0 ? sentenceCase(names.slice(0, MOST_SUBJECTS).join(inRow(language)), language) : title
}

function figureOf({ told, figure }: Item, citation: number, { reader }: SayContext): AnswerFigure[] {
  if (figure === undefined) return []
  const { id: articleId, outletId } = told.open.article
  return [
    { ...figure, articleId, outlet: outletOf(outletId, reader.region).name, ...datedOf(told.open.article), citation },
  ]
}

/** Figures of one measure, parties and period that differ between sources are disputed, each of them. */
function markDisputes(figures: readonly AnswerFigure[]): AnswerFigure[] {
  return figures.map((figure) => {
    const isDisputed = !isSaidTwice(figure, figures) && figures.some((other) => other !== figure && isRival(figure, other) && !isSaidTwice(other, figures)) // prettier-ignore
    return isDisputed ? { ...figure, isDisputed } : figure
  })
}

// Two values of one article never dispute each other, nor those of others.
const isSaidTwice = (figure: AnswerFigure, figures: readonly AnswerFigure[]) =>
  figures.some(
    (other) =>
      other.articleId === figure.articleId &&
      isSameMatter(other, figure) &&
      other.period === figure.period &&
      !isSameFigure(other, figure),
  )

const isRival = (a: TellingFigure & { outlet: string }, b: TellingFigure & { outlet: string }) =>
  isSameMatter(a, b) &&
  a.kind === b.kind &&
  !isSameFigure(a, b) &&
  a.outlet !== b.outlet &&
  a.period !== undefined &&
  a.bound === undefined &&
  b.bound === undefined
