import { expect, test } from 'vitest'
import { findArticleFigures } from '../../../src/text/figures/figures-article.js'
import { tokenize } from '../../../src/text/words/words.js'
import type { Language } from '../../../src/text/types.js'

const at = Date.parse('2025-06-17T08:00Z')

function read(sentences: string[], language: Language): string[][] {
  return findArticleFigures(
    sentences.map((text) => ({ text, words: tokenize(text) })),
    language,
    { at },
  ).map((figures) => figures.map(({ value, unit, period }) => `${value} ${unit} ${period ?? '-'}`))
}

test('a title and the sentences behind take the period that an article speaks of', () => {
  const sentences = ['Exports reach $8 billion', 'In 2024 exports were $8 billion.', 'Wool made $2 billion of it.', 'A year earlier exports were $7 billion.', 'Cotton brought $1 billion.'] // prettier-ignore
  expect(read(sentences, 'en')).toEqual([
    ['8000000000 USD 2024'],
    ['8000000000 USD 2024'],
    ['2000000000 USD 2024'],
    ['7000000000 USD 2023'],
    ['1000000000 USD 2024'],
  ])
})

test('a forecast, a length and a figure before any period take none', () => {
  const sentences = [
    'Сбор — 5 млн тонн.',
    'В 2024 году сдали 3 млн тонн.',
    'Длина канала — 90 км.',
    'Ожидается урожай в 6 млн тонн.',
  ]
  expect(read(sentences, 'ru')).toEqual([['5000000 t -'], ['3000000 t 2024'], ['90 km -'], ['6000000 t -']])
})

test.each<[Language, string, string]>([
  ['en', 'In 2024 trade was $5 billion.', 'The contract is for $2 billion a year.'],
  ['ru', 'В 2024 году торговля составила $5 млрд.', 'Договор предусматривает $2 млрд в год.'],
  ['kk', '2024 жылы сауда $5 млрд болды.', 'Келісім жылына $2 млрд деп белгілейді.'],
  ['ky', '2024-жылы соода $5 млрд болду.', 'Келишим жылына $2 млрд деп белгилейт.'],
  ['uz', '2024-yilda savdo $5 mlrd bo‘ldi.', 'Shartnoma yiliga $2 mlrd deydi.'],
  ['tg', 'Соли 2024 савдо $5 млрд буд.', 'Шартнома дар як сол $2 млрд аст.'],
  ['tk', '2024-nji ýylda söwda $5 mlrd boldy.', 'Şertnama ýylda $2 mlrd diýýär.'],
  ['zh', '2024年贸易额为50亿美元。', '合同规定每年20亿美元。'],
])('%s: so much a year is of no year that was spoken of', (language, first, second) => {
  expect(read([first, second], language)).toEqual([['5000000000 USD 2024'], ['2000000000 USD -']])
})

test('a year earlier is no rate', () => {
  expect(read(['In 2024 exports were $8 billion.', 'They were $7 billion a year earlier.'], 'en')[1]).toEqual(['7000000000 USD 2023']) // prettier-ignore
})

test('the same period of another year is counted from the sentence before', () => {
  const sentences = [
    'За январь — июнь 2024 года продали на 7 млрд рублей.',
    'За тот же период 2023 года — на 6 млрд рублей.',
  ]
  expect(read(sentences, 'ru')).toEqual([['7000000000 RUB 2024-H1'], ['6000000000 RUB 2023-H1']])
})
