import type { DetectedLanguage } from '../text/types.js'

/** When an article was published, as far as it is known. */
export type Dated = Pick<Article, 'publishedAt' | 'isUndated'>

/** One piece of news as the archive keeps it. Times are epoch ms UTC. */
export interface Article {
  readonly id: string
  readonly feedId: string
  readonly outletId: string
  readonly url: string
  readonly title: string
  /** Plain text, entities decoded, paragraphs apart by "\n". May be ''. */
  readonly text: string
  readonly language: DetectedLanguage
  readonly author?: string
  /** min(published, first seen): an undated or future-dated item is dated by first sight. */
  readonly publishedAt: number
  /** Its source gave no date: "last year" in it is last year of an unknown day. */
  readonly isUndated?: boolean
  readonly updatedAt?: number
  readonly fetchedAt: number
  /** 1 when first seen; one more each time its title or text changed. */
  readonly revision: number
  /** What readers wrote, without their names. */
  readonly comments: readonly string[]
}

/** When an article was published, to be kept beside what is said of it. */
export const datedOf = ({ publishedAt, isUndated }: Dated): Dated =>
  isUndated === true ? { publishedAt, isUndated } : { publishedAt }
