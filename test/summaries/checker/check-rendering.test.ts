import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepSound } from '../../../src/summaries/checker/check-rendering.js'
import { faultsOf, type Fault, type Ground } from '../../../src/summaries/checker/check-sentence.js'
import { indexNames } from '../../../src/summaries/checker/names.js'
import { LANGUAGES } from '../../../src/text/types.js'
import { reader } from '../pack.js'

const names = indexNames(reader.region.entities.map(({ name, aliases }) => [...Object.values(name), ...Object.values(aliases).flat()])) // prettier-ignore
const ground = (quote: string, from: string, to: string): Ground => ({
  quotes: [{ text: quote, language: from }],
  language: to,
  names,
  vocabulary: new Set(),
})

test.each([
  ['zh', '2022年，中国与中亚五国贸易额达到702亿美元。', 'en', 'In 2022, trade between China and the five Central Asian states reached 70.2 billion US dollars.'],
  ['zh', '2022年，中国与中亚五国贸易额达到702亿美元。', 'ru', 'В 2022 году товарооборот Китая с пятью странами Центральной Азии достиг 70,2 млрд долларов США.'],
  ['en', 'Tokayev said Kazakhstan will not join the union.', 'ru', 'Токаев заявил, что Казахстан не будет вступать в союз.'],
  ['en', 'Tokayev said Kazakhstan will not join the union.', 'zh', '托卡耶夫表示，哈萨克斯坦将不加入该联盟。'],
  ['uz', 'Хитой ва Ўзбекистон савдо ҳажми 13 миллиард доллар бўлди.', 'en', 'Trade between China and Uzbekistan was 13 billion dollars.'],
  ['kk', 'Қазақстан 2025 жылы Қытайға 10 млн тонна астық экспорттамақ.', 'en', 'Kazakhstan plans to export 10 million tonnes of grain to China in 2025.'],
  ['en', 'Remittances to Tajikistan fell 5 percent in June, the central bank said.', 'tg', 'Бонки марказӣ гуфт, ки интиқоли маблағ ба Тоҷикистон дар моҳи июн 5 фоиз кам шуд.'],
  ['ru', 'Туркменистан поставил Китаю 1 367,5 млн куб. м газа с 17.06.2025.', 'en', 'Turkmenistan delivered 1,367.5 million cubic metres of gas to China from 17 June 2025.'],
])('%s: %s is faithfully said in %s', (from, quote, to, sentence) => {
  expect(faultsOf(sentence, ground(quote, from, to))).toEqual([])
}) // prettier-ignore

test.each<[Fault, string, string, string, string]>([
  ['negation', 'en', 'Tokayev said Kazakhstan will not join the union.', 'ru', 'Токаев заявил, что Казахстан будет вступать в союз.'],
  ['name', 'en', 'Tokayev said Kazakhstan will not join the union.', 'zh', '普京表示，哈萨克斯坦将不加入该联盟。'],
  ['forecast', 'kk', 'Қазақстан 2025 жылы Қытайға 10 млн тонна астық экспорттамақ.', 'en', 'Kazakhstan exported 10 million tonnes of grain to China in 2025.'],
  ['direction', 'en', 'Remittances to Tajikistan fell 5 percent in June.', 'ru', 'Переводы в Таджикистан в июне выросли на 5%.'],
  ['date', 'en', 'Remittances to Tajikistan fell 5 percent in June.', 'ru', 'Переводы в Таджикистан в июле снизились на 5%.'],
  ['attribution', 'ru', 'По словам Путина, Китай поставит Узбекистану 5 поездов.', 'en', 'China will supply Uzbekistan with 5 trains.'],
  ['speaker', 'en', 'Putin told Xi Jinping that Russia supports the talks.', 'en', 'Russia supports the talks, Xi Jinping told Putin.'],
  ['side', 'zh', '习近平表示，中国关注伊朗局势。', 'en', 'Xi Jinping said that China supports Iran.'],
  ['bound', 'ru', 'Китай вложит до 5 млрд долларов в Киргизию.', 'en', 'China will invest 5 billion dollars in Kyrgyzstan.'],
  ['number', 'en', 'Exports to China rose 5 percent and exports to Russia fell 7 percent.', 'en', 'Exports to China rose 7 percent and exports to Russia fell 5 percent.'],
  ['number', 'en', 'China will build 2 plants in Kazakhstan.', 'ru', 'Китай построит три завода в Казахстане.'],
  ['quotation', 'ru', 'Токаев назвал Китай «надёжным партнёром».', 'en', 'Tokayev called China “a reliable partner”.'],
  ['apart', 'en', 'Uzbekistan opened a school near the old bazaar.', 'en', 'Uzbekistan sees heavy rain and warm nights.'],
])('%s: a rendering that is not what was said is faulted', (fault, from, quote, to, sentence) => {
  expect(faultsOf(sentence, ground(quote, from, to))).toContain(fault)
}) // prettier-ignore

const NAMED = ['China', 'Russia', 'Kazakhstan', 'Uzbekistan', 'Tajikistan', 'Turkmenistan', 'Iran', 'Putin', 'Tokayev']
const amount = fc.record({
  value: fc.integer({ min: 2, max: 99_999 }),
  scale: fc.constantFrom('million', 'billion', 'percent', 'km', 'tonnes'),
})
const shown = ({ value, scale }: { value: number; scale: string }) =>
  scale === 'million' || scale === 'billion' ? `$${value} ${scale}` : `${value} ${scale}`

test('a number, a name, a month or a quotation that no quote has is never let through', () => {
  fc.assert(
    fc.property(
      amount, amount, fc.constantFrom(...NAMED), fc.constantFrom(...NAMED), fc.constantFrom('number', 'name', 'month', 'quotation', 'negation'),
      (held, other, name, stranger, kind) => {
        const quote = `Trade of ${name} reached ${shown(held)} in June 2024, it became known.`
        const said = (what: { name?: string; amount?: string; month?: string; verb?: string }) =>
          `Trade of ${what.name ?? name} ${what.verb ?? 'reached'} ${what.amount ?? shown(held)} in ${what.month ?? 'June'} 2024.`
        expect(faultsOf(said({}), ground(quote, 'en', 'en'))).toEqual([])
        if (kind === 'number' && shown(other) === shown(held)) return
        if (kind === 'name' && stranger === name) return
        const lie = {
          number: said({ amount: shown(other) }),
          name: said({ name: stranger }),
          month: said({ month: 'October' }),
          quotation: said({ verb: '“finally” reached' }),
          negation: said({ verb: 'never reached' }),
        }[kind]
        expect(keepSound(lie, ground(quote, 'en', 'en'))).toBe('')
      },
    ),
    { numRuns: 300 },
  ) // prettier-ignore
})

test('whatever a model says, what is kept has only digits, names and quotations of the quotes', () => {
  const quote = 'Токаев заявил, что в 2024 году Казахстан получил от Китая 43,8 млрд долларов.'
  const pieces = fc.constantFrom('Tokayev', 'Putin', 'said', 'Kazakhstan', 'China', 'received', '43.8', '44', 'billion', 'million', 'dollars', 'in', '2024', '2025', 'not', 'will', '"gift"', 'Smith', 'from', 'June', '.', ',', 'that') // prettier-ignore
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (words) => {
      const kept = keepSound(words.join(' '), ground(quote, 'ru', 'en'))
      expect(kept).not.toMatch(/Putin|Smith|\b44\b|2025|million|gift|June|\bnot\b|\bwill\b/)
    }),
    { numRuns: 500 },
  )
})

test('never throws, in any language, whatever it is given, and takes no long time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 200 }), fc.constantFrom(...LANGUAGES), (said, quote, language) => {
      expect(typeof keepSound(said, ground(quote, language, language))).toBe('string')
    }),
    { numRuns: 200 },
  ) // prettier-ignore
  const start = process.cpuUsage()
  keepSound('1 234,'.repeat(700), ground('1 234,'.repeat(50), 'ru', 'ru'))
  keepSound('“'.repeat(4_000), ground('“'.repeat(300), 'en', 'en'))
  keepSound('斯克尔夫'.repeat(1_000), ground('斯'.repeat(300), 'zh', 'zh'))
  expect(process.cpuUsage(start).user / 1_000).toBeLessThan(5_000)
})
