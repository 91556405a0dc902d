import { rangeOf } from '../../text/times/periods.js'
import type { TellingFigure } from './judge-article.js'
import type { Question } from '../question/question.js'
import { sharesFigure, supports, tellsSame, wordsShared, type Telling } from './same-fact.js'
import { figureOf, looseFigureOf, scorePassage, type Candidate, type ChooseContext } from './score-passage.js'
import { CHOICE } from '../terms/ranking-weights.js'

/** One thing that an answer says, with the quotes that it stands on: the one that tells it best, and another voice that tells the same. */
export interface Item {
  readonly told: Candidate
  readonly figure?: TellingFigure
  readonly others: readonly Candidate[]
  readonly score: number
}

interface Draft extends Telling {
  readonly score: number
}

// "Exports of uranium": what speaks of exports alone is beside the point where something speaks of uranium, of which less is said.
function ofRarest(drafts: readonly Draft[], candidates: readonly Candidate[]): readonly Draft[] {
  const counts = (candidates[0]?.subjects ?? []).map((_is, at) => candidates.filter(({ subjects }) => subjects[at] === true).length) // prettier-ignore
  if (counts.length < 2) return drafts
  const rarest = counts.indexOf(Math.min(...counts.map((count) => (count === 0 ? Infinity : count))))
  const telling = drafts.filter(({ told }) => told.subjects[rarest] === true)
  return telling.length > 0 ? telling : drafts
}

// Where figures are wanted and no time is named, what is newest is meant: not the article that is, but the period.
function newestFirst(drafts: readonly Draft[], { wantsFigure, time }: Question): Draft[] {
  const endOf = ({ loose }: Draft) => (loose?.kind === 'actual' && loose.period !== undefined ? rangeOf(loose.period)?.to : undefined) // prettier-ignore
  const newest = Math.max(...drafts.map((draft) => endOf(draft) ?? -Infinity))
  if (!wantsFigure || time !== undefined || newest === -Infinity) return [...drafts]
  return drafts.map((draft) => {
    const end = endOf(draft)
    const years = end === undefined ? 0 : Math.min((newest - end) / YEAR_MS, CHOICE.mostYears)
    return { ...draft, score: draft.score - CHOICE.perYear * years }
  })
}

const YEAR_MS = 365 * 86_400_000

/**
 * What an answer says, at most six items: passages that lack nothing, by weight; each fact once, told by the passage that tells it best, with a second voice
 * beside it.
 */
export function chooseItems(candidates: readonly Candidate[], context: ChooseContext): Item[] {
  const drafts = candidates.filter(({ lacks }) => lacks.length === 0).map((told) => draftOf(told, context))
  const weighed = newestFirst(ofRarest(drafts, candidates), context.question).sort(
    (a, b) => b.score - a.score || a.told.rank - b.told.rank || a.told.position - b.told.position,
  )
  // What is said must be said somewhere in so many words; the sentences around it may then speak along.
  if (!weighed.some(({ told }) => told.own >= CHOICE.inWords || (told.figures.length > 0 && told.own > 0))) return []
  const items = inOrder(bestOf(weighed), context.question)
  return items.map((item) => {
    const { told, figure, score } = item
    const other = secondVoice(item, { weighed, items, candidates }, context)
    return { told, score, others: other === undefined ? [] : [other], ...(figure !== undefined && { figure }) }
  })
}

// A headline rounds what its article says: it speaks only where no sentence does.
const isTitleOf = ({ told, score }: Draft, all: readonly Draft[]) =>
  told.passage.index === 0 &&
  all.some((other) => other.told.open === told.open && other.told !== told && other.score >= score * CHOICE.nearBest && other.told.own >= told.own * CHOICE.half && wordsShared(other.told, told) >= CHOICE.half) // prettier-ignore

function bestOf(weighed: readonly Draft[]): Draft[] {
  const [best] = weighed
  const items: Draft[] = []
  const quoted = new Map<string, number>()
  for (const draft of weighed) {
    const { id } = draft.told.open.article
    const isOfBest = best?.told.open.article.id === id
    // Beside the best article others speak in so many words, or not at all.
    const isWeak = !isOfBest && draft.told.own < (best?.told.own ?? 0) * CHOICE.half
    const isMuch = (quoted.get(id) ?? 0) >= (isOfBest ? CHOICE.ofTheBest : CHOICE.perArticle)
    if (isWeak || isMuch || draft.score < (best?.score ?? 0) * CHOICE.nearBest) continue
    if (items.some((item) => tellsSame(draft, item)) || isTitleOf(draft, weighed)) continue
    quoted.set(id, (quoted.get(id) ?? 0) + 1)
    items.push(draft)
    if (items.length >= CHOICE.items) break
  }
  return items
}

function draftOf(told: Candidate, context: ChooseContext): Draft {
  return {
    told,
    score: scorePassage(told, context),
    figure: figureOf(told, context),
    loose: looseFigureOf(told, context),
  }
}

interface Told {
  readonly weighed: readonly Draft[]
  readonly items: readonly Draft[]
  readonly candidates: readonly Candidate[]
}

// Another outlet that tells the same, one in the reader's language before the others: there a sentence of the same story with the same figure
// will do, though it leaves unsaid what the item says.
function secondVoice(
  item: Draft,
  { weighed, items, candidates }: Told,
  { language }: ChooseContext,
): Candidate | undefined {
  const isOwn = ({ open }: Candidate) => open.article.language === language
  const isOther = ({ voice }: Candidate) => voice !== item.told.voice
  const supported = weighed
    .filter((other) => isOther(other.told) && !items.includes(other))
    .map((other) => ({ told: other.told, support: supports(other, item) }))
    .filter(({ support }) => support >= CHOICE.supports)
  const inOwnWords = isOwn(item.told) ? [] : candidates
    .filter((told) => isOwn(told) && isOther(told) && sharesFigure(told, item.told))
    .map((told) => ({ told, support: 1 })) // prettier-ignore
  const [best] = [...supported, ...inOwnWords].sort((a, b) => b.support + CHOICE.ownLanguage * Number(isOwn(b.told)) - a.support - CHOICE.ownLanguage * Number(isOwn(a.told))) // prettier-ignore
  return best?.told
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
