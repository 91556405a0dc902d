import { describe, expect, test } from 'vitest'
import { readableHeadline } from '../../../src/summaries/frames/frame.js'
import type { Language } from '../../../src/text/types.js'
import { LANGUAGES } from '../../../src/text/types.js'
import { prepareReader } from '../../../src/summaries/terms/reader.js'
import { markSentence } from '../../../src/summaries/reading/mark-sentences.js'
import { article, reader } from '../pack.js'

/** The frame of a title for a reader; undefined where the title stands as it is. */
function frameOf(written: Language, title: string, language: Language, pack = reader): string | undefined {
  const told = article({ id: 'a', title, language: written })
  const titled = { text: title, language: written, url: told.url, articleId: told.id, made: 'title' } as const
  const headline = readableHeadline({ article: told, titled, sentences: [], language, takesUnsure: true }, pack)
  return headline?.made === 'frame' ? headline.text : undefined
}

describe('a frame tells who did what with whom, where', () => {
  const rows: readonly (readonly [Language, string, Language, string])[] = [
    ['en', 'President Kassym-Jomart Tokayev met with Vladimir Putin in Sochi', 'ru', 'Касым-Жомарт Токаев — Владимир Путин: встреча'],
    ['ru', 'Президент Казахстана Касым-Жомарт Токаев встретился с Си Цзиньпином', 'en', 'Kassym-Jomart Tokayev met Xi Jinping'],
    ['kk', 'Қасым-Жомарт Тоқаев Астанада Өзбекстан Президенті Шавкат Мирзиёевпен кездесті', 'en', 'Kassym-Jomart Tokayev met Shavkat Mirziyoyev in Astana'],
    ['ky', 'Садыр Жапаров Бишкекте Тажикстандын президенти Эмомали Рахмон менен жолугушту', 'ru', 'Садыр Жапаров — Эмомали Рахмон: встреча · Бишкек'],
    ['uz', 'Shavkat Mirziyoyev Toshkentda Rossiya prezidenti Vladimir Putin bilan uchrashdi', 'en', 'Shavkat Mirziyoyev met Vladimir Putin in Tashkent'],
    ['tg', 'Эмомалӣ Раҳмон бо Президенти Ӯзбекистон Шавкат Мирзиёев дар Душанбе мулоқот кард', 'en', 'Emomali Rahmon met Shavkat Mirziyoyev in Dushanbe'],
    ['tk', 'Serdar Berdimuhamedow Aşgabatda Hytaýyň wise-premýeri bilen duşuşdy', 'en', "Serdar Berdimuhamedov met China's deputy prime minister in Ashgabat"],
    ['zh', '习近平在北京会见哈萨克斯坦总统托卡耶夫', 'en', 'Xi Jinping met Kassym-Jomart Tokayev in Beijing'],
    ['zh', '李强同吉尔吉斯斯坦总理举行会谈', 'ru', 'Ли Цян — Кыргызстан (премьер-министр): переговоры'],
    ['en', 'Uzbekistan and Kazakhstan discuss gas transit', 'ru', 'Узбекистан — Казахстан: переговоры (газ, транзит)'],
    ['ru', 'Президенты Узбекистана и России провели телефонный разговор', 'en', "Uzbekistan's president and Russia's president: phone call"],
    ['ru', 'Владимир Путин прибыл в Ташкент', 'en', 'Vladimir Putin visited Tashkent'],
    ['zh', '习近平抵达阿斯塔纳', 'en', 'Xi Jinping visited Astana'],
    ['uz', 'Oʻzbekiston Rossiya bilan shartnoma imzoladi', 'ru', 'Узбекистан — Россия: подписание (договор)'],
    ['en', 'Kazakhstan and China sign railway agreement', 'ru', 'Казахстан, Китай: подписание (соглашение)'],
    ['ru', 'Россия и Казахстан договорились о транзите нефти', 'en', 'Russia and Kazakhstan: agreement (transit, oil)'],
    ['en', 'Russia deported hundreds of Tajik citizens this week', 'ru', 'Россия: депортация (граждане: Таджикистан)'],
    ['en', 'Uzbek migrants were deported from Russia', 'ru', 'Россия: депортация (мигранты: Узбекистан)'],
    ['ru', 'Госдума приняла закон о въезде', 'en', "Russia's parliament: adoption (legislation)"],
    ['en', 'Uzbekistan joined the WTO', 'ru', 'Узбекистан: вступление (Всемирная торговая организация)'],
    ['en', 'Vladimir Putin called for tighter migration rules', 'ru', 'Владимир Путин: призыв (тема: миграция)'],
    ['ru', 'Шавкат Мирзиёев заявил, что торговля с соседями растёт', 'en', 'Shavkat Mirziyoyev: statement on trade'],
    ['ky', 'Казакстан Украинага гуманитардык жардам жөнөттү', 'en', 'Kazakhstan delivered to Ukraine: aid'],
    ['en', 'Li Qiang arrived in Bishkek', 'zh', '李强访问比什凯克'],
  ] // prettier-ignore
  test.each(rows)('%s: %s (%s)', (written, title, language, told) => {
    expect(frameOf(written, title, language)?.replace(/ · Сочи$/u, '')).toBe(told)
  })
})

describe('what is still to come says so', () => {
  test.each([
    ['en', 'Xi Jinping will meet Vladimir Putin in Tashkent', 'Xi Jinping to meet Vladimir Putin in Tashkent', 'en'],
    ['ru', 'Владимир Путин прибудет в Казахстан', 'Vladimir Putin to visit Kazakhstan', 'en'],
    ['ky', 'Садыр Жапаров Өзбекстанга мамлекеттик сапар менен барат', 'Садыр Жапаров: визит (Узбекистан) (план)', 'ru'],
    ['zh', '习近平将访问哈萨克斯坦', 'Си Цзиньпин: визит (Казахстан) (план)', 'ru'],
  ] as const)('%s: %s', (written, title, told, language) => {
    const other = written === language ? 'ru' : language
    expect(frameOf(written, title, other)).toBe(other === language ? told : 'Си Цзиньпин — Владимир Путин: встреча · Ташкент (план)') // prettier-ignore
  })
})

describe('no frame where a part is unsure', () => {
  const rows: readonly (readonly [string, Language, string])[] = [
    ['denial', 'en', 'Kassym-Jomart Tokayev did not meet Vladimir Putin'],
    ['denial', 'ru', 'Касым-Жомарт Токаев не встретился с Владимиром Путиным'],
    ['refusal', 'ru', 'Казахстан отказался, но Россия и Китай подписали соглашение'],
    ['doubt', 'en', 'Russia may deport hundreds of Tajik citizens'],
    ['condition', 'ru', 'Если Россия и Казахстан подписали договор, цены вырастут'],
    ['hearsay', 'zh', '据报道，习近平会见哈萨克斯坦总统托卡耶夫'],
    ['hearsay', 'en', 'Vladimir Putin met Kassym-Jomart Tokayev, source says'],
    ['a question', 'en', 'Kazakhstan and China sign agreement?'],
    ['a wish', 'en', 'Russia wants to deport Tajik citizens'],
    ['a quotation', 'ru', '«Владимир Путин прибыл в Ташкент и уехал», — гласит надпись'],
    ['unclear direction', 'en', 'Tajik citizens deported'],
    ['unclear direction', 'ru', 'Кредит Кыргызстана и Китая'],
    ['whose adviser', 'zh', '李强会见乌兹别克斯坦总统战略发展顾问乌穆尔扎科夫'],
    ['a deputy', 'en', 'Deputy Foreign Minister of Uzbekistan met with Vladimir Putin'],
    ['another of the same name', 'zh', '李强会见吉尔吉斯斯坦总理扎帕罗夫'],
    ['whose envoy', 'zh', '习近平主席特别代表访问哈萨克斯坦'],
    ['another state', 'zh', '李强会见越南国家主席武文赏'],
    ['what belongs to a state', 'kk', 'Қазақстан жастары Владимир Путинмен кездесті'],
    ['two acts', 'en', 'Kazakhstan says Russia and China sign agreement'],
    ['one man named twice', 'en', "Uzbekistan's Minister of Foreign Affairs, Bakhtiyor Saidov, held a meeting with colleagues"],
    ['nobody of the pack', 'en', 'John Smith met with Jane Doe in Astana'],
    ['dismissing is not being dismissed', 'en', 'Kassym-Jomart Tokayev sacked a minister'],
  ] // prettier-ignore
  test.each(rows)('%s (%s): %s', (_why, written, title) => {
    for (const language of LANGUAGES.filter((each) => each !== written))
      expect(frameOf(written, title, language)).toBeUndefined()
  })
})

const NEWS: readonly (readonly [Language, string])[] = [
  ['en', 'On Monday, President Kassym-Jomart Tokayev met with Vladimir Putin in Astana to discuss oil and gas'],
  ['ru', 'Президент Казахстана Касым-Жомарт Токаев подписал закон о миграции в Астане'],
  ['zh', '5月18日下午，国家主席习近平在西安会见来华出席峰会的土库曼斯坦总统别尔德穆哈梅多夫。'],
  ['ky', 'Россиянын президенти Владимир Путин бүгүн Кыргызстанга келди'],
]

test('every name of a frame stands in its sentence', () => {
  const { entities } = reader.region
  for (const [written, title] of NEWS) {
    const ids = markSentence(title, { index: 0, language: written, reader, figures: [] }).entityIds
    for (const language of LANGUAGES.filter((each) => each !== written)) {
      const frame = frameOf(written, title, language) ?? ''
      expect(frame).not.toBe('')
      const named = entities.filter(({ kind, name }) => (kind === 'person' || kind === 'country') && frame.includes(name[language])) // prettier-ignore
      for (const { id } of named) expect(ids).toContain(id)
    }
  }
})

test('a frame is at most 90 letters, and nothing in it is left to fill', () => {
  for (const [written, title] of NEWS)
    for (const language of LANGUAGES.filter((each) => each !== written)) {
      const frame = frameOf(written, title, language) ?? ''
      expect(frame.length).toBeLessThanOrEqual(90)
      expect(frame).not.toMatch(/[{}[\]]|undefined|\(\)/u)
    }
})

test('an article in its reader’s language keeps its title, one without a title gets a frame in its own', () => {
  const sentence = 'Владимир Путин прибыл в Ташкент.'
  const told = article({ id: 'a', language: 'ru', text: sentence })
  expect(frameOf('ru', sentence, 'ru')).toBeUndefined()
  expect(readableHeadline({ article: told, sentences: [sentence], language: 'ru', takesUnsure: true }, reader)).toEqual(
    {
      text: 'Владимир Путин: визит (Ташкент)',
      ...{ language: 'ru', url: told.url, articleId: 'a', made: 'frame' },
    },
  )
})

test('a frame keeps the title that it stands for', () => {
  const told = article({ id: 'a', language: 'en', title: 'Li Qiang arrived in Bishkek' })
  const titled = { text: told.title, language: 'en', url: told.url, articleId: 'a', made: 'title' } as const
  const headline = readableHeadline({ article: told, titled, sentences: [], language: 'ru', takesUnsure: true }, reader)
  expect(headline).toMatchObject({ text: 'Ли Цян: визит (Бишкек)', language: 'ru', original: told.title })
})

test('a pack without acts makes no frames', () => {
  const { frames: _frames, ...region } = reader.region
  expect(frameOf('en', 'Li Qiang arrived in Bishkek', 'ru', prepareReader(region))).toBeUndefined()
})

test('only acts that readers found true are shown, of sure offices, and talks with what they were about', () => {
  const shown = (title: string, written: Language = 'zh') => {
    const told = article({ id: 'a', title, language: written })
    const titled = { text: title, language: written, url: told.url, articleId: told.id, made: 'title' } as const
    return readableHeadline({ article: told, titled, sentences: [], language: 'en' }, reader)?.text
  }
  expect(shown('习近平在北京会见哈萨克斯坦总统托卡耶夫')).toBe('Xi Jinping met Kassym-Jomart Tokayev in Beijing')
  expect(shown('Узбекистан и Россия обсудили вопросы миграции', 'ru')).toBe(
    'Uzbekistan held talks with Russia: migration',
  )
  expect(shown('Госдума приняла закон о въезде', 'ru')).toBe('Госдума приняла закон о въезде')
  expect(shown('Сборная Казахстана выиграла матч', 'ru')).toBe('Сборная Казахстана выиграла матч')
})

describe('what an act is not', () => {
  const shown = (written: Language, title: string) => {
    const told = article({ id: 'a', title, language: written })
    const titled = { text: title, language: written, url: told.url, articleId: told.id, made: 'title' } as const
    return readableHeadline({ article: told, titled, sentences: [], language: written === 'en' ? 'ru' : 'en' }, reader)?.text // prettier-ignore
  }
  test.each([
    ['a meeting with the press', 'zh', '习近平同哈萨克斯坦总统共同会见记者'],
    ['a meeting of another day that somebody tells of', 'zh', '韩正表示，习近平主席同托卡耶夫总统会晤'],
    ['a war that a state owns', 'en', 'Leaders of Kazakhstan meet with Iran war in the background'],
  ] as const)('%s', (_why, written, title) => {
    expect(shown(written, title) ?? '').not.toMatch(/ met |held talks|встреча/u)
  })
  test('talks by telephone have no place', () => {
    expect(shown('ru', 'Владимир Путин и Касым-Жомарт Токаев провели телефонный разговор в Москве')).toBe('Vladimir Putin and Kassym-Jomart Tokayev: phone call') // prettier-ignore
  })
})
