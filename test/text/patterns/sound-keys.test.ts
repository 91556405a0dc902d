import { expect, test } from 'vitest'
import { chineseNameSounds, nameSounds, soundKey } from '../../../src/text/patterns/sound-keys.js'
import { tokenize } from '../../../src/text/words/words.js'

test('a name has one fine key in Latin and in Cyrillic script, whatever its ending', () => {
  const keys = [
    soundKey('Nazarbayev', 'en'),
    soundKey('Назарбаева', 'ru'),
    soundKey('Назарбаевтың', 'kk'),
    soundKey('Nazarbaýewiň', 'tk'),
  ].map((key) => key?.fine)
  expect(new Set(keys)).toEqual(new Set(['nsrbv']))
})

test('a name that Chinese spells by sound meets its spelling elsewhere by the rough key', () => {
  expect(chineseNameSounds('俄罗斯外长拉夫罗夫访问')).toContain(soundKey('Lavrov', 'en')?.rough)
})

test('words that are names for their capital alone are none where they also stand without it', () => {
  const keys = (text: string) => nameSounds(tokenize(text), 'en').map(({ fine }) => fine)
  expect(keys('Trade fell. Minister Dombrovskis said trade would recover.')).not.toContain(
    soundKey('trade', 'en')?.fine,
  )
  expect(keys('Minister Dombrovskis said so.')).toContain(soundKey('Dombrovskis', 'en')?.fine)
  expect(keys('ALL IN CAPITALS SHOWS NO NAMES')).toEqual([])
})

test('what has no two sounds has no key', () => {
  expect(soundKey('Io', 'en')).toBeUndefined()
  expect(soundKey('', 'ru')).toBeUndefined()
})
