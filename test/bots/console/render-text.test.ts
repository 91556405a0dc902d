import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderText } from '../../../src/bots/console/render-text.js'
import type { Block, Message, Run } from '../../../src/bots/contract/message.js'
import { presentAnswer } from '../../../src/bots/present/present-answer.js'
import { presentDigest } from '../../../src/bots/present/present-digest.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { anyBlock } from '../stand-ins/any-block.js'
import { answer, digest, region } from '../stand-ins/stand-ins.js'

const en = viewIn('en', region)
const plain = { columns: 80, ansi: false }

test('a digest reads well without a terminal', () => {
  expect(renderText(presentDigest(digest, en), plain)).toBe(`Digest, 17 June 2025 · 1 story · 1 min
======================================
1. changed · Kazakhstan-China trade, 2024: $43.8 bn
  │ Товарооборот с Китаем достиг $43,8 млрд.
Trade and energy · Steppe Courier <https://steppe.example/a1> (independent) +1 ·
16 June 2025
`)
})

test('an answer shows quotes, figures and sources with their addresses', () => {
  expect(renderText(presentAnswer(answer, en), plain)).toBe(`Kazakhstan-China trade, 2024: $43.8 bn [1]
  │ Товарооборот с Китаем достиг $43,8 млрд.

Figures
-------
- trade turnover: Kazakhstan, China; Value: about $43.8 bn; Period: 2024;
  Change: changed: $41 bn → $43.8 bn; Source: [1] Steppe Courier

Sources
-------
- [1] Trade grows <https://steppe.example/a1> – Steppe Courier (independent),
  ru, 16 June 2025
`)
})

test('a table that fits is aligned, Chinese taking two columns', () => {
  const table: Block = { kind: 'table', head: ['a', 'b'], rows: [['中国', '1'], ['x', '2']] } // prettier-ignore
  expect(renderText({ blocks: [table] }, plain)).toBe('a     b\n中国  1\nx     2\n')
})

test('in a terminal headings and bold words are dressed and nothing else', () => {
  const runs: Run[] = [{ text: 'new', bold: true }, { text: ' line' }]
  const message: Message = {
    blocks: [
      { kind: 'heading', text: 'Title', level: 1 },
      { kind: 'paragraph', runs },
    ],
  }
  expect(renderText(message, { columns: 80, ansi: true })).toBe(
    '\u001B[1;4mTitle\u001B[0m\n\u001B[1mnew\u001B[0m line\n',
  )
})

test('Chinese is wrapped between its characters', () => {
  const message: Message = { blocks: [{ kind: 'paragraph', runs: [{ text: '中国与哈萨克斯坦的贸易' }] }] }
  expect(renderText(message, { columns: 10, ansi: false })).toBe('中国与哈萨\n克斯坦的贸\n易\n')
})

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('\u001B[2J', '\u202Eabc', '中国 贸易', '\u0085'),
)
const run = fc.record({ text, bold: fc.boolean() })
const runs = fc.array(run, { maxLength: 4 })
const block = anyBlock(text, runs)

test('no control character of a text reaches the terminal and no line is too long', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), fc.integer({ min: 20, max: 100 }), (blocks, columns) => {
      const shown = renderText({ blocks }, { columns, ansi: false })
      expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u200B\u202A-\u202E\u2066-\u2069]/u)
      for (const line of shown.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(columns)
    }),
  )
})

test('in a terminal only our own codes are there', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const shown = renderText({ blocks }, { columns: 80, ansi: true })
      expect(shown.replace(/\u001B\[(?:0|1|2|3|1;4)m/g, '')).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E]/u) // eslint-disable-line no-control-regex
    }),
  )
})
