import type { Change, Figure } from '../terms/shapes.js'

/** A figure or event that the archive itself has taught. */
export interface LearnedFact {
  readonly id: string
  readonly what: string
  readonly between: readonly string[]
  readonly value: number
  readonly unit: Figure['unit']
  readonly period?: string
  readonly says: string
  readonly articleIds: readonly string[]
  /** `withdrawn`: its articles were corrected, and fewer than two voices say it now. */
  readonly status: 'proposed' | 'accepted' | 'rejected' | 'withdrawn'
  readonly asOf: number
}

export interface StoredFigure extends Figure {
  readonly articleId: string
  readonly publishedAt: number
  readonly change: Change
}

/** The figures of all readings, and what the archive has learned from them. `before`: articles published later are not seen. */
export interface Facts {
  figures(query: { what?: string; before?: number; limit: number }): Promise<readonly StoredFigure[]>
  /** Figures of these measures published in [from, to), oldest first. Of a longer list the newest. */
  figuresBetween(
    from: number,
    to: number,
    query: { measures: readonly string[]; limit: number },
  ): Promise<readonly StoredFigure[]>
  learnedFacts(): Promise<readonly LearnedFact[]>
  saveLearnedFact(fact: LearnedFact): Promise<void>
}
