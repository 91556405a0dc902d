import type { Frequencies, SearchHit, SearchTerm, TermPlaces } from '../terms/search-port.js'
import type { Question } from '../question/question.js'
import { facetTerms } from '../question/question-terms.js'
import { QUESTION, WORDS } from '../terms/ranking-weights.js'

/** How well an article's words fit a question. */
export interface Fit {
  readonly hit: SearchHit
  readonly score: number
  /** Share of the question's weight that the article speaks of, 0 to 1. */
  readonly coverage: number
  /** Every name of the pack that is asked about is there. */
  readonly namesAll: boolean
}

/** Fits by what the index knows of each hit alone: no article is opened. Best first. `frequencies` counts articles by term. */
export function fitHits(
  hits: readonly SearchHit[],
  question: Pick<Question, 'facets' | 'terms' | 'language'>,
  frequencies: Frequencies,
): Fit[] {
  const [things, said] = [thingsOf(question, frequencies), saidOf(question, frequencies)]
  const averageWords = lengthsBy(hits, frequencies.averageWords)
  const names = question.facets.flatMap((facet) => (facet.kind === 'entity' ? [question.terms.findIndex(({ term }) => term === facet.term)] : [])) // prettier-ignore
  const fits = hits.map((hit) => fitOf(hit, { things, said, averageWords, language: question.language }))
  const share = Math.min(1, QUESTION.enough / question.facets.length)
  const best = Math.max(...fits.map(({ words }) => words), Number.EPSILON)
  const bestPassage = Math.max(...fits.map(({ passage }) => passage), Number.EPSILON)
  return fits
    .map(({ hit, words, coverage, inTitle, passage }) => ({
      hit,
      coverage,
      namesAll: names.every((index) => isThere(hit.places[index])),
      score:
        words / best +
        share * (coverage * QUESTION.coverage + inTitle * QUESTION.inTitle) +
        (passage / bestPassage) * QUESTION.passage,
    }))
    .sort((a, b) => b.score - a.score || b.hit.publishedAt - a.hit.publishedAt)
}

/**
 * The mean length of the archive's articles of a language, in words. A text has as many pieces as its language parts it into, Chinese half as many more: by how
 * much its hits are longer than all hits, its articles are held to be longer than all.
 */
function lengthsBy(hits: readonly SearchHit[], ofAll: number): (language: string) => number {
  const mean = hits.reduce((sum, { words }) => sum + words, 0) / Math.max(1, hits.length)
  const told = new Map<string, { words: number; count: number }>()
  for (const { language, words } of hits) {
    const known = told.get(language) ?? { words: WORDS.lengthPrior * mean, count: WORDS.lengthPrior }
    told.set(language, { words: known.words + words, count: known.count + 1 })
  }
  return (language) => {
    const known = told.get(language)
    return known === undefined || mean === 0 ? ofAll : (ofAll * known.words) / known.count / mean
  }
}

/** One word of the question, with the terms that may stand for it. */
interface Thing {
  readonly terms: readonly {
    readonly index: number
    readonly worth: number
    readonly isMark: boolean
    readonly same: number
  }[]
}

/** A facet, with the terms that say it. */
interface Said {
  readonly indices: readonly number[]
  /** How much of the question it is. */
  readonly weight: number
}

function thingsOf({ terms }: Pick<Question, 'terms'>, { total, of }: Frequencies): Thing[] {
  const things = new Map<number, { index: number; worth: number; isMark: boolean; same: number }[]>()
  for (const [index, term] of terms.entries()) {
    const group = term.group ?? terms.length + index
    const count = of.get(term.term) ?? 0
    const rarity = Math.log(1 + (total - count + 0.5) / (count + 0.5))
    const list = things.get(group) ?? []
    things.set(group, list)
    list.push({ index, worth: count === 0 ? 0 : term.weight * rarity, isMark: isMark(term), same: sameOf(term.term) })
  }
  return [...things.values()].map((list) => ({ terms: list }))
}

const sameOf = (term: string) =>
  ({ n: WORDS.sameSound, y: WORDS.sameSound, z: WORDS.sameSound, w: WORDS.sameWord, k: WORDS.sameKind })[
    /^([a-z])_/u.exec(term)?.[1] ?? ''
  ] ?? 1

const isMark = ({ term }: SearchTerm) => /^[a-z]_/u.test(term)

function saidOf({ facets, terms }: Pick<Question, 'facets' | 'terms'>, { total, of }: Frequencies): Said[] {
  const anchors = facets.filter((facet) => facet.kind === 'entity' || facet.kind === 'subject').length
  const plain = anchors >= 2 ? QUESTION.plainBesideSeveral : anchors === 1 ? QUESTION.plainBesideOne : 1
  return facets.map((facet) => {
    const own = facetTerms(facet)
    const groups = new Set(
      terms.flatMap(({ term, group }) => (own.includes(term) && facet.kind !== 'entity' ? [group] : [])),
    )
    const indices = terms.flatMap(({ term, group }, index) =>
      own.includes(term) || (groups.has(group) && !term.startsWith('e_')) ? [index] : [],
    )
    const count = Math.max(0, ...own.map((term) => of.get(term) ?? 0))
    const rarity = Math.log(1 + total / (1 + count)) / Math.log(2 + total)
    const weight =
      facet.kind === 'word'
        ? Math.max(rarity, QUESTION.leastWord) * (facet.isName ? 1 : plain)
        : Math.max(rarity, facet.kind === 'year' ? QUESTION.leastYear : QUESTION.leastName)
    return { indices, weight }
  })
}

interface WordFit {
  readonly hit: SearchHit
  readonly words: number
  readonly coverage: number
  readonly inTitle: number
  readonly passage: number
}

function fitOf(
  hit: SearchHit,
  {
    things,
    said,
    averageWords,
    language,
  }: { things: readonly Thing[]; said: readonly Said[]; averageWords: (language: string) => number; language: string },
): WordFit {
  const norm = WORDS.k1 * (1 - WORDS.b + (WORDS.b * hit.words) / averageWords(hit.language))
  let words = 0
  const spots: { at: number; thing: number; worth: number }[] = []
  for (const [number, { terms }] of things.entries()) {
    let best = 0
    for (const { index, worth: full, isMark, same } of terms) {
      const places = hit.places[index]
      if (places === undefined) continue
      const worth = hit.language === language ? full * same : full
      const count = countOf(places, isMark)
      best = Math.max(best, (worth * count * (WORDS.k1 + 1)) / (count + norm))
      if (!isMark) for (const at of places.body) spots.push({ at, thing: number, worth })
    }
    words += best
  }
  return {
    hit,
    words,
    passage: bestPassage(spots),
    coverage: shareOf(said, (index) => isThere(hit.places[index])),
    inTitle: shareOf(said, (index) => (hit.places[index]?.title ?? 0) > 0),
  }
}

const isThere = (places: TermPlaces | undefined) =>
  places !== undefined && places.title + places.marks + places.times > 0

function shareOf(said: readonly Said[], holds: (index: number) => boolean): number {
  let [held, all] = [0, 0]
  for (const { indices, weight } of said) {
    all += weight
    if (indices.some(holds)) held += weight
  }
  return all === 0 ? 0 : held / all
}

function countOf({ title, marks, body, times }: TermPlaces, isMark: boolean): number {
  if (isMark) return marks * WORDS.marks + (title > 0 ? WORDS.title - 1 : 0)
  const inLead = body.filter((at) => at < WORDS.leadWords).length
  return title * WORDS.title + times + inLead * (WORDS.lead - 1)
}

/** The most that one stretch of the text says of what is asked. */
function bestPassage(spots: { at: number; thing: number; worth: number }[]): number {
  spots.sort((a, b) => a.at - b.at)
  let best = 0
  for (let from = 0; from < spots.length; from++) {
    const start = spots[from]?.at ?? 0
    const said = new Map<number, number>()
    for (let to = from; to < spots.length; to++) {
      const spot = spots[to]
      if (spot === undefined || spot.at - start >= QUESTION.window) break
      said.set(spot.thing, Math.max(said.get(spot.thing) ?? 0, spot.worth))
    }
    let worth = 0
    for (const each of said.values()) worth += each
    if (worth > best) best = worth
  }
  return best
}
