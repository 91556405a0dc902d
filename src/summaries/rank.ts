import type { Article } from '../feeds/article.js'
import { searchWords } from './search-words.js'
import type { Facet, Question } from './question.js'
import type { Reading } from './types.js'

/** How much each facet of a question tells: rare ones more. */
export type FacetWeights = ReadonlyMap<string, number>

/** Weights by inverse document frequency; `frequencies` counts articles by term. A name weighs at least as much as a middling word. */
export function weighFacets(
  question: Question,
  frequencies: { total: number; of: ReadonlyMap<string, number> },
): FacetWeights {
  // Beside names and subjects of the pack, plain words ("progress", "how money") only colour a question - and stand in one language alone.
  const anchors = question.facets.filter((facet) => facet.kind === 'entity' || facet.kind === 'subject').length
  const plain = anchors >= 2 ? 0.25 : anchors === 1 ? 0.5 : 1
  const weigh = (facet: Facet): number => {
    const terms = facet.kind === 'subject' ? [facet.term, ...facet.conceptIds.map((id) => `c_${id}`)] : [facet.term]
    const count = Math.max(...terms.map((term) => frequencies.of.get(term) ?? 0))
    const rarity = Math.log(1 + frequencies.total / (1 + count)) / Math.log(2 + frequencies.total)
    if (facet.kind === 'word') return Math.max(rarity, 0.3) * (facet.isName ? 1 : plain)
    return Math.max(rarity, facet.kind === 'year' ? 0.2 : 0.5)
  }
  return new Map(question.facets.map((facet) => [facet.term, weigh(facet)]))
}

/** What of a text a question's facets are looked for in. */
export interface Matter {
  readonly entityIds: ReadonlySet<string>
  readonly conceptIds: ReadonlySet<string>
  readonly measureIds: ReadonlySet<string>
  readonly words: ReadonlySet<string>
  readonly text: string
}

/** What an article as a whole speaks of: its title and text, and what reading found in them. */
export function matterOfArticle(article: Article, reading: Reading | undefined): Matter {
  const text = `${article.title}\n${article.text}`
  return {
    entityIds: new Set(reading?.entityIds ?? []),
    conceptIds: new Set(reading?.conceptIds ?? []),
    measureIds: new Set(reading?.figures.map((figure) => figure.what) ?? []),
    words: new Set(searchWords(text, article.language)),
    text: `${text}\n${new Date(article.publishedAt).getUTCFullYear()}`,
  }
}

/** True where a text speaks of what the facet stands for, in whatever language. */
export function hasFacet(facet: Facet, matter: Matter): boolean {
  if (facet.kind === 'entity') return matter.entityIds.has(facet.id)
  if (facet.kind === 'year') return matter.text.includes(facet.year)
  if (facet.words.some((word) => matter.words.has(word))) return true
  if (facet.kind === 'word') return false
  return (
    facet.conceptIds.some((id) => matter.conceptIds.has(id)) || facet.measureIds.some((id) => matter.measureIds.has(id))
  )
}

/** Share of the question's weight that a text speaks of, 0 to 1. */
export function coverageOf(question: Question, matter: Matter, weights: FacetWeights): number {
  let [present, all] = [0, 0]
  for (const facet of question.facets) {
    const weight = weights.get(facet.term) ?? 0
    all += weight
    if (hasFacet(facet, matter)) present += weight
  }
  return all === 0 ? 0 : present / all
}
