import type { TellingFigure } from './judge.js'
import type { Question } from './question.js'
import { figureOf, looseFigureOf, weigh, type Candidate, type ChooseContext } from './weigh.js'

/** One thing that an answer says, with the quotes that it stands on: the one that tells it best, and another voice that tells the same. */
export interface Item {
  readonly told: Candidate
  readonly figure?: TellingFigure
  readonly others: readonly Candidate[]
  readonly score: number
}

const MOST_ITEMS = 6
const PER_ARTICLE = 2
const OF_THE_BEST = 3
const OTHER_VOICES = 1
// What answers much worse than the best is not said for the sake of length.
const NEAR_BEST = 0.72
const IN_WORDS = 0.3
const HALF = 0.5

interface Draft {
  readonly told: Candidate
  /** What a line may say. */
  readonly figure: TellingFigure | undefined
  /** What it may not say too: tells which facts are one, and which is newer. */
  readonly loose: TellingFigure | undefined
  readonly others: Candidate[]
  readonly score: number
}

/**
 * What an answer says, at most six items: passages that lack nothing, by weight; each fact once, told by the passage that tells it best, with a second voice
 * beside it.
 */
export function chooseItems(candidates: readonly Candidate[], context: ChooseContext): Item[] {
  const weighed = candidates
    .filter(({ lacks }) => lacks.length === 0)
    .map((told) => draftOf(told, context))
    .sort((a, b) => b.score - a.score || a.told.rank - b.told.rank || a.told.position - b.told.position)
  // What is said must be said somewhere in so many words; the sentences around it may then speak along.
  if (!weighed.some(({ told }) => told.own >= IN_WORDS || (told.figures.length > 0 && told.own > 0))) return []
  const least = (weighed[0]?.score ?? 0) * NEAR_BEST
  const items: Draft[] = []
  const quoted = new Map<string, number>()
  for (const draft of weighed) {
    const { id } = draft.told.open.article
    const same = items.find((item) => tellsSame(draft, item))
    if (same !== undefined) {
      hearToo(draft.told, same, context)
      continue
    }
    const isBest = items[0] === undefined || items[0].told.open.article.id === id
    // Beside the best article others speak in so many words, or not at all.
    if (!isBest && draft.told.own < (items[0]?.told.own ?? 0) * HALF) continue
    if (draft.score < least || items.length >= MOST_ITEMS || (quoted.get(id) ?? 0) >= (isBest ? OF_THE_BEST : PER_ARTICLE)) continue // prettier-ignore
    quoted.set(id, (quoted.get(id) ?? 0) + 1)
    items.push(draft)
  }
  return inOrder(items, context.question).map(({ told, figure, others, score }) => ({ told, others, score, ...(figure !== undefined && { figure }) })) // prettier-ignore
}

function draftOf(told: Candidate, context: ChooseContext): Draft {
  return { told, score: weigh(told, context), figure: figureOf(told, context), loose: looseFigureOf(told, context), others: [] } // prettier-ignore
}

// A second voice beside the first: one in the reader's language takes the place of one that is not.
function hearToo(candidate: Candidate, { told, others }: Draft, { language }: ChooseContext): void {
  if (candidate.voice === told.voice || candidate.open.article.id === told.open.article.id) return
  const isOwn = ({ open }: Candidate) => open.article.language === language
  if (others.length < OTHER_VOICES) others.push(candidate)
  else if (isOwn(candidate) && ![told, ...others].some(isOwn)) others.splice(0, 1, candidate)
}

/** One fact: the same figure of the same measure, parties and period; or, without figures, one story told in nearly the same words or about the same names and acts. */
function tellsSame(a: Draft, b: Draft): boolean {
  const isOneStory = a.told.storyId === b.told.storyId
  if (a.figure !== undefined && b.figure !== undefined) return isSameFigure(a.figure, b.figure)
  if (a.loose !== undefined && b.loose !== undefined) return isOneStory && isSameValue(a.loose, b.loose)
  if ((a.loose === undefined) !== (b.loose === undefined)) return false
  if (languageOf(a) === languageOf(b) && !haveSameNumbers(a, b)) return false
  if (isAlike(a.told.passage.stems, b.told.passage.stems, 0.7)) return true
  if (!isOneStory || a.told.open === b.told.open) return false
  const marks = ({ told: { passage } }: Draft) => new Set([...passage.entityIds, ...passage.conceptIds, ...passage.measureIds, ...passage.actIds]) // prettier-ignore
  return isAlike(marks(a), marks(b), 0.5)
}

const languageOf = ({ told }: Draft) => told.open.article.language

function haveSameNumbers(a: Draft, b: Draft): boolean {
  const [one, other] = [numbersOf(a), numbersOf(b)]
  return one.size === 0 || other.size === 0 || isAlike(one, other, 1)
}

const numbersOf = ({ told }: Draft) =>
  new Set(told.passage.tokens.flatMap(({ folded }) => (/^\p{N}/u.test(folded) ? [folded] : [])))

const ROUNDING = 0.006

/** The same value, but for rounding, of the same measure, parties and period. */
export function isSameFigure(a: TellingFigure, b: TellingFigure): boolean {
  return isSameMatter(a, b) && a.kind === b.kind && isSameValue(a, b)
}

const isSameValue = (a: TellingFigure, b: TellingFigure) =>
  a.unit === b.unit && Math.abs(a.value - b.value) <= ROUNDING * Math.max(Math.abs(a.value), Math.abs(b.value))

/** Figures that may be compared: of one measure, one unit, the same parties and period. */
export function isSameMatter(a: TellingFigure, b: TellingFigure): boolean {
  const matter = ({ what, unit, period, project, between }: TellingFigure) =>
    [what, unit, period, project, ...[...between].sort()].join()
  return matter(a) === matter(b)
}

function isAlike(a: ReadonlySet<string>, b: ReadonlySet<string>, least: number): boolean {
  if (a.size === 0 || b.size === 0) return false
  let shared = 0
  for (const each of a) if (b.has(each)) shared++
  return shared / Math.min(a.size, b.size) >= least
}

// Where figures are wanted: of the asked period first, else the newest; what is forecast stands last.
function inOrder(items: readonly Draft[], { wantsFigure, time }: Question): Draft[] {
  if (!wantsFigure) return [...items]
  const group = ({ loose }: Draft) =>
    loose === undefined ? 1 : loose.kind === 'forecast' || loose.kind === 'target' ? 2 : 0
  const isExact = ({ loose }: Draft) => time?.period !== undefined && loose?.period === time.period
  const period = ({ loose }: Draft) => loose?.period ?? loose?.assumedPeriod ?? ''
  return [...items].sort(
    (a, b) =>
      group(a) - group(b) ||
      Number(isExact(b)) - Number(isExact(a)) ||
      period(b).localeCompare(period(a)) ||
      b.score - a.score,
  )
}
