import { expect, test } from 'vitest'
import { findArticleFigures } from '../../src/text/figures-article.js'
import { tokenize } from '../../src/text/words.js'
import type { Language } from '../../src/text/types.js'

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

test('the same period of another year is counted from the sentence before', () => {
  const sentences = [
    'За январь — июнь 2024 года продали на 7 млрд рублей.',
    'За тот же период 2023 года — на 6 млрд рублей.',
  ]
  expect(read(sentences, 'ru')).toEqual([['7000000000 RUB 2024-H1'], ['6000000000 RUB 2023-H1']])
})
