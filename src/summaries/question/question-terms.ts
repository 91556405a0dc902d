import type { SearchTerm } from '../terms/search-port.js'
import type { Facet } from '../terms/facet.js'
import type { Understood } from '../terms/understood.js'
import { TERMS } from '../terms/ranking-weights.js'

/** What search is asked for: the clues of the question, a group each, and what its facets name beside them (a talk goes on about what was asked before). */
export function termsOf({ facets, clues }: Pick<Understood, 'facets' | 'clues'>): SearchTerm[] {
  const terms = new Map<string, SearchTerm>()
  const add = (term: string, group: number) => {
    if (!terms.has(term)) terms.set(term, { term, weight: TERMS.weights[kindOf(term)] ?? TERMS.ownWord, group })
  }
  const isAsked = new Set(facets.map((facet) => facet.term))
  for (const [group, clue] of clues.entries())
    if (clue.of.length === 0 || clue.of.some((term) => isAsked.has(term)))
      for (const term of clue.terms) add(term, group)
  for (const [index, facet] of facets.entries()) for (const term of facetTerms(facet)) add(term, clues.length + index)
  return [...terms.values()].slice(0, TERMS.most)
}

const kindOf = (term: string) => (/^(?:19|20)\d\d$/u.test(term) ? 'year' : (/^([a-z])_/u.exec(term)?.[1] ?? ''))

/** The terms of which any one says that an article speaks of a facet. */
export function facetTerms(facet: Facet): string[] {
  if (facet.kind === 'entity' || facet.kind === 'year') return [facet.term]
  return [...facet.words, ...(facet.kind === 'subject' ? facet.conceptIds.map((id) => `c_${id}`) : [])]
}
