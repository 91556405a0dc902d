import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newsSentences, newsTitle } from '../../../src/text/clean/news-sentences.js'
import type { DetectedLanguage } from '../../../src/text/types.js'

const texts = (text: string, language: DetectedLanguage = 'und') =>
  newsSentences(text, language).map((sentence) => sentence.text)

describe('what stands around the news is cut, whatever the outlet', () => {
  test.each<[string, string, string[]]>([
    [
      'a sentence glued to the one before',
      'Мост открыли утром, передает корреспондентStepnews.kz.Как уточнили в акимате, он длиной 300 метров.',
      ['Мост открыли утром, передает корреспондентStepnews.kz.', 'Как уточнили в акимате, он длиной 300 метров.'],
    ],
    [
      'a quotation glued to a full stop',
      'Решение примут в мае."Мы готовы", - сказал министр.',
      ['Решение примут в мае.', '"Мы готовы", - сказал министр.'],
    ],
    [
      'an acronym before a glued sentence',
      'Об этом сообщили в МЧС.Ранее дорогу закрыли.',
      ['Об этом сообщили в МЧС.', 'Ранее дорогу закрыли.'],
    ],
    [
      'linked headlines with their stamps',
      'Дамбу укрепили.Продолжение■Вода ушла из трёх сёл12 мая 2023 10:15■Мост закрылиВчера 18:40Жители вернулись домой.',
      ['Дамбу укрепили.', 'Жители вернулись домой.'],
    ],
    ['an agency head in Chinese', '丝路网消息（晚间新闻）：两国签署了铁路协议。', ['两国签署了铁路协议。']],
    [
      'a Chinese agency with place and day',
      '丝路社阿斯塔纳6月3日电（记者王某）两国领导人举行会谈。',
      ['两国领导人举行会谈。'],
    ],
    [
      'an agency head in English',
      'TASHKENT, June 3 (Steppe Wire) - The bank kept its rate.',
      ['The bank kept its rate.'],
    ],
    ['an agency head in Russian', 'АСТАНА. СТЕПЬИНФОРМ - Банк сохранил ставку.', ['Банк сохранил ставку.']],
    [
      'a body in capitals, which acts',
      'ЕАЭС – Союз пяти стран – снизил пошлину.',
      ['ЕАЭС – Союз пяти стран – снизил пошлину.'],
    ],
    ['a number before an item in Chinese', '一、两国签署了铁路协议。', ['两国签署了铁路协议。']],
    [
      'a link to another article',
      'Ставка не изменилась.\nЧитайте также: Банк повысил ставку',
      ['Ставка не изменилась.'],
    ],
    [
      'headlines below a word that leads on',
      'Баа өстү.\nТектеш\n Дагы бир кабар жарыяланды\nШаарда жол ачылды.',
      ['Баа өстү.', 'Шаарда жол ачылды.'],
    ],
    [
      'a credit',
      'The bridge opened on Monday.\nPhoto: Press service of the ministry',
      ['The bridge opened on Monday.'],
    ],
    [
      'a caption of a file picture',
      'FILE - Workers on a pipeline near the border, May 2021.\nThe pipeline was shut.',
      ['The pipeline was shut.'],
    ],
    ['a Chinese byline', '大桥通车。\n责任编辑：张三', ['大桥通车。']],
    ['a byline in brackets', '大桥通车。（总台记者 李四）', ['大桥通车。']],
    [
      'a list of networks',
      'Ko‘prik ochildi.\n[Facebook](https://a.example)  ‖  [Telegram](http://t.me/a)',
      ['Ko‘prik ochildi.'],
    ],
    [
      'a channel’s signature',
      '⚡️Дорогу открыли для грузовиков.\n\n👉 Степной канал. Подписаться',
      ['Дорогу открыли для грузовиков.'],
    ],
    ['a call to subscribe', 'Мост открыт.\n❗️ Подписывайся на Степь', ['Мост открыт.']],
    ['a call in Kazakh', 'Көпір ашылды.\nАрнамызға жазылыңыз!', ['Көпір ашылды.']],
    ['a call in Uzbek', 'Ko‘prik ochildi.\nKanalimizga obuna bo‘ling: t.me/kanal', ['Ko‘prik ochildi.']],
    ['a call in Tajik', 'Пул кушода шуд.\nБа канали мо обуна шавед', ['Пул кушода шуд.']],
    ['a call in Turkmen', 'Köpri açyldy.\nKanalymyza agza boluň', ['Köpri açyldy.']],
    ['a handle and tags at the end', 'Мост открыт. @step_news #мост', ['Мост открыт.']],
    ['the tail of a blog', 'Мост открыт.The post Мост открыт first appeared on Степь.', ['Мост открыт.']],
    ['a teaser', 'The bridge is open.\nContinue reading...', ['The bridge is open.']],
    [
      'an advertisement’s mark and a telephone',
      'Сдан новый дом.\nТелефон: (+998) 71-200-00-00.\nНа правах рекламы.',
      ['Сдан новый дом.'],
    ],
    ['a stamp of a page', '大桥通车。\n---\n(更新时间戳: 1672318537365)', ['大桥通车。']],
    [
      'a credit glued to the text',
      'Фото пресс-службы области16 мая мост открыли для грузовиков.',
      ['16 мая мост открыли для грузовиков.'],
    ],
    [
      'a credit and its source, glued',
      'Photo: The bridge from aboveSource: Steppe.kzThe bridge was opened.',
      ['The bridge was opened.'],
    ],
    [
      'an embedded post',
      'Река вышла из берегов.Посмотреть эту публикацию в InstagramПубликация от Степь (@step.news)Дорогу закрыли.',
      ['Река вышла из берегов.', 'Дорогу закрыли.'],
    ],
  ])('%s', (_what, text, sentences) => {
    expect(texts(text)).toEqual(sentences)
  })

  test.each([
    'Source of the river lies in Tajikistan.',
    'Подписаться на акции завода смогут все жители области.',
    'Продолжение переговоров намечено на май.',
    'Reading more than ten books a year is rare.',
    'Telegram and WhatsApp were blocked in the region on Friday.',
    'Follow-up talks between the two presidents took place in Astana.',
    'Photo exhibition on the Silk Road opened in Samarkand.',
    '据哈萨克斯坦通讯社报道，两国签署了协议。',
    '记者从铁路部门获悉，今年货运量增长百分之十。',
    'Источник: министры двух стран встретятся в Астане в следующую среду утром.',
    'ISLAMABAD – The prime minister will visit Tashkent on Tuesday.',
    'Батафсил маълумот эртага эълон қилинади.',
  ])('news that begins or sounds like it stays: %s', (text) => {
    expect(texts(text)).toEqual([text])
  })
})

test('a mark before a sentence is kept beside it and no part of it', () => {
  expect(newsSentences('■ Gas talks began.\n🔹Exports rose.', 'en').map(({ mark, text }) => [mark, text])).toEqual([
    ['■', 'Gas talks began.'],
    ['🔹', 'Exports rose.'],
  ])
})

test('a sentence that a feed broke off, a heading and a line that a list follows are not whole', () => {
  const wholeOf = (text: string) => newsSentences(text, 'en').map(({ isWhole }) => isWhole)
  expect(wholeOf('The bank kept its rate. It will decide on […]')).toEqual([true, false])
  expect(wholeOf('The bank kept its rate. It will decide on the polic...')).toEqual([true, false])
  expect(wholeOf('Rates\nThe bank kept its rate.\nWhat it decided:')).toEqual([false, true, false])
  expect(wholeOf('oday the bank kept its rate.')).toEqual([false])
})

test('a title loses the name of its outlet where that repeats, and nothing else', () => {
  const repeats = (unit: string, kind?: string) => kind === 'title' && unit === ' - Steppe Courier'
  expect(newsTitle('Bridge opens - Steppe Courier', repeats)).toBe('Bridge opens')
  expect(newsTitle('Bridge opens - Tokayev', repeats)).toBe('Bridge opens - Tokayev')
  expect(newsTitle('⚡️Bridge opens -', repeats)).toBe('Bridge opens')
})

test('where all of a text repeats nothing of it is cut', () => {
  expect(newsSentences('Flood in the north.', 'en', () => true).map(({ text }) => text)).toEqual([
    'Flood in the north.',
  ])
})

const PIECES = [
  'Мост открыли утром.', 'The bank kept its rate. ', '两国签署了铁路协议。', 'Read also: ', 'Читайте также', '\n', '\n\n', ' ', '■', '⚡️', '👉 ', '. ', '"', '”', '@step ', '#мост',
  'Продолжение■Вода ушла12 мая 2023 10:15', '丝路网消息（新闻）：', 'TASHKENT, June 3 (Wire) - ', 'Подписаться', 'Telegram | Instagram', '(记者)', 'Фото: ', '…', '[…]', ';', ' - ', 'А. С. Иванов', 'kz.Как', '5,3%.', '1. ', 'https://a.example/b ',
] // prettier-ignore
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
)
const language = fc.constantFrom<DetectedLanguage>('en', 'ru', 'zh', 'kk', 'und')

test('every sentence stands in the text where it says, in order, and none overlaps', () => {
  fc.assert(
    fc.property(anyText, language, (text, of) => {
      let end = 0
      for (const sentence of newsSentences(text, of)) {
        expect(sentence.start).toBeGreaterThanOrEqual(end)
        expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text)
        end = sentence.end
      }
    }),
    { numRuns: 400 },
  )
})

test('cleaning what is clean changes nothing', () => {
  fc.assert(
    fc.property(anyText, language, (text, of) => {
      const lines = newsSentences(text, of).map((sentence) => sentence.text)
      expect(newsSentences(lines.join('\n'), of).map((sentence) => sentence.text)).toEqual(lines)
    }),
    { numRuns: 400 },
  )
})
