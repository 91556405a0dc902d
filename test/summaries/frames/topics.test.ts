import { describe, expect, test } from 'vitest'
import { readableHeadline } from '../../../src/summaries/frames/frame.js'
import { findTopics } from '../../../src/summaries/frames/topics.js'
import { markSentence } from '../../../src/summaries/reading/mark-sentences.js'
import { prepareReader } from '../../../src/summaries/terms/reader.js'
import type { Language } from '../../../src/text/types.js'
import { LANGUAGES } from '../../../src/text/types.js'
import { article, reader } from '../pack.js'

/** The headline of a title that a reader is shown; undefined where it stands as it is. */
function shown(
  written: Language,
  title: string,
  language: Language,
  sentences: readonly string[] = [],
): string | undefined {
  // prettier-ignore
  const told = article({ id: 'a', title, language: written })
  const titled = { text: title, language: written, url: told.url, articleId: told.id, made: 'title' } as const
  const headline = readableHeadline({ article: told, titled, sentences, language, takesTopics: true }, reader)
  return headline?.made === 'frame' ? headline.text : undefined
}

const english = (written: Language, title: string) => shown(written, title, written === 'en' ? 'ru' : 'en')

describe('a headline without an act says whom and what of', () => {
  const rows: readonly (readonly [Language, string, Language, string])[] = [
    ['en', 'Uzbekistan doubles gas imports from Russia', 'ru', 'Узбекистан, Россия: газ, импорт'],
    ['ru', 'Казахстан увеличит экспорт зерна в Китай', 'zh', '哈萨克斯坦、中国：出口、粮食'],
    ['kk', 'Қазақстан Қытайға мұнай экспортын арттырады', 'en', 'Kazakhstan, China: oil, exports'],
    ['ky', 'Кыргызстан менен Тажикстандын чек арасы ачылды', 'ru', 'Кыргызстан, Таджикистан: граница'],
    ['uz', 'Rossiyadagi migrantlar uchun yangi qonun loyihasi tayyorlandi', 'en', 'Russia: migration, legislation'],
    ['tg', 'Русия ба воридоти мева аз Тоҷикистон маҳдудият ҷорӣ кард', 'en', 'Russia, Tajikistan: imports, food'],
    ['tk', 'Türkmenistan Eýrana gaz eksportyny artdyrýar', 'en', 'Turkmenistan, Iran: gas, exports'],
    ['zh', '哈萨克斯坦今年对中国天然气出口增长', 'en', 'Kazakhstan, China: gas, exports'],
    ['en', 'Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan seek more water from glaciers', 'ru', 'Центральная Азия: вода, ледники'],
    ['en', 'Austria and Uzbekistan weigh new rules on migration', 'ru', 'Австрия, Узбекистан: миграция'],
    ['ru', 'Госдума ужесточит наказание для мигрантов', 'en', 'Russia: migration'],
    ['zh', '全国政协主席王沪宁会见来华出席峰会的塔吉克斯坦总统拉赫蒙', 'en', 'China, Emomali Rahmon: meeting'],
  ] // prettier-ignore
  test.each(rows)('%s: %s (%s)', (written, title, language, told) => {
    expect(shown(written, title, language)).toBe(told)
  })

  test('an act that is sure goes before', () => {
    expect(english('ru', 'Владимир Путин прибыл в Казахстан на переговоры о газе')).toBe('Vladimir Putin visited Kazakhstan') // prettier-ignore
  })

  test('the lead tells it where the title names nobody, further sentences do not', () => {
    const lead = 'Uzbekistan will buy more gas from Russia.'
    expect(shown('en', 'A cold winter ahead', 'ru', [lead])).toBe('Узбекистан, Россия: газ')
    expect(shown('en', 'A cold winter ahead', 'ru', ['Nobody knew it yet.', lead])).toBeUndefined()
  })

  test('a pack without topics makes none', () => {
    const { frames, ...region } = reader.region
    if (frames === undefined) throw new Error('the pack has frames')
    const { topics: _topics, ...lists } = frames
    const bare = prepareReader({ ...region, frames: lists })
    const title = 'Uzbekistan doubles gas imports from Russia'
    expect(findTopics(markSentence(title, { index: 0, language: 'en', reader: bare, figures: [] }), 'en', bare)).toBeUndefined() // prettier-ignore
  })
})

describe('a word that means another thing is no topic', () => {
  test.each([
    ['another word of the same stem', 'en', 'Kazakhstan says Russia is very important'],
    ['a ministry', 'ru', 'Министр энергетики Казахстана ушёл в отпуск'],
    ['a ministry', 'en', 'Minister of Labor, Migration and Employment of Tajikistan retires'],
    ['a ministry', 'zh', '乌兹别克斯坦旅游部长休假'],
    ['a body of that name', 'ky', 'Шанхай кызматташтык уюмуна Иран жакындады'],
    ['a short name in quotation marks', 'ru', 'Клуб «Газ» из Казахстана сыграл вничью'],
    ['an idiom', 'en', 'Uzbekistan pours cold water on the idea'],
    ['a verb', 'en', 'Iran sent officers to train its friends'],
    ['what there is none of', 'en', 'No sanctions for Uzbekistan'],
    ['no export of goods', 'ru', 'Кыргызстан и экспорт рабочей силы'],
  ] as const)('%s (%s): %s', (_why, written, title) => {
    expect(english(written, title)).toBeUndefined()
  })
})

describe('who is named beside the news is no party', () => {
  test.each([
    ['in a clause of its own', 'en', 'China hosts a forum on gas as Russian influence wanes', 'Китай: газ'],
    ['in a clause before', 'en', 'As Russian influence wanes, China turns to Kazakhstan for oil', 'Китай, Казахстан: нефть'],
    ['of a sum', 'kk', 'Қазақстан мұнай үшін 3 миллиард АҚШ долларын алды', 'Kazakhstan: oil'],
    ['whose envoy it is', 'zh', '习近平主席特别代表访问哈萨克斯坦铁路', 'China, Kazakhstan: railway'],
    ['of another office by the same name', 'zh', '吉尔吉斯斯坦总理扎帕罗夫谈中国铁路', 'Kyrgyzstan, China: railway'],
    ['the own state of somebody', 'ru', 'Владимир Путин: Россия построит в Узбекистане АЭС', 'Vladimir Putin, Uzbekistan: nuclear power plants'],
  ] as const)('%s (%s): %s', (_why, written, title, told) => {
    expect(english(written, title)).toBe(told)
  }) // prettier-ignore
})

describe('what was done is told only where nobody doubts it and all it needs is there', () => {
  test.each([
    ['a denial leaves what is neutral', 'en', 'Kazakhstan denies ban on exports to Russia', 'Казахстан, Россия: экспорт'],
    ['a plan of a law leaves what is neutral', 'en', 'Russia may deport more migrants', 'Россия: миграция'],
    ['who tells of talks was not there', 'ru', 'Песков: переговоры с Украиной пройдут в Турции', undefined],
    ['an unknown visitor', 'en', 'Macron visits Kazakhstan and Uzbekistan', undefined],
    ['a ban on nothing', 'en', 'Russia bans Moldova', undefined],
    ['a session without a body', 'zh', '哈萨克斯坦举行部长级会议', undefined],
    ['a summit of a body', 'en', 'CSTO summit opens', 'Организация Договора о коллективной безопасности: саммит'],
    ['another president, whose state is not named', 'ky', 'Президент Сооронбай Жээнбеков Казакстан менен чек ара тууралуу мыйзамга кол койду', undefined],
    ['somebody alone has no election', 'ky', 'Шавкат Мирзиёев шайлоо тууралуу айтты', undefined],
    ['far from the talks', 'ru', 'В ходе переговоров стороны подробно рассмотрели многие другие вопросы и среди прочего помощь Афганистану, о которой просил Узбекистан', undefined],
  ] as const)('%s (%s): %s', (_why, written, title, told) => {
    expect(english(written, title)).toBe(told)
  }) // prettier-ignore
})

test('every topic and every party has a name for each reader, and no line is longer than a headline', () => {
  for (const language of LANGUAGES.filter((each) => each !== 'en')) {
    const line = shown('en', 'Uzbekistan doubles gas imports from Russia and Kazakhstan', language) ?? ''
    expect(line.length).toBeGreaterThan(0)
    expect(line.length).toBeLessThanOrEqual(90)
    expect(line).not.toMatch(/[a-z]+-[a-z]+|undefined|[{}]/u)
  }
})
