import { namedPeriods } from '../../text/figures/figures-periods.js'
import type { Language, Token } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import { figuresOf, type Judged, type TellingFigure } from './judge-article.js'
import type { Question } from '../question/question.js'
import { isParty, type Reader } from '../terms/reader.js'
import { FIGURE, KIND, PASSAGE } from '../terms/ranking-weights.js'
import { isTelling } from '../lines/lines.js'

/** A passage that may be said, with where its article stands among the found ones. */
export interface Candidate extends Judged {
  readonly storyId: string
  /** One voice one vote: outlets of one owner are one. */
  readonly voice: string
  /** 0 is the best article. */
  readonly rank: number
}

export interface ChooseContext {
  readonly question: Question
  readonly reader: Reader
  /** The reader's language. */
  readonly language: Language
  /** By story: how much of what was found tells it, 0 to 1. */
  readonly centrality: ReadonlyMap<string, number>
  /** When the newest of the candidates appeared. */
  readonly newestAt: number
}

// What a scraped page leaves in a sentence: links of a side column, words that lost their blank.
const MESSY = /[■►▶•|]|\p{Ll}\p{Lu}\p{Ll}{3,}|https?:/u
const YEAR_MS = 365 * 86_400_000

// What a reader of the region's press is most likely to read beside their own language.
const READ_TOO: Readonly<Record<Language, readonly string[]>> = {
  en: [],
  ru: ['en'],
  kk: ['ru', 'en'],
  ky: ['ru', 'en'],
  uz: ['ru', 'en'],
  tg: ['ru', 'en'],
  tk: ['ru', 'en'],
  zh: ['en'],
}

/** How well a passage answers: how much of the question it speaks of, of which kind and time it is, in which language and how new. */
export function scorePassage(candidate: Candidate, context: ChooseContext): number {
  const { open, passage, own, whole, timely, rank } = candidate
  const { language } = open.article
  const isOwn = language === context.language
  const isNear = READ_TOO[context.language].includes(language)
  const { publishedAt, isUndated } = open.article
  const age =
    isUndated === true
      ? PASSAGE.mostYears
      : Math.min(Math.max(context.newestAt - publishedAt, 0) / YEAR_MS, PASSAGE.mostYears)
  return (
    PASSAGE.whole * whole +
    PASSAGE.own * own +
    PASSAGE.timely * timely +
    PASSAGE.kind * kindFit(candidate, context) +
    (context.question.isNegated && passage.signs.includes('not') ? PASSAGE.negated : 0) +
    PASSAGE.rank / (1 + rank / PASSAGE.rankFall) +
    PASSAGE.central * (context.centrality.get(candidate.storyId) ?? 0) +
    PASSAGE.early / (1 + passage.index / PASSAGE.earlyFall) +
    (isOwn ? PASSAGE.ownLanguage : isNear ? PASSAGE.nearLanguage : 0) -
    // A headline rounds what its article says.
    (passage.index === 0 ? (context.question.wantsFigure ? PASSAGE.roundTitle : PASSAGE.title) : 0) -
    PASSAGE.otherNth * otherOfSeveral(candidate, context) -
    (MESSY.test(passage.text) ? PASSAGE.messy : 0) -
    PASSAGE.year * age
  )
}

// Asked for the second plant, the first is another one; where both are named, it is not sure.
function otherOfSeveral({ passage }: Candidate, { question }: ChooseContext): number {
  const told = SEVERAL.filter((sign) => passage.signs.includes(sign))
  if (question.nth.length === 0 || told.length === 0) return 0
  return told.filter((sign) => !question.nth.includes(sign)).length / told.length
}

const SEVERAL = ['first', 'second', 'third'] as const

/** How well a passage is of the kind that is asked for, 0 to 1. */
function kindFit(candidate: Candidate, context: ChooseContext): number {
  const { question, reader } = context
  const { passage, open } = candidate
  const has = (sign: (typeof passage.signs)[number]) => (passage.signs.includes(sign) ? 1 : 0)
  const figure =
    figureOf(candidate, context) !== undefined
      ? 1
      : looseFigureOf(candidate, context) !== undefined
        ? KIND.looseFigure
        : 0
  const quoted = /["“”„«»「」]/u.test(passage.text) ? 1 : 0
  switch (question.kind) {
    case 'figure':
    case 'compare':
      return figure
    case 'said':
      return KIND.said * has('said') + KIND.quoted * quoted
    case 'why':
      return has('cause')
    case 'when':
      return namedPeriods(passage.text, open.article.language).length > 0
        ? 1
        : Math.max(has('when'), KIND.ahead * has('ahead'))
    case 'where':
      return namesOther(candidate, question, reader, ['city', 'place', 'country']) ? 1 : 0
    case 'who':
      return namesOther(candidate, question, reader, PARTIES) || namesUnknown(candidate, reader) ? 1 : 0
    case 'list':
      return Math.min(passage.entityIds.length / KIND.names, 1)
    case 'whether':
      return KIND.whether + KIND.denied * has('not')
    case 'about':
      return question.wantsFigure ? figure : KIND.finding * isFinding(candidate)
  }
}

function namesOther(
  { passage }: Candidate,
  { entityIds }: Question,
  { entityById }: Reader,
  kinds: readonly string[],
): boolean {
  return passage.entityIds.some((id) => !entityIds.includes(id) && kinds.includes(entityById.get(id)?.kind ?? ''))
}

// A capital speaks for its state.
const PARTIES = ['person', 'country', 'city', 'company', 'organisation', 'group']

// "Шалву Папуашвили": two capitals in a row inside a sentence that no name of the pack accounts for.
function namesUnknown({ passage: { tokens, entityIds } }: Candidate, { entityById }: Reader): boolean {
  const known = entityIds.flatMap((id) =>
    Object.values(entityById.get(id)?.name ?? {}).flatMap((name) => tokenize(name)),
  )
  const isKnown = (token: Token) => known.some(({ folded }) => folded.slice(0, 4) === token.folded.slice(0, 4))
  const isName = (token: Token | undefined) =>
    token !== undefined && /^\p{Lu}\p{Ll}/u.test(token.text) && !isKnown(token)
  return tokens.some((token, index) => index > 0 && isName(token) && isName(tokens[index + 1]))
}

const isFinding = ({ open, passage }: Candidate) =>
  open.reading?.findings.some(({ quote }) => passage.text.includes(quote) || quote.includes(passage.text)) === true
    ? 1
    : 0

/** The figure of a passage that answers: of the asked measure, between those who are asked about, exact before vague. Undefined where none may be said. */
export function figureOf(
  candidate: Judged,
  context: Pick<ChooseContext, 'question' | 'reader'>,
): TellingFigure | undefined {
  // "Kazakhstan ... the region, whose trade": a state that is named is not surely the one that is meant.
  const isOfRegion = candidate.passage.signs.includes('region')
  const isUnsure = ({ between }: TellingFigure) => isOfRegion && !between.includes(context.reader.region.id)
  const all = figuresOf(candidate.open, candidate.passage)
  return bestFigure(
    candidate.figures.filter(
      (figure) =>
        isTelling(figure) && !isUnsure(figure) && !isOneOfMany(figure, all) && isBetweenAsked(figure, context),
    ),
    context.question,
  )
}

/** The same, be it said or only inferred what it measures: good for order, not for a line. */
export function looseFigureOf(
  candidate: Judged,
  context: Pick<ChooseContext, 'question' | 'reader'>,
): TellingFigure | undefined {
  return (
    figureOf(candidate, context) ??
    bestFigure(
      candidate.figures.filter(
        (figure) => figure.isDenied !== true && (figure.isInferred === true || isBetweenAsked(figure, context)),
      ),
      context.question,
    )
  )
}

function bestFigure(figures: readonly TellingFigure[], question: Question): TellingFigure | undefined {
  if (!question.wantsFigure) return undefined
  const { measureIds, entityIds, time, units } = question
  const asked = figures.filter(({ what }) => measureIds.length === 0 || measureIds.includes(what))
  const weight = (figure: TellingFigure) =>
    FIGURE.party * entityIds.filter((id) => figure.between.includes(id) || figure.project === id).length +
    (figure.period !== undefined && figure.period === time?.period ? FIGURE.period : 0) +
    (figure.bound === undefined ? FIGURE.exact : 0) +
    // What it is tells more than by how much it grew.
    (figure.kind === 'actual' ? FIGURE.actual : 0) +
    (units.length === 0 || units.includes(figure.unit) ? FIGURE.unit : 0)
  return [...asked].sort((a, b) => weight(b) - weight(a))[0]
}

// Asked for the trade with Russia, that with China is another one, though its sentence names Russia. Of three who are asked about two are enough.
function isBetweenAsked(
  { between, what, project }: TellingFigure,
  { question: { entityIds }, reader }: Pick<ChooseContext, 'question' | 'reader'>,
): boolean {
  const asked = entityIds.filter((id) => isParty(id, reader) && id !== reader.region.id && id !== 'world')
  if (between.length === 0 || asked.length === 0 || (project !== undefined && entityIds.includes(project))) return true
  const least = reader.measureById.get(what)?.parties === 'one' ? 1 : Math.min(2, asked.length)
  return between.filter((id) => asked.includes(id)).length >= least
}

// In a list of figures of one kind each has its own owner, and a line could name the wrong one.
function isOneOfMany(figure: TellingFigure, all: readonly TellingFigure[]): boolean {
  const alike = all.filter(
    ({ unit, kind, period }) => unit === figure.unit && kind === figure.kind && period === figure.period,
  )
  return alike.length > FIGURE.mostAlike
}

/** A line claims what it says: no guess, and no difference of two values without both. */
