import { foldText } from './fold.js'
import { isStopWord } from './stopwords.js'

const HAN_RUN_OR_WORD = /(\p{Script=Han}{1,1000})|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu
const HAN_RUN = /\p{Script=Han}{1,1000}/gu
const LONGER_THAN_A_PAIR = 3

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * What a Chinese text is searched by, in order and with repeats: each pair of neighbouring characters, each dictionary word of three and more
 * (Intl.Segmenter), a character that stands alone, and words of other scripts folded. Pairs find what the dictionary cuts otherwise.
 */
export function chineseWords(text: string): string[] {
  const words: string[] = []
  for (const match of text.matchAll(HAN_RUN_OR_WORD)) {
    const run = match[1]
    if (run === undefined) words.push(foldText(match[0]))
    else addRun(words, run)
  }
  return words.filter((word) => word !== '')
}

function addRun(words: string[], run: string): void {
  addPairs(words, run)
  for (const { segment } of segmenter.segment(run)) {
    if (segment.length >= LONGER_THAN_A_PAIR && Array.from(segment).length >= LONGER_THAN_A_PAIR) words.push(segment)
  }
}

const BEYOND_16_BITS = /[\ud800-\udfff]/

function addPairs(words: string[], run: string): void {
  if (BEYOND_16_BITS.test(run)) {
    const characters = Array.from(run)
    if (characters.length === 1) words.push(run)
    for (let at = 0; at + 1 < characters.length; at++) words.push(characters.slice(at, at + 2).join(''))
    return
  }
  if (run.length === 1) words.push(run)
  for (let at = 0; at + 1 < run.length; at++) words.push(run.slice(at, at + 2))
}

/** A run of Han characters in the words of a dictionary, each with its place in the run. */
function chineseSegments(run: string): { readonly text: string; readonly start: number }[] {
  return [...segmenter.segment(run.slice(0, LONGEST_RUN))].map(({ segment, index }) => ({
    text: segment,
    start: index,
  }))
}

const LONGEST_RUN = 1000

interface Segment {
  readonly text: string
  readonly start: number
}

/**
 * The same with what the dictionary does not know as pairs of its characters: 河南洪灾 is 河南 and 洪灾, which it cuts into 洪 and 灾; 移民法 is 移民 and 民法.
 * A character of its own that carries no subject (的, 吗) parts them.
 */
export function chineseTerms(run: string): Segment[] {
  const segments = chineseSegments(run)
  return segments.flatMap((segment, at): Segment[] => {
    if (!isUnknown(segment)) return [segment]
    const [before, next] = [segments[at - 1], segments[at + 1]]
    const beginsPair = next !== undefined && isUnknown(next) && (before === undefined || !isUnknown(before))
    if (beginsPair || before === undefined || isStopWord(before.text, 'zh')) return []
    return [{ text: before.text.slice(-1) + segment.text, start: segment.start - 1 }]
  })
}

const isUnknown = ({ text }: Segment) => text.length === 1 && !isStopWord(text, 'zh')

/** The pairs of neighbouring characters alone: what tells Chinese texts apart without the dictionary's time. */
export function chinesePairs(text: string): string[] {
  const words: string[] = []
  for (const [run] of text.matchAll(HAN_RUN)) addPairs(words, run)
  return words
}
