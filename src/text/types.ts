/** The languages that a region's press is read in, as BCP 47 tags. */
export const LANGUAGES = ['en', 'ru', 'kk', 'ky', 'uz', 'tg', 'tk', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]
/** `und`: none of ours, or too little to tell. */
export type DetectedLanguage = Language | 'und'

export const UNITS = [
  'USD', 'CNY', 'EUR', 'RUB', 'KZT', 'UZS', 'KGS', 'TJS', 'TMT', 'm3', 't', 'bbl', 'kWh', 'W', 'km', 'percent',
  'people', 'countries', 'projects', 'trains', 'comments',
] as const // prettier-ignore
export type Unit = (typeof UNITS)[number]

export type FigureKind = 'actual' | 'forecast' | 'target' | 'change'
export type Bound = 'at-least' | 'at-most' | 'about'

/** A piece of a text: `text.slice(start, end)`, offsets in UTF-16 units. */
export interface Span {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A word, or one Han character, of a text. */
export interface Token extends Span {
  /** Case, ё/е, apostrophes and cedillas folded: what two spellings of a word share. */
  readonly folded: string
}

/** A quantity that a sentence states, before anybody knows what it measures. */
export interface FoundFigure {
  /** In base units: "$127 billion" is 127e9, "4,5 млн тонн" 4.5e6. */
  readonly value: number
  readonly unit: Unit
  readonly kind: FigureKind
  readonly bound?: Bound
  /** `2024`, `2025-H1`, `2025-Q2`, `2025-06`, `2025-01/05`, `2025-2027`. */
  readonly period?: string
  /** Word for word from the sentence. */
  readonly quote: string
  readonly start: number
  readonly end: number
}
