import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findFigures } from '../../../src/text/figures/figures.js'
import { LANGUAGES, type DetectedLanguage } from '../../../src/text/types.js'

const at = Date.parse('2025-06-17T08:00Z')

/** Figures as one line each: value, unit, then whatever is not the plain case. */
function read(sentence: string, language: DetectedLanguage): string[] {
  return findFigures(sentence, language, { at }).map(({ value, unit, kind, bound, period }) =>
    [value, unit, kind === 'actual' ? '' : kind, bound ?? '', period ?? ''].filter((part) => part !== '').join(' '),
  )
}

describe('values and units', () => {
  test.each<[DetectedLanguage, string, string[]]>([
    ['en', 'The fund is worth $127 billion.', ['127000000000 USD']],
    ['en', 'They shipped 4.5 million tonnes along 1,200 km of track.', ['4500000 t', '1200 km']],
    ['en', 'A contract for €3.2bn and $65m was signed.', ['3200000000 EUR', '65000000 USD']],
    ['en', 'Output was 1,367.5 MW and 10 cubic kilometres of water.', ['1367500000 W', '10000000000 m3']],
    ['en', 'The police counted 17,000 Tajik migrants in twelve countries.', ['17000 people', '12 countries']],
    ['en', 'Half a million people and 40 joint projects were counted.', ['500000 people', '40 projects']],
    ['ru', 'Сумма составила 127,5 млрд долларов США.', ['127500000000 USD']],
    ['ru', 'По трубе прошло 1 млрд 960 млн кубометров газа.', ['1960000000 m3']],
    ['ru', 'Станция выработала 3,2 млрд кВт·ч при мощности 300 МВт.', ['3200000000 kWh', '300000000 W']],
    ['ru', 'Полтора миллиона сомов и 1 234 567 рублей нашли в сейфе.', ['1500000 KGS', '1234567 RUB']],
    ['ru', 'Комбинат отгрузил 1,367 млн тонн.', ['1367000 t']],
    ['kk', 'Қорға 81 млрд теңге мен 2 миң емес, 12 мың тонна астық түсті.', ['81000000000 KZT', '12000 t']],
    ['ky', 'Мектепке 2 миллион 925 миң сом бөлүндү, он беш адам иштейт.', ['2925000 KGS', '15 people']],
    ['uz', 'Yo‘lga 6 trln so‘m ajratildi, unda 350 nafar ishchi bor.', ['6000000000000 UZS', '350 people']],
    ['uz', 'Заводга 40 миллион доллар сарфланди.', ['40000000 USD']],
    ['tg', 'Ба роҳ 204 миллион доллари ИМА ва 7 ҳазор тонна семент лозим.', ['204000000 USD', '7000 t']],
    ['tk', 'Zawod 12 müň tonna önüm we 3 million manat girdeji aldy.', ['12000 t', '3000000 TMT']],
    [
      'zh',
      '协议金额1270亿美元，装机240万千瓦，发电2万亿千瓦时。',
      ['127000000000 USD', '2400000000 W', '2000000000000 kWh'],
    ],
    [
      'zh',
      '港口吞吐450万吨，贷款3.2万亿元，约百万人受益。',
      ['4500000 t', '3200000000000 CNY', '1000000 people about'],
    ],
    ['und', 'Всего 5 млн долларов.', ['5000000 USD']],
  ])('%s: %s', (language, sentence, expected) => {
    expect(read(sentence, language)).toEqual(expected)
  })

  test('tells the soms of Kyrgyzstan from those of Uzbekistan by word and language', () => {
    expect(read('Аянты үчүн 500 сом төлөйт.', 'ky')).toEqual(['500 KGS'])
    expect(read('Bilet 500 som turadi.', 'uz')).toEqual(['500 UZS'])
    expect(read('Билет стоит 500 сумов или 500 сомов.', 'ru')).toEqual(['500 UZS', '500 KGS'])
  })

  test('a number in a list takes the unit of its neighbours', () => {
    expect(read('На север пришлось 6,9 млрд, на юг — 6,2 млрд, на запад — 2,2 млрд долларов.', 'ru')).toEqual([
      '6900000000 USD', '6200000000 USD', '2200000000 USD',
    ]) // prettier-ignore
    expect(read('Exports were $8 billion against 7.1 billion before.', 'en')).toEqual([
      '8000000000 USD',
      '7100000000 USD',
    ])
  })
})

describe('what is no figure', () => {
  test.each<[DetectedLanguage, string]>([
    ['en', 'On 17 June 2025 COVID-19 returned, and the C5+1 met at 08:30 in room 12.'],
    ['en', 'Two VVER-1200 units and Line 4 are part of the 2030 agenda.'],
    ['en', 'Trade between the two countries and the five Central Asian states is a priority.'],
    ['en', 'The 21st round ended 3:1 after 90 minutes; call +7 727 339 0551.'],
    ['en', 'In April 2024 officials met again.'],
    ['ru', 'Статья 125, часть 1: 4 года лишения свободы, 7-летний мальчик, 25 градусов.'],
    ['ru', 'Скорость выросла до 90 км/ч, доля — на 2 процентных пункта.'],
    ['kk', 'Жарыс 2024 жылғы 5 қазанда өтті, ол 3-орын алды.'],
    ['uz', '2025-yil 20-mart kuni 3 ta ko‘prik ochildi.'],
    ['zh', '两国元首17日会谈，中亚五国参加第3届峰会。'],
    ['zh', '份额提高2.3个百分点，旅客达3万人次。'],
  ])('%s: %s', (language, sentence) => {
    expect(read(sentence, language)).toEqual([])
  })
})

describe('ranges and bounds', () => {
  test.each<[DetectedLanguage, string, string[]]>([
    ['en', 'The line will cost $4.5-5 billion.', ['4500000000 USD at-least', '5000000000 USD at-most']],
    ['en', 'Between 50 and 75 percent of pupils agree.', ['50 percent at-least', '75 percent at-most']],
    ['en', 'More than 30,000 citizens and up to 20 percent of firms.', ['30000 people at-least', '20 percent at-most']],
    ['en', 'Prices went from $380 to $278.', ['380 USD', '278 USD']],
    ['ru', 'Свыше 71% жителей и около 3 тысяч гостей.', ['71 percent at-least', '3000 people about']],
    ['ru', 'Завод получит до 15 МВт.', ['15000000 W at-most']],
    [
      'kk',
      'Қоймада 10-15 мың тонна, базарда 20 тоннадан астам көмір бар.',
      ['10000 t at-least', '15000 t at-most', '20 t at-least'],
    ],
    [
      'ky',
      '157 миңден ашык чет элдик келди, 5 миңге жакын адам кетти.',
      ['157000 people at-least', '5000 people about'],
    ],
    ['uz', 'Qariyb 40 mlrd so‘m va 20 million so‘mgacha mablag‘.', ['40000000000 UZS about', '20000000 UZS at-most']],
    ['tg', 'Беш аз 80 фоизи муҳоҷирон ва қариб 3 ҳазор нафар.', ['80 percent at-least', '3000 people about']],
    ['tk', '20-den gowrak döwlet baştutany we 3 müňe golaý myhman.', ['20 people at-least', '3000 people about']],
    [
      'zh',
      '超过300亿元，不超过5万吨，近100万人。',
      ['30000000000 CNY at-least', '50000 t at-most', '1000000 people about'],
    ],
    ['zh', '日产4万桶至21万桶。', ['40000 bbl at-least', '210000 bbl at-most']],
  ])('%s: %s', (language, sentence, expected) => {
    expect(read(sentence, language)).toEqual(expected)
  })
})

describe('kinds', () => {
  test.each<[DetectedLanguage, string, string[]]>([
    ['en', 'Freight rose 12.5% to $4bn.', ['12.5 percent change', '4000000000 USD']],
    ['en', 'Exports more than doubled last year.', ['100 percent change at-least 2024']],
    ['en', 'Sales tripled to $3 billion.', ['200 percent change', '3000000000 USD']],
    ['ru', 'Товарооборот вырос вдвое, а добыча увеличилась в 3 раза.', ['100 percent change', '200 percent change']],
    ['kk', 'Экспорт екі есе артты.', ['100 percent change']],
    ['ky', 'Соода үч эсе өстү.', ['200 percent change']],
    ['uz', 'Savdo hajmi ikki barobar oshdi.', ['100 percent change']],
    ['tg', 'Содирот ду баробар афзуд.', ['100 percent change']],
    ['tk', 'Eksport iki esse artdy.', ['100 percent change']],
    ['zh', '贸易额翻了一番。', ['100 percent change']],
    // A fall, a comparison, a number of times: nothing grew.
    ['ru', 'Сбор стал вдвое меньше.', []],
    ['ru', 'Поставки сократились в 2 раза.', []],
    ['ru', 'Там живёт вдвое больше людей.', []],
    ['ru', 'Министры встречались два раза.', []],
    ['en', 'A treaty against double taxation was signed.', []],
    ['en', 'The harvest fell by 30,000 tonnes.', ['30000 t change']],
    ['en', 'Analysts expect exports of $9 billion.', ['9000000000 USD forecast']],
    ['en', 'Freight was 5 million tonnes; the target is 9 million tonnes.', ['5000000 t', '9000000 t target']],
    ['ru', 'Вклады выросли на 8%, до 4 млрд тенге.', ['8 percent change', '4000000000 KZT']],
    ['ru', 'Область намерена довести сбор до 2 млн тонн.', ['2000000 t target']],
    ['kk', 'Экспорт 7 пайызға өсті.', ['7 percent change']],
    ['ky', 'Бюджет 14 миллиард сомго кыскарды.', ['14000000000 KGS change']],
    ['uz', 'Kelgusi hosil 5 million tonna bo‘lishi kutilmoqda.', ['5000000 t forecast']],
    ['tk', 'Önümçilik 6 göterim artdy.', ['6 percent change']],
    [
      'zh',
      '进口同比增长15.8%、8.1%，预计全年达900亿元。',
      ['15.8 percent change', '8.1 percent change', '90000000000 CNY forecast'],
    ],
  ])('%s: %s', (language, sentence, expected) => {
    expect(read(sentence, language)).toEqual(expected)
  })
})

describe('periods', () => {
  test.each<[DetectedLanguage, string, string[]]>([
    ['en', 'Sales were $3 billion last year.', ['3000000000 USD 2024']],
    [
      'en',
      'In the first half of 2025 they took $4 billion, up from $3 billion a year earlier.',
      ['4000000000 USD 2025-H1', '3000000000 USD 2024-H1'],
    ],
    [
      'en',
      'Sales were $3 billion in January-May and $1 billion in September 2023.',
      ['3000000000 USD 2025-01/05', '1000000000 USD 2023-09'],
    ],
    [
      'en',
      'Freight grew from 3 million tonnes in 2013 to 7 million tonnes in 2024.',
      ['3000000 t 2013', '7000000 t 2024'],
    ],
    [
      'ru',
      'За пять месяцев собрали 3 млн тонн, в прошлом году — 2 млн тонн.',
      ['3000000 t 2025-01/05', '2000000 t 2024'],
    ],
    ['ru', 'К 2030 году добыча достигнет 40 млн тонн.', ['40000000 t forecast 2030']],
    ['ru', 'Во втором квартале 2024 года продали на 5 млн рублей.', ['5000000 RUB 2024-Q2']],
    ['kk', 'Былтыр 5 млн тонна, биыл бес айда 3 млн тонна жиналды.', ['5000000 t 2024', '3000000 t 2025-01/05']],
    ['ky', '2024-жылы 3 млрд сом түштү.', ['3000000000 KGS 2024']],
    ['uz', '2025-yilning yanvar–iyun oylarida 7 mlrd dollar tushdi.', ['7000000000 USD 2025-H1']],
    ['tg', 'Соли 2024 ба кишвар 5,8 миллиард доллар омад.', ['5800000000 USD 2024']],
    ['tk', '2024-nji ýylda 4 million tonna ýük geldi.', ['4000000 t 2024']],
    ['zh', '今年1—5月出口4.61万亿元，去年为4万亿元。', ['4610000000000 CNY 2025-01/05', '4000000000000 CNY 2024']],
    ['zh', '2024年上半年产量为520万吨。', ['5200000 t 2024-H1']],
  ])('%s: %s', (language, sentence, expected) => {
    expect(read(sentence, language)).toEqual(expected)
  })

  test('leaves "last year" open without a date to count from', () => {
    expect(findFigures('Sales were $3 billion last year.', 'en')[0]).not.toHaveProperty('period')
  })
})

describe('whatever the sentence', () => {
  const word = fc.constantFrom(
    '5', '1 234', '2,5', '3.1.2', '-', '—', '$', '%', 'млрд', 'million', '万', '亿', '元', '人', 'долларов', 'so‘m', 'теңге', '2024', 'года',
    'январь', 'from', 'to', 'от', 'до', '至', ',', '.', 'twenty', 'он', '百', 'km', '²', '(', '\u2009', '\ud83d\ude00', '\ud83d', 'rose', '同比',
  ) // prettier-ignore
  const sentence = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
    fc.array(word).map((words) => words.join('')),
  )

  test('every quote stands in it, every value is finite, and nothing is thrown', () => {
    fc.assert(
      fc.property(sentence, fc.constantFrom(...LANGUAGES, 'und' as const), (text, language) => {
        for (const figure of findFigures(text, language, { at })) {
          expect(text.slice(figure.start, figure.end)).toBe(figure.quote)
          expect(figure.quote).toMatch(/\S/u)
          expect(Number.isFinite(figure.value)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    '1',
    '1 ',
    '111 ',
    '1,',
    '5% ',
    '1-',
    '一',
    '1万',
    'a',
    ' ',
    '2024 ',
    '$5 (',
    'twenty ',
    'миллиард ',
    "a'",
  ])('a hostile run of %j takes no more than its length', (unit) => {
    const hostile = unit.repeat(Math.ceil((100 * 1024) / unit.length))
    for (const language of ['en', 'ru', 'zh'] as const) {
      findFigures(hostile.slice(0, 10_000), language, { at })
      const before = process.cpuUsage().user
      findFigures(hostile, language, { at })
      expect((process.cpuUsage().user - before) / 1000).toBeLessThan(250)
    }
  })
})

test('a period that opens a later clause with a figure of its own is not the figure’s before it', () => {
  const sentence = '2022年，两国提前实现700亿美元的贸易目标，今年1—3月贸易额同比增长22%。'
  const found = findFigures(sentence, 'zh', { at: Date.parse('2023-05-18T00:00Z') })
  expect(found.map(({ quote, period }) => [quote, period])).toEqual([
    ['700亿美元', '2022'],
    ['22%', '2023-Q1'],
  ])
})
