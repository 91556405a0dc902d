import type { DetectedLanguage } from '../../text/types.js'
import type { PlacedFacet } from './question-facets.js'
import { standsFor, type Reader } from '../terms/reader.js'
import type { QuestionKind } from '../terms/facet.js'

const PLACED = /(?:^|\s)(?:in|at|near|from|to|of|в|во|на|из|под|дар|ба|аз)\s+(?:the\s+)?$|[在于到]$/iu
const PLACED_ENDING = /(?:д[аеоө]|т[аеоө]|[дтн][аео]н|[dt][ae]|d[ae]n)$/iu
const WITH_ENDINGS: ReadonlySet<string> = new Set(['kk', 'ky', 'uz', 'tk'])

/** "What did Beijing promise": a city that speaks is the state that it speaks for. One that something happens in ("said in Astana") stays a city. */
export function speakersOf(
  facets: readonly PlacedFacet[],
  { kind, asked, language, reader }: { kind: QuestionKind; asked: string; language: DetectedLanguage; reader: Reader },
): readonly PlacedFacet[] {
  if (kind !== 'said') return facets
  return facets.map((facet) => {
    const entity = facet.kind === 'entity' ? reader.entityById.get(facet.id) : undefined
    if (facet.kind !== 'entity' || entity?.kind !== 'city' || isPlace(facet, asked, language)) return facet
    const id = standsFor(entity, reader)
    return { ...facet, id, term: `e_${id}` }
  })
}

const isPlace = ({ start, end }: PlacedFacet, asked: string, language: DetectedLanguage) =>
  PLACED.test(asked.slice(0, start)) || (WITH_ENDINGS.has(language) && PLACED_ENDING.test(asked.slice(start, end)))
