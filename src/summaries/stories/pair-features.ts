import type { WordVectors } from '../../text/model/word-vectors.js'
import type { Weighed } from './weighed.js'
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
  readonly names: Kind
  readonly numbers: Kind
  readonly figures: Kind
  readonly days: Kind
  /** Units of its figures. */
  readonly units: ReadonlySet<string>
  /** Weight of its leading words, and the length of their vector. */
  readonly leading: { readonly words: ReadonlySet<string>; readonly sum: number; readonly length: number }
}

/** Features of one kind, and what they weigh together. */
interface Kind {
  readonly features: readonly string[]
  readonly weight: number
}

/** What is compared of an article, looked up once; one kept before first words were has none. */
export function compared(weighed: Weighed, vectors: WordVectors): Compared {
  const { weights, leading } = weighed
  const all = [...weights.keys()]
  const kindOf = (isKind: (feature: string) => boolean): Kind => {
    const features = all.filter(isKind)
    return { features, weight: features.reduce((sum, feature) => sum + (weights.get(feature) ?? 0), 0) }
  }
  const figures = kindOf((feature) => feature.startsWith('f_'))
  const ofLeading = leading.map((word) => weights.get(word) ?? 0)
  return {
    weighed,
    told: lookUp(weighed.beginning, vectors),
    names: kindOf((feature) => NAMES.has(feature.slice(0, 2))),
    numbers: kindOf((feature) => feature.startsWith('n_')),
    figures,
    days: kindOf((feature) => feature.startsWith('d_')),
    units: new Set(figures.features.flatMap((feature) => feature.split('_')[1] ?? [])),
    leading: {
      words: new Set(leading),
      sum: ofLeading.reduce((sum, each) => sum + each, 0),
      length: Math.hypot(...ofLeading),
    },
  }
}

const NAMES = new Set(['e_', 'k_', 'p_'])

/** What two articles share and what sets them apart, as numbers in the order of `PAIR_FEATURES`. The same whichever comes first. */
export function pairFeatures(a: Compared, b: Compared, vectors: WordVectors): number[] {
  const numbers = { ...shares(a, b), ...sayings(a.told, b.told, vectors), ...clashings(a, b), ...frame(a, b) } // prettier-ignore
  return PAIR_FEATURES.map((name) => numbers[name])
}

type Numbers<Name extends PairFeature> = Record<Name, number>

function shares(
  one: Compared,
  other: Compared,
): Numbers<
  | 'words'
  | 'crossing'
  | 'crossingCount'
  | 'titleWords'
  | 'rareShared'
  | 'rareOther'
  | 'names'
  | 'titleNamesSaid'
  | 'rareNames'
  | 'numbers'
  | 'hasNumbers'
  | 'figures'
  | 'dayShared'
> {
  const [a, b] = [one.weighed, other.weighed]
  const isSameLanguage = a.language !== undefined && a.language === b.language
  let [dot, across, count, leading] = [0, 0, 0, 0]
  const rare: number[] = []
  const rareNames: number[] = []
  for (const [feature, weight] of a.weights) {
    const its = b.weights.get(feature)
    if (its === undefined) continue
    const product = weight * its
    if (feature.startsWith('w_')) {
      if (isSameLanguage) dot += product
      rare.push(Math.sqrt(product))
      if (one.leading.words.has(feature) && other.leading.words.has(feature)) leading += product
    } else {
      dot += product
      across += product
      if (NAMES.has(feature.slice(0, 2))) rareNames.push(Math.sqrt(product))
      count++
    }
  }
  return {
    words: isSameLanguage ? dot / (a.length * b.length || 1) : 0,
    crossing: across / (a.crossLength * b.crossLength || 1),
    crossingCount: Math.min(1, count / 8),
    titleWords: leading / (one.leading.length * other.leading.length || 1),
    rareShared: sumOfLargest(rare, 3) / 20,
    rareOther: isSameLanguage ? (unsharedLeading(one, b) + unsharedLeading(other, a)) / 2 : OTHER_ACROSS,
    titleNamesSaid: (titleNamesSaid(a, b) + titleNamesSaid(b, a)) / 2,
    rareNames: sumOfLargest(rareNames, 2) / 14,
    names: overlapOf(one.names, other.names, b),
    numbers: overlapOf(one.numbers, other.numbers, b),
    hasNumbers: one.numbers.weight > 0 && other.numbers.weight > 0 ? 1 : 0,
    figures: overlapOf(one.figures, other.figures, b),
    dayShared: overlapOf(one.days, other.days, b),
  }

  /** Weight of what both have, of the one's that has less. */
  function overlapOf(left: Kind, right: Kind, { weights }: Weighed): number {
    const both = left.features.reduce((sum, feature) => sum + (weights.has(feature) ? (a.weights.get(feature) ?? 0) : 0), 0) // prettier-ignore
    return Math.min(1, both / Math.max(1e-6, Math.min(left.weight, right.weight)))
  }
}

// Leading words of two languages are never the same: nothing is known of them.
const OTHER_ACROSS = 0.7

const unsharedLeading = ({ leading: { words, sum }, weighed }: Compared, { weights }: Weighed) =>
  [...words].reduce((all, word) => all + (weights.has(word) ? 0 : (weighed.weights.get(word) ?? 0)), 0) /
  Math.max(1e-6, sum)

const sumOfLargest = (values: number[], count: number) =>
  values.sort((x, y) => y - x).slice(0, count).reduce((sum, each) => sum + each, 0) // prettier-ignore

function titleNamesSaid(one: Weighed, other: Weighed): number {
  const names = one.marks.get('K') ?? []
  return names.length === 0 ? 0.5 : names.filter((key) => other.weights.has(`k_${key}`)).length / names.length
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

function clashings({ weighed: a, units, figures }: Compared, { weighed: b, units: otherUnits }: Compared) {
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
  const hasSharedFigure = figures.features.some((feature) => b.weights.has(feature))
  return {
    figuresApart: yes(!hasSharedFigure && [...units].some((unit) => otherUnits.has(unit))),
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
): Numbers<'hours' | 'isDated' | 'sameOutlet' | 'nextOfSeries' | 'shorter' | 'lengths' | 'isAcross' | 'isChinese'> {
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
