import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from '../../../src/text/words/html-text.js'

test('blocks and breaks end a line, inline tags part no word', () => {
  expect(plainText('<p>Gas  talks</p><p>K<b>azakh</b>stan<br/>and <i>China</i></p>\n<ul><li>one<li>two</ul>')).toBe(
    'Gas talks\n\nKazakhstan\nand China\n\none\ntwo',
  )
})

test('line breaks of the source fold beside blocks and stay without them', () => {
  expect(plainText('<p>Gas\n talks</p>')).toBe('Gas talks')
  expect(plainText('Gas talks\nPrice open')).toBe('Gas talks\nPrice open')
})

test('every name of HTML is known, and one that is left open in a word stays', () => {
  expect(plainText('&scaron;&zcaron; &Copf; &DownArrow; &softcy;&hardcy; a&notit; b&copyx;')).toBe(
    'šž ℂ ↓ ьъ a&notit; b&copyx;',
  )
})

test('entities are decoded once, unknown ones stay', () => {
  expect(plainText('5&nbsp;&lt;&#160;7 &amp;lt; &laquo;Газ&raquo; &#1178;&#x49B; &#150; &unknown; AT&T &amp co')).toBe(
    '5 < 7 &lt; «Газ» Ққ – &unknown; AT&T & co',
  )
})

test('scripts, styles and comments are dropped', () => {
  expect(plainText('a<script>if (a<b) "</p>"</script>b<STYLE>p{}</style><!-- <p>no --> c')).toBe('a b c')
})

test('a comparison stays, a tag cut off at the end goes, a quoted bracket is no end', () => {
  expect(plainText('5 < 7 and 8 > 3 <a href="x')).toBe('5 < 7 and 8 > 3')
  expect(plainText('<a title="a > b">text</a>')).toBe('text')
})

test('a text without markup keeps its words', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zа-яқө]{1,8}$/u)), (words) => {
      expect(plainText(words.join(' '))).toBe(words.join(' '))
    }),
  )
})

test('hostile markup takes linear time', () => {
  const startedAt = performance.now()
  for (const part of [
    '<p',
    '<p>',
    '<a ="',
    '<script>',
    '<!--',
    '<![CDATA[',
    '&lt;',
    '<a x="\'>',
    ' \n',
    '</',
    '< ',
    "<a ='>",
  ]) {
    plainText(part.repeat(30_000))
  }
  plainText('&lt;'.repeat(500_000))
  expect(performance.now() - startedAt).toBeLessThan(15_000)
})
