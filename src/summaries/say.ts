import type { Candidate } from './weigh.js'
import type { Item } from './choose.js'
import { isSameFigure, isSameMatter } from './choose.js'
import { startCitations } from './citations.js'
import { figuresOf, type TellingFigure } from './judge.js'
import {
  colon,
  comma,
  figureLine,
  findingLine,
  nameAll,
  phrase,
  plainLine,
  showDate,
  type LineContext,
} from './lines.js'
import type { Question } from './question.js'
import { clipQuote } from './quote.js'
import type { Reader } from './reader.js'
import type { Answer, AnswerFigure, AnswerSentence } from './types.js'
import { outletOf } from './voices.js'
import type { Language } from '../text/types.js'

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
  const said = items.map((item) => {
    const cited = [item.told, ...item.others].map((candidate) =>
      citations.cite(candidate.open.article, quoteOf(candidate, item, context)),
    )
    return { item, sentence: { text: lineOf(item, context), citations: [...new Set(cited)] } satisfies AnswerSentence }
  })
  const sentences = said.map(({ sentence }) => sentence)
  const figures = said.flatMap(({ item, sentence }) => figureOf(item, sentence.citations[0] ?? 0, context))
  return { text: sentences[0]?.text ?? '', sentences, figures: markDisputes(figures), citations: citations.list() }
}

function quoteOf({ passage, open }: Candidate, { figure }: Item, { question }: SayContext): string {
  const own = figuresOf(open, passage)
  const same = figure === undefined ? undefined : own.find((each) => isSameFigure(each, figure))
  const focus = same ?? own[0]
  const at = focus === undefined ? firstWord(passage.text, question) : passage.text.indexOf(focus.quote)
  return clipQuote(passage.text, Math.max(0, at))
}

// Where no figure carries the answer, the quote is cut round the first of the asked words.
function firstWord(text: string, { facets }: Question): number {
  const places = facets.flatMap((facet) => ('words' in facet ? facet.words : [])).map((word) => text.toLowerCase().indexOf(word)) // prettier-ignore
  return Math.min(...places.filter((at) => at >= 0), text.length)
}

/** The line that an item opens with: its figure, else who speaks, else the section or the subjects that it is about, with who is named, by whom and when. */
function lineOf({ told, figure }: Item, { question, reader, language }: SayContext): string {
  const { article, reading } = told.open
  const outlet = outletOf(article.outletId, reader.region).name
  const context: LineContext = { reader, language, outlet, publishedAt: article.publishedAt }
  if (figure !== undefined) return figureLine(figure, figure.change, context)
  const finding = reading?.findings.find(
    ({ quote }) => told.passage.text.includes(quote) || quote.includes(told.passage.text),
  )
  if (finding !== undefined && question.kind !== 'said') return findingLine({ ...finding, figures: [] }, context)
  const speaker = question.kind === 'said' ? told.passage.entityIds.filter((id) => question.entityIds.includes(id)) : []
  if (speaker.length > 0)
    return plainLine(
      phrase('statement', language, { names: nameAll(speaker, context).join(comma(language)) }),
      told.passage.entityIds.filter((id) => !speaker.includes(id)),
      context,
    )
  const subject = subjectsOf(told, context)
  if (subject !== undefined) return plainLine(subject, told.passage.entityIds, context)
  const named = nameAll(told.passage.entityIds.slice(0, 4), context).join(comma(language))
  const source = `${outlet}${comma(language)}${showDate(article.publishedAt, context)}`
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
  return names.length > 0 ? names.slice(0, MOST_SUBJECTS).join(comma(language)) : title
}

function figureOf({ told, figure }: Item, citation: number, { reader }: SayContext): AnswerFigure[] {
  if (figure === undefined) return []
  const { id: articleId, publishedAt, outletId } = told.open.article
  return [{ ...figure, articleId, outlet: outletOf(outletId, reader.region).name, publishedAt, citation }]
}

/** Figures of one measure, parties and period that differ between sources are disputed, each of them. */
function markDisputes(figures: readonly AnswerFigure[]): AnswerFigure[] {
  return figures.map((figure) => {
    const isDisputed = figures.some((other) => other !== figure && isRival(figure, other))
    return isDisputed ? { ...figure, isDisputed } : figure
  })
}

const isRival = (a: TellingFigure & { outlet: string }, b: TellingFigure & { outlet: string }) =>
  isSameMatter(a, b) &&
  a.kind === b.kind &&
  !isSameFigure(a, b) &&
  a.outlet !== b.outlet &&
  a.period !== undefined &&
  a.bound === undefined &&
  b.bound === undefined
