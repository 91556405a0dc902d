import type { SearchTerm } from './archive.js'
import type { Facet } from './question.js'

const MAX_TERMS = 40

const weights: Readonly<Record<Facet['kind'], number>> = { entity: 1.5, subject: 1, word: 1, year: 0.5 }

/** What search is asked for: names and subjects by their marks, which cross languages, and the words themselves. */
export function termsOf(facets: readonly Facet[]): SearchTerm[] {
  const terms = facets.flatMap((facet): SearchTerm[] => {
    const weight = weights[facet.kind]
    if (facet.kind === 'entity' || facet.kind === 'year') return [{ term: facet.term, weight }]
    const words = facet.words.map((term) => ({ term, weight }))
    if (facet.kind === 'word') return words
    return [...words, ...facet.conceptIds.map((id) => ({ term: `c_${id}`, weight }))]
  })
  return [...new Map(terms.map((term) => [term.term, term])).values()].slice(0, MAX_TERMS)
}
