import { splitSentences } from '../words/sentences.js'
import type { DetectedLanguage, Span } from '../types.js'
import { furnitureOf, furnitureWithin, headLength, MARKS_BEFORE, withoutEnd } from './furniture.js'
import { endsOf, headsOf, type Repeats } from './repeats.js'

/** A sentence of the news, with what tells where it stands. */
export interface NewsSentence extends Span {
  /** The bullet or emoji that stood before it; '' where none did. */
  readonly mark: string
  /** It is the first or the last of its line. */
  readonly startsLine: boolean
  readonly endsLine: boolean
  /** It begins and ends as a sentence does, and was not broken off by a feed. */
  readonly isWhole: boolean
}

const BEGINS = /^[\p{Lu}\p{Lo}\p{N}"«“„‘'(（【《「『]/u
const ENDS = /[.!?。！？…]["»”’')）】》」』]*$/u
// Letters that an end is told by.
const END = 8
const BROKEN_OFF = /(?:\p{L}|[,;:]|\s)(?:…|\.{3,4})$|\[(?:…|\.{3}|&hellip;)\]$/u

const NEVER: Repeats = () => false

/**
 * The sentences of an article's text without what stands around them: bylines, agency heads, credits, links to other articles, signatures and lists of
 * networks, told by their words and shape or by `repeats`, as the outlet's articles have them. `text.slice(start, end) === sentence.text`: what is cut is
 * cut around sentences. Where all of a text repeats, nothing of it is taken for furniture.
 */
export function newsSentences(
  text: string,
  language: DetectedLanguage,
  repeats: Repeats = NEVER,
  most = Infinity,
): NewsSentence[] {
  const sentences = cleanSentences(text, language, repeats, most)
  return sentences.length === 0 && repeats !== NEVER ? cleanSentences(text, language, NEVER, most) : sentences
}

function cleanSentences(text: string, language: DetectedLanguage, repeats: Repeats, most: number): NewsSentence[] {
  const sentences: NewsSentence[] = []
  let isAfterLinks = false
  for (let start = 0; start < text.length && sentences.length < most;) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const line = text.slice(start, end)
    const of = kindOfLine(line, isAfterLinks, repeats)
    isAfterLinks = of === 'links'
    if (of === undefined) addLine(sentences, { line, start, language, repeats })
    start = end + 1
  }
  const broken = sentences.at(-1)
  if (broken !== undefined && BROKEN_OFF.test(broken.text.slice(-END)))
    sentences[sentences.length - 1] = { ...broken, isWhole: false }
  return sentences.slice(0, most)
}

const BLANK = /^\s*$/u

// Below "Read also" stand headlines, which end with no full stop.
function kindOfLine(line: string, isAfterLinks: boolean, repeats: Repeats): 'links' | 'furniture' | undefined {
  if (BLANK.test(line)) return isAfterLinks ? 'links' : 'furniture'
  const known = furnitureOf(line)
  if (known !== undefined) return known
  if (isAfterLinks && !ENDS.test(line.trimEnd().slice(-END)) && line.length <= LONGEST_HEADLINE) return 'links'
  return repeats(line.trim()) ? 'furniture' : undefined
}

const LONGEST_HEADLINE = 200

function count(text: string, mark: string): number {
  let times = 0
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) times++
  return times
}

interface Line {
  readonly line: string
  readonly start: number
  readonly language: DetectedLanguage
  readonly repeats: Repeats
}

function addLine(sentences: NewsSentence[], line: Line): void {
  const ofLine = sentencesOf(line, headOf(line.line, sentences.length === 0 ? line.repeats : NEVER))
  for (const [index, sentence] of ofLine.entries())
    sentences.push({
      ...sentence,
      startsLine: index === 0,
      endsLine: index === ofLine.length - 1,
      isWhole: isWhole(sentence.text),
    })
}

type Marked = Span & { readonly mark: string }

function sentencesOf({ line, start, language, repeats }: Line, from: number): Marked[] {
  return piecesOf(line, from).flatMap((piece) =>
    splitSentences(line.slice(piece.start, piece.end), language).flatMap((span): Marked[] => {
      const sentence = trimmed(span, start + piece.start)
      if (sentence === undefined || furnitureOf(sentence.text) !== undefined || repeats(sentence.text)) return []
      const isClean =
        sentence.text === span.text && furnitureWithin(sentence.text).length === 0 && headLength(sentence.text) === 0
      if (isClean) return [sentence]
      // What was cut from it may have hidden more.
      const [first, ...rest] = sentencesOf({ line: sentence.text, start: sentence.start, language, repeats }, headOf(sentence.text, NEVER)) // prettier-ignore
      return first === undefined ? [] : [{ ...first, mark: sentence.mark || first.mark }, ...rest]
    }),
  )
}

/** True where a text begins and ends as a sentence does, and a quotation in it as well. */
export function isWhole(text: string): boolean {
  const end = text.slice(-END)
  if (!BEGINS.test(text) || !ENDS.test(end) || end.endsWith('[…]') || end.endsWith('[...]')) return false
  return count(text, '«') === count(text, '»') && count(text, '"') % 2 === 0
}

// Who sends it, by shape or as the outlet's texts begin.
function headOf(line: string, repeats: Repeats): number {
  let head = 0
  for (;;) {
    const at = head + (MARKS_BEFORE.exec(line.slice(head))?.[0].length ?? 0)
    const rest = line.slice(at)
    const length = headLength(rest) || (headsOf(rest).find((each) => repeats(each, 'head'))?.length ?? 0)
    if (length === 0) return head
    head = at + length
  }
}

function piecesOf(line: string, from: number): { readonly start: number; readonly end: number }[] {
  const pieces: { start: number; end: number }[] = []
  let start = from
  for (const cut of furnitureWithin(line)) {
    if (cut.start > start) pieces.push({ start, end: cut.start })
    start = Math.max(start, cut.end)
  }
  if (start < line.length) pieces.push({ start, end: line.length })
  // A mark within a line stands before another piece of news.
  if (line.search(WITHIN_LINE) < 0) return pieces
  return pieces.flatMap((piece) => {
    const parts: { start: number; end: number }[] = []
    let at = piece.start
    for (const match of line.slice(piece.start, piece.end).matchAll(WITHIN_LINE)) {
      const place = piece.start + match.index
      if (place > at) parts.push({ start: at, end: place })
      at = place
    }
    return [...parts, { start: at, end: piece.end }]
  })
}

const WITHIN_LINE = /[■●▪◆]/gu

// Without bullets before it, and at its end without emoji and what only joins it to the next.
function trimmed({ text, start }: Span, offset: number): (Span & { mark: string }) | undefined {
  const mark = MARKS_BEFORE.exec(text)?.[0] ?? ''
  const kept = withoutEnd(text.slice(mark.length))
  if (kept === '') return undefined
  const from = offset + start + mark.length
  return { text: kept, start: from, end: from + kept.length, mark: mark.trim() }
}

/** A title without the name of its outlet at the end, as `repeats` has it, and without bullets: a slice of it. */
export function newsTitle(title: string, repeats: Repeats = NEVER): string {
  const end = endsOf(title).find((each) => repeats(each, 'title'))
  const own = end === undefined ? title : title.slice(0, title.length - end.length)
  return withoutEnd(own.replace(MARKS_BEFORE, '')) || title
}
