import type { DetectedLanguage } from '../types.js'
import { isBulletinTitle } from './furniture.js'
import type { NewsSentence } from './news-sentences.js'

// A bulletin tells several pieces of news that have nothing to do with each other. Its shape gives it away: a heading over each piece, bullets or
// numbers before whole sentences, or datelines; and what stands under one shares few words with what stands under the next.

/** Which item of a bulletin a sentence belongs to, and whether it is its heading. */
export interface Place {
  /** From 1; 0: the whole article, as all of it is where it is no bulletin. */
  readonly part: number
  readonly isHeading: boolean
}

const HEADING = { most: 110, mostHan: 48, least: 2 } as const
const LEAST_ITEMS = { titled: 2, plain: 3 } as const
// Neighbours of one article share a sixth of their words and more; items of a bulletin next to none.
const MOST_SHARED = 0.12

/**
 * The items of an article's sentences: each sentence is in one item or in none, and items keep the order of the text. A list of what one speaker said, of
 * documents or of demands - behind a colon, or with semicolons - is no bulletin, nor is an article with subheadings under a lead of its own.
 */
export function placeInItems(
  title: string,
  sentences: readonly NewsSentence[],
  text: string,
  language: DetectedLanguage,
): Place[] {
  const isTitled = isBulletinTitle(title)
  const starts = [headingStarts, markedStarts, datelineStarts].map((find) => find(sentences, { isTitled, text })).find((found) => found.size > 0) // prettier-ignore
  const found = starts ?? (isTitled ? lineStarts(sentences) : new Map<number, boolean>())
  const places = placesOf(sentences, found)
  return isTitled || areApart(sentences, places, language) ? places : sentences.map(() => WHOLE_ARTICLE)
}

/** The place of a sentence of an article that is no bulletin. */
export const WHOLE_ARTICLE: Place = { part: 0, isHeading: false }

interface Shape {
  readonly isTitled: boolean
  readonly text: string
}

/** Sentences that begin an item, and whether they are its heading. */
type Starts = ReadonlyMap<number, boolean>

function placesOf(sentences: readonly NewsSentence[], starts: Starts): Place[] {
  let part = 0
  return sentences.map((_sentence, index) => {
    const heading = starts.get(index)
    if (heading !== undefined) part++
    return { part, isHeading: heading === true }
  })
}

const ENDS = /[.!?。！？…:：;；,，]["»”’')）】》」』]*$/u

function isHeadingLike({ text, startsLine, endsLine }: NewsSentence): boolean {
  if (!startsLine || !endsLine || ENDS.test(text)) return false
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  if (han > 0) return text.length <= HEADING.mostHan && han >= 4
  return text.length <= HEADING.most && (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= HEADING.least
}

// The text begins with a heading, and each heading has whole sentences under it. Where the title says that it is a bulletin, a lead may come first.
function headingStarts(sentences: readonly NewsSentence[], { isTitled }: Shape): Starts {
  const headings = sentences.flatMap((sentence, index) => (isHeadingLike(sentence) ? [index] : []))
  const isOver = (at: number, next: number) =>
    next > at + 1 && sentences.slice(at + 1, next).some(({ isWhole }) => isWhole)
  const good = headings.filter((at, i) => isOver(at, headings[i + 1] ?? sentences.length))
  const isClear = good.length >= LEAST_ITEMS.titled && (isTitled || (headings[0] === 0 && good.length >= 0.75 * headings.length)) // prettier-ignore
  return new Map(isClear ? good.map((at) => [at, true]) : [])
}

const BULLET = /[■●•▪◆◇▶►➤🔹🔸🔺🔻🔷🔶▫✅⚡❗📌✔🟢🔴🔵🟡]/u
// These part pieces of news within a line as well.
const WITHIN = /[■●▪◆]/u
const NUMBERED = /^(?:\d{1,2}[.)、]\s?|[①-⑳]|[（(]\d{1,2}[）)])\S/u

// Bullets or numbers before whole sentences; not behind a colon, which makes a list of one speaker's words.
function markedStarts(sentences: readonly NewsSentence[], { isTitled, text }: Shape): Starts {
  const isMarked = (sentence: NewsSentence) => WITHIN.test(sentence.mark) || (sentence.startsLine && (BULLET.test(sentence.mark) || NUMBERED.test(sentence.text) || (isTitled && sentence.mark !== ''))) // prettier-ignore
  const marked = sentences.flatMap((sentence, index) => (isMarked(sentence) ? [index] : []))
  const [first] = marked
  if (first === undefined || marked.length < (isTitled ? LEAST_ITEMS.titled : LEAST_ITEMS.plain)) return new Map()
  if (!isTitled && /[:：]$/u.test(sentences[first - 1]?.text ?? '')) return new Map()
  const isOpen = (index: number) => /^\s*[;,；，]/u.test(text.slice(sentences[index]?.end ?? 0))
  const isList = marked.filter((at, i) => isOpen((marked[i + 1] ?? at + 1) - 1)).length > marked.length / 3
  return new Map(isList ? [] : marked.map((at) => [at, false]))
}

// "ASTANA. 3 June. ...", "Ташкент, 3 июня. ...": a place in capitals, or a place and a day, at the beginning of a line.
const DATELINE =
  /^(?:\p{Lu}[\p{Lu} -]{2,30}(?:[,.]\s?\d{1,2}\s\p{L}{3,10})?\s?(?:[.—–]|-\s)|\p{Lu}\p{L}{2,20}, \d{1,2} \p{L}{3,10}[.—–])/u

function datelineStarts(sentences: readonly NewsSentence[], { isTitled }: Shape): Starts {
  const places = new Map<number, string>()
  for (const [index, { startsLine, text }] of sentences.entries()) {
    const line = startsLine ? DATELINE.exec(text)?.[0] : undefined
    if (line !== undefined) places.set(index, line.replace(/[^\p{L} ].*$/u, ''))
  }
  const isClear = places.size >= (isTitled ? LEAST_ITEMS.titled : LEAST_ITEMS.plain) && new Set(places.values()).size >= LEAST_ITEMS.titled // prettier-ignore
  return new Map(isClear ? [...places.keys()].map((at) => [at, false]) : [])
}

/** Where a bulletin has no marks of its own, each line is an item. */
function lineStarts(sentences: readonly NewsSentence[]): Starts {
  const lines = sentences.flatMap(({ startsLine }, index) => (startsLine ? [index] : []))
  return new Map(lines.length >= LEAST_ITEMS.titled ? lines.map((at) => [at, false]) : [])
}

/** The topic changes from item to item: neighbours share few of their words. */
function areApart(sentences: readonly NewsSentence[], places: readonly Place[], language: DetectedLanguage): boolean {
  const count = Math.max(0, ...places.map(({ part }) => part))
  if (count < LEAST_ITEMS.titled) return false
  const words = Array.from({ length: count }, (_, i) =>
    wordsOf(sentences.filter((_sentence, index) => places[index]?.part === i + 1).map(({ text }) => text).join(' '), language),
  ) // prettier-ignore
  const shared = words.slice(1).map((own, i) => sharedOf(own, words[i] ?? new Set()))
  return shared.reduce((sum, each) => sum + each, 0) / shared.length <= MOST_SHARED
}

const sharedOf = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((word) => b.has(word)).length / Math.max(1, Math.min(a.size, b.size)) // prettier-ignore

function wordsOf(text: string, language: DetectedLanguage): Set<string> {
  if (language === 'zh') {
    const han = text.replace(/[^\p{Script=Han}]+/gu, ' ')
    return new Set(Array.from({ length: Math.max(0, han.length - 1) }, (_, at) => han.slice(at, at + 2)).filter((pair) => !pair.includes(' '))) // prettier-ignore
  }
  return new Set((text.toLowerCase().match(/[\p{L}\p{M}]{5,}/gu) ?? []).map((word) => word.slice(0, 6)))
}
