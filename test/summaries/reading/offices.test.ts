import { describe, expect, test } from 'vitest'
import { readSentences } from '../../../src/summaries/reading/mark-sentences.js'
import type { Language } from '../../../src/text/types.js'
import { reader } from '../pack.js'

const on = (day: string) => Date.parse(`${day}T12:00Z`)

/** Persons of the pack that a sentence names, on a day. */
function persons(text: string, language: Language, day: string): string[] {
  const sentences = readSentences({ title: '', text, publishedAt: on(day) }, language, reader)
  const ids = sentences.flatMap(({ entityIds }) => entityIds)
  return [...new Set(ids)].filter((id) => reader.entityById.get(id)?.kind === 'person')
}

const TOKAYEV = 'kassym-jomart-tokayev'
const NAZARBAYEV = 'nursultan-nazarbayev'

const presidents: readonly [Language, string][] = [
  ['en', 'The Kazakh president signed the law.'],
  ['en', 'A letter reached the president of Kazakhstan on Monday.'],
  ['en', 'Kazakhstan’s president spoke by telephone.'],
  ['en', 'The President of the Republic of Kazakhstan opened the plant.'],
  ['ru', 'Президент Казахстана подписал закон.'],
  ['ru', 'Об этом сообщили президенту Казахстана.'],
  ['ru', 'Встреча с казахстанским президентом прошла в Астане.'],
  ['ru', 'Президент Республики Казахстан открыл завод.'],
  ['kk', 'Қазақстан президенті заңға қол қойды.'],
  ['kk', 'Бұл туралы Қазақстанның Президентіне хабарланды.'],
  ['kk', 'Қазақстан Республикасының Президенті зауытты ашты.'],
  ['ky', 'Казакстандын президенти мыйзамга кол койду.'],
  ['uz', 'Qozog‘iston prezidenti qonunni imzoladi.'],
  ['uz', 'Қозоғистон президентига хат юборилди.'],
  ['tg', 'Президенти Қазоқистон қонунро имзо кард.'],
  ['tg', 'Президенти Ҷумҳурии Қазоқистон корхонаро кушод.'],
  ['tk', 'Gazagystanyň prezidenti kanuna gol çekdi.'],
  ['zh', '哈萨克斯坦总统表示，新铁路将于明年开工。'],
  ['zh', '哈萨克斯坦总统在阿斯塔纳出席会议。'],
]

describe('a person named by office and country', () => {
  test.each(presidents)('%s: %s', (language, text) => {
    expect(persons(text, language, '2025-06-17')).toContain(TOKAYEV)
    expect(persons(text, language, '2018-06-17')).toContain(NAZARBAYEV)
    expect(persons(text, language, '2018-06-17')).not.toContain(TOKAYEV)
  })

  test('other offices have their holders too', () => {
    const day = '2025-06-17'
    expect(persons('The Prime Minister of Uzbekistan arrived.', 'en', day)).toEqual(['abdulla-aripov'])
    expect(persons('The Chinese foreign minister arrived.', 'en', day)).toEqual(['wang-yi'])
    expect(persons('Глава МИД Китая прибыл в Ташкент.', 'ru', day)).toEqual(['wang-yi'])
    expect(persons('Қытайдың сыртқы істер министрі келді.', 'kk', day)).toEqual(['wang-yi'])
    expect(persons('O‘zbekiston bosh vaziri keldi.', 'uz', day)).toEqual(['abdulla-aripov'])
    expect(persons('Вазири корҳои хориҷии Чин омад.', 'tg', day)).toEqual(['wang-yi'])
    expect(persons('Hytaýyň daşary işler ministri geldi.', 'tk', day)).toEqual(['wang-yi'])
    expect(persons('Өзбекстандын премьер-министри келди.', 'ky', day)).toEqual(['abdulla-aripov'])
    expect(persons('中国外交部长将访问杜尚别。', 'zh', day)).toEqual(['wang-yi'])
    expect(persons('乌兹别克斯坦总理抵达北京。', 'zh', day)).toEqual(['abdulla-aripov'])
  })

  test('nobody where the pack knows no holder at the date', () => {
    expect(persons('The Chinese foreign minister arrived.', 'en', '2023-03-01')).toEqual([])
    expect(persons('The Mongolian president arrived.', 'en', '2025-06-17')).toEqual([])
    expect(persons('Президент Казахстана прибыл.', 'ru', '1985-06-17')).toEqual([])
  })

  const nobody: readonly [Language, string][] = [
    ['en', 'The former Kazakh president wrote a book.'],
    ['en', 'The first president of Kazakhstan wrote a book.'],
    ['en', 'Kazakh Vice-President posts do not exist.'],
    ['en', 'The deputy prime minister of Uzbekistan arrived.'],
    ['en', 'The president of the Kazakh football federation resigned.'],
    ['en', 'Uzbek President Islam Karimov had built it.'],
    ['en', 'In Kazakhstan President Somebody was met with bread.'],
    ['en', 'The Kazakh presidential election was held early.'],
    ['en', 'In 1997 the president of Kazakhstan moved the capital.'],
    ['en', 'They met in Kazakhstan, president of the bank among them.'],
    ['ru', 'Бывший президент Казахстана написал книгу.'],
    ['ru', 'Первый президент Казахстана написал книгу.'],
    ['ru', 'Вице-премьер Узбекистана прибыл.'],
    ['ru', 'Заместитель премьер-министра Узбекистана прибыл.'],
    ['ru', 'Президент Казахстанской федерации футбола ушёл.'],
    ['ru', 'Президент Узбекистана Ислам Каримов говорил об этом.'],
    ['kk', 'Қазақстанда президент сайлауы өтті.'],
    ['kk', 'Өзбекстан премьер-министрінің орынбасары келді.'],
    ['kk', 'Қазақстанның тұңғыш президенті кітап жазды.'],
    ['ky', 'Өзбекстандын премьер-министринин орун басары келди.'],
    ['uz', 'O‘zbekiston bosh vaziri o‘rinbosari keldi.'],
    ['tg', 'Муовини сарвазири Ӯзбекистон омад.'],
    ['tk', 'Özbegistanyň premýer-ministriniň orunbasary geldi.'],
    ['zh', '哈萨克斯坦前总统出版新书。'],
    ['zh', '哈萨克斯坦总统选举提前举行。'],
    ['zh', '乌兹别克斯坦副总理抵达北京。'],
    ['zh', '乌兹别克斯坦总统卡里莫夫曾访华。'],
  ]
  test.each(nobody)('%s: nobody in "%s"', (language, text) => {
    expect(persons(text, language, '2025-06-17')).toEqual([])
  })

  test('an article that names another holder may mean him', () => {
    const text = 'Trump met the press. A film star scolded the US president.'
    expect(persons(text, 'en', '2023-06-17')).toEqual(['donald-trump'])
    expect(persons('A film star scolded the US president.', 'en', '2023-06-17')).toEqual(['joe-biden'])
  })

  test('an article without a day of its own names nobody', () => {
    const [, sentence] = readSentences(
      { title: '', text: 'The Kazakh president spoke.', publishedAt: on('2025-06-17'), isUndated: true },
      'en',
      reader,
    )
    expect(sentence?.entityIds).toEqual(['kazakhstan'])
  })
})
