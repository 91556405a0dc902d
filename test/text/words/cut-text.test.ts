import fc from 'fast-check'
import { expect, test } from 'vitest'
import { characterStart, cutText, readableCut } from '../../../src/text/words/cut-text.js'

test('a cut never leaves half a character', () => {
  expect(cutText('ab🚂', 3)).toBe('ab')
  expect(cutText('ab🚂', 4)).toBe('ab🚂')
})

test('a readable cut is after a sentence, else at a space, else nowhere', () => {
  expect(readableCut('It is done. The rest is long', 20)).toBe('It is done. '.length)
  expect(readableCut('It is not done by anybody yet', 20)).toBe('It is not done by '.length)
  expect(readableCut('贸易增长。哈萨克斯坦出口', 8)).toBe('贸易增长。'.length)
  expect(readableCut('Donaudampfschiffahrt', 10)).toBeUndefined()
})

test('a character as a reader sees it has one start', () => {
  expect(characterStart('a👨‍👩‍👧b', 4)).toBe(1)
  expect(characterStart('и\u0306од', 1)).toBe(0)
  expect(characterStart('abc', 2)).toBe(2)
})

test('whatever the text, a cut stays inside it and breaks no pair of surrogates', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.nat(500), (text, limit) => {
      for (const cut of [cutText(text, limit).length, readableCut(text, limit) ?? 0, characterStart(text, limit)]) {
        expect(cut).toBeLessThanOrEqual(Math.max(text.length, limit))
        expect(text.slice(0, cut)).not.toMatch(/[\uD800-\uDBFF]$/)
      }
    }),
  )
})
