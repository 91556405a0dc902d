import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../src/summaries/read-article.js'
import type { Language } from '../../../src/text/types.js'
import { article, listReader } from '../pack.js'
import { lines, said } from './said.js'

describe('the parts of a line', () => {
  test('value, unit, measure, both parties and the year stand in the sentence', () => {
    const text = 'Trade between Kazakhstan and Turkey reached $5.1 billion in 2024.'
    expect(said(text)).toEqual([
      {
        value: 5.1e9,
        unit: 'USD',
        what: 'trade-turnover',
        between: ['kazakhstan', 'turkey'],
        period: '2024',
        kind: 'actual',
        quote: text,
      },
    ])
  })

  test('who owes and who sends is "from", who gets is "to"', () => {
    expect(said('Tajikistan’s debt to China stands at $900 million.')[0]).toMatchObject({
      from: 'tajikistan',
      to: 'china',
    })
    expect(said('Remittances to Uzbekistan from Russia came to $7 billion in 2023.')[0]).toMatchObject({ from: 'russia', to: 'uzbekistan' }) // prettier-ignore
    expect(said('Trade between China and Kazakhstan is $40 billion.')[0]).not.toHaveProperty('from')
  })

  test('a fall is signed, and so is a rise', () => {
    expect(lines('Remittances to Kyrgyzstan from Russia fell by 12 percent in 2023.')).toEqual([
      '12 percent remittances russia+kyrgyzstan 2023 change -',
    ])
    expect(lines('В 2023 году экспорт Узбекистана вырос на 9%.', { language: 'ru' })).toEqual(['9 percent exports uzbekistan 2023 change +']) // prettier-ignore
    expect(lines('2023年，中国与哈萨克斯坦贸易额同比下降4%。', { language: 'zh' })).toEqual(['4 percent trade-growth china+kazakhstan 2023 change -']) // prettier-ignore
  })

  test('what is planned is a target, what is expected a forecast', () => {
    expect(lines('Uzbekistan and Pakistan plan to raise trade to $3 billion.')).toEqual(['3000000000 USD trade-turnover pakistan+uzbekistan - target']) // prettier-ignore
    expect(lines('Trade between Uzbekistan and India is likely to reach $2 billion.')[0]).toContain('forecast')
  })

  test('a bound is told, a level that is reached is none', () => {
    expect(lines('Долг Таджикистана перед Китаем превышает более 1 млрд долларов.', { language: 'ru' })[0]).toContain('at-least') // prettier-ignore
    expect(lines('Для доведения товарооборота до 2 млрд долларов Казахстан и Индия готовят план.', { language: 'ru' })).toEqual(['2000000000 USD trade-turnover india+kazakhstan - target']) // prettier-ignore
  })

  test('parties of the sentence before are taken where the quote holds both', () => {
    const before = 'Kazakhstan and Turkey signed an agreement.'
    const text = `${before} Bilateral trade came to $5 billion in 2023.`
    expect(said(text)).toMatchObject([{ between: ['kazakhstan', 'turkey'], quote: text }])
  })

  test('the writer’s own country is a party where a language tells whose it is', () => {
    expect(lines('2024年，我国对中亚五国进出口6000亿元。', { language: 'zh' })).toEqual(['600000000000 CNY trade-turnover central-asia+china 2024 actual']) // prettier-ignore
  })

  test('a partner that the pack does not name goes by its English name', () => {
    expect(said('Trade between Uzbekistan and Malaysia reached $130 million.')[0]?.between).toEqual(['malaysia', 'uzbekistan']) // prettier-ignore
  })

  test('a sum in dollars names no country', () => {
    expect(lines('Kazakhstan’s exports reached US$80 billion.')).toEqual([
      '80000000000 USD exports kazakhstan - actual',
    ])
  })
})

describe('the period of a line', () => {
  const publishedAt = Date.parse('2025-06-18')

  test('is reckoned from the day of the article where no other year is spoken of', () => {
    expect(said('In May Kyrgyzstan’s imports came to $900 million.', { publishedAt })[0]?.period).toBe('2025-05')
    expect(said('Kyrgyzstan counted its trade for 2023. In May its imports from China came to $90 million.', { publishedAt })[0]?.period).toBeUndefined() // prettier-ignore
  })

  test('is none where the sentence names two years for it, or only the day of the news', () => {
    expect(said('Экономика Узбекистана: рост ВВП ожидается на уровне 5% в 2025 и 2026 годах.', { language: 'ru', publishedAt })[0]?.period).toBeUndefined() // prettier-ignore
    expect(said('On 16 June Kazakhstan said that its debt to China is $9 billion.', { publishedAt })[0]?.period).toBeUndefined() // prettier-ignore
  })

  test('of brackets belongs to what stands in them', () => {
    const text = 'Переводы из России в Таджикистан (в 2022 году – 5 млрд долларов) достигли 6 млрд долларов.'
    expect(said(text, { language: 'ru' }).map(({ value, period }) => [value, period])).not.toContainEqual([6e9, '2022'])
  })
})

describe('what is no line', () => {
  test.each([
    [
      'an age, a distance, a kilometre mark',
      'A man of 45 from Kazakhstan drove 300 km north of the border of Kyrgyzstan.',
    ],
    ['a road’s kilometre mark', 'Авария случилась на 718 километре трассы в Казахстане.', 'ru'],
    ['the price of a ticket', 'Kazakhstan Railways sells a ticket to Russia for 20,000 tenge under the new tariff.'],
    ['a fine', 'В Кыргызстане за импорт вейпов введён штраф в 10 тысяч сомов.', 'ru'],
    ['wages', 'Migrants in Russia earn about 80,000 rubles while remittances to Uzbekistan continue.'],
    ['deaths', 'At least 1,500 migrants from Uzbekistan died in Russia.'],
    ['a survey', 'In a survey 70 percent of Russians want deportation of migrants from Tajikistan.'],
    ['an arrest', 'Police in Russia arrested 3,000 migrants from Tajikistan.'],
    ['a handful of people', 'Russia deported 12 citizens of Tajikistan.'],
    ['freight of one port', 'The port of Aktau in Kazakhstan moved 3 million tonnes of cargo.'],
    ['trains of one city', '今年，西安开往哈萨克斯坦的中亚班列达800列。', 'zh'],
    ['a province’s trade', '2024年，全省对哈萨克斯坦进出口30亿元，增长5%。', 'zh'],
    ['what is denied', 'Kazakhstan denied that its debt to China is $15 billion.'],
    ['a rumour', 'A fake report says Kazakhstan’s debt to China is $15 billion.'],
    ['a part of what was said before', 'Kazakhstan’s exports grew, of which $3 billion went to China.'],
    ['a question', 'Will Kazakhstan’s trade with China reach $100 billion?'],
    ['what would be', 'If Kazakhstan joined, exports to China would save $2 billion.'],
    [
      'two lists that answer each other',
      'Exports of Kazakhstan to China and Russia were $15 billion and $9 billion respectively.',
    ],
    ['a rate of exchange', 'Курс тенге к доллару в Казахстане: импорт подорожал, 520 тенге за доллар.', 'ru'],
    ['a price for one of many', 'Kazakhstan’s exports of oil bring 60 USD per barrel.'],
    ['what one state outside trades alone', 'China’s exports reached $300 billion.'],
    ['a trade with somebody else', '我国对东盟进出口增长9%，哈萨克斯坦代表出席。', 'zh'],
    ['a figure of which nothing is measured', 'Kazakhstan spoke of 5 million tonnes and of friendship.'],
    [
      'two sentences that a scrape stuck together',
      'Kazakhstan’s trade with China grew.Read more about exports of $9 billion.',
    ],
    ['a share without the country that it is in', 'Uzbeks make up 40% of all labour migrants of the country.'],
    ['emissions', 'Two oil sites of Turkmenistan sent emissions of 360 million tonnes.'],
  ] as const)('%s', (_what, text, language: Language = 'en') => {
    expect(lines(text, { language })).toEqual([])
  })

  test('the other side of a comparison', () => {
    expect(lines('Kazakhstan raised its imports of oil from 3 million tonnes to 5 million tonnes.').join()).not.toContain('3000000 t') // prettier-ignore
  })

  test('in a bulletin a figure takes nothing from another item', () => {
    const text = 'Kazakhstan and Turkey met.\nPupils of a school in London collected $5 billion for trade lessons.'
    expect(lines(text).join()).not.toContain('turkey')
  })
})

describe('an article as a whole', () => {
  test('the same figure in title and text is told once', () => {
    const title = 'Kazakhstan–Turkey trade reaches $5.1 billion'
    const text = 'Trade between Kazakhstan and Turkey reached $5.1 billion in 2024.'
    expect(said(text, { title })).toHaveLength(1)
    expect(said(text, { title })[0]?.period).toBe('2024')
  })

  test('two values of one article dispute nothing', () => {
    const text = 'Trade between Kazakhstan and Turkey was $5 billion in 2024. Turkey counts trade with Kazakhstan in 2024 at $7 billion.' // prettier-ignore
    const fact = { id: 'f', what: 'trade-turnover', between: ['kazakhstan', 'turkey'], value: 5e9, unit: 'USD', kind: 'actual', period: '2024', asOf: '2025-01-01', says: '' } as const // prettier-ignore
    const { figures } = readArticle(article({ id: 'a', text }), { reader: listReader, known: [fact] }).reading
    expect(figures.filter(({ claim }) => claim !== undefined).map(({ change }) => change.kind)).toEqual(['new', 'new'])
  })

  test('a fall of 5 percent is not the rise of 5 percent that is known', () => {
    const fact = { id: 'f', what: 'exports', between: ['uzbekistan'], value: 5, unit: 'percent', kind: 'change', period: '2024', asOf: '2025-01-01', says: '' } as const // prettier-ignore
    const change = (word: string) => readArticle(article({ id: 'a', text: `Exports of Uzbekistan ${word} by 5 percent in 2024.` }), { reader: listReader, known: [fact] }).reading.figures[0]?.change.kind // prettier-ignore
    expect(change('rose')).toBe('same')
    expect(change('fell')).toBe('disputed')
  })
})

describe('whatever the text', () => {
  const pieces = ['Kazakhstan', 'China', 'Россия', '中国', '乌兹别克斯坦', 'trade', 'экспорт', '贸易额', '$5 billion', '12%', '3 млн тонн', '2024', 'fell', 'в', ', ', '. ', '? ', '(', ')', '«', 'not', 'from', '与'] // prettier-ignore

  test('a line’s quote stands in the article word for word and holds its number', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })), { maxLength: 40 }),
        fc.constantFrom<Language>('en', 'ru', 'zh', 'ky'),
        (words, language) => {
          const text = words.join(' ')
          const { reading } = readArticle(article({ id: 'a', text, language }), { reader: listReader, known: [] })
          for (const { claim, quote, value } of reading.figures) {
            if (claim === undefined) continue
            expect(text).toContain(claim.quote)
            expect(claim.quote).toContain(quote)
            expect(value).toBeGreaterThanOrEqual(0)
            expect(claim.between.length).toBeGreaterThan(0)
            expect(claim.from === undefined).toBe(claim.to === undefined)
            if (claim.kind === 'change') expect(claim.sign).toBeDefined()
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
