import type { AskedTime } from '../../text/times/asked-times.js'
import { namedPeriods } from '../../text/figures/figures-periods.js'
import { lies, overlaps, rangeOf } from '../../text/times/periods.js'
import { coverageAt, type Coverage, type OpenArticle, type OpenPassage } from './passage-coverage.js'
import type { Question } from '../question/question.js'
import type { Reader } from '../terms/reader.js'
import type { Change, Figure } from '../terms/shapes.js'
import type { Facet } from '../terms/facet.js'
import { ANSWERS, TIMELY } from '../terms/ranking-weights.js'

export type TellingFigure = Figure & { readonly change: Change }

/** Why a passage is no answer: what the question asks for and the passage does not say. */
export type Lack = 'name' | 'subject' | 'act' | 'figure' | 'time' | 'forecast' | 'speaker'

/** A passage held against a question. */
export interface Judged {
  readonly open: OpenArticle
  readonly passage: OpenPassage
  readonly position: number
  /** Empty: it answers. */
  readonly lacks: readonly Lack[]
  /** Figures of what is asked, of the asked time where one is. */
  readonly figures: readonly TellingFigure[]
  /** How much of the question it speaks of, 0 to 1, in its own words and with what stands around it. */
  readonly own: number
  readonly whole: number
  /** Of each subject of the question, in order, whether it speaks of it in its own words. */
  readonly subjects: readonly boolean[]
  /** How exactly it is of the asked time: 1 the same, less for a part of it or a time around it; 1 where none is asked. */
  readonly timely: number
}

export interface JudgeContext {
  readonly question: Question
  readonly reader: Reader
}

/** Holds every passage of an article against a question. */
export function judgeArticle(open: OpenArticle, context: JudgeContext): Judged[] {
  return open.passages.flatMap((passage, position) =>
    saysSomething(passage) ? [judge(open, passage, position, context)] : [],
  )
}

// A question answers none, and a scrap of a page says nothing.
const saysSomething = ({ text, tokens }: OpenPassage) =>
  tokens.length >= ANSWERS.leastWords && !/[?？]\s*[”"»]?$/u.test(text)

function judge(open: OpenArticle, passage: OpenPassage, position: number, { question, reader }: JudgeContext): Judged {
  const facets = question.facets.filter((facet) => facet.kind !== 'year')
  const coverage = coverageAt(open, position, facets, { reader, language: question.language })
  const figures = figuresOf(open, passage).filter((figure) => isAskedFor(figure, passage, question))
  const timely = question.time === undefined ? 1 : timeliness(open, position, figures, question.time)
  const ofTime = figures.filter((figure) => isOfTime(figure, open, question.time))
  const covered = facets.map((facet, at) => (isMeasured(facet, ofTime) ? 1 : coverage[at]))
  const lacks = lacksOf(facets, covered, { passage, open, position, question, reader, figures: ofTime, timely })
  const subjects = facets.flatMap((facet, at) => (facet.kind === 'subject' ? [(covered[at] ?? 0) >= ANSWERS.own] : []))
  return { open, passage, position, lacks, figures: ofTime, own: shareOf(facets, covered, 1), whole: shareOf(facets, covered, 0), subjects, timely } // prettier-ignore
}

/** Figures that stand in a passage, with what each measures. */
export function figuresOf(open: OpenArticle, passage: OpenPassage): TellingFigure[] {
  return passage.figures.flatMap((number) => open.reading?.figures[number] ?? [])
}

function isAskedFor(figure: TellingFigure, passage: OpenPassage, { measureIds, units }: Question): boolean {
  if (measureIds.includes(figure.what)) return true
  if (units.length === 0) return true
  if (!units.includes(figure.unit)) return false
  // A sum beside the words of the measure, where reading did not dare to put them together.
  return measureIds.length === 0 || measureIds.some((id) => passage.measureIds.includes(id))
}

// A figure between China and Kazakhstan speaks of both, whoever its sentence names, and of what it measures.
function isMeasured(facet: Facet, figures: readonly TellingFigure[]): boolean {
  if (facet.kind === 'subject') return figures.some(({ what }) => facet.measureIds.includes(what))
  if (facet.kind !== 'entity') return false
  return figures.some(({ isInferred, between }) => isInferred !== true && between.includes(facet.id))
}

const weightOf = (facet: Facet) => (facet.kind === 'word' && facet.isName ? ANSWERS.name : ANSWERS.parts[facet.kind])

function shareOf(facets: readonly Facet[], coverage: Coverage, least: number): number {
  let [present, all] = [0, 0]
  for (const [at, facet] of facets.entries()) {
    const covered = coverage[at]
    if (covered === undefined) continue
    all += weightOf(facet)
    if (covered >= least * ANSWERS.partly) present += weightOf(facet) * covered
  }
  return all === 0 ? 0 : present / all
}

interface LackContext {
  readonly passage: OpenPassage
  readonly open: OpenArticle
  readonly position: number
  readonly question: Question
  readonly reader: Reader
  readonly figures: readonly TellingFigure[]
  readonly timely: number
}

function lacksOf(facets: readonly Facet[], coverage: Coverage, context: LackContext): Lack[] {
  const { question, figures, timely, passage, open, position } = context
  const lacks: Lack[] = []
  if (!namesAll(facets, coverage, context)) lacks.push('name')
  const measured = question.needsFigure && question.units.length > 0 ? { isFound: figures.length > 0 } : undefined
  if (!speaksOfSubject(facets, coverage, isPrediction(question) ? ANSWERS.predicts : ANSWERS.speaks, measured))
    lacks.push('subject')
  if (!doesAct(facets, coverage, question)) lacks.push('act')
  if (question.needsFigure && !hasFigure(facets, coverage, context)) lacks.push('figure')
  if (question.kind === 'said' && !isSaid(facets, coverage, passage, question.asksExperts)) lacks.push('speaker')
  if (timely === 0 || (question.kind === 'when' && !isDated(open, passage, position, question.asksDuration)))
    lacks.push('time')
  if (isPrediction(question) && !foretells(question, figures, passage)) lacks.push('forecast')
  return lacks
}

// The region itself is what the archive is about: few sentences say so.
function namesAll(facets: readonly Facet[], coverage: Coverage, { question, reader }: LackContext): boolean {
  const least = isPrediction(question) ? ANSWERS.predicts : ANSWERS.speaks
  return facets.every((facet, at) => {
    if (facet.kind === 'word' && facet.isName)
      return nameAround(facets, at).some((part) => (coverage[part] ?? 0) >= least)
    if (facet.kind !== 'entity') return true
    if (facet.id === reader.region.id || facet.id === 'world') return true
    return (coverage[at] ?? 0) >= least
  })
}

// "Victory Day", "Cotton Campaign": words of one name follow each other; one of them tells that it is meant.
function nameAround(facets: readonly Facet[], at: number): number[] {
  const isPart = (facet: Facet | undefined) => facet?.kind === 'word' && facet.isName && facet.country === undefined
  if (!isPart(facets[at])) return [at]
  let [first, last] = [at, at]
  while (isPart(facets[first - 1])) first--
  while (isPart(facets[last + 1])) last++
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

// Half of what is asked about the names must be said; what cannot be told across languages counts for nothing.
function speaksOfSubject(
  facets: readonly Facet[],
  coverage: Coverage,
  least: number,
  measured?: { isFound: boolean },
): boolean {
  // The unit that is asked for (how long, how much money) tells of the subject too.
  let [present, all, untold] = [
    measured?.isFound === true ? ANSWERS.unit : 0,
    measured === undefined ? 0 : ANSWERS.unit,
    0,
  ]
  for (const [at, facet] of facets.entries()) {
    if (facet.kind === 'entity' || facet.kind === 'year' || (facet.kind === 'word' && facet.isName)) continue
    const covered = coverage[at]
    const weight = weightOf(facet)
    if (covered === undefined) untold += weight
    else {
      all += weight
      if (covered >= least) present += weight
    }
  }
  if (all === 0 || (measured !== undefined && all === ANSWERS.unit)) return untold === 0
  // Words alone ("drop table articles"): what one of them does in another language is no answer to the rest.
  if (facets.every(({ kind }) => kind === 'word' || kind === 'year')) all += untold
  return present / all >= ANSWERS.subject
}

// "Why did it withdraw?": where nobody withdraws there is no why.
function doesAct(facets: readonly Facet[], coverage: Coverage, { kind }: Question): boolean {
  if (kind !== 'why' && kind !== 'when' && kind !== 'whether' && kind !== 'where') return true
  const acts = facets.flatMap((facet, at) =>
    facet.kind === 'word' && facet.actIds.length > 0 ? [coverage[at] ?? 0] : [],
  )
  return acts.length === 0 || acts.some((covered) => covered >= ANSWERS.speaks)
}

function hasFigure(facets: readonly Facet[], coverage: Coverage, { question, figures, passage }: LackContext): boolean {
  if (figures.length > 0 && (question.measureIds.length > 0 || question.units.length > 0)) return true
  if (question.measureIds.length > 0 || question.units.length > 0) return false
  // A count of something else than our units: its noun stands beside the number.
  const counted = facets.some(
    (facet, at) => facet.kind !== 'entity' && facet.kind !== 'year' && (coverage[at] ?? 0) >= ANSWERS.counted,
  )
  return counted && (/\p{N}/u.test(passage.text) || passage.signs.includes('number'))
}

function isSaid(
  facets: readonly Facet[],
  coverage: Coverage,
  { signs, text }: OpenPassage,
  asksExperts: boolean,
): boolean {
  const isNamed =
    asksExperts || facets.some((facet, at) => facet.kind === 'entity' && (coverage[at] ?? 0) >= ANSWERS.speaker)
  return (
    isNamed &&
    (!asksExperts || signs.includes('expert')) &&
    (signs.includes('said') || signs.includes('expert') || /["“„«「]/u.test(text))
  )
}

/** What will be, asked of sources that can only know what is planned. */
function isPrediction({ kind, isAhead, facets, measureIds }: Question): boolean {
  if (!isAhead) return false
  // "Who will build it" asks for a plan; "what will the rate be" for a guess, unless it is the size of a project.
  const isPlan =
    facets.some((facet) => facet.kind === 'word' && facet.actIds.length > 0) ||
    kind === 'who' ||
    kind === 'when' ||
    kind === 'where'
  return kind === 'whether' || (!isPlan && !measureIds.some((id) => PROJECT.test(id)))
}

// A figure to come is forecast as a figure; that something will be so may be said in words.
function foretells({ kind, measureIds }: Question, figures: readonly TellingFigure[], { signs }: OpenPassage): boolean {
  if (figures.some((figure) => figure.kind === 'forecast' || figure.kind === 'target')) return true
  const isMeasured = figures.some(({ what }) => measureIds.includes(what))
  return (kind === 'whether' || isMeasured) && signs.includes('ahead')
}

const PROJECT = /^(?:pipeline|railway|road|route|hydro|nuclear)-/u

/** The period of a figure; what is assumed from the day of an article that has none is nothing. */
const periodOf = (figure: Figure, { article }: OpenArticle): string | undefined =>
  figure.period ?? (article.isUndated === true ? undefined : figure.assumedPeriod)

function isOfTime(figure: Figure, open: OpenArticle, time: AskedTime | undefined): boolean {
  if (time === undefined) return true
  const period = periodOf(figure, open)
  const range = period === undefined ? undefined : rangeOf(period)
  return range === undefined || overlaps(range, time)
}

// News tells when by its own day, in what it tells first; what stands further down must be dated there.
function isDated(
  open: OpenArticle,
  { index, text, signs }: OpenPassage,
  position: number,
  asksDuration: boolean,
): boolean {
  const { article, passages } = open
  if (signs.includes('when') || (index <= ANSWERS.ownDay && article.isUndated !== true)) return true
  const before = passages[position - 1]?.text ?? ''
  return (
    (asksDuration && signs.includes('number')) ||
    [text, before].some((each) => /\p{N}/u.test(each) || namedPeriods(each, article.language).length > 0)
  )
}

const MONTH_MS = 31 * 86_400_000

/** How exactly a passage is of a time: by its figures' periods, by the times that it names or its title and the sentence before do, else by the day that its article appeared. */
function timeliness(open: OpenArticle, position: number, figures: readonly TellingFigure[], time: AskedTime): number {
  const { article, passages } = open
  const measured = figures.flatMap((figure) => periodOf(figure, open) ?? [])
  const at = article.isUndated === true ? undefined : article.publishedAt
  const named = (passage: OpenPassage | undefined) =>
    passage === undefined ? [] : namedPeriods(passage.text, article.language, at).map(({ period }) => period)
  const own = [...measured, ...named(passages[position])]
  const said = own.length > 0 ? own : [...named(passages[position - 1]), ...named(passages[0])]
  const fit = fitOf(said, time)
  if (own.length > 0) return fit
  if (fit > 0) return fit * TIMELY.around
  if (article.isUndated === true) return 0
  // What was of a month is told in it or soon after; a day or a week is the day of the news.
  const slack = time.period === undefined ? 0 : MONTH_MS
  return article.publishedAt >= time.from && article.publishedAt < time.to + slack ? TIMELY.ownDay : 0
}

function fitOf(periods: readonly string[], time: AskedTime): number {
  if (time.period !== undefined && periods.includes(time.period)) return 1
  const ranges = periods.flatMap((period) => rangeOf(period) ?? [])
  if (ranges.some((range) => lies(range, time))) return TIMELY.within
  return time.period !== undefined && ranges.some((range) => overlaps(range, time)) ? TIMELY.touches : 0
}
