import { describe, expect, test } from 'vitest'
import { clipQuote } from '../../src/summaries/reading/clip-quote.js'
import { findFigures } from '../../src/text/figures/figures.js'
import { namedPeriods } from '../../src/text/figures/figures-periods.js'
import { foldText } from '../../src/text/words/fold.js'
import { parseKeywords } from '../../src/text/patterns/keywords.js'
import { detectLanguage } from '../../src/text/language/language.js'
import { nameKeys } from '../../src/text/patterns/name-keys.js'
import { dayKeys, digitKeys, ordinals } from '../../src/text/times/numbers-dates.js'
import { splitSentences } from '../../src/text/words/sentences.js'
import { newsSentences } from '../../src/text/clean/news-sentences.js'
import { tokenize } from '../../src/text/words/words.js'

// `npm run bench:hostile` has more kinds of text and prints milliseconds.
const UNITS = [
  'a', ' ', '0', '.', '. ', '\r\n', '1', '1,', '1 000 ', '$1 ', 'a-', "a'", '«', '(', '<p', 'A. ', 'U.S. ', 'долл. США ', '第一', '12月', 'й', '\u0301', '\u200b', '😀', '\ud83d',
  'May ', 'from 1 to ', 'one hundred ', 'first half of ', '24-й ', 'more than ',
] // prettier-ignore

const cases: readonly (readonly [name: string, work: (text: string) => unknown])[] = [
  ['foldText', foldText],
  ['tokenize', tokenize],
  ['splitSentences', (text) => splitSentences(text, 'ru')],
  ['newsSentences', (text) => newsSentences(text, 'ru')],
  ['detectLanguage', (text) => detectLanguage(text)],
  ['findFigures', (text) => findFigures(text, 'en')],
  ['namedPeriods', (text) => namedPeriods(text, 'en', 0)],
  ['digitKeys', digitKeys],
  ['ordinals', ordinals],
  ['dayKeys', (text) => dayKeys(text, tokenize(text), 'en')],
  ['nameKeys', (text) => nameKeys(text, tokenize(text), 'en')],
  ['parseKeywords', parseKeywords],
  ['clipQuote', (text) => clipQuote(text, 50_000)],
]

// CPU, not the wall clock: other tests run beside this one.
function cpuMs(work: (text: string) => unknown, text: string): number {
  const times = [0, 0, 0].map(() => {
    const started = process.cpuUsage()
    work(text)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

// Linear work takes 4 times as long, quadratic 16; what takes a few milliseconds is lost in noise.
// A machine that is busy slows one measurement, never all: what is quadratic fails every round.
function isLinear(work: (text: string) => unknown, text: string): boolean {
  for (let round = 0; round < 5; round += 1) {
    const quarter = cpuMs(work, text.slice(0, text.length / 4))
    if (cpuMs(work, text) < 10 * quarter + 20) return true
  }
  return false
}

describe('100 KB of hostile text', () => {
  test.each(cases)('%s takes time in proportion to it', (_name, work) => {
    for (const unit of UNITS) {
      // Between other characters: what looks for an end must then begin anew.
      const text = `1${unit.repeat(Math.ceil(100_000 / Buffer.byteLength(unit)))}1`
      expect(isLinear(work, text), JSON.stringify(unit)).toBe(true)
    }
  })
})
