/** One thing that an answer must speak of: a name, a subject of the pack, a word, or a year. */
export type Facet =
  | {
      readonly kind: 'entity'
      readonly term: string
      readonly id: string
      /** The words it was named by: a project goes by many names. */
      readonly words: readonly string[]
    }
  | {
      readonly kind: 'subject'
      readonly term: string
      readonly conceptIds: readonly string[]
      readonly measureIds: readonly string[]
      readonly words: readonly string[]
    }
  | {
      readonly kind: 'word'
      readonly term: string
      readonly words: readonly string[]
      /** Written as a name that the pack does not know: an answer must speak of it. */
      readonly isName: boolean
      /** What is done ("join"), in words of whatever language. */
      readonly actIds: readonly string[]
      /** ISO code of a country that the pack does not name. */
      readonly country?: string
    }
  | { readonly kind: 'year'; readonly term: string; readonly year: string }
/** What a question wants: a figure, who, when, where, why, what somebody said, whether something is so, a list, two sides, or all there is about it. */
export type QuestionKind =
  'figure' | 'who' | 'when' | 'where' | 'why' | 'said' | 'whether' | 'list' | 'compare' | 'about'
/** Search terms that stand for one word of a question, and the facets (by their terms) that it is of: where those are dropped, it is asked no more. */
export interface Clue {
  readonly terms: readonly string[]
  readonly of: readonly string[]
}
