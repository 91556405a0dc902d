import { expect, test } from 'vitest'
import { followUp } from '../../../src/summaries/question/follow-up.js'
import { questionOf, understand } from '../../../src/summaries/question/question.js'
import type { Language } from '../../../src/text/types.js'
import { reader } from '../pack.js'
import type { Understood } from '../../../src/summaries/terms/understood.js'

const AT = Date.parse('2025-07-08T09:00:00Z')

// What is kept between two questions is plain data: it goes over threads as JSON does.
function talk(language: Language, ...questions: string[]) {
  const understood = questions.reduce<Understood | undefined>((before, question) => {
    const alone = understand(question, { reader, language, at: AT })
    return before === undefined ? alone : followUp(alone, JSON.parse(JSON.stringify(before)) as Understood, { reader })
  }, undefined)
  if (understood === undefined) throw new Error('no question')
  const { entityIds, measureIds, kind, time, conceptIds } = questionOf(understood, '')
  return { names: [...entityIds].sort(), measures: measureIds, concepts: conceptIds, kind, period: time?.period }
}

const FIRST: Readonly<Record<Language, string>> = {
  en: 'How large was the trade between Kazakhstan and China in 2024?',
  ru: 'Каким был товарооборот Казахстана с Китаем в 2024 году?',
  kk: 'Қазақстан мен Қытай арасындағы тауар айналымы 2024 жылы қанша болды?',
  ky: 'Казакстан менен Кытайдын соода жүгүртүүсү 2024-жылы канча болду?',
  uz: 'Qozogʻiston va Xitoy oʻrtasidagi tovar ayirboshlash 2024-yilda qancha boʻldi?',
  tg: 'Гардиши мол байни Қазоқистону Чин дар соли 2024 чӣ қадар буд?',
  tk: 'Gazagystan bilen Hytaýyň haryt dolanyşygy 2024-nji ýylda näçe boldy?',
  zh: '2024年哈萨克斯坦与中国的贸易额是多少？',
}

test.each<[Language, string]>([
  ['en', 'and with Russia?'],
  ['ru', 'а с Россией?'],
  ['kk', 'ал Ресеймен ше?'],
  ['ky', 'Россия мененчи?'],
  ['uz', 'Rossiya bilan-chi?'],
  ['tg', 'бо Русия чӣ?'],
  ['tk', 'Russiýa bilen näçe?'],
  ['zh', '那和俄罗斯呢？'],
])('%s: another partner keeps the measure, the year and the state', (language, next) => {
  const [first, second] = [talk(language, FIRST[language]), talk(language, FIRST[language], next)]
  expect(first.names).toEqual(['china', 'kazakhstan'])
  expect(second).toEqual({ ...first, names: ['kazakhstan', 'russia'] })
  expect(second.period).toBe('2024')
})

test.each<[Language, string]>([
  ['en', 'and Uzbekistan?'],
  ['ru', 'а Узбекистан?'],
  ['kk', 'ал Өзбекстан ше?'],
  ['ky', 'Өзбекстанчы?'],
  ['uz', 'Oʻzbekiston-chi?'],
  ['tg', 'Ӯзбекистон чӣ?'],
  ['tk', 'Özbegistan nähili?'],
  ['zh', '乌兹别克斯坦呢？'],
])('%s: another state of the region keeps the partner', (language, next) => {
  expect(talk(language, FIRST[language], next).names).toEqual(['china', 'uzbekistan'])
})

test.each<[Language, string]>([
  ['en', 'and in 2023?'],
  ['ru', 'а в 2023?'],
  ['kk', 'ал 2023 жылы ше?'],
  ['ky', '2023-жылычы?'],
  ['uz', '2023-yilda-chi?'],
  ['tg', 'дар соли 2023 чӣ?'],
  ['tk', '2023-nji ýylda näçe?'],
  ['zh', '2023年呢？'],
])('%s: another year keeps all the rest', (language, next) => {
  const first = talk(language, FIRST[language])
  expect(talk(language, FIRST[language], next)).toEqual({ ...first, period: '2023' })
})

test('a talk goes on from what was meant, not from what was said last', () => {
  const third = talk('ru', FIRST.ru, 'а с Россией?', 'а в 2023?')
  expect(third).toMatchObject({ names: ['kazakhstan', 'russia'], period: '2023' })
  expect(third.measures).toEqual(talk('ru', FIRST.ru).measures)
})

test('another subject keeps the names', () => {
  const before = talk('en', FIRST.en)
  const next = talk('en', FIRST.en, 'and loans?')
  expect(next.names).toEqual(before.names)
  expect(next.measures).not.toEqual(before.measures)
})

test.each([
  'What did Rahmon say about the Rogun dam?',
  'How many migrants were deported from Russia?',
  'gas exports of Turkmenistan',
])('a question with names and a subject of its own stands alone: %s', (next) => {
  expect(talk('en', FIRST.en, next)).toEqual(talk('en', next))
})

test.each<[Language, string]>([
  ['en', 'when?'],
  ['en', 'who pays for it?'],
  ['ru', 'когда её построят?'],
  ['ru', 'сколько?'],
  ['zh', '什么时候？'],
])('%s: what names nobody asks about those who were named before: %s', (language, next) => {
  const first = talk(language, FIRST[language])
  const second = talk(language, FIRST[language], next)
  expect(second.names).toEqual(first.names)
  expect(second.kind).not.toBe('about')
})

test.each<[Language, string]>([
  ['en', 'Kambarata-1'],
  ['en', 'Rosatom'],
  ['en', 'Rosatom?'],
  ['ru', 'Росатом'],
  ['zh', '俄罗斯'],
  ['en', 'What is new today?'],
  ['en', 'today'],
  ['en', 'what happened yesterday?'],
  ['ru', 'что нового сегодня?'],
  ['kk', 'бүгін не жаңалық?'],
  ['ky', 'бүгүн эмне жаңылык?'],
  ['uz', 'bugun nima yangilik?'],
  ['tg', 'имрӯз чӣ нав?'],
  ['tk', 'şu gün näme täzelik?'],
  ['zh', '今天有什么新闻？'],
  ['en', 'Tajikistan 2024'],
  ['en', 'how many people live there in Uzbekistan?'],
])('"for 30 minutes any name or day was taken as going on": %s: %s stands alone', (language, next) => {
  expect(talk(language, FIRST[language], next)).toEqual(talk(language, next))
})

test.each<[Language, string]>([
  ['en', 'with Russia?'],
  ['ru', 'с Россией?'],
])('%s: half a question goes on: %s', (language, next) => {
  expect(talk(language, FIRST[language], next).names).toEqual(['kazakhstan', 'russia'])
})

test('the same asked in money wants a figure', () => {
  const before = understand('Rogun dam', { reader, language: 'en', at: AT })
  const meant = followUp(understand('and the cost?', { reader, language: 'en', at: AT }), before, { reader })
  expect(meant).toMatchObject({ needsFigure: true, wantsFigure: true })
  expect(meant.units).toContain('USD')
})

test('"it" of "is it true" stands for nothing', () => {
  expect(talk('en', FIRST.en, 'is it true that migrants were deported?').names).toEqual([])
})
