import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from '../../../src/text/words/fold.js'
import { stem } from '../../../src/text/words/stem.js'
import type { Language } from '../../../src/text/types.js'
import { tokenize } from '../../../src/text/words/words.js'

const folded = (text: string) => tokenize(text).map((token) => token.folded)
const stems = (text: string, language: Language) => [...new Set(folded(text).map((word) => stem(word, language)))]

test('case, ё, apostrophes, full-width digits and invisible letters are folded', () => {
  expect(foldText('Ёлка ЕЩЁ')).toBe('елка еще')
  expect(["O'zbekiston", 'Oʻzbekiston', 'O‘zbekiston', 'O`zbekiston', 'Oʼzbekiston'].map(foldText)).toEqual(
    Array<string>(5).fill('ozbekiston'),
  )
  expect(foldText('Kazakhstan’s')).toBe('kazakhstan')
  expect(foldText('１２')).toBe('12')
  expect(foldText('со\u00adюз')).toBe('союз')
  expect(foldText('Aleșd')).toBe(foldText('Aleşd'))
})

test('latin lookalikes inside a cyrillic word become cyrillic', () => {
  expect(foldText('Қaзaқстaн')).toBe('қазақстан')
  expect(foldText('банк BAHK Visa')).toBe('банк bahk visa')
})

test('hyphens part words, apostrophes and soft hyphens do not', () => {
  expect(folded('Қазақ-қытай, g‘alla; don’t со\u00adюз')).toEqual(['қазақ', 'қытай', 'galla', 'dont', 'союз'])
})

test('a decimal number is one token and each Han character is one', () => {
  expect(folded('4,5 млн, 500млн: C5+1 中国GDP')).toEqual(['4,5', 'млн', '500', 'млн', 'c5', '1', '中', '国', 'gdp'])
})

test('tokens keep the offsets of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      let last = 0
      for (const token of tokenize(text)) {
        expect(text.slice(token.start, token.end)).toBe(token.text)
        expect(token.start).toBeGreaterThanOrEqual(last)
        last = token.end
      }
    }),
  )
})

test('a long text is cut in linear time', () => {
  expect(tokenize("'".repeat(300_000))).toEqual([])
  expect(tokenize("a'".repeat(300_000))).toHaveLength(1)
  expect(tokenize('1,'.repeat(300_000))).toHaveLength(1)
})

test.each<[Language, string]>([
  ['kk', 'Қазақстан Қазақстанның Қазақстанға Қазақстандағы Қазақстаннан Қазақстанмен'],
  ['kk', 'Тоқаев Тоқаевтың Тоқаевқа Тоқаевпен'],
  ['kk', 'Алматы Алматыда Алматыдағы'],
  ['kk', 'Астана Астанаға Астанада Астананың'],
  ['kk', 'Ресей Ресейдің Ресеймен'],
  ['ky', 'Кыргызстан Кыргызстандын Кыргызстанга Кыргызстандагы'],
  ['ky', 'Жапаров Жапаровдун Жапаровго'],
  ['ky', 'Бишкек Бишкекте Бишкектин Бишкекке'],
  ['uz', "O‘zbekiston O‘zbekistonning Oʻzbekistonga O‘zbekistondagi O'zbekistondan"],
  ['uz', 'Mirziyoyev Mirziyoyevning Mirziyoyevga'],
  ['uz', 'Amerika Amerikada Amerikaga'],
  ['uz', 'Ўзбекистон Ўзбекистоннинг Ўзбекистонда'],
  ['tk', 'Türkmenistan Türkmenistanyň Türkmenistanda Türkmenistana'],
  ['tk', 'Aşgabat Aşgabadyň Aşgabatda'],
  ['tg', 'Тоҷикистон Тоҷикистонро Тоҷикистони'],
  ['tg', 'Раҳмон Раҳмонро Раҳмони'],
  ['ru', 'Токаев Токаевым Токаева Токаеву'],
  ['ru', 'Мирзиёев Мирзиёева Мирзиеевым'],
  ['ru', 'Китай Китая Китаем Китае Китаю'],
  ['ru', 'Россия России Россией Россию'],
  ['ru', 'Астана Астане Астаны Астаной'],
  ['ru', 'город города городов'],
  ['en', 'Kazakhstan Kazakhstan’s'],
  ['en', 'country countries'],
])('%s: %s are one stem', (language, forms) => {
  expect(stems(forms, language)).toHaveLength(1)
})

test('a stem keeps at least three letters and Chinese stays as it is', () => {
  expect(stem('ошто', 'ky')).toBe('ошто')
  expect(stem('国', 'zh')).toBe('国')
  const words = fc.stringMatching(/^[а-яқғңүұөіҳҷa-zşýň]{3,15}$/u)
  fc.assert(
    fc.property(words, fc.constantFrom<Language>('ru', 'kk', 'ky', 'uz', 'tk', 'tg'), (word, language) => {
      expect(stem(word, language).length).toBeGreaterThanOrEqual(3)
    }),
  )
})

test('taking the endings off twice takes off nothing more', () => {
  const words = fc.stringMatching(/^[абдеғиіклмнңоқрстуүыasdignlrty]{3,14}$/u)
  fc.assert(
    fc.property(words, fc.constantFrom<Language>('kk', 'ky', 'uz', 'tk', 'tg'), (word, language) => {
      const once = stem(word, language)
      expect(stem(once, language)).toBe(once)
    }),
  )
})
