import { foldText } from './fold.js'

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
export function chineseSegments(run: string): { readonly text: string; readonly start: number }[] {
  return [...segmenter.segment(run.slice(0, LONGEST_RUN))].map(({ segment, index }) => ({
    text: segment,
    start: index,
  }))
}

const LONGEST_RUN = 1000

/** The pairs of neighbouring characters alone: what tells Chinese texts apart without the dictionary's time. */
export function chinesePairs(text: string): string[] {
  const words: string[] = []
  for (const [run] of text.matchAll(HAN_RUN)) addPairs(words, run)
  return words
}
