import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { FoundFigure } from '../../text/types.js'
import { clauseBorders } from '../reading/figure-measures.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'
import { matterById } from './claim-words.js'

/** What a figure of a claim measures, and how sure that is. */
export interface ClaimMeasure {
  readonly id: string
  readonly parties: 'one' | 'pair' | 'from-to'
  /** Of people on the move. */
  readonly isOfPeople: boolean
  /** Letters between the figure and the words that name the measure, and the clauses that end between them. */
  readonly distance: number
  readonly borders: number
  /** Its words stand behind the figure. */
  readonly isBehind: boolean
  /** Its words are the counted noun itself. */
  readonly isCounted: boolean
  readonly isOfPack: boolean
  /** How many other measures are named about as near. */
  readonly rivals: number
}

// A price is of what is sold, a fund is also a name, a difference is of two figures; trains and projects are counted of one place, members with partners.
const UNSAID: ReadonlySet<string> = new Set([
  'price',
  'fund',
  'difference',
  'negative-comments',
  'population',
  'members',
  'bri-countries',
  'project-count',
  'freight-trains',
  'water-volume',
  'migrant-share',
])
const OF_PEOPLE: ReadonlySet<string> = new Set(['migrants', 'migrant-share', 'deportation', 'remittances', 'remittance-share']) // prettier-ignore
const SHARES: ReadonlySet<string> = new Set(['migrant-share', 'remittance-share', 'remittances-gdp', 'trade-share', 'local-currency-share', 'tariff']) // prettier-ignore

/** Letters that the end of a clause counts for, and a counted noun beside what happened to what is counted. */
const BORDER = 30
const COUNTED = 45
const FARTHEST = 140
const AS_NEAR = 12

/** The measure whose words stand nearest to a figure in its sentence and that takes its unit; undefined where none does. */
export function claimMeasure(
  found: FoundFigure,
  sentence: ReadSentence,
  { matters, reader }: { matters: readonly PatternMatch[]; reader: Reader },
): ClaimMeasure | undefined {
  const ofPack = sentence.words.flatMap((match) => {
    const id = match.key.startsWith(MEASURE) ? match.key.slice(MEASURE.length) : undefined
    const fitting = id === undefined ? undefined : packMeasure(id, found, sentence, reader)
    return fitting === undefined ? [] : [{ ...fitting, isOfPack: true, match }]
  })
  const others = matters.flatMap((match) => {
    const matter = matterById.get(match.key)
    if (matter === undefined || !fitsUnit(matter.units, found)) return []
    return [{ id: matter.id, parties: matter.parties, isOfPeople: matter.people === true, isOfPack: false, match }]
  })
  // What a percentage beside a price is of is the price.
  if (found.unit === 'percent' && sentence.words.some(({ key }) => key === 'measure:price')) return undefined
  const all = [...ofPack, ...others].flatMap(({ match, ...measure }) => {
    const place = placeOf(match, found, sentence)
    return place === undefined ? [] : [{ ...measure, ...place }]
  })
  const near = all
    // The next clause has its own figures; and who people are tells less than what became of them.
    .filter(({ isBehind, borders }) => !(isBehind && borders > 0) || !all.some((other) => !other.isBehind))
    .filter(({ id }) => id !== 'citizens-abroad' || all.every((other) => other.id === id || other.distance > FARTHEST))
    .sort((a, b) => a.weight - b.weight || (a.id < b.id ? -1 : 1))
  const [first] = near
  if (first === undefined || first.distance > FARTHEST) return undefined
  const { weight, ...measure } = first
  const rivals = new Set(near.filter((other) => other.weight - weight < AS_NEAR && other.id !== measure.id).map(({ id }) => id)) // prettier-ignore
  return { ...measure, rivals: rivals.size }
}

const MEASURE = 'measure:'
const IN_BRACKETS = /^\s?[(（]/u

function packMeasure(
  id: string,
  found: FoundFigure,
  sentence: ReadSentence,
  { measureById }: Reader,
): Pick<ClaimMeasure, 'id' | 'parties' | 'isOfPeople'> | undefined {
  const measure = measureById.get(id)
  if (measure === undefined || UNSAID.has(id)) return undefined
  const told = { parties: measure.parties, isOfPeople: OF_PEOPLE.has(id) }
  if (found.unit !== 'percent') return measure.units.includes(found.unit) ? { id, ...told } : undefined
  if (found.kind === 'actual') {
    // "A third of the GDP comes from remittances": a share of what two measures name together.
    const isOfGdp = id === 'remittances' && sentence.words.some(({ key }) => key === 'measure:gdp')
    const share = isOfGdp ? 'remittances-gdp' : id === 'trade-turnover' ? 'trade-share' : id
    return measureById.get(share)?.units.includes('percent') === true && (SHARES.has(share) || LEVELS.has(share))
      ? { id: share, ...told, parties: isOfGdp ? 'one' : told.parties }
      : undefined
  }
  // A rate that rose by so many percent is read as one that stands at it, and "grew by" alone says nothing of what did.
  if (SHARES.has(id) || id === 'inflation' || id.endsWith('-growth') !== (id === 'gdp-growth')) return undefined
  const growth = `${id.split('-')[0] ?? id}-growth`
  return { id: measureById.has(growth) ? growth : id, ...told }
}

const LEVELS: ReadonlySet<string> = new Set(['inflation', 'gdp-growth'])

function fitsUnit(units: readonly string[], { unit, kind }: FoundFigure): boolean {
  // A percentage of what is counted is a share of a whole that the line would have to name.
  return unit === 'percent'
    ? kind !== 'actual' || (units.includes('percent') && units.length === 1)
    : units.includes(unit)
}

function placeOf(
  { start, end }: PatternMatch,
  found: FoundFigure,
  sentence: ReadSentence,
): (Pick<ClaimMeasure, 'distance' | 'borders' | 'isBehind' | 'isCounted'> & { readonly weight: number }) | undefined {
  const isCounted = start >= found.start && end <= found.end
  if (isCounted) return { weight: COUNTED, distance: 0, borders: 0, isBehind: false, isCounted }
  const isBehind = start >= found.start
  // Words behind the next number are that number's, unless that is the same sum in brackets.
  const isOther = (other: FoundFigure) => other.start >= found.end && other.end <= start && !IN_BRACKETS.test(sentence.text.slice(found.end, other.start)) // prettier-ignore
  if (isBehind && sentence.figures.some(isOther)) return undefined
  const [from, to] = isBehind ? [found.end, start] : [end, found.start]
  const borders = clauseBorders(sentence, from, to)
  const distance = Math.max(0, to - from)
  const weight = (isBehind ? distance * 1.5 + 4 : distance) + borders * BORDER - Math.min(30, end - start) / 4
  return { weight, distance, borders, isBehind, isCounted }
}
