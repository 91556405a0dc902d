/**
 * A signature with its weights by what is rare: `length` is the vector's, over all features and over those that cross languages.
 * Thousands are remembered at once, so it holds no more of the signature than is compared.
 */
export interface Weighed {
  readonly articleId: string
  readonly publishedAt: number
  readonly language: string | undefined
  readonly weights: ReadonlyMap<string, number>
  readonly length: number
  readonly crossLength: number
  readonly marks: ReadonlyMap<string, readonly string[]>
  /** Words of the title, and those that weigh as much. */
  readonly leading: readonly string[]
  /** Features of numbers, but for years. */
  readonly numbers: readonly string[]
  /** Features of figures. */
  readonly figures: readonly string[]
  /** What few articles have, states left out; true for what stands where the text begins. */
  readonly rare: ReadonlyMap<string, boolean>
  readonly isUndated: boolean
  /** The days that its beginning states all lie far from its publication. */
  readonly isOfAnotherTime: boolean
  /** Its first words, as the signature has them. */
  readonly beginning: string
}
