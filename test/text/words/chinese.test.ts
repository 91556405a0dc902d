import { expect, test } from 'vitest'
import { chineseWords } from '../../../src/text/words/chinese.js'

test('pairs, longer words and words of other scripts are found', () => {
  expect(chineseWords('哈萨克斯坦与中国签署LNG协议。')).toEqual(
    expect.arrayContaining(['哈萨', '克斯', '哈萨克', '中国', '签署', 'lng', '协议']),
  )
  expect(chineseWords('国，2025')).toEqual(['国', '2025'])
})

test('a long text is cut without running out of memory', () => {
  expect(chineseWords('中吉乌铁路'.repeat(20_000)).length).toBeGreaterThan(99_000)
})
