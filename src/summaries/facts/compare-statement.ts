import { z } from 'zod'
import { LANGUAGES, UNITS } from '../../text/types.js'
import { isLater, isSameValue } from './compare.js'
import { stemOf } from '../reading/figure-measures.js'
import { statesOfProject } from '../reading/figure-parties.js'
import { placeFigures } from '../reading/place-figures.js'
import type { Reader } from '../terms/reader.js'
import { readSentences } from '../reading/mark-sentences.js'
import type { Change, Figure } from '../terms/shapes.js'
import type { ReadSentence } from '../terms/read-sentence.js'

const row = z.object({
  baseline: z.object({
    what: z.string(),
    between: z.array(z.string()),
    value: z.number(),
    unit: z.enum(UNITS),
    period: z.string().nullish(),
    bound: z.enum(['at-least', 'at-most', 'about']).nullish(),
    kind: z.enum(['actual', 'forecast', 'target', 'change']).nullish(),
    says: z.string().optional(),
  }),
  statement: z.object({ lang: z.enum(LANGUAGES), text: z.string().max(20_000) }),
})

/**
 * What a statement says against one known figure. What the statement leaves out ("the railway costs ...") is read from what the known figure says.
 * Throws with the path where the row has not the shape of the contract.
 */
export function compareStatement(given: unknown, reader: Reader): Change['kind'] {
  const checked = row.safeParse(given)
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw new Error(`${issue?.path.join('.') ?? 'row'}: ${issue?.message ?? 'is wrong'}`)
  }
  const { baseline, statement } = checked.data
  const publishedAt = undatedAt(baseline, reader)
  const [says] = readSentences({ title: baseline.says ?? '', text: '', publishedAt }, 'en', reader)
  const said = readSentences({ title: '', text: statement.text, publishedAt }, statement.lang, reader).slice(1)
  const sentences = says === undefined ? said : [says, ...said]
  const placed = placeFigures(sentences, reader)
  const read = placed.filter(({ sentenceIndex }) => sentenceIndex === 0).map(({ figure }) => figure)
  const projects = says?.entityIds.filter((id) => reader.entityById.get(id)?.kind === 'project') ?? []
  const known = knownOf(baseline, read, projects)
  const changes = placed.flatMap(({ figure, sentenceIndex }) => {
    const sentence = said.find(({ index }) => index === sentenceIndex)
    return sentence === undefined ? [] : [changeAgainst(figure, sentence, known, reader)]
  })
  const order: readonly Change['kind'][] = ['changed', 'disputed', 'same', 'new', 'unrelated']
  return order.find((kind) => changes.includes(kind)) ?? 'unrelated'
}

interface Known extends Pick<Figure, 'value' | 'unit' | 'kind' | 'period' | 'bound'> {
  /** Its measure and its parties, as given and as our reading has them from what it says. */
  readonly what: readonly string[]
  readonly between: readonly string[]
  readonly projects: readonly string[]
}

function knownOf(
  baseline: z.infer<typeof row>['baseline'],
  read: readonly Figure[],
  projects: readonly string[],
): Known {
  const { value, unit, what, between, period, bound, kind } = baseline
  const own = read.find((figure) => figure.unit === unit && isSameValue(figure, { value }))
  const isTold = own !== undefined && own.between.length > 0
  return {
    value,
    unit,
    kind: kind ?? 'actual',
    what: own === undefined ? [what] : [what, own.what],
    between: [keyOf(between), ...(isTold ? [keyOf(own.between)] : [])],
    projects,
    ...(period == null ? {} : { period }),
    ...(bound == null ? {} : { bound }),
  }
}

const keyOf = (between: readonly string[]) => [...between].sort().join()

function changeAgainst(figure: Figure, sentence: ReadSentence, known: Known, reader: Reader): Change['kind'] {
  if (!isAbout(figure, sentence, known, reader)) return 'unrelated'
  const isSameMatter =
    known.what.includes(figure.what) &&
    figure.unit === known.unit &&
    isSameKind(figure, known) &&
    (isWholeProject(figure, known, reader) || known.between.includes(keyOf(figure.between)))
  if (!isSameMatter) return 'new'
  const isSame = isSameValue(figure, known)
  if (figure.isDenied === true) return isSame ? 'disputed' : 'new'
  if (!hasMeasure(sentence, known, reader) && !isNear(figure.value, known.value)) return 'new'
  if (isStock(figure.what) || known.period === undefined) {
    if (isSame) return 'same'
    return yearOf(figure.period) > yearOf(known.period ?? newestYear(reader)) ? 'changed' : 'disputed'
  }
  const { period = known.period } = figure
  if (period === known.period) return isSame ? 'same' : 'disputed'
  if (isSame && period.slice(0, 4) === known.period.slice(0, 4)) return 'same'
  if (!isLater(period, known.period)) return 'new'
  return isSame ? 'same' : 'changed'
}

// A stretch of a project in one of its states is not the whole.
function isWholeProject({ project, between }: Figure, known: Known, reader: Reader): boolean {
  return project !== undefined && known.projects.includes(project) && keyOf(between) === keyOf(statesOfProject(project, reader)) // prettier-ignore
}

// Forecast and target both lie ahead; neither is compared with what was.
function isSameKind(figure: Figure, known: Known): boolean {
  const ahead = (kind: Figure['kind']) => (kind === 'target' ? 'forecast' : kind)
  return ahead(figure.kind) === ahead(known.kind)
}

// A number is about the known one where it shares its measure, or names who or what the region is about and measures something.
function isAbout(figure: Figure, sentence: ReadSentence, known: Known, reader: Reader): boolean {
  if (hasMeasure(sentence, known, reader)) return true
  const names = new Set(sentence.entityIds)
  const isNamed = names.size > 0 && [...names].some((id) => reader.entityById.has(id))
  const isMeasured = figure.unit === known.unit || sentence.words.some(({ key }) => key.startsWith('measure:'))
  return isNamed && isMeasured && reader.measureById.has(figure.what)
    ? true
    : isNamed && figure.unit === known.unit && figure.unit !== 'percent'
}

function hasMeasure({ words }: ReadSentence, known: Known, reader: Reader): boolean {
  const stems = known.what.map(stemOf)
  return words.some(({ key }) => {
    const id = key.startsWith('measure:') ? key.slice('measure:'.length) : undefined
    return id !== undefined && reader.measureById.has(id) && stems.includes(stemOf(id))
  })
}

// Without a word of the measure only a number of its size is taken for it - or one of the same digits, where somebody mistook the word behind it.
function isNear(value: number, known: number): boolean {
  const ratio = Math.abs(Math.log10(value / known))
  return ratio < 0.8 || Math.abs(ratio - 3) < 0.01 || Math.abs(ratio - 6) < 0.01
}

// What stands until somebody says otherwise; what flows is of its period.
const isStock = (what: string) => /-(?:length|cost|capacity|loan|countries)$/.test(what) || what === 'members'

const yearOf = (period: string | undefined) => Number(period?.slice(0, 4) ?? 0)

function newestYear({ region }: Reader): string {
  return region.facts.map(({ source }) => source.asOf.slice(0, 4)).sort().at(-1) ?? '' // prettier-ignore
}

// "Last year" in a statement without a date is counted from the year after the known period; what is foreseen lies ahead.
function undatedAt({ period, kind }: z.infer<typeof row>['baseline'], reader: Reader): number {
  const newest = Number(newestYear(reader))
  const year = Number(period?.slice(0, 4) ?? newest - 1)
  return kind === 'forecast' || kind === 'target' ? Date.UTC(Math.min(year, newest), 1, 1) : Date.UTC(year + 1, 5, 1)
}
