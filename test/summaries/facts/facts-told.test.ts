import { expect, test } from 'vitest'
import { actKey, headlineKey, isNews } from '../../../src/summaries/facts/facts-told.js'

const titled = (text: string, language: 'en' | 'ru' = 'en') => headlineKey({ text, language })
const told = { facts: [titled('Ministers hold talks on a gas pipeline'), actKey('talks', 'en')] }
const news = (...facts: readonly string[]) => isNews({ facts, voices: 1 }, told)

test('a near-copy of what was told is no news, another headline of the same story is', () => {
  expect(news(titled('Ministers hold talks on gas pipeline'), actKey('talks', 'en'))).toBe(false)
  expect(news(titled('Ministers: talks on the gas pipeline were held'))).toBe(false)
  expect(news(titled('Price of transit stays secret, opposition complains'))).toBe(true)
})

test('an act that was not told is news, whatever the headline', () => {
  expect(news(titled('Ministers hold talks on a gas pipeline'), actKey('signed', 'en'))).toBe(true)
})

test('an act that is seen in another language than anything told may have been there before', () => {
  expect(news(actKey('signed', 'ru'))).toBe(false)
})

test('a headline in a language in which nothing was told says nothing new by itself', () => {
  expect(news(titled('Министры обсудили газопровод', 'ru'))).toBe(false)
})

test('what was told before headlines and acts were kept is judged by its facts', () => {
  const before = { facts: ['exports kazakhstan  2024 actual =5 usd', '=5 usd'] }
  expect(isNews({ facts: [actKey('signed', 'en'), titled('Anything at all')], voices: 1 }, before)).toBe(false)
  expect(isNews({ facts: ['exports kazakhstan  2025 actual =6 usd'], voices: 1 }, before)).toBe(true)
})
