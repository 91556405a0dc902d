import type { FigureRecord } from '../terms/shapes.js'

// What DejaVu Sans draws of our languages: Latin, Cyrillic, their marks, punctuation, currency signs and arrows. No Chinese.
const UNDRAWN = /[^\u0020-\u007e\u00a0-\u052f\u1e00-\u1eff\u2010-\u205e\u20a0-\u20bf\u2070-\u209f\u2190-\u2193№™]+/gu
const MAX_LABEL = 90

/** A text of at most `most` characters, without the letters that the font lacks, which would be drawn as empty boxes. */
export function legible(text: string, most = MAX_LABEL): string {
  const plain = text.replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '').replace(/\u202f/gu, '\u00a0')
  const drawn = plain.replace(UNDRAWN, ' ').replace(/ {2,}/gu, ' ').trim()
  return drawn.length <= most ? drawn : `${drawn.slice(0, most - 1).trimEnd()}…`
}

/** A source as it can be drawn: its name where that has letters of the font, else the host of its address. */
export function nameOf({ source, url, articleId }: Pick<FigureRecord, 'source' | 'url' | 'articleId'>): string {
  // "Central Bank of Uzbekistan - remittances in 2024": who says it stands first.
  const name = legible(source.replace(/ [-–—] .*$/u, ''))
  if (/\p{L}{2}/u.test(name)) return name.length <= MAX_SOURCE ? name : `${name.slice(0, MAX_SOURCE - 1).trimEnd()}…`
  return hostOf(url) ?? (legible(articleId ?? '') || '?')
}

const MAX_SOURCE = 34

function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  return legible(new URL(url).hostname.replace(/^www\./u, '').slice(0, MAX_SOURCE))
}
