import { describe, expect, test } from 'vitest'
import { figureLine } from '../../../src/summaries/lines/lines.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import type { Language } from '../../../src/text/types.js'
import { article, listReader } from '../pack.js'
import { lines, said } from './said.js'

type Row = readonly [what: string, text: string, language?: Language]

const silent = (rows: readonly Row[]) =>
  test.each([...rows.map(([what, text, language = 'en']) => ({ what, text, language }))])(
    '$what',
    ({ text, language }) => {
      expect(lines(text, { language })).toEqual([])
    },
  )

describe('counts of people are no line', () => {
  silent([
    ['who entered', 'In 2023 Russia was entered by 90,000 citizens of Uzbekistan.'],
    ['who work there', 'В 2024 году в России работали 400 тысяч граждан Таджикистана.', 'ru'],
    ['who are listed', 'The blacklist of Russia holds 60,000 migrants from Kyrgyzstan.'],
    ['who shall be deported', 'Russia deported 20,000 migrants from Tajikistan in 2024.'],
    ['who moved, by percent', 'The number of migrants from Uzbekistan to Russia grew by 10 percent in 2023.'],
    ['who travelled', '2024年，中国与哈萨克斯坦出入境旅客120万人次。', 'zh'],
  ])
})

describe('money that is no state’s is no line', () => {
  silent([
    ['a firm’s debt', 'In 2023 the company of Tajikistan had a debt of $90 million to China.'],
    ['a firm by its name in quotes', 'In 2023 “Silk Telecom” of Tajikistan had a debt of $90 million to China.'],
    ['a bank’s programme', 'В Казахстане по льготной программе сумма займа составит 2 миллиарда тенге.', 'ru'],
    ['a deposit', 'В Казахстане депозит составляет 2 миллиарда тенге.', 'ru'],
    ['a sum too small for a state', 'In 2023 Tajikistan’s debt to China was $90,000.'],
    [
      'a case before a court',
      'В 2022 году гражданин Казахстана взял кредит из России на 2 млрд тенге, решил суд.',
      'ru',
    ],
    ['what is built', 'In 2023 Kazakhstan built a plant, project worth $2 billion.'],
    ['two sums of one measure', 'Tajikistan’s debt to China was $900 million, its debt to Russia $300 million.'],
    ['an owner of another clause', 'As Tajikistan spoke of China, in that year, the debt came to $900 million.'],
  ])

  test('but a state’s debt is one', () => {
    expect(lines('In 2023 Tajikistan’s debt to China was $900 million.')).toEqual(['900000000 USD debt tajikistan+china 2023 actual']) // prettier-ignore
  })
})

describe('a shipment is no volume', () => {
  silent([
    ['what is given', 'In 2024 Kazakhstan sent 5,000 tonnes of freight to Kyrgyzstan as aid.'],
    ['what is seized', 'Customs of Kyrgyzstan seized a freight of 900 tonnes in 2024.'],
    ['a volume without its time', 'Freight turnover of Kazakhstan is 5 million tonnes of freight.'],
  ])

  test('but the turnover of a year is one', () => {
    expect(lines('In 2024 the freight turnover of Kazakhstan was 5 million tonnes.')).toHaveLength(1)
  })
})

describe('parties', () => {
  silent([
    ['a loan whose way is not told', 'In 2024 Uzbekistan and Japan spoke of a loan of $90 million.'],
    ['a state by itself that gives or gets', 'In 2024 Kazakhstan saw aid of $90 million.'],
    ['a state named by its city alone', 'In 2024 trade of Tashkent and Beijing came to $90 million.'],
    [
      'more states than a line tells',
      'In 2024 trade of Kazakhstan with Turkey, India, Iran and Pakistan reached $9 billion.',
    ],
  ])

  test('who sends stands before who gets, whatever the alphabet', () => {
    const text = 'Remittances to Kazakhstan from Russia came to $700 million in 2023.'
    const { figures } = readArticle(article({ id: 'a', text }), { reader: listReader, known: [] }).reading
    expect(said(text)[0]?.between).toEqual(['russia', 'kazakhstan'])
    const shown = figures.map((figure) => figureLine(figure, { kind: 'new' }, { reader: listReader, language: 'en' }))
    expect(shown[0]).toContain('Russia → Kazakhstan')
  })
})

describe('a time that is not read', () => {
  silent([
    ['some months', '两个月内，中国与哈萨克斯坦贸易额同比增长22%。', 'zh'],
    ['up to now', '截至目前，中国与哈萨克斯坦贸易额达400亿美元。', 'zh'],
    ['all together', 'Cumulative trade between Kazakhstan and Turkey is $90 billion.'],
    ['since a year', 'Trade between Kazakhstan and Turkey has come to $90 billion since 2010.'],
    ['by the year', 'Trade between Kazakhstan and Turkey is $5 billion per year.'],
    [
      'some months in Russian',
      'За два последних месяца торговля Казахстана с Турцией составила 2 млрд долларов.',
      'ru',
    ],
  ])

  test('months that are read are told', () => {
    const publishedAt = Date.parse('2025-06-18')
    const text = '今年1—3月，中国与哈萨克斯坦贸易额同比增长22%。'
    expect(said(text, { language: 'zh', publishedAt })[0]?.period).toBe('2025-Q1')
    expect(lines(text, { language: 'zh', title: '2019年回顾', publishedAt })).toEqual([])
  })
})

describe('kind and bound', () => {
  silent([
    ['an intention', 'Kazakhstan expressed its intention: trade with Turkey of $9 billion.'],
    ['just under', 'Trade between Kazakhstan and Turkey reached almost $5 billion in 2024.'],
    ['почти', 'В 2024 году товарооборот Казахстана и Турции достиг почти 5 млрд долларов.', 'ru'],
  ])

  test('of a milestone and the value beside it the value is told', () => {
    const text = '2024年，中国与哈萨克斯坦贸易额首次突破400亿美元，达到438亿美元。'
    expect(said(text, { language: 'zh' }).map(({ value }) => value)).toEqual([43.8e9])
  })
})

test('a comma and three digits before a word of size is no sure number', () => {
  expect(lines('Trade between Kazakhstan and Turkey reached $5,118 million in 2024.')).toEqual([])
  expect(lines('Trade between Kazakhstan and Turkey reached $5.118 billion in 2024.')).toHaveLength(1)
})
