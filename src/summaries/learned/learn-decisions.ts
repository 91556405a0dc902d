import { type ChoiceWeights, fitChoice } from '../../text/model/choice.js'
import { fitLogistic, logitOf, probability } from '../../text/model/logistic.js'
import type { Decisions, Scores, Threshold } from './decide.js'
import { canBeQuoted, decide, isShort, leadRow, sectionRow, speaksOfHome, weightRow } from './decide.js'
import { labelWords, overlap, SAME_SENTENCE } from './labelled-rows.js'
import type { Seen } from './features.js'
import type { TrainingArticle, TrainingShape } from './train-types.js'
import { WEIGHTS } from './train-types.js'

export interface Learning {
  readonly sections: readonly { readonly id: string; readonly needsTie: boolean }[]
  readonly shape: TrainingShape
  /** What an article counts where probabilities are learned. */
  readonly counts: readonly number[]
  /** By article: whether it is learned from. */
  readonly use: readonly boolean[]
}

const NONE = new Float32Array(0)
/** Of an article that nobody scored. */
export const NO_SCORES: Scores = { article: NONE, words: NONE, sentences: [] }

/** Probabilities first, then how sure is sure enough: where F1 is best, and no lower than lets few off-topic articles through. */
export function learnDecisions(
  articles: readonly TrainingArticle[],
  scores: readonly Scores[],
  { sections, shape, counts, use }: Learning,
): Decisions {
  const labelled = articles.flatMap((article, place) =>
    use[place] === true && article.sections !== undefined ? [place] : [],
  )
  const scoreOf = (place: number) => scores[place] ?? NO_SCORES
  const seenOf = (place: number) => articles[place]?.seen as Seen
  const sectionsOf = (place: number) => articles[place]?.sections ?? {}
  const has = (place: number, id: string) => id in sectionsOf(place)
  const worldLanguages = [...new Set(articles.flatMap(({ sections: any, seen }) => (any === undefined ? [seen.language] : [])))].sort() // prettier-ignore
  const namesNone = (id: string) => {
    const those = labelled.filter((place) => has(place, id))
    const without = those.filter(
      (place) => articles[place]?.isTied === false && !speaksOfHome(seenOf(place), { worldLanguages }),
    )
    return without.length > A_TENTH * those.length
  }
  const learnFor = (id: string, output: number, which: readonly number[]): Threshold => {
    const rows = which.map((place) => sectionRow(seenOf(place), scoreOf(place), output))
    const isSo = which.map((place) => has(place, id))
    const own = which.map((place) => counts[place] ?? 1)
    const logistic = fitLogistic(rows, isSo, { ridge: CALIBRATION_RIDGE, weights: own }).map(short)
    return {
      logistic,
      from: bestThreshold(
        rows.map((row) => probability(logitOf(row, logistic))),
        isSo,
        own,
      ),
    }
  }
  const lengths = { short: labelled.filter((place) => isShort(seenOf(place))), long: labelled.filter((place) => !isShort(seenOf(place))) } // prettier-ignore
  const made = sections.map(({ id, needsTie }, output) => ({
    id,
    needsTie,
    namesNone: needsTie && namesNone(id),
    short: learnFor(id, output, lengths.short),
    long: learnFor(id, output, lengths.long),
  }))
  const tieFrom = tieThreshold(articles, scores, { made, use, worldLanguages, most: shape.mostUntied })
  // Stricter where it costs least, until few off-topic articles are given a section.
  const strictEnough = (length: 'short' | 'long', before: Decisions['sections']): Decisions['sections'] => {
    const which = lengths[length]
    const none = which.filter((place) => articles[place]?.isTranslation === false && Object.keys(sectionsOf(place)).length === 0) // prettier-ignore
    const isNone = new Set(none)
    const hits = (made: Decisions['sections']) => {
      const decisions = { sections: made, tieFrom, worldLanguages, weights: [], lead: [] }
      return none.filter((place) => decide(seenOf(place), scoreOf(place), { decisions, isTied: articles[place]?.isTied === true }).sections.length > 0).length // prettier-ignore
    }
    let now = before
    for (let price = 0; price < 8 && hits(now) > shape.mostOffTopic[length] * none.length; price += 0.25) {
      now = before.map((section, output) => {
        const { logistic } = section[length]
        const found = which.map((place) =>
          probability(logitOf(sectionRow(seenOf(place), scoreOf(place), output), logistic)),
        )
        // What the tie keeps out anyhow costs nothing.
        const costs = which.map((place) => (isNone.has(place) && (!section.needsTie || articles[place]?.isTied === true) ? price / Math.max(1, none.length) : 0)) // prettier-ignore
        const from = bestThreshold(found, which.map((place) => has(place, section.id)), which.map((place) => counts[place] ?? 1), costs) // prettier-ignore
        return { ...section, [length]: { logistic, from: short(from) } }
      })
    }
    return now
  }
  const enough = strictEnough('long', strictEnough('short', made))
  const weighed = labelled.filter((place) => articles[place]?.weight !== undefined)
  const weights = WEIGHTS.map((least) => {
    const rows = weighed.map((place) => weightRow(seenOf(place), scoreOf(place), sections.length))
    const isSo = weighed.map((place) => (articles[place]?.weight ?? 0) >= least)
    const votesOf = weighed.map((place) => counts[place] ?? 1)
    const logistic = fitLogistic(rows, isSo, { ridge: CALIBRATION_RIDGE, weights: votesOf }).map(short)
    return { logistic, from: bestThreshold(rows.map((row) => probability(logitOf(row, logistic))), isSo, votesOf) } // prettier-ignore
  })
  return { sections: enough, tieFrom, worldLanguages, weights, lead: learnLead(labelled.map((place) => ({ article: articles[place] as TrainingArticle, scores: scoreOf(place), weight: counts[place] ?? 1 })), sections.length) } // prettier-ignore
}

const A_TENTH = 0.1
const CALIBRATION_RIDGE = 3
const short = (value: number) => Number(value.toFixed(5))

/** The probability from which F1, less what each one taken costs, is best. */
function bestThreshold(
  found: readonly number[],
  isSo: readonly boolean[],
  counts: readonly number[],
  costs?: readonly number[],
): number {
  const order = found.map((_value, place) => place).sort((a, b) => (found[b] ?? 0) - (found[a] ?? 0) || a - b)
  const all = isSo.reduce((sum, yes, place) => sum + (yes ? (counts[place] ?? 1) : 0), 0)
  let [right, taken, cost, best, from] = [0, 0, 0, -Infinity, 0.5]
  order.forEach((place, at) => {
    taken += counts[place] ?? 1
    if (isSo[place] === true) right += counts[place] ?? 1
    cost += costs?.[place] ?? 0
    const f1 = (2 * right) / Math.max(1e-9, taken + all) - cost
    if (f1 <= best) return
    best = f1
    const next = order[at + 1]
    from = ((found[place] ?? 0.5) + (next === undefined ? 0 : (found[next] ?? 0))) / 2
  })
  return Math.min(0.95, Math.max(0.05, from))
}

// The lowest score of the tie that lets so few articles without one into a section that needs it.
function tieThreshold(
  articles: readonly TrainingArticle[],
  scores: readonly Scores[],
  {
    made,
    use,
    worldLanguages,
    most,
  }: { made: Decisions['sections']; use: readonly boolean[]; worldLanguages: readonly string[]; most: number },
): number {
  const needing = made.filter(({ needsTie }) => needsTie)
  const open = { sections: made, tieFrom: -Infinity, worldLanguages, weights: [], lead: [] }
  const untied = articles.flatMap((article, place) => {
    if (use[place] !== true || article.sections !== undefined) return []
    const given = decide(article.seen, scores[place] ?? NO_SCORES, { decisions: open, isTied: false }).sections
    return given.some(({ id }) => needing.some((section) => section.id === id))
      ? [scores[place]?.article[made.length] ?? -1]
      : []
  })
  const of = articles.filter((article, place) => use[place] === true && article.sections === undefined).length
  const sorted = untied.sort((a, b) => b - a)
  return short(Math.max(0, (sorted[Math.floor(most * of)] ?? 0) + 0.05))
}

const LEAD_RIDGE = 2

function learnLead(
  all: readonly { article: TrainingArticle; scores: Scores; weight: number }[],
  sections: number,
): ChoiceWeights {
  const lists = all.flatMap(({ article: { seen, lead }, scores, weight }) => {
    if (lead === undefined || lead === '' || scores.sentences.length < 2) return []
    const told = labelWords(lead)
    const places = scores.sentences.flatMap((_scores, place) => (canBeQuoted(seen, place) ? [place] : []))
    const isRight = places.map((place) => overlap(labelWords(seen.sentences[place]?.text ?? ''), told) >= SAME_SENTENCE)
    return [{ rows: places.map((place) => leadRow(seen, scores, { place, sections })), isRight, weight }]
  })
  return fitChoice(lists, { ridge: LEAD_RIDGE })
}
