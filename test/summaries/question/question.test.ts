import { expect, test } from 'vitest'
import { questionOf, understand } from '../../../src/summaries/question/question.js'
import type { Language } from '../../../src/text/types.js'
import { reader } from '../pack.js'

// A Tuesday.
const AT = Date.parse('2025-07-08T09:00:00Z')

const meant = (language: Language, text: string) => questionOf(understand(text, { reader, language, at: AT }), text)
const day = (at: number) => new Date(at).toISOString().slice(0, 10)

test.each<[Language, string]>([
  ['en', 'Compare the trade of Kazakhstan and Uzbekistan with China'],
  ['ru', 'Сравни торговлю Казахстана и Узбекистана с Китаем'],
  ['kk', 'Қазақстан мен Өзбекстанның Қытаймен саудасын салыстыр'],
  ['ky', 'Казакстан менен Өзбекстандын Кытай менен соодасын салыштыр'],
  ['uz', 'Qozogʻiston va Oʻzbekistonning Xitoy bilan savdosini solishtiring'],
  ['tg', 'Савдои Қазоқистон ва Ӯзбекистонро бо Чин муқоиса кунед'],
  ['tk', 'Gazagystanyň we Özbegistanyň Hytaý bilen söwdasyny deňeşdir'],
  ['zh', '比较哈萨克斯坦和乌兹别克斯坦与中国的贸易'],
])('%s: two sides are compared', (language, text) => {
  const { kind, entityIds } = meant(language, text)
  expect(kind).toBe('compare')
  expect([...entityIds].sort()).toEqual(['china', 'kazakhstan', 'uzbekistan'])
})

test.each<[Language, string]>([
  ['en', 'Did Kazakhstan join BRICS?'],
  ['ru', 'Вступил ли Казахстан в БРИКС?'],
  ['kk', 'Қазақстан БРИКС-ке кірді ме?'],
  ['ky', 'Казакстан БРИКСке кирдиби?'],
  ['uz', 'Qozogʻiston BRIKSga kirdimi?'],
  ['tg', 'Оё Қазоқистон ба БРИКС дохил шуд?'],
  ['tk', 'Gazagystan BRIKS-e girdimi?'],
  ['zh', '哈萨克斯坦加入金砖国家了吗？'],
])('%s: a question for yes or no is known', (language, text) => {
  const { kind, entityIds } = meant(language, text)
  expect(kind).toBe('whether')
  expect(entityIds).toContain('kazakhstan')
})

test.each<[Language, string]>([
  ['en', 'gas exports last week'],
  ['ru', 'экспорт газа на прошлой неделе'],
  ['kk', 'өткен аптадағы газ экспорты'],
  ['ky', 'өткөн жумадагы газ экспорту'],
  ['uz', 'oʻtgan haftadagi gaz eksporti'],
  ['tg', 'содироти газ дар ҳафтаи гузашта'],
  ['tk', 'geçen hepdedäki gaz eksporty'],
  ['zh', '上周的天然气出口'],
])('%s: last week is the one before this, counted from the moment of asking', (language, text) => {
  const { time } = meant(language, text)
  expect(time && [day(time.from), day(time.to), time.relation]).toEqual(['2025-06-30', '2025-07-07', 'of'])
})

test.each<[Language, string]>([
  ['en', 'remittances to Tajikistan in June'],
  ['ru', 'переводы в Таджикистан в июне'],
  ['kk', 'маусымда Тәжікстанға ақша аударымдары'],
  ['ky', 'июнда Тажикстанга акча которуулар'],
  ['uz', 'iyunda Tojikistonga pul oʻtkazmalari'],
  ['tg', 'интиқоли маблағ ба Тоҷикистон дар моҳи июн'],
  ['tk', 'iýunda Täjigistana pul geçirimleri'],
  ['zh', '6月塔吉克斯坦的侨汇'],
])('%s: a month without a year is the last one', (language, text) => {
  expect(meant(language, text).time?.period).toBe('2025-06')
})

test.each<[Language, string]>([
  ['en', 'gas agreements since the summit in Astana'],
  ['ru', 'соглашения по газу после саммита в Астане'],
  ['kk', 'Астана саммитінен бері газ келісімдері'],
  ['ky', 'Астана саммитинен бери газ келишимдери'],
  ['uz', 'Ostona sammitidan beri gaz kelishuvlari'],
  ['tg', 'созишномаҳои газ пас аз саммити Остона'],
  ['tk', 'Astana sammitinden bäri gaz ylalaşyklary'],
  ['zh', '阿斯塔纳峰会以来的天然气协议'],
])('%s: an event that the time begins with is no part of the subject', (language, text) => {
  const { since, facets, time } = meant(language, text)
  expect(time).toBeUndefined()
  expect(since?.flatMap((facet) => (facet.kind === 'entity' ? [facet.id] : []))).toContain('astana')
  expect(facets.some((facet) => facet.kind === 'entity' && facet.id === 'astana')).toBe(false)
  expect(facets.length).toBeGreaterThan(0)
})

test.each<[Language, string]>([
  ['ru', 'сколько мигрантов выслали из россии'],
  ['ru', 'СКОЛЬКО МИГРАНТОВ ВЫСЛАЛИ ИЗ РОССИИ'],
  ['en', 'how many migrants did russia expel'],
  ['ru', 'skolko migrantov vyslali iz rossii'],
  ['en', 'crjkmrj vbuhfynjd dsckfkb bp hjccbb'],
])('%s: who writes no capitals, or on another keyboard, is understood: %s', (language, text) => {
  const { entityIds, measureIds } = meant(language, text)
  expect(entityIds).toEqual(['russia'])
  expect(measureIds).toEqual(expect.arrayContaining(['migrants', 'deportation']))
})

test('a word in small letters that means something else is no name', () => {
  expect(meant('ru', 'кто построит аэс в казахстане').conceptIds).toContain('nuclear-power')
  expect(meant('en', 'who told us about trade').entityIds).toEqual([])
  expect(meant('en', 'Trade of the us with Kazakhstan').entityIds).toEqual(['kazakhstan'])
})

test.each<[Language, string]>([
  ['en', 'What did Beijing promise Tajikistan?'],
  ['ru', 'что обещал Пекин Таджикистану'],
])('%s: a capital that speaks is its state', (language, text) => {
  expect(meant(language, text)).toMatchObject({ kind: 'said', entityIds: ['china', 'tajikistan'] })
})

test.each(['What did Xi promise in Astana?', 'What did Xi promise at the Astana summit?'])(
  'a capital where something is said stays a city: %s',
  (text) => {
    expect(meant('en', text).entityIds).toContain('astana')
  },
)

test.each<[Language, string, string]>([
  ['ru', 'сколько стоит железная дорога Китай-Кыргызстан-Узбекистан?', 'railway-cost'],
  ['ru', 'Сколько стоит Рогун?', 'hydro-cost'],
  ['en', 'How much will Kambarata-1 cost?', 'hydro-cost'],
])('%s: of a project, what it costs is its own measure: %s', (language, text, measure) => {
  expect(meant(language, text).measureIds).toEqual([measure])
})

test.each(['King Charles', 'what did the king say', 'KING'])(
  'a word that sounds like a short surname is no name: %s',
  (text) => {
    expect(meant('en', text).entityIds).toEqual([])
  },
)

test('a misspelt surname is found', () => {
  expect(meant('en', 'what did Tokaiev say').entityIds).toEqual(['kassym-jomart-tokayev'])
})
