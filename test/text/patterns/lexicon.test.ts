import { expect, test } from 'vitest'
import { findConcepts } from '../../../src/text/patterns/lexicon.js'
import type { Language } from '../../../src/text/types.js'
import { tokenize } from '../../../src/text/words/words.js'

const keysOf = (text: string, language: Language) => findConcepts(text, tokenize(text), language).map(({ key }) => key)

test.each<[Language, string]>([
  ['en', 'Elections in Japan'],
  ['ru', 'Выборы в Японии'],
  ['kk', 'Жапониядағы сайлау'],
  ['ky', 'Япониядагы шайлоо'],
  ['uz', 'Yaponiyadagi saylovlar'],
  ['uz', 'Япониядаги сайловлар'],
  ['tg', 'Интихобот дар Япония'],
  ['tk', 'Ýaponiýadaky saýlawlar'],
  ['zh', '日本大选'],
])('in %s a country and what happens there have the same marks as elsewhere: %s', (language, text) => {
  expect(keysOf(text, language)).toEqual(expect.arrayContaining(['w_election', 'k_JP']))
})
