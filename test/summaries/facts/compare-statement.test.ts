import { describe, expect, test } from 'vitest'
import { compareStatement } from '../../../src/summaries/facts/compare-statement.js'
import type { Language } from '../../../src/text/types.js'
import { reader } from '../pack.js'

const trade = {
  what: 'trade-turnover', between: ['china', 'tajikistan'], value: 3.9e9, unit: 'USD', period: '2024',
  says: 'Trade between China and Tajikistan was $3.9 billion in 2024.',
} // prettier-ignore
const railway = {
  what: 'railway-cost', between: ['china', 'kyrgyzstan', 'uzbekistan'], value: 4.7e9, unit: 'USD', period: '2025',
  says: 'The China-Kyrgyzstan-Uzbekistan railway is priced at $4.7 billion (2025).',
} // prettier-ignore
const line = {
  what: 'pipeline-length', between: ['line-d'], value: 1000, unit: 'km', period: null, says: 'Line D is about 1,000 kilometres long.',
} // prettier-ignore

const compare = (baseline: object, lang: Language, text: string) =>
  compareStatement({ baseline, statement: { lang, text } }, reader)

describe('compareStatement', () => {
  test.each([
    ['same', trade, 'en', 'In 2024 Tajikistan and China traded goods worth $3.9 billion.'],
    ['changed', trade, 'ru', 'В 2025 году торговля Таджикистана с Китаем выросла до 4,3 млрд долларов.'],
    ['disputed', trade, 'tg', 'Ба гуфтаи вазорат, савдо бо Чин дар соли 2024 2,1 миллиард доллар буд.'],
    ['disputed', trade, 'en', 'The ministry denied that trade between China and Tajikistan was $3.9 billion in 2024.'],
    ['new', trade, 'en', 'Trade between Tajikistan and Russia reached $1.9 billion in 2024.'],
    ['new', trade, 'zh', '2024年中国与塔吉克斯坦贸易额增长12%。'],
    ['new', trade, 'en', 'Trade between Tajikistan and China is expected to reach $5 billion in 2027.'],
    ['unrelated', trade, 'en', 'The film runs for 3.9 hours.'],
    ['same', railway, 'uz', 'Temir yo‘l qurilishi 4,7 milliard dollarga baholandi.'],
    ['disputed', railway, 'kk', 'Сарапшылар 2025 жылы теміржол құны 8 миллиард доллар деді.'],
    ['changed', railway, 'zh', '2026年，中吉乌铁路造价升至55亿美元。'],
    ['new', line, 'en', 'Line D runs for 391 kilometres in Tajikistan.'],
  ] as const)('calls it %s', (expected, baseline, lang, text) => {
    expect(compare(baseline, lang, text)).toBe(expected)
  })

  test('names what is wrong with a row', () => {
    expect(() => compareStatement({ baseline: { ...trade, unit: 'apples' }, statement: { lang: 'en', text: 'x' } }, reader)).toThrow('baseline.unit') // prettier-ignore
  })
})
