import type { PatternMatch } from '../../text/patterns/patterns.js'
import { searchWords } from '../reading/search-words.js'
import type { PlacedFacet } from './question-facets.js'
import type { Reader } from '../terms/reader.js'
import type { DetectedLanguage } from '../../text/types.js'
import type { QuestionKind } from '../terms/facet.js'

interface ProjectContext {
  readonly asked: string
  readonly language: DetectedLanguage
  readonly kind: QuestionKind
  readonly asking: readonly PatternMatch[]
  readonly reader: Reader
}

// Which measure of a project a unit asks for: railway-cost, pipeline-length.
const MEASURES = [
  ['money', 'cost'],
  ['length', 'length'],
  ['power', 'capacity'],
] as const

/** "Сколько стоит Рогун": of a project, a figure in money asks for its cost, one in kilometres for its length. None where a measure is named. */
export function projectMeasure(facets: readonly PlacedFacet[], context: ProjectContext): readonly PlacedFacet[] {
  const { asked, language, kind, asking, reader } = context
  if (kind !== 'figure' || facets.some((facet) => facet.kind === 'subject' && facet.measureIds.length > 0)) return []
  const kinds = facets.flatMap((facet) => (facet.kind === 'entity' ? (reader.projectKinds.get(facet.id) ?? []) : []))
  for (const [key, measure] of MEASURES) {
    const match = asking.find((each) => each.key === key)
    const id = kinds.map((each) => `${each}-${measure}`).find((each) => reader.measureById.has(each))
    if (match === undefined || id === undefined) continue
    const { start, end } = match
    const words = searchWords(asked.slice(start, end), language)
    return [{ kind: 'subject', term: words[0] ?? '', conceptIds: [], measureIds: [id], words, start, end }]
  }
  return []
}
