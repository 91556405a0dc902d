import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAskedTime } from '../../../src/text/times/asked-times.js'
import type { Language } from '../../../src/text/types.js'

// A Thursday.
const AT = Date.parse('2025-07-10T12:00:00Z')

const shown = (question: string, language: Language): string | undefined => {
  const { time } = findAskedTime(question, language, AT)
  if (time === undefined) return undefined
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  return `${time.relation} ${day(time.from)} ${day(time.to)}`
}

describe('findAskedTime', () => {
  test.each<[Language, string]>([
    ['en', 'what happened last week'],
    ['ru', 'что случилось на прошлой неделе'],
    ['kk', 'өткен аптада не болды'],
    ['ky', 'өткөн жумада эмне болду'],
    ['uz', 'oʻtgan hafta nima boʻldi'],
    ['uz', 'ўтган ҳафта нима бўлди'],
    ['tg', 'ҳафтаи гузашта чӣ шуд'],
    ['tk', 'geçen hepde näme boldy'],
    ['zh', '上周发生了什么'],
  ])('knows last week in %s: %s', (language, question) => {
    expect(shown(question, language)).toBe('of 2025-06-30 2025-07-07')
  })

  test.each<[Language, string]>([
    ['en', 'exports in June'],
    ['ru', 'экспорт в июне'],
    ['kk', 'маусымдағы экспорт'],
    ['ky', 'июндагы экспорт'],
    ['uz', 'iyundagi eksport'],
    ['tg', 'содирот дар июн'],
    ['tk', 'iýunda eksport'],
    ['zh', '6月的出口'],
    ['zh', '上个月的出口'],
    ['en', 'exports last month'],
  ])('counts a month from the moment of asking, in %s: %s', (language, question) => {
    expect(shown(question, language)).toBe('of 2025-06-01 2025-07-01')
  })

  test.each<[Language, string]>([
    ['en', 'remittances last year'],
    ['ru', 'переводы за прошлый год'],
    ['kk', 'былтырғы аударымдар 2024 жылы'],
    ['ky', '2024-жылы акча которуулар'],
    ['uz', "o'tgan yil pul o'tkazmalari"],
    ['tg', 'интиқоли пул дар соли 2024'],
    ['tk', '2024-nji ýylda pul geçirimleri'],
    ['zh', '去年的侨汇'],
  ])('knows a year in %s: %s', (language, question) => {
    expect(shown(question, language)).toBe('of 2024-01-01 2025-01-01')
  })

  test('keeps the period as figures write it, where it is one', () => {
    expect(findAskedTime('2025年前5个月', 'zh', AT).time?.period).toBe('2025-01/05')
    expect(findAskedTime('first half of 2025', 'en', AT).time?.period).toBe('2025-H1')
    expect(findAskedTime('2023 and 2024', 'en', AT).time?.period).toBeUndefined()
  })

  test('knows days, however they are written', () => {
    for (const [question, language] of [
      ['on 17 June 2025', 'en'],
      ['17 июня 2025 года', 'ru'],
      ['2025-06-17', 'en'],
      ['17.06.2025', 'ru'],
      ['2025年6月17日', 'zh'],
    ] as const)
      // prettier-ignore
      expect(shown(question, language)).toBe('of 2025-06-17 2025-06-18')
  })

  test('reaches from then to now where "since" is asked', () => {
    expect(shown('trade since 2023', 'en')).toBe('since 2023-01-01 2025-07-10')
    expect(findAskedTime('news since the summit', 'en', AT)).toMatchObject({ isSinceEvent: true })
    expect(findAskedTime('sammitdan beri', 'uz', AT)).toMatchObject({ isSinceEvent: true })
  })

  test('finds no time where none is, and says where each stands', () => {
    expect(findAskedTime('may it be so', 'en', AT)).toEqual({ places: [], isSinceEvent: false })
    const question = 'trade in 2024 with China'
    const [place] = findAskedTime(question, 'en', AT).places
    expect(question.slice(place?.start, place?.end)).toBe('2024')
  })

  test('never throws and never ends before it begins', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('en', 'ru', 'zh', 'uz', 'und'), (question, language) => {
        const { time, places } = findAskedTime(question, language, AT)
        if (time !== undefined) expect(time.from).toBeLessThan(time.to)
        for (const { start, end } of places) expect(start).toBeLessThanOrEqual(end)
      }),
    ) // prettier-ignore
  })
})
