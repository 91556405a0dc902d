import { foldText } from './fold.js'

const HAN_RUN_OR_WORD = /(\p{Script=Han}{1,1000})|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu
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
  const characters = Array.from(run)
  const [only] = characters
  if (characters.length === 1 && only !== undefined) words.push(only)
  for (let at = 0; at + 1 < characters.length; at++) words.push(characters.slice(at, at + 2).join(''))
  for (const { segment } of segmenter.segment(run)) {
    if (Array.from(segment).length >= LONGER_THAN_A_PAIR) words.push(segment)
  }
}
