import fs from 'node:fs'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/text/types.js'
import { TEXT_KEYS } from '../../../src/bots/wording/text-keys.js'
import { TextsError, textsOf } from '../../../src/bots/wording/parse-texts.js'
import { textLanguages, texts } from '../../../src/bots/wording/texts.js'

const files = fs.readdirSync(new URL('../../../src/bots/wording/texts/', import.meta.url))

test('every file of texts has each key with its places, and no other', () => {
  expect(textLanguages()).toEqual(expect.arrayContaining(['en', 'ru']))
  expect(files.length).toBe(textLanguages().length)
  for (const language of textLanguages()) expect(() => texts(language)).not.toThrow()
})

test('a language without a file falls back to English', () => {
  const without = LANGUAGES.find((language) => !textLanguages().includes(language))
  if (without) expect(texts(without)('answer.sources')).toBe('Sources')
})

test('Russian plurals have their forms', () => {
  const say = texts('ru')
  const counted = [0, 1, 2, 5, 11, 21, 22, 25].map((count) => say('count.articles', { count }))
  expect(counted).toEqual([
    '0 статей', '1 статья', '2 статьи', '5 статей', '11 статей', '21 статья', '22 статьи', '25 статей',
  ]) // prettier-ignore
})

test('Tajik counts with a noun of one form, and takes its own two where a text has them', () => {
  const counted = [0, 1, 2, 5, 21].map((count) => texts('tg')('count.articles', { count }))
  expect(counted).toEqual(['0 мақола', '1 мақола', '2 мақола', '5 мақола', '21 мақола'])
  const filled = Object.fromEntries(Object.entries(TEXT_KEYS).map(([key, places]) => [key, `x ${places.map((place) => `{${place}}`).join('')}`])) // prettier-ignore
  const nested: Record<string, Record<string, unknown>> = {}
  for (const [key, wording] of Object.entries(filled)) {
    const [group = '', name = ''] = key.split('.')
    nested[group] = { ...nested[group], [name]: wording }
  }
  const say = textsOf({ ...nested, count: { ...nested['count'], articles: { one: '{count} якто', few: '{count} few', other: '{count} бисёр' } } }, 'tg') // prettier-ignore
  // The process's own language may have others: Russian's "few" is none of Tajik's.
  expect([0, 1, 2, 21].map((count) => say('count.articles', { count }))).toEqual(['0 бисёр', '1 якто', '2 бисёр', '21 бисёр']) // prettier-ignore
})

test('places are filled and what fills them is not read again', () => {
  expect(texts('en')('wrong.section', { value: '{valid}', valid: 'a, b' })).toBe(
    'There is no section “{valid}”. The sections are: a, b',
  )
})

test('a faulty file is refused by name and key', () => {
  expect(() => textsOf({ change: { new: 'x' } }, 'kk')).toThrow(new TextsError('kk.yaml: change.also is missing'))
  expect(() => textsOf({ change: { also: 'x', new: 'x {y}' } }, 'kk')).toThrow(
    'kk.yaml: change.new has {y}, which nothing fills',
  )
  expect(() => textsOf('no', 'kk')).toThrow('kk.yaml is no mapping')
  expect(() => textsOf({ change: { also: 'x', new: { one: 'x' } } }, 'kk')).toThrow(
    'the plural form "other" is missing',
  )
})
