import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../../../src/bots/clean.js'
import { escapeMarkdown, linkAddress } from '../../../src/bots/discord/markdown.js'
import { renderDiscord } from '../../../src/bots/discord/render.js'
import type { Block, Message, Run } from '../../../src/bots/message.js'
import { anyBlock, textOfBlock } from '../any-block.js'
import { readMarkdown } from './read-markdown.js'

interface Embed {
  readonly title?: string
  readonly description?: string
}

function embedsOf(message: Message): readonly (readonly Embed[])[] {
  return renderDiscord(message).map((payload) => payload['embeds'] as readonly Embed[])
}

function descriptions(...blocks: readonly Block[]): readonly string[] {
  return embedsOf({ blocks })
    .flat()
    .map((embed) => embed.description ?? '')
}

test('a digest is an embed a section, with quotes and sources close to their lines', () => {
  const message: Message = {
    blocks: [
      { kind: 'heading', level: 1, text: 'Trade & energy' },
      {
        kind: 'paragraph',
        runs: [{ text: 'Kazakhstan–China trade, 2024: $43.8 bn ' }, { text: '[1]', link: 'https://inform.kz/a_(b)' }],
      },
      { kind: 'quote', runs: [{ text: 'Сауда 43,8 млрд долларға жетті' }], language: 'kk' },
      { kind: 'small', runs: [{ text: 'Kazinform, 17 June 2025' }] },
      { kind: 'heading', level: 2, text: 'Silent' },
      { kind: 'list', items: [[{ text: 'Remittances', bold: true }, { text: ': no news' }], [{ text: 'Rivalry' }]] },
      { kind: 'heading', level: 1, text: 'Figures' },
      { kind: 'table', head: ['Period', 'Value'], rows: [['2024', '$43.8 bn'], ['2023', '$41.0 bn']] }, // prettier-ignore
    ],
  }
  expect(renderDiscord(message)).toEqual([
    {
      embeds: [
        {
          title: 'Trade & energy',
          description: [
            'Kazakhstan–China trade, 2024: $43.8 bn [\\[1\\]](https://inform.kz/a_%28b%29)',
            '> Сауда 43,8 млрд долларға жетті *(kk)*',
            '-# Kazinform, 17 June 2025',
            '',
            '**Silent**',
            '• **Remittances**: no news',
            '• Rivalry',
          ].join('\n'),
          color: 0x2f6f8f,
        },
        {
          title: 'Figures',
          description: '*Period · Value*\n**2024** · $43.8 bn\n**2023** · $41.0 bn',
          color: 0x2f6f8f,
        },
      ],
      allowed_mentions: { parse: [] },
    },
  ])
})

test.each([
  ['@everyone and <@123> <@&4> <#5> </ask:6>', '\\@everyone and \\<\\@123\\> \\<\\@&4\\> \\<#5\\> \\</ask:6\\>'],
  ['[free](https://evil.example)', '\\[free\\](https\\://evil.example)'],
  ['<t:1750000000:R>', '\\<t\\:1750000000:R\\>'],
  [
    '# Heading\n-# small\n- item\n+ item\n1. one\n2) two',
    '\\# Heading\n\\-# small\n\\- item\n\\+ item\n1\\. one\n2\\) two',
  ],
  [
    '||spoiler|| `code` ~~no~~ __u__ **b** \\',
    '\\|\\|spoiler\\|\\| \\`code\\` \\~\\~no\\~\\~ \\_\\_u\\_\\_ \\*\\*b\\*\\* \\\\',
  ],
  ['> quote :flag_kz: 12:30', '\\> quote \\:flag\\_kz: 12:30'],
  ['Kazakhstan-China, 5.5 %, #1', 'Kazakhstan-China, 5.5 %, #1'],
])('news text %j works as no mark-up', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped)
})

test('only http and https addresses become links, and nothing in one ends it early', () => {
  expect(linkAddress('https://a.example/b (c) d?q=<x>"*')).toBe('https://a.example/b%20%28c%29%20d?q=%3Cx%3E%22%2A')
  expect(linkAddress('javascript:alert(1)')).toBeUndefined()
  expect(linkAddress('discord://invite')).toBeUndefined()
  expect(linkAddress('https://bank.example@evil.example/')).toBeUndefined()
  expect(linkAddress('not an address')).toBeUndefined()
  expect(linkAddress(`https://a.example/${'x'.repeat(2_000)}`)).toBeUndefined()
})

test('a link whose text Discord would not take stands beside its text', () => {
  const link = 'https://a.example/'
  expect(descriptions({ kind: 'paragraph', runs: [{ text: 'odd ] bracket', link }] })).toEqual([
    'odd \\] bracket [↗](https://a.example/)',
  ])
  expect(descriptions({ kind: 'paragraph', runs: [{ text: 'https://bank.example', link }] })).toEqual([
    'https\\://bank.example [↗](https://a.example/)',
  ])
})

test('styles that touch stay apart, and white space stays outside of them', () => {
  const runs: Run[] = [
    { text: 'a ', bold: true },
    { text: 'b', bold: true },
    { text: 'c', italic: true },
    { text: ' d' },
  ]
  expect(descriptions({ kind: 'paragraph', runs })).toEqual(['**a b**\u200b*c* d'])
})

test('a too long paragraph is cut after a sentence, a too long sentence at a space, a too long word between characters', () => {
  const sentence = `${'x'.repeat(1_500)}. `
  expect(descriptions({ kind: 'paragraph', runs: [{ text: sentence.repeat(4) }] }).map((part) => part.length)).toEqual([
    3_003, 3_003,
  ])
  const words = 'word '.repeat(1_000).trim()
  expect(descriptions({ kind: 'paragraph', runs: [{ text: words }] }).every((part) => /^word.*word$/.test(part))).toBe(
    true,
  )
  const family = '👨‍👩‍👧'
  const parts = descriptions({ kind: 'paragraph', runs: [{ text: family.repeat(1_000) }] })
  expect(parts.length).toBe(2)
  for (const part of parts) expect(part.replaceAll(family, '')).toBe('')
})

test('a link is never cut by a split', () => {
  const link = `https://a.example/${'p'.repeat(500)}`
  const runs = Array.from({ length: 12 }, (_, index): Run => ({ text: `source ${index} `, link: `${link}${index}` }))
  const parts = descriptions({ kind: 'paragraph', runs })
  expect(parts.length).toBe(2)
  expect(parts.flatMap((part) => readMarkdown(part).links)).toEqual(runs.map((run) => run.link))
})

test('more than 6,000 characters or ten sections go to further messages', () => {
  const paragraph: Block = { kind: 'paragraph', runs: [{ text: 'x'.repeat(4_000) }] }
  expect(embedsOf({ blocks: [paragraph, paragraph, paragraph] }).length).toBe(3)
  const section: Block = { kind: 'heading', level: 1, text: 'Section' }
  expect(embedsOf({ blocks: Array.from({ length: 23 }, () => section) }).map((part) => part.length)).toEqual([
    10, 10, 3,
  ])
})

test('a message that says nothing is still one that Discord takes', () => {
  expect(embedsOf({ blocks: [{ kind: 'paragraph', runs: [{ text: ' \u200e\n' }] }] })).toMatchObject([
    [{ description: '—' }],
  ])
})

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  fc.constantFrom(
    '@everyone',
    '<@1234>',
    '**',
    '`',
    '||',
    '[a](https://b.example)',
    '\n# ',
    '\n- ',
    '\n> ',
    '\n1. ',
    '\\',
    ':a:',
  ),
  fc.constantFrom('Тоқаев барды. ', '出口增长。', 'trade rose '),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), fc.nat(900))
    .map(([unit, count]) => unit.repeat(count)),
)
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
const address = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  text,
  fc.constant('https://a.example/(b)'),
)
const run: fc.Arbitrary<Run> = fc.record(
  { text, bold: fc.boolean(), italic: fc.boolean(), link: address },
  { requiredKeys: ['text'] },
)
const runs = fc.array(run, { maxLength: 5 })
const block = anyBlock(text, runs)

// What our own mark-up adds, and may stand in the news too.
const bare = (shown: string): string => cleanText(shown).replace(/[\s·↗—\u200b]/g, '')

test('any message renders inside the limits, with nothing lost, no mention and no mark-up of its own', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const parts = renderDiscord({ blocks })
      expect(parts.length).toBeGreaterThan(0)
      let shown = ''
      for (const part of parts) {
        expect(part['allowed_mentions']).toEqual({ parse: [] })
        const embeds = part['embeds'] as readonly Embed[]
        expect(embeds.length).toBeGreaterThan(0)
        expect(embeds.length).toBeLessThanOrEqual(10)
        let total = 0
        for (const { title = '', description = '' } of embeds) {
          expect(title.trim() + description.trim()).not.toBe('')
          expect(title.length).toBeLessThanOrEqual(256)
          expect(description.length).toBeLessThanOrEqual(4_096)
          expect(description).toSatisfy((value: string) => !/\p{Surrogate}/u.test(value))
          expect(description.replaceAll(/\]\([^)]*\)/g, '')).not.toMatch(
            /(?<!\\)(?:<[@#/:at]|@)|(?:^|\n) *(?:#|-(?!#)|\d+[.)] )/,
          )
          total += title.length + description.length
          shown += readMarkdown(title).text + readMarkdown(description).text
        }
        expect(total).toBeLessThanOrEqual(6_000)
      }
      expect(bare(shown)).toBe(bare(blocks.map((each) => cleanText(textOfBlock(each))).join('')))
    }),
    { numRuns: 300 },
  )
})

test.each([' ', '\n', '*', '[', ':', 'a:', '1', '\u0301', '👨‍👩‍👧', '🇰🇿', 'слово ', '。'])(
  'a hundred thousand times %j renders',
  (unit) => {
    const parts = descriptions({ kind: 'paragraph', runs: [{ text: unit.repeat(100_000) }] })
    expect(parts.every((part) => part.length <= 4_096)).toBe(true)
  },
)
