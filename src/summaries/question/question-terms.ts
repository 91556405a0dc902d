import type { SearchTerm } from '../terms/search-port.js'
import type { Facet } from '../terms/facet.js'
import type { Understood } from '../terms/understood.js'

const MAX_TERMS = 80

/** What a term tells, by its kind; a dictionary's word has many senses, a sound many names. */
const TERM_WEIGHTS: Record<string, number> = { e: 1.2, c: 1, k: 0.9, w: 0.8, n: 0.8, y: 0.7, z: 0.7, year: 0.5 }

/** What search is asked for: the clues of the question, a group each, and what its facets name beside them (a talk goes on about what was asked before). */
export function termsOf({ facets, clues }: Pick<Understood, 'facets' | 'clues'>): SearchTerm[] {
  const terms = new Map<string, SearchTerm>()
  const add = (term: string, group: number) => {
    if (!terms.has(term)) terms.set(term, { term, weight: TERM_WEIGHTS[kindOf(term)] ?? 1, group })
  }
  const isAsked = new Set(facets.map((facet) => facet.term))
  for (const [group, clue] of clues.entries())
    if (clue.of.length === 0 || clue.of.some((term) => isAsked.has(term)))
      for (const term of clue.terms) add(term, group)
  for (const [index, facet] of facets.entries()) for (const term of facetTerms(facet)) add(term, clues.length + index)
  return [...terms.values()].slice(0, MAX_TERMS)
}

const kindOf = (term: string) => (/^(?:19|20)\d\d$/u.test(term) ? 'year' : (/^([a-z])_/u.exec(term)?.[1] ?? ''))

/** The terms of which any one says that an article speaks of a facet. */
export function facetTerms(facet: Facet): string[] {
  if (facet.kind === 'entity' || facet.kind === 'year') return [facet.term]
  return [...facet.words, ...(facet.kind === 'subject' ? facet.conceptIds.map((id) => `c_${id}`) : [])]
}
