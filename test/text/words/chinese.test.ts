import { expect, test } from 'vitest'
import { chineseTerms, chineseWords } from '../../../src/text/words/chinese.js'

test('pairs, longer words and words of other scripts are found', () => {
  expect(chineseWords('哈萨克斯坦与中国签署LNG协议。')).toEqual(
    expect.arrayContaining(['哈萨', '克斯', '哈萨克', '中国', '签署', 'lng', '协议']),
  )
  expect(chineseWords('国，2025')).toEqual(['国', '2025'])
})

test('a long text is cut without running out of memory', () => {
  expect(chineseWords('中吉乌铁路'.repeat(20_000)).length).toBeGreaterThan(99_000)
})

test('a word that the dictionary does not know is kept as its pairs of characters', () => {
  const terms = (text: string) => chineseTerms(text).map((term) => term.text)
  expect(terms('河南洪灾')).toEqual(['河南', '洪灾'])
  expect(terms('中国的洪灾')).toEqual(['中国', '的', '洪灾'])
  expect(terms('移民法')).toEqual(['移民', '民法'])
})
