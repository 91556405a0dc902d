import { describe, expect, test } from 'vitest'
import { placeFigures } from '../../../src/summaries/reading/place-figures.js'
import { readSentences } from '../../../src/summaries/reading/mark-sentences.js'
import type { Language } from '../../../src/text/types.js'
import { reader } from '../pack.js'

const at = Date.parse('2025-06-18')

function whose(title: string, text: string, language: Language = 'en') {
  const sentences = readSentences({ title, text, publishedAt: at }, language, reader)
  return placeFigures(sentences, reader, at)
    .filter(({ sentenceIndex }) => sentenceIndex > 0)
    .map(({ figure }) => `${figure.value} ${figure.what} ${[...figure.between].sort().join('+')}`)
}

describe('whose a figure is', () => {
  test('the two countries are the pair that the title names', () => {
    const text = 'The leaders met in Astana. Trade of the two countries reached $9 billion in 2024.'
    expect(whose('Mirziyoyev and Xi Jinping agree on trains', text)).toEqual([
      '9000000000 trade-turnover china+uzbekistan',
    ])
    expect(whose('Жапаров менен Си Цзиньпин жолугушту', 'Эки өлкөнүн соодасы 2024-жылы 9 миллиард долларга жетти.', 'ky')).toEqual(['9000000000 trade-turnover china+kyrgyzstan']) // prettier-ignore
  })

  test('a list gives each partner its number and the state that it is about', () => {
    const text = 'Trade with China came to $4 billion, with Russia to $3 billion and with Turkey to $1 billion.'
    expect(whose('Kazakhstan counts its partners', text)).toEqual([
      '4000000000 trade-turnover china+kazakhstan',
      '3000000000 trade-turnover kazakhstan+russia',
      '1000000000 trade-turnover kazakhstan+turkey',
    ])
  })

  test('foreign trade and money sent home are with all the world', () => {
    expect(whose('Trade grows', 'The foreign trade of Tajikistan reached $7 billion in 2024.')).toEqual(['7000000000 trade-turnover tajikistan+world']) // prettier-ignore
    expect(whose('Переводы растут', 'Денежные переводы в Кыргызстан составили 3 млрд долларов.', 'ru')).toEqual(['3000000000 remittances kyrgyzstan+world']) // prettier-ignore
  })

  test('trade inside a union is the union’s', () => {
    const text = 'Trade within the union grew to $90 billion in 2024.'
    expect(whose('EAEU leaders meet in Minsk', text)).toEqual(['90000000000 trade-turnover eaeu'])
  })

  test('a stretch of a project in one state is that state’s, the whole is of those it joins', () => {
    const text = 'Line D is to be 1,000 km long. In Tajikistan 400 km are planned.'
    expect(whose('Work on Line D', text)).toEqual([
      '1000 pipeline-length china+turkmenistan',
      '400 pipeline-length tajikistan',
    ])
  })

  test('a title that repeats the text’s first words gives no figure twice', () => {
    const text = 'Trade between Kazakhstan and China reached $40 billion in 2024.'
    expect(placeFigures(readSentences({ title: text, text, publishedAt: at }, 'en', reader), reader)).toHaveLength(1)
  })

  test('a hundred partners in one sentence are read in time', () => {
    const text = 'China $1 billion, Kazakhstan $2 billion, Russia $3 billion, '.repeat(50)
    const from = performance.now()
    whose('Trade', text)
    expect(performance.now() - from).toBeLessThan(2_000)
  })
})
