import type { WordVectors } from '../../text/model/word-vectors.js'
import type { Weighed } from './likeness.js'
import { isNextOfSeries } from './likeness.js'
import { compareSaid, lookUp, textLikeness, type ToldWords } from './told-words.js'

/** What a pair of articles is judged by, in the order of its numbers: each about 0 to 1. */
export const PAIR_FEATURES = [
  'words', // cosine over all features; 0 across languages
  'crossing', // cosine over what crosses languages
  'crossingCount', // how many of these they share
  'titleWords', // cosine of the leading words
  'rareShared', // the three rarest that they share
  'rareOther', // leading words that only one has, by rarity
  'titleText', // likeness of the titles' vectors
  'text', // likeness of the beginnings' vectors
  'titleSaid', // how much of each title stands in the other article: the mean, and the lesser
  'titleSaidLeast',
  'said', // how much of each beginning stands in the other
  'saidLeast',
  'titleNamesSaid', // how many names of each title the other article has
  'titleNamesApart',
  'rareNames', // the two rarest names that they share
  'names', // names that they share, of the fewer
  'numbers', // numbers likewise
  'hasNumbers',
  'figures',
  'figuresApart', // both have figures of one unit, and none alike
  'dayShared',
  'dayApart',
  'titleDayApart',
  'partiesSame', // states of the titles: the same, crossed, none shared
  'partiesCrossed',
  'partiesApart',
  'leadPartiesCrossed',
  'leadPartiesApart',
  'placeShared',
  'placeApart',
  'ordinalShared',
  'ordinalApart',
  'periodApart',
  'projectShared',
  'projectApart',
  'actShared',
  'actApart',
  'titleNumbersApart',
  'hours',
  'isDated',
  'sameOutlet',
  'nextOfSeries',
  'shorter', // length of the shorter beginning
  'lengths', // shorter by longer
  'isAcross', // two languages
  'isChinese',
] as const

export type PairFeature = (typeof PAIR_FEATURES)[number]

/** A weighed signature with its first words looked up. */
export interface Compared {
  readonly weighed: Weighed
  readonly told: ToldWords
}

/** A signature's first words beside its weights; one kept before first words were has none. */
export const compared = (weighed: Weighed, vectors: WordVectors): Compared => ({
  weighed,
  told: lookUp(weighed.beginning, vectors),
})

/** What two articles share and what sets them apart, as numbers in the order of `PAIR_FEATURES`. The same whichever comes first. */
export function pairFeatures(a: Compared, b: Compared, vectors: WordVectors): number[] {
  const numbers = { ...shares(a.weighed, b.weighed), ...sayings(a.told, b.told, vectors), ...clashings(a.weighed, b.weighed), ...frame(a, b) } // prettier-ignore
  return PAIR_FEATURES.map((name) => numbers[name])
}

type Numbers<Name extends PairFeature> = Record<Name, number>

function shares(
  a: Weighed,
  b: Weighed,
): Numbers<
  | 'words' | 'crossing' | 'crossingCount' | 'titleWords' | 'rareShared' | 'rareOther' | 'names' | 'titleNamesSaid' | 'rareNames' | 'numbers' | 'hasNumbers' | 'figures' | 'dayShared'
> {
  const isSameLanguage = a.language !== undefined && a.language === b.language
  let [dot, across, count, leading] = [0, 0, 0, 0]
  const rare: number[] = []
  const rareNames: number[] = []
  for (const [feature, weight] of a.weights) {
    const other = b.weights.get(feature)
    if (other === undefined) continue
    const isWord = feature.startsWith('w_')
    if (!isWord || isSameLanguage) dot += weight * other
    if (isWord) {
      rare.push(Math.sqrt(weight * other))
      if (a.leading.includes(feature) && b.leading.includes(feature)) leading += weight * other
    } else {
      across += weight * other
      if (NAMES.test(feature)) rareNames.push(Math.sqrt(weight * other))
      count++
    }
  }
  const lengthOf = ({ leading: words, weights }: Weighed) => Math.hypot(...words.map((word) => weights.get(word) ?? 0))
  const only = (one: Weighed, other: Weighed) =>
    one.leading.reduce((sum, word) => sum + (other.weights.has(word) ? 0 : (one.weights.get(word) ?? 0)), 0) /
    Math.max(1e-6, one.leading.reduce((sum, word) => sum + (one.weights.get(word) ?? 0), 0)) // prettier-ignore
  return {
    words: isSameLanguage ? dot / (a.length * b.length || 1) : 0,
    crossing: across / (a.crossLength * b.crossLength || 1),
    crossingCount: Math.min(1, count / 8),
    titleWords: leading / (lengthOf(a) * lengthOf(b) || 1),
    rareShared: rare.sort((x, y) => y - x).slice(0, 3).reduce((sum, each) => sum + each, 0) / 20, // prettier-ignore
    rareOther: isSameLanguage ? (only(a, b) + only(b, a)) / 2 : 0.7,
    titleNamesSaid: (titleNamesSaid(a, b) + titleNamesSaid(b, a)) / 2,
    rareNames: rareNames.sort((x, y) => y - x).slice(0, 2).reduce((sum, each) => sum + each, 0) / 14, // prettier-ignore
    names: overlapOf(a, b, NAMES),
    numbers: overlapOf(a, b, NUMBERS),
    hasNumbers: hasKind(a, NUMBERS) && hasKind(b, NUMBERS) ? 1 : 0,
    figures: overlapOf(a, b, FIGURES),
    dayShared: overlapOf(a, b, DAYS),
  }
}

function titleNamesSaid(one: Weighed, other: Weighed): number {
  const names = one.marks.get('K') ?? []
  return names.length === 0 ? 0.5 : names.filter((key) => other.weights.has(`k_${key}`)).length / names.length
}

const NAMES = /^[ekp]_/u
const NUMBERS = /^n_/u
const FIGURES = /^f_/u
const DAYS = /^d_/u

const kindOf = ({ weights }: Weighed, kind: RegExp) => [...weights].filter(([feature]) => kind.test(feature))
const hasKind = (one: Weighed, kind: RegExp) => kindOf(one, kind).length > 0

/** Weight of what both have, of the one's that has less. */
function overlapOf(a: Weighed, b: Weighed, kind: RegExp): number {
  const [left, right] = [kindOf(a, kind), kindOf(b, kind)]
  const sum = (list: readonly [string, number][]) => list.reduce((all, [, weight]) => all + weight, 0)
  const both = left.filter(([feature]) => b.weights.has(feature))
  return Math.min(1, sum(both) / Math.max(1e-6, Math.min(sum(left), sum(right))))
}

function sayings(
  a: ToldWords,
  b: ToldWords,
  vectors: WordVectors,
): Numbers<'titleText' | 'text' | 'titleSaid' | 'titleSaidLeast' | 'said' | 'saidLeast'> {
  const { titles, all } = compareSaid(a, b, vectors)
  return {
    titleText: textLikeness(a, b, 'title'),
    text: textLikeness(a, b, 'all'),
    titleSaid: (titles[0] + titles[1]) / 2,
    titleSaidLeast: Math.min(...titles),
    said: (all[0] + all[1]) / 2,
    saidLeast: Math.min(...all),
  }
}

function clashings(a: Weighed, b: Weighed) {
  const of = (kind: string) => [a.marks.get(kind) ?? [], b.marks.get(kind) ?? []] as const
  const isShared = (kind: string) => ([left, right]: ReturnType<typeof of> = of(kind)) => left.some((each) => right.includes(each)) // prettier-ignore
  const yes = (is: boolean) => (is ? 1 : 0)
  const shared = (kind: string) => yes(isShared(kind)())
  const apart = (kind: string) => {
    const [left, right] = of(kind)
    return yes(left.length > 0 && right.length > 0 && !isShared(kind)())
  }
  const crossed = (kind: string) => {
    const [left, right] = of(kind)
    return yes(left.some((each) => !right.includes(each)) && right.some((each) => !left.includes(each)))
  }
  const [leftParties, rightParties] = of('T')
  const units = ({ weights }: Weighed) => new Set([...weights.keys()].filter((each) => each.startsWith('f_')).map((each) => each.split('_')[1])) // prettier-ignore
  const hasSharedFigure = [...a.weights.keys()].some((each) => each.startsWith('f_') && b.weights.has(each))
  return {
    figuresApart: yes(!hasSharedFigure && [...units(a)].some((unit) => units(b).has(unit))),
    dayApart: apart('D'),
    titleDayApart: apart('H'),
    partiesSame: yes(
      leftParties.length > 0 && leftParties.length === rightParties.length && leftParties.every((each) => rightParties.includes(each)), // prettier-ignore
    ),
    partiesCrossed: crossed('T'),
    partiesApart: apart('T'),
    leadPartiesCrossed: crossed('L'),
    leadPartiesApart: apart('L'),
    placeShared: shared('C'),
    placeApart: apart('C'),
    ordinalShared: shared('R'),
    ordinalApart: apart('R'),
    periodApart: apart('Y'),
    projectShared: shared('O'),
    projectApart: apart('O'),
    actShared: shared('A'),
    actApart: apart('A'),
    titleNamesApart: apart('K'),
    titleNumbersApart: apart('N'),
  }
}

const HOUR_MS = 3600_000

function frame(
  { weighed: a, told: toldA }: Compared,
  { weighed: b, told: toldB }: Compared,
): Numbers<
  'hours' | 'isDated' | 'sameOutlet' | 'nextOfSeries' | 'shorter' | 'lengths' | 'isAcross' | 'isChinese'
> {
  const isDated = !a.isUndated && !b.isUndated
  const hours = isDated ? Math.abs(a.publishedAt - b.publishedAt) / HOUR_MS : 0
  const [short, long] = [toldA.words.length, toldB.words.length].sort((x, y) => x - y) as [number, number]
  return {
    hours: Math.log1p(hours) / Math.log(73),
    isDated: isDated ? 1 : 0,
    sameOutlet: isDated && a.marks.get('S')?.[0] === b.marks.get('S')?.[0] ? 1 : 0,
    nextOfSeries: isNextOfSeries(a, b) ? 1 : 0,
    shorter: Math.min(1, short / 60),
    lengths: short / Math.max(1, long),
    isAcross: a.language === b.language ? 0 : 1,
    isChinese: a.language === 'zh' && b.language === 'zh' ? 1 : 0,
  }
}
