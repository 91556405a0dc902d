import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitSentences } from '../../../src/text/words/sentences.js'
import type { DetectedLanguage } from '../../../src/text/types.js'

const split = (text: string, language: DetectedLanguage = 'und') =>
  splitSentences(text, language).map((span) => span.text)

test.each<[DetectedLanguage, string[]]>([
  ['ru', ['Товарооборот вырос до 5 млрд. долл. США за год.', 'Экспорт упал.']],
  ['ru', ['Президент А. С. Токаев и С.К. Жапаров встретились в г. Алматы.', 'Они обсудили газ.']],
  ['ru', ['В июне т.г. подписано 12 соглашений, в т.ч. по газу.', 'Срок до 2030 г.', 'Стороны довольны.']],
  ['ru', ['«Мы согласны!» – сказал министр.', '«Почему нет?»', 'Ответа не было.']],
  [
    'en',
    ['The U.S. President met Mr. Tokayev at 5 p.m. on Monday.', 'They signed No. 5 of 12 papers worth $4.5 billion.'],
  ],
  ['en', ['Trade fell in the U.S.', 'The reason is unclear.']],
  ['en', ['“We agree.”', 'He said so do I.', 'She left.']],
  ['kk', ['Сауда көлемі 4,5 млрд. АҚШ долларына жетті.', 'Жоба 2030 ж. аяқталады.', 'Келісімге қол қойылды.']],
  ['ru', ['К.-Ж. Токаев прибыл в Пекин.', 'Он там третий раз.']],
  ['ky', ['Соода 2,1 млн. сомго өстү.', 'С. Жапаров Бишкекте айтты.']],
  ['uz', ['Sh. Mirziyoyev 5 mlrd. so‘m ajratdi.', 'Loyiha boshlandi!', 'Qachon tugaydi?']],
  ['tg', ['Э. Раҳмон бо ҳамтои худ вохӯрд.', 'Онҳо оид ба об гуфтугӯ карданд.']],
  ['tk', ['G. Berdimuhamedow Aşgabatda çykyş etdi.', 'Gaz satylar.']],
  ['zh', ['中吉乌铁路开工。', '他说：“这很重要！”', '明年完工？']],
])('%s: abbreviations and initials do not end a sentence', (language, sentences) => {
  expect(split(sentences.join(language === 'zh' ? '' : ' '), language)).toEqual(sentences)
})

test('a line break ends a sentence, with or without a stop', () => {
  expect(split('Gas talks begin\nThe price is open\r\n\r\n1. Energy\n2. Water')).toEqual([
    'Gas talks begin',
    'The price is open',
    '1. Energy',
    '2. Water',
  ])
})

test('a long sentence is left whole', () => {
  const long = `${'слово, '.repeat(200)}конец.`
  expect(split(`${long} Ещё одно.`, 'ru')).toEqual([long, 'Ещё одно.'])
})

test('spans stand at their offsets, do not overlap and leave out nothing but space', () => {
  const pieces = fc.constantFrom(
    'млрд.',
    ' ',
    '\n',
    '. ',
    'А.',
    'США',
    '“',
    '”',
    '。',
    '!',
    '...',
    '4.5',
    'The',
    'g‘alla',
    '\u00a0',
    '1.',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 60 }),
      (parts) => {
        const text = parts.join('')
        let rest = ''
        let last = 0
        for (const span of splitSentences(text, 'ru')) {
          expect(text.slice(span.start, span.end)).toBe(span.text)
          expect(span.text).toBe(span.text.trim())
          rest += text.slice(last, span.start)
          last = span.end
        }
        expect((rest + text.slice(last)).trim()).toBe('')
      },
    ),
  )
})

test('long runs of stops and breaks take linear time', () => {
  const startedAt = performance.now()
  for (const part of ['.', '. ', '.”', '\n', '\r', 'A. ', '1', '。', '…x']) splitSentences(part.repeat(200_000), 'en')
  expect(performance.now() - startedAt).toBeLessThan(8000)
})
