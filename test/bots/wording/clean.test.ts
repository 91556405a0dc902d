import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanLine, cleanText, safeLink } from '../../../src/bots/wording/clean.js'

test('what cannot be seen is dropped and what can be seen stays', () => {
  expect(cleanText('a\u0000b\u001B[31mc\u202Ed\u200Be\uFEFF\uD800')).toBe('ab[31mcde')
  expect(cleanText('Қазақстан, oʻzbek, 中国 👨‍👩‍👧 ё')).toBe('Қазақстан, oʻzbek, 中国 👨‍👩‍👧 ё')
})

test('line ends become one kind and tabs a space', () => {
  expect(cleanText('a\r\nb\rc\u2028d\te')).toBe('a\nb\nc\nd e')
  expect(cleanLine(' a\r\n  b\tc ')).toBe('a b c')
})

test('only http and https addresses are links', () => {
  expect(safeLink('https://example.org/a?b=1')).toBe('https://example.org/a?b=1')
  for (const address of ['javascript:alert(1)', 'data:text/html,a', 'tg://user?id=1', 'not an address', '', undefined])
    expect(safeLink(address)).toBeUndefined()
})

test('clean text stays as it is when cleaned again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = cleanText(text)
      expect(cleanText(once)).toBe(once)
      expect(once).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u)
    }),
  )
})
