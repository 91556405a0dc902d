import { describe, expect, test } from 'vitest'
import type { PatternEntry } from '../../../src/text/patterns/patterns.js'
import { compilePatterns, matchPatterns } from '../../../src/text/patterns/patterns.js'
import type { DetectedLanguage } from '../../../src/text/types.js'
import { tokenize } from '../../../src/text/words/words.js'

const entries: PatternEntry[] = [
  { key: 'kazakhstan', language: 'ru', pattern: 'Казахстан' },
  { key: 'kazakhstan', language: 'kk', pattern: 'Қазақстан' },
  { key: 'kazakhstan', language: 'zh', pattern: '哈萨克斯坦' },
  { key: 'china', language: 'ru', pattern: 'Китай' },
  { key: 'china', language: 'ru', pattern: 'китайский' },
  { key: 'china', language: 'en', pattern: 'China' },
  { key: 'central-asia', language: 'en', pattern: 'Central Asia' },
  { key: 'central-asia-railway', language: 'en', pattern: 'Central Asia railway' },
  { key: 'xi', language: 'en', pattern: '=Xi' },
  { key: 'sco', language: 'en', pattern: 'SCO' },
  { key: 'usa', language: 'kk', pattern: 'АҚШ' },
  { key: 'conversations', language: 'en', pattern: 'held * talks' },
  { key: 'caspian', language: 'zh', pattern: '里海' },
]
const set = compilePatterns(entries)
const found = (text: string, language: DetectedLanguage) =>
  matchPatterns(set, tokenize(text), language, { text }).map((match) => [match.key, text.slice(match.start, match.end)])

describe('matchPatterns', () => {
  test('finds a name in every case of its language', () => {
    expect(found('в Казахстане и с Китаем', 'ru')).toEqual([
      ['kazakhstan', 'Казахстане'],
      ['china', 'Китаем'],
    ])
    expect(found('Қазақстанның астанасы', 'kk')).toEqual([['kazakhstan', 'Қазақстанның']])
  })

  test('finds no name inside another word', () => {
    expect(found('a taxi for the Xinhua man', 'en')).toEqual([])
    expect(found('китаянка приехала', 'ru')).toEqual([])
  })

  test('asks for capitals where the pattern has them', () => {
    expect(found('fine china and China', 'en')).toEqual([['china', 'China']])
    expect(found('the sco said', 'en')).toEqual([])
    expect(found('китайский и Китайский', 'ru')).toEqual([
      ['china', 'китайский'],
      ['china', 'Китайский'],
    ])
  })

  test('takes the longest at each word', () => {
    expect(found('the Central Asia railway in Central Asia', 'en')).toEqual([
      ['central-asia-railway', 'Central Asia railway'],
      ['central-asia', 'Central Asia'],
    ])
  })

  test('lets a star stand for up to three words', () => {
    expect(found('They held talks; they held very long private talks', 'en').map(([key]) => key)).toEqual([
      'conversations',
      'conversations',
    ])
    expect(found('They held one two three four talks', 'en')).toEqual([])
  })

  test('finds Latin acronyms in texts of other languages, and endings on acronyms', () => {
    expect(found('саммит SCO в Пекине', 'ru')).toEqual([['sco', 'SCO']])
    expect(found('АҚШтың елшісі', 'kk')).toEqual([['usa', 'АҚШтың']])
  })

  test('finds Chinese names among other characters, but not across a full stop', () => {
    expect(found('他访问哈萨克斯坦首都', 'zh')).toEqual([['kazakhstan', '哈萨克斯坦']])
    expect(found('一千公里。海关说', 'zh')).toEqual([])
  })

  test('stays fast on hostile text', () => {
    const text = 'held '.repeat(20_000)
    const startedAt = performance.now()
    matchPatterns(set, tokenize(text), 'en', { overlapping: true, text })
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})
