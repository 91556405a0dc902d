import type { Run } from '../message.js'
import { entityCount } from './html.js'

export interface Room {
  /** UTF-16 units of text. */
  readonly text: number
  readonly entities: number
}

/**
 * Parts ready runs where they fill `room`, which is at least 1,000 characters and 3 entities: after a sentence, else at
 * a space, else between characters as readers see them. A link is cut only where it alone is over `room`.
 */
export function cutRuns(runs: readonly Run[], room: Room): readonly [readonly Run[], readonly Run[]] {
  const text = runs.map((run) => run.text).join('')
  const limit = Math.min(room.text, entitiesEnd(runs, room.entities))
  if (text.length <= limit) return [runs, []]
  const links = linkSpans(runs).filter(([start, end]) => end - start <= room.text)
  const cut = outsideLinks(text, cutPlace(text, limit), links)
  const place = cut || characterStart(text, limit) || limit
  return [sliceRuns(runs, 0, place), sliceRuns(runs, place, text.length)]
}

/** Where the run begins that would make one entity too many. */
function entitiesEnd(runs: readonly Run[], most: number): number {
  let end = 0
  let entities = 0
  for (const run of runs) {
    entities += entityCount(run)
    if (entities > most) return end
    end += run.text.length
  }
  return end
}

/** Where to cut `text` at or before `limit`. */
function cutPlace(text: string, limit: number): number {
  const sentenceEnd = lastEnd(text, limit, /[.!?…;]["'»”)\]]{0,3}\s|[。！？；\n]/gu)
  if (sentenceEnd > limit / 2) return sentenceEnd
  const wordEnd = lastEnd(text, limit, /\s/gu)
  return wordEnd > limit / 2 ? wordEnd : characterStart(text, limit)
}

/** The end of the last match that ends at or before `limit`; 0: none. */
function lastEnd(text: string, limit: number, pattern: RegExp): number {
  let last = 0
  for (const match of text.slice(0, limit).matchAll(pattern)) last = match.index + match[0].length
  // A mark that follows belongs to the character before it.
  return characterStart(text, last)
}

type Span = readonly [start: number, end: number]

function linkSpans(runs: readonly Run[]): readonly Span[] {
  const spans: Span[] = []
  let start = 0
  for (const { text, link } of runs) {
    if (link !== undefined) spans.push([start, start + text.length])
    start += text.length
  }
  return spans
}

function outsideLinks(text: string, place: number, links: readonly Span[]): number {
  const link = links.find(([start, end]) => start < place && place < end)
  return link ? outsideLinks(text, characterStart(text, link[0]), links) : place
}

function sliceRuns(runs: readonly Run[], from: number, to: number): readonly Run[] {
  let start = 0
  return runs.flatMap((run) => {
    const text = run.text.slice(Math.max(0, from - start), Math.max(0, to - start))
    start += run.text.length
    return text === '' ? [] : [{ ...run, text }]
  })
}

/** The start of the character that `place` stands in, as a reader sees characters; at worst the start of a code point. */
function characterStart(text: string, place: number): number {
  if (place <= 0 || place >= text.length) return place
  const windowStart = codePointStart(text, Math.max(0, place - LONGEST_CHARACTER))
  const around = text.slice(windowStart, place + LONGEST_CHARACTER)
  const start = windowStart + (CHARACTERS.segment(around).containing(place - windowStart)?.index ?? 0)
  return start > windowStart || windowStart === 0 ? start : codePointStart(text, place)
}

function codePointStart(text: string, place: number): number {
  return place > 0 && /[\uDC00-\uDFFF]/.test(text.charAt(place)) ? place - 1 : place
}

const LONGEST_CHARACTER = 256
const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
