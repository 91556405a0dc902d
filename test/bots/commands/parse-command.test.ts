import fc from 'fast-check'
import { expect, test } from 'vitest'
import { QUESTION_LIMIT } from '../../../src/bots/commands/command-row.js'
import { parseCommand } from '../../../src/bots/commands/parse-command.js'
import { COMMAND_NAMES, type Command } from '../../../src/bots/contract/request.js'

const spoken: readonly [string, Command][] = [
  ['/ask trade with China', { name: 'ask', question: 'trade with China' }],
  ['  /ask@SilkwireBot   торговля с Китаем ', { name: 'ask', question: 'торговля с Китаем' }],
  ['中国与哈萨克斯坦的贸易', { name: 'ask', question: '中国与哈萨克斯坦的贸易' }],
  ['trade with China', { name: 'ask', question: 'trade with China' }],
  ['ask', { name: 'ask', question: '' }],
  ['', { name: 'ask', question: '' }],
  ['digest', { name: 'digest' }],
  ['Digest trade-energy', { name: 'digest', section: 'trade-energy' }],
  ['/digest trade-energy 48h', { name: 'digest', section: 'trade-energy', hours: 48 }],
  ['/digest 3d', { name: 'digest', hours: 72 }],
  ['/digest Trade and energy', { name: 'digest', section: 'Trade and energy' }],
  ['digest of the news on the railway', { name: 'ask', question: 'digest of the news on the railway' }],
  ['figure trade-turnover Kazakhstan', { name: 'figure', words: 'trade-turnover Kazakhstan' }],
  ['story s-1', { name: 'story', id: 's-1' }],
  ['story of the railway', { name: 'ask', question: 'story of the railway' }],
  ['compare https://example.org/a', { name: 'compare', text: 'https://example.org/a' }],
  ['subscribe', { name: 'subscribe' }],
  ['subscribe trade-energy 9 ru', { name: 'subscribe', section: 'trade-energy', hour: 9, language: 'ru' }],
  ['subscribe 09:00', { name: 'subscribe', hour: 9 }],
  ['subscribe all 9pm русский', { name: 'subscribe', section: 'all', hour: 21, language: 'русский' }],
  ['subscribe trade-energy ru', { name: 'subscribe', section: 'trade-energy', language: 'ru' }],
  ['subscribe trade-energy 9:30', { name: 'subscribe', section: 'trade-energy', hour: 9.5 }],
  ['subscribe trade-energy 25 xx', { name: 'subscribe', section: 'trade-energy', hour: 25, language: 'xx' }],
  ['subscriptions', { name: 'subscriptions' }],
  ['subscriptions remove a1', { name: 'subscriptions', doing: 'remove', id: 'a1' }],
  ['unsubscribe a1', { name: 'subscriptions', doing: 'remove', id: 'a1' }],
  ['feeds', { name: 'feeds' }],
  ['digest week', { name: 'digest', span: 'week' }],
  [
    '/digest trade-energy in Kazakhstan today',
    { name: 'digest', section: 'trade-energy', country: 'Kazakhstan', span: 'today' },
  ],
  ['subscriptions pause a1', { name: 'subscriptions', doing: 'pause', id: 'a1' }],
  ['settings timezone Asia/Tashkent', { name: 'settings', timezone: 'Asia/Tashkent' }],
  ['feeds add https://example.org/rss', { name: 'feeds', doing: 'add', feed: 'https://example.org/rss' }],
  ['/feeds https://example.org', { name: 'feeds', feed: 'https://example.org' }],
  ['feeds export', { name: 'feeds', doing: 'export' }],
  ['feeds of gas', { name: 'ask', question: 'feeds of gas' }],
  ['/sources', { name: 'sources' }],
  ['settings', { name: 'settings' }],
  ['settings language ru', { name: 'settings', language: 'ru' }],
  ['/settings ru', { name: 'settings', language: 'ru' }],
  ['/help@SilkwireBot', { name: 'help' }],
  ['/start', { name: 'help' }],
  ['/dance', { name: 'help' }],
  ['help me understand transit', { name: 'ask', question: 'help me understand transit' }],
  ['forget', { name: 'forget' }],
  ['forget confirm', { name: 'forget', confirmed: true }],
]

test.each(spoken)('%j is understood', (text, command) => {
  expect(parseCommand(text)).toEqual(command)
})

test('control, zero-width and bidirectional characters are dropped', () => {
  expect(parseCommand('\u0000/\u200Bask\u0007 gas\u202E price\u001B')).toEqual({ name: 'ask', question: 'gas price' })
})

test('a question is kept up to its limit without half a character', () => {
  const command = parseCommand('a'.repeat(QUESTION_LIMIT - 1) + '🚂🚂')
  expect(command).toEqual({ name: 'ask', question: 'a'.repeat(QUESTION_LIMIT - 1) })
})

test('any string at all becomes a command', () => {
  const words = fc.constantFrom(...COMMAND_NAMES, '/', '@b', ' ', '9', 'ru', 'remove', '\n', '\u202E', '🚂')
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (said) => {
      const command = parseCommand(said)
      expect(COMMAND_NAMES).toContain(command.name)
      if (command.name === 'ask') expect(command.question.length).toBeLessThanOrEqual(QUESTION_LIMIT)
    }),
  )
})
