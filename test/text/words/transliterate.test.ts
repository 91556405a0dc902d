import { expect, test } from 'vitest'
import { latinise } from '../../../src/text/words/transliterate.js'
import type { Language } from '../../../src/text/types.js'

test.each<[string, [string, Language][]]>([
  ['tokav', [['Тоқаев', 'kk'], ['Токаев', 'ru'], ['Tokayev', 'en'], ['Toqayev', 'uz'], ['Tokaýew', 'tk']]],
  ['mirziv', [['Мирзиёев', 'ru'], ['Mirziyoyev', 'uz'], ['Mirziyoyev', 'en'], ['Мирзиеев', 'ky']]],
  ['japarov', [['Жапаров', 'ky'], ['Japarov', 'en'], ['Zhaparov', 'en'], ['Dzhaparov', 'en']]],
  ['rahmon', [['Раҳмон', 'tg'], ['Рахмон', 'ru'], ['Rakhmon', 'en'], ['Rahmon', 'uz'], ['Raxmon', 'uz']]],
  ['berdimuhamedov', [['Berdimuhamedow', 'tk'], ['Бердымухамедов', 'ru'], ['Berdymukhamedov', 'en']]],
  ['toshkent', [['Toshkent', 'uz'], ['Тошкент', 'tg']]],
  ['丝路', [['丝路', 'zh']]],
])('%s is the key of every spelling', (key, spellings) => {
  expect(spellings.map(([word, language]) => latinise(word, language))).toEqual(spellings.map(() => key))
}) // prettier-ignore
