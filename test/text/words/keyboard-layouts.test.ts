import { expect, test } from 'vitest'
import { inRussianLetters, otherKeyboard } from '../../../src/text/words/keyboard-layouts.js'

test.each([
  ['njhujdkz c Rbnftv', 'торговля с китаем'],
  ['rfpf[cnfy', 'казахстан'],
  ['екфву цшер Срштф', 'trade with china'],
  ['2024 ?', '2024 ?'],
])('%s is %s on the other keyboard', (typed, meant) => {
  expect(otherKeyboard(typed)).toBe(meant)
})

test.each([
  ['Torgovlya s Kitaem', 'торговля с китаем'],
  ['zheleznaya doroga', 'железная дорога'],
  ['perevody v Tadzhikistan', 'переводы в таджикистан'],
  ['rossiya', 'россия'],
  ['贸易 2024', '贸易 2024'],
])('%s in Russian letters is %s', (latin, russian) => {
  expect(inRussianLetters(latin)).toBe(russian)
})
