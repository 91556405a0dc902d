import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasKeywords, parseKeywords } from '../../../src/text/patterns/keywords.js'
import type { DetectedLanguage } from '../../../src/text/types.js'

const has = (line: string, text: string, language: DetectedLanguage = 'en') =>
  hasKeywords(parseKeywords(line), text, language)

describe('keywords', () => {
  test('one of the plain words is enough', () => {
    expect(has('pipeline railway', 'A new railway opens')).toBe(true)
    expect(has('pipeline, railway', 'A new road opens')).toBe(false)
  })

  test('every +word must stand and no !word may', () => {
    expect(has('+China +gas', 'China buys gas')).toBe(true)
    expect(has('+China +gas', 'China buys cotton')).toBe(false)
    expect(has('gas !sanctions', 'Gas under sanctions')).toBe(false)
    expect(has('!sanctions', 'Gas flows')).toBe(true)
  })

  test('a +word and plain words: the one must stand and one of the others', () => {
    expect(has('+China gas oil', 'China buys oil')).toBe(true)
    expect(has('+China gas oil', 'China buys cotton')).toBe(false)
  })

  test('a word is found in every form of the language of the text', () => {
    expect(has('Казахстан', 'в Казахстане и с Китаем', 'ru')).toBe(true)
    expect(has('газ құбыры', 'газ құбырының құрылысы', 'kk')).toBe(true)
    expect(has('мигрант', 'прав мигрантов', 'ru')).toBe(true)
  })

  test('words in quotes stand side by side, in any form', () => {
    expect(has('"Line D"', 'the Line D pipeline')).toBe(true)
    expect(has('"Line D"', 'D is the last line')).toBe(false)
    expect(has('«Шёлковый путь»', 'вдоль Шелкового пути', 'ru')).toBe(true)
    expect(has('!"Line D" gas', 'gas of Line D')).toBe(false)
  })

  test('stem* is any word that begins so', () => {
    expect(has('миграци*', 'миграционная служба', 'ru')).toBe(true)
    expect(has('"gas pipe*"', 'two gas pipelines')).toBe(true)
    expect(has('gas*', 'a pegasus')).toBe(false)
  })

  test('Chinese words are found inside a run of characters', () => {
    expect(has('贸易额', '2025年中亚贸易额增长', 'zh')).toBe(true)
    expect(has('贸易额', '易货贸易', 'zh')).toBe(false)
  })

  test.each([
    ['-sport gas', 'Sport news only', false],
    ['gas -sport', 'A sport final', false],
    ['gas –sport', 'Gas for a sport arena', false],
    ['gas −"New York"', 'Gas in New York', false],
    ['gas, - sport', 'Gas', true],
    ['Tashkent-Beijing', 'From Tashkent-Beijing', true],
  ])('"-AI brought only AI": %s of "%s" is %s', (line, text, isIt) => {
    expect(has(line, text)).toBe(isIt)
  })

  test.each([
    ['gas AND oil', 'And then he said', false],
    ['gas AND oil', 'Oil, and gas', true],
    ['gas and oil', 'And then he said', false],
    ['газ и нефть', 'он сказал и ушёл', false],
    ['gas OR oil', 'Oil or cotton', true],
    ['gas OR oil', 'Cotton or wool', false],
    ['NOT sport', 'Sportsmen won', false],
    ['NOT sport', 'Not a word of it', true],
    ['gas AND NOT sport', 'Gas for sport', false],
    ['gas AND oil OR coal', 'Coal', true],
    ['gas AND oil OR coal', 'Gas', false],
    ['gas oil AND coal', 'Gas', true],
    ['gas oil AND coal', 'Oil', false],
    ['gas AND oil NOT sport OR coal', 'Coal and sport', false],
    ['gas AND NOT oil OR coal', 'Coal, oil and gas', true],
    ['"and" OR gas', 'And then he said', true],
  ])('"OR and NOT are read as words": %s of "%s" is %s', (line, text, isIt) => {
    expect(has(line, text, line.startsWith('газ') ? 'ru' : 'en')).toBe(isIt)
  })

  test.each(
    Array.from(`''‘’‚‘‛’""“”„“”“«»»«「」『』《》‹›\`´＂＂`).flatMap((_, at, all) =>
      at % 2 === 0 ? [`${all[at] ?? ''}New York${all[at + 1] ?? ''}`] : [],
    ),
  )('"a phrase in curly quotes is taken word by word": %s', (line) => {
    expect(has(line, 'York wins the cup')).toBe(false)
    expect(has(line, 'The New York summit')).toBe(true)
    expect(has(`gas !${line}`, 'Gas in New York')).toBe(false)
  })

  test('an apostrophe inside a word or before one is no quotation mark', () => {
    expect(has("o'zbek gazi", 'Oʻzbek gazi', 'uz')).toBe(true)
    expect(has("'Asia", 'Asia')).toBe(true)
  })

  test.each([
    ['gas - sport', '-'],
    ['gas (oil OR coal)', '(oil'],
    ['AND gas', 'AND'],
    ['gas OR', 'OR'],
    ['gas OR NOT sport', 'sport'],
    ['gas oil', undefined],
    ['+gas -sport "a - b"', undefined],
    ['+ gas ! sport', undefined],
  ])('%s: what can be read in several ways is named', (line, unclear) => {
    expect(parseKeywords(line).unclear).toBe(unclear)
  })

  test('marks without words leave nothing out', () => {
    for (const line of ['', '   ', '+ ! "" *', '!!!', '+"', '“', '=', '***']) expect(has(line, 'any text')).toBe(true)
  })

  test('a line of any characters is read, and the same one the same way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 200 }), (line, text) => {
        expect(has(line, text)).toBe(has(line, text))
      }),
    )
  })

  test('keywords agree with asking word by word', () => {
    const word = fc.constantFrom('zal', 'kor', 'mip', 'tuv')
    const piece = fc.record({ mark: fc.constantFrom('', '+', '!'), word })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.array(word, { maxLength: 6 }), (pieces, text) => {
        const of = (mark: string) => pieces.filter((each) => each.mark === mark).map((each) => each.word)
        const expected =
          of('+').every((each) => text.includes(each)) &&
          !of('!').some((each) => text.includes(each)) &&
          (of('').length === 0 || of('').some((each) => text.includes(each)))
        const line = pieces.map((each) => each.mark + each.word).join(' ')
        expect(has(line, text.join(' '), 'und')).toBe(expected)
      }),
    )
  })

  test('hostile keywords and texts take linear time', () => {
    const line = 'a* '.repeat(200) + `"${'a '.repeat(150)}"`
    const parsed = parseKeywords(line)
    const took = (times: number) => {
      const before = process.cpuUsage()
      hasKeywords(parsed, 'a '.repeat(times), 'und')
      return process.cpuUsage(before).user / 1000
    }
    took(2_000)
    // A machine that is busy slows one round, never all: what is quadratic fails each.
    const isLinear = () => took(40_000) < 60 * Math.max(took(4_000), 5)
    expect([1, 2, 3, 4, 5].some(isLinear)).toBe(true)
  })
})
