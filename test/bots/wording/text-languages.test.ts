import { expect, test } from 'vitest'
import { TEXT_KEYS, type TextKey } from '../../../src/bots/wording/text-keys.js'
import { textLanguages, texts } from '../../../src/bots/wording/texts.js'
import { LANGUAGES } from '../../../src/text/types.js'

const KEYS = Object.keys(TEXT_KEYS) as TextKey[]
type Say = (key: TextKey, values: Readonly<Record<string, string | number>>) => string
const said = (language: (typeof LANGUAGES)[number], script?: 'Cyrl') => {
  const say = texts(language, script) as unknown as Say
  return KEYS.map((key) => [key, say(key, { count: 5 }).replace(/\{\w+\}/g, '')] as const)
}
// What is the same in every language: commands, addresses, zones, file names.
const COMMON = /https?:\S+|\/[a-z]+(?:[ ,](?:confirm|import|export|add|remove|pause|[a-z]{2}\b|timezone \S+))*|\b(?:OPML|ID|none|feeds\.yaml|resume|edit|preview|test|remove|export|h|AND|OR|NOT)\b|Silkwire|\b[A-Z][a-z]+\/[A-Z]\w+/g // prettier-ignore

test('the bot speaks all eight languages', () => {
  expect(textLanguages()).toEqual(LANGUAGES)
})

test.each(['ru', 'kk', 'ky', 'tg'] as const)('no Latin word stands in a text in %s', (language) => {
  const foreign = said(language).filter(([, text]) => /[A-Za-z]{2,}/.test(text.replace(COMMON, '')))
  expect(foreign).toEqual([])
})

test.each(['uz', 'tk', 'en'] as const)('no Cyrillic letter stands in a text in %s', (language) => {
  const foreign = said(language).filter(
    ([key, text]) => key !== 'menu.keywordsLabel' && /\p{Script=Cyrillic}/u.test(text),
  )
  expect(foreign).toEqual([])
})

test('Uzbek in Cyrillic letters keeps commands as they are typed', () => {
  const say = texts('uz', 'Cyrl')
  expect(say('settings.title')).toBe('Созламалар')
  expect(say('subscribe.undo', { id: 'a1' })).toBe('Тўхтатиш учун: /subscriptions remove a1')
  expect(say('wrong.timezone', { value: '' })).toContain('Asia/Tashkent')
  expect(say('digest.badHours', { value: 'x' })).toContain('/digest 24h')
  expect(say('subscriptions.help')).toContain('/subscriptions pause ID, resume, edit, preview, test, remove')
})

test('Uzbek in Cyrillic letters leaves what is filled in as it is', () => {
  const say = texts('uz', 'Cyrl')
  expect(say('digest.failed', { names: 'The Times of Central Asia, Gazeta.uz' })).toContain(
    'The Times of Central Asia, Gazeta.uz',
  )
})
