import type { Seen } from './features.js'

/** A labelled article as training takes it, or one item of a labelled bulletin. */
export interface TrainingArticle {
  /** The row that it is of, and the place of its first sentence there. */
  readonly row: number
  readonly first: number
  readonly seen: Seen
  /** Its outlet, which no fold parts; translations are their original's. */
  readonly group: string
  /** Rows of one story have one vote. */
  readonly story: string
  /** Made by translating: it teaches words of another language, and not how often such news comes. */
  readonly isTranslation: boolean
  readonly isTied: boolean
  /** Absent: it has no tie to the region, and nobody read what else it says. */
  readonly sections?: Readonly<Record<string, readonly string[]>>
  readonly weight?: number
  readonly lead?: string
}

export interface TrainingShape {
  readonly landmarks: number
  readonly gamma: number
  readonly ridge: number
  /** How much word vectors weigh beside the marks. */
  readonly vector: number
  /** What a mark with whom it stands beside counts, of one alone. */
  readonly pair: number
  readonly sentence: { readonly landmarks: number; readonly gamma: number; readonly ridge: number; readonly vector: number; readonly number: number } // prettier-ignore
  /** How many words the vectors have, and how far their own weights are held towards zero. */
  readonly words: number
  readonly wordRidge: number
  /** Articles and outlets that a mark must stand in to be learned. */
  readonly leastArticles: number
  readonly leastOutlets: number
  /** 0: articles weigh alike, 1: outlets do. */
  readonly outletsAlike: number
  /** What an article without a tie counts beside a labelled one. */
  readonly untied: number
  /** Share of articles without a tie that may be given a section that needs one. */
  readonly mostUntied: number
  /** Share of off-topic articles that may be given a section. */
  readonly mostOffTopic: { readonly short: number; readonly long: number }
}

/** The least weights that an article is asked for. */
export const WEIGHTS = [1, 2, 3] as const

/** Chosen by leaving outlets out (docs/reading.md). */
export const SHAPE: Omit<TrainingShape, 'words'> = {
  wordRidge: 1,
  landmarks: 1500,
  gamma: 0.3,
  ridge: 0.4,
  vector: 0.9,
  pair: 0.6,
  sentence: { landmarks: 128, gamma: 0.3, ridge: 0.1, vector: 0.7, number: 0.7 },
  leastArticles: 8,
  leastOutlets: 3,
  outletsAlike: 0,
  untied: 0.3,
  mostUntied: 0.0004,
  mostOffTopic: { short: 0.045, long: 0.05 },
}
