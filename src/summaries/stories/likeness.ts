import { isToldOfAnotherTime } from './distinct.js'
import type { Signature } from './story-features.js'
import type { Weighed } from './weighed.js'

// Articles further apart in time than this tell different stories.
export const STORY_WINDOW_MS = 3 * 24 * 3600_000
const DAY_MS = 24 * 3600_000

/** In how many articles each feature stands: what makes a shared one telling. */
export interface Frequencies {
  readonly articles: number
  of(feature: string): number
  /** True: an outlet begins so many of its articles with this word that it is a heading of its own, or its beat. */
  isHeading?(outlet: string, feature: string): boolean
}

// A few articles teach little about what is rare: as many again are taken to lack each feature.
const UNSEEN_ARTICLES = 20

const KINDS: Readonly<Record<string, number>> = { w: 1, e: 1, p: 1, k: 1, f: 1.2, n: 1, d: 0.8, c: 0.7 }

// The weight that a word has from the title on: see placeWeight in story-features.ts.
const TITLE_WEIGHT = 1.09
// A word or a name of the title or of the two sentences behind it.
const LEADING_WEIGHT = 0.78
const YEAR = /^n_(?:19|20)\d\d$/u

// What so many articles have, or such a share of them, is rare: a story of a dozen articles must not make its own words common.
const RARE_IN = 12
const RARE_SHARE = 0.01

/** Weighs a signature's features: own weight × kind × inverse document frequency. */
export function weigh(signature: Signature, frequencies: Frequencies): Weighed {
  const weights = new Map<string, number>()
  const marks = new Map<string, string[]>()
  const leading: string[] = []
  const numbers: string[] = []
  const figures: string[] = []
  const rare = new Map<string, boolean>()
  const rareIn = Math.max(RARE_IN, RARE_SHARE * frequencies.articles)
  const outlet = outletOf(signature)
  let language: string | undefined
  let [length, crossLength] = [0, 0]
  for (const feature of Object.keys(signature.features)) {
    const own = signature.features[feature] ?? 0
    const kind = feature.charAt(0)
    if (own === 0) {
      marks.set(kind, (marks.get(kind) ?? []).concat(feature.slice(2)))
      continue
    }
    if (kind === 'w') language ??= feature.slice(2, feature.indexOf('_', 2))
    if (kind === 'w' && frequencies.isHeading?.(outlet, feature) === true) continue
    const carriers = frequencies.of(feature)
    const rarity = Math.log((frequencies.articles + UNSEEN_ARTICLES) / (carriers + 1))
    const weight = own * (KINDS[kind] ?? 1) * Math.max(0.1, rarity)
    weights.set(feature, weight)
    if (kind === 'w' && own >= TITLE_WEIGHT) leading.push(feature)
    if (kind === 'f') figures.push(feature)
    if (carriers <= rareIn && kind !== 'p' && kind !== 'c' && !(kind === 'n' && YEAR.test(feature)))
      rare.set(feature, own >= LEADING_WEIGHT)
    // A year is no number of the event.
    if (kind === 'n' && !YEAR.test(feature)) numbers.push(feature)
    length += weight * weight
    if (kind !== 'w') crossLength += weight * weight
  }
  return {
    articleId: signature.articleId,
    publishedAt: signature.publishedAt,
    language,
    weights,
    length: Math.sqrt(length),
    crossLength: Math.sqrt(crossLength),
    marks,
    leading,
    numbers,
    figures,
    rare,
    isUndated: signature.isUndated === true,
    isOfAnotherTime: signature.isUndated !== true && isToldOfAnotherTime(signature.publishedAt, marks.get('D') ?? []),
    beginning: withoutHeading(signature.beginning ?? '', outlet, frequencies),
  }
}

/** The outlet that a signature is of. */
export function outletOf({ features }: Signature): string {
  for (const feature in features) if (feature.startsWith('S_')) return feature
  return ''
}

/** Words that lead an article, as counts are kept of them by outlet: its leading features, and the words of its title. */
export function headingWords({ features, beginning = '' }: Signature): string[] {
  const leading = Object.keys(features).filter(
    (feature) => feature.startsWith('w_') && (features[feature] ?? 0) >= TITLE_WEIGHT,
  )
  return [...leading, ...titleWords(beginning).map((word) => `t_${word}`)]
}

const titleWords = (beginning: string) => (beginning.split('|')[0] ?? '').split(' ').filter((word) => word !== '')

function withoutHeading(beginning: string, outlet: string, frequencies: Frequencies): string {
  if (frequencies.isHeading === undefined) return beginning
  const words = titleWords(beginning)
  const told = words.filter((word) => frequencies.isHeading?.(outlet, `t_${word}`) !== true)
  return told.length === words.length ? beginning : `${told.join(' ')}${beginning.slice(beginning.indexOf('|'))}`
}

/** How alike two articles are, and why. */
export interface Likeness {
  /** 1 and more: one story. */
  readonly score: number
  readonly shared: readonly string[]
  readonly apart: readonly string[]
}

// Cosine from which two articles tell one story: in one language, and across languages, where fewer features are left.
const JOIN = 0.28
const JOIN_ACROSS = 0.22

/**
 * How alike two articles are, 1 and more: one story. Cosine over all features in one language, else over those that cross languages;
 * what clashes and time lower it.
 */
export function alikeness(a: Weighed, b: Weighed): number {
  const days = Math.abs(a.publishedAt - b.publishedAt) / DAY_MS
  if (days > STORY_WINDOW_MS / DAY_MS) return 0
  const isSameLanguage = speakAlike(a, b)
  const [few, many] = a.weights.size <= b.weights.size ? [a, b] : [b, a]
  let [dot, shared] = [0, 0]
  for (const [feature, weight] of few.weights) {
    const other = many.weights.get(feature)
    if (other === undefined || (!isSameLanguage && feature.startsWith('w_'))) continue
    dot += weight * other
    shared++
  }
  if (dot === 0) return 0
  const cosine = isSameLanguage
    ? dot / (a.length * b.length * JOIN)
    : dot / (a.crossLength * b.crossLength * JOIN_ACROSS)
  // Across languages one shared name or number proves little, however rare.
  const proof = isSameLanguage ? 1 : Math.min(1, shared / 4)
  const most = cosine * proof * Math.exp(-days / 12)
  // Clashes only lower it: most pairs are told apart before they are looked for.
  return most < 0.5 ? most : clashes(a, b).reduce((score, { factor }) => score * factor, most)
}

const speakAlike = (a: Weighed, b: Weighed) => a.language !== undefined && a.language === b.language

/** Why two articles are one story, or not: what they share (most telling first), what sets them apart, and how alike that makes them. */
export function likeness(a: Weighed, b: Weighed): Likeness {
  const shared = [...a.weights].flatMap(([feature, weight]): [string, number][] => {
    const other = b.weights.get(feature)
    return other === undefined ? [] : [[feature, weight * other]]
  })
  return {
    score: alikeness(a, b),
    shared: shared.sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).map(([feature]) => feature),
    apart: clashes(a, b).map(({ what }) => what),
  }
}

interface Clash {
  readonly what: string
  readonly factor: number
}

/** What both articles name and name differently: another project, edition, partner, day, place or period is another event. */
function clashes(a: Weighed, b: Weighed): Clash[] {
  const found: Clash[] = []
  const clash = (kind: string, what: string, factor: number, isClash = isDisjoint) => {
    const [left = [], right = []] = [a.marks.get(kind), b.marks.get(kind)]
    if (isClash(left, right)) found.push({ what, factor })
  }
  clash('O', 'project', 0.5)
  clash('R', 'edition', 0.4)
  clash('T', 'parties', 0.5, isCrossed)
  clash('L', 'parties of the lead', 0.85, isCrossed)
  clash('C', 'place', 0.8)
  clash('Y', 'period', 0.7)
  clash('H', 'day of the title', 0.45)
  clash('N', 'numbers of the title', 0.85)
  const isNext = isNextOfSeries(a, b)
  clash('D', 'day', isNext ? 0.55 : 0.8)
  if (hasNewNumbers(a, b)) found.push({ what: 'numbers', factor: isNext ? 0.45 : 0.8 })
  return found
}

const isDisjoint = (a: readonly string[], b: readonly string[]) =>
  a.length > 0 && b.length > 0 && !a.some((each) => b.includes(each))

/** Each has one that the other lacks: "Xi, Tokayev" and "Xi, Japarov". */
const isCrossed = (a: readonly string[], b: readonly string[]) =>
  a.some((each) => !b.includes(each)) && b.some((each) => !a.includes(each))

const MIN_NUMBERS = 3

// Two reports of one event share their numbers; the next of a series (rates, forecasts, daily counts) brings its own.
function hasNewNumbers(a: Weighed, b: Weighed): boolean {
  const [left, right] = [a.numbers, b.numbers]
  if (left.length < MIN_NUMBERS || right.length < MIN_NUMBERS) return false
  const shared = left.filter((number) => right.includes(number)).length
  return shared / Math.min(left.length, right.length) < 0.25
}

const SERIES_MS = 16 * 3600_000

/** One outlet, another day, and half of the leading words the same: what comes every day under one title. */
export function isNextOfSeries(a: Weighed, b: Weighed): boolean {
  if (a.marks.get('S')?.[0] !== b.marks.get('S')?.[0]) return false
  if (Math.abs(a.publishedAt - b.publishedAt) < SERIES_MS) return false
  const [left, right] = [a.leading, b.leading]
  const shared = left.filter((word) => right.includes(word)).length
  return shared >= Math.min(left.length, right.length) / 2
}
