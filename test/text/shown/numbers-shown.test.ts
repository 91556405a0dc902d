import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { showCount, showDay, showFigure, showPeriod } from '../../../src/text/shown/numbers-shown.js'
import { LANGUAGES, UNITS, type Language } from '../../../src/text/types.js'

const LINES: Record<Language, readonly [money: string, share: string, people: string, power: string, period: string]> =
  {
    en: ['$43.8 bn', '12.5%', 'about 157,000 people', '2.4 GW', 'Jan-May 2025'],
    ru: ['43,8 млрд долл.', '12,5 %', 'около 157 тыс. чел.', '2,4 ГВт', 'январь–май 2025 г.'],
    kk: ['43,8 млрд доллар', '12,5 %', 'шамамен 157 мың адам', '2,4 ГВт', '2025 ж. қаңтар–мамыр'],
    ky: ['43,8 млрд доллар', '12,5 %', 'болжол менен 157 миң киши', '2,4 ГВт', '2025-ж. январь–май'],
    uz: ['43,8 mlrd dollar', '12,5%', 'taxminan 157 ming kishi', '2,4 GVt', '2025-yil yanvar–may'],
    tg: ['43,8 млрд доллар', '12,5 %', 'тақрибан 157 ҳазор нафар', '2,4 ГВт', 'январ–майи 2025'],
    tk: ['43,8 mlrd dollar', '12,5%', 'takmynan 157 müň adam', '2,4 GWt', '2025 ý. ýanwar–maý'],
    zh: ['438亿美元', '12.5%', '约15.7万人', '240万千瓦', '2025年1—5月'],
  }

describe('showFigure', () => {
  test.each(Object.entries(LINES))('writes figures as %s writes them', (language, [money, share, people, power]) => {
    const reader = language as Language
    expect(showFigure({ value: 43.8e9, unit: 'USD' }, reader)).toBe(money)
    expect(showFigure({ value: 12.5, unit: 'percent' }, reader)).toBe(share)
    expect(showFigure({ value: 157_000, unit: 'people', bound: 'about' }, reader)).toBe(people)
    expect(showFigure({ value: 2.4e9, unit: 'W' }, reader)).toBe(power)
  })

  test('writes a number out where a scale would round it', () => {
    expect(showFigure({ value: 116_949, unit: 'people' }, 'ru')).toBe('116\u202f949 чел.')
    expect(showFigure({ value: 94.82e9, unit: 'USD' }, 'en')).toBe('$94.82 bn')
    expect(showFigure({ value: 1_234_567, unit: 't' }, 'en')).toBe('1,234,567 t')
    expect(showFigure({ value: 3120.4e8, unit: 'CNY' }, 'zh')).toBe('3120.4亿元人民币')
  })

  test('writes a bare number with the marks of the language', () => {
    expect([showCount(12_500, 'en'), showCount(12_500, 'ru'), showCount(12_500, 'zh')]).toEqual([
      '12,500', '12\u202f500', '12500',
    ]) // prettier-ignore
  })

  test('puts the bound before the figure', () => {
    expect(showFigure({ value: 30e9, unit: 'm3', bound: 'at-least' }, 'ru')).toBe('не менее 30 млрд м³')
    expect(showFigure({ value: 4.5e6, unit: 't', bound: 'at-most' }, 'en')).toBe('up to 4.5 m t')
  })

  test('puts the sign of a rise behind the bound', () => {
    expect(showFigure({ value: 50, unit: 'percent', bound: 'about', isChange: true }, 'zh')).toBe('约+50%')
    expect(showFigure({ value: -3, unit: 'percent', isChange: true }, 'en')).toBe('-3%')
  })

  test('takes the Russian genitive after a bound', () => {
    expect(showFigure({ value: 3, unit: 'countries', bound: 'at-least' }, 'ru')).toBe('не менее 3 стран')
    expect(showFigure({ value: 21, unit: 'trains', bound: 'at-most' }, 'ru')).toBe('до 21 поезда')
  })

  test('counts in the plural of the language', () => {
    expect(showFigure({ value: 1, unit: 'countries' }, 'en')).toBe('1 country')
    expect(showFigure({ value: 22, unit: 'countries' }, 'ru')).toBe('22 страны')
    expect(showFigure({ value: 25, unit: 'projects' }, 'ru')).toBe('25 проектов')
    expect(showFigure({ value: 61, unit: 'projects' }, 'zh')).toBe('61个项目')
  })

  test('has words for every unit in every language', () => {
    for (const language of LANGUAGES)
      for (const unit of UNITS)
        expect(showFigure({ value: 3, unit, bound: 'at-least' }, language)).not.toMatch(/[{}]|undefined/u)
  })

  test('never throws, whatever the number', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom(...UNITS), fc.constantFrom(...LANGUAGES), (value, unit, language) => {
        expect(showFigure({ value, unit }, language)).toBeTypeOf('string')
      }),
    )
  })
})

describe('showPeriod', () => {
  test.each(Object.entries(LINES))('writes a run of months as %s writes it', (language, [, , , , period]) => {
    expect(showPeriod('2025-01/05', language as Language)).toBe(period)
  })

  test('writes years, halves, quarters and months', () => {
    expect(['2024', '2025-H1', '2025-Q2', '2025-06', '2025-2027'].map((period) => showPeriod(period, 'en'))).toEqual([
      '2024', 'H1 2025', 'Q2 2025', 'Jun 2025', '2025-2027',
    ]) // prettier-ignore
    expect(['2024', '2025-H2', '2025-Q2', '2025-06', '2025-2027'].map((period) => showPeriod(period, 'zh'))).toEqual([
      '2024年', '2025年下半年', '2025年第2季度', '2025年6月', '2025—2027年',
    ]) // prettier-ignore
    expect(showPeriod('2025-H1', 'ru')).toBe('1-е полугодие 2025 г.')
    expect(showPeriod('2025-Q2', 'tg')).toBe('семоҳаи 2-юми соли 2025')
  })

  test('shows what it does not know as it is', () => {
    expect(showPeriod('2025-13', 'en')).toBe('2025-13')
    expect(showPeriod('lately', 'ru')).toBe('lately')
  })
})

describe('showDay', () => {
  test.each([
    ['en', '18 June 2025'],
    ['ky', '2025-ж. 18-июнь'],
    ['uz', '2025-yil 18-iyun'],
    ['tg', '18 июни 2025'],
    ['tk', '2025-nji ýylyň 18-nji iýuny'],
    ['zh', '2025年6月18日'],
  ] as const)('writes a day as the press of %s does', (language, day) => {
    expect(showDay(Date.parse('2025-06-18T09:00Z'), language, 'Asia/Almaty')).toBe(day)
  })

  test('takes the day from the clocks of the zone', () => {
    expect(showDay(Date.parse('2025-06-18T22:00Z'), 'tg', 'Asia/Almaty')).toBe('19 июни 2025')
    expect(showDay(Date.parse('2026-12-09T09:00Z'), 'tk', 'UTC')).toBe('2026-njy ýylyň 9-njy dekabry')
  })
})
