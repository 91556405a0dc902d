import { expect, test } from 'vitest'
import { sealAction } from '../../../../src/bots/contract/actions.js'
import { openId } from '../../../../src/bots/discord/render/custom-ids.js'
import { escapeMarkdown, linkAddress } from '../../../../src/bots/discord/render/markdown.js'
import { renderDiscord } from '../../../../src/bots/discord/render/render.js'
import type { Block, Control, Message, Run } from '../../../../src/bots/contract/message.js'
import { listOf, textOf, type Body } from '../../../e2e/fake-discord/body.js'
import { shownTexts, withChildren } from '../../../e2e/fake-discord/component-faults.js'
import { messageFaults } from '../../../e2e/fake-discord/limits.js'
import { readMarkdown } from './read-markdown.js'
import type { Payload } from '../../../../src/bots/contract/payload.js'

const SECRET = 'a secret of the tests'
const V2 = 1 << 15

const rendered = (message: Message): readonly Payload[] => renderDiscord(message, SECRET)

function texts(...blocks: readonly Block[]): readonly string[] {
  return rendered({ blocks }).flatMap(shownTexts)
}

function components(...blocks: readonly Block[]): readonly Body[] {
  return rendered({ blocks }).flatMap((payload) => withChildren(listOf(payload['components'])))
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: [{ text }] })
const controls = (...row: readonly Control[]): Block => ({ kind: 'controls', controls: row })
const button = (label: string, ...action: [string, ...string[]]): Control => ({ kind: 'button', label, action })

test('a digest is a container a section, with quotes and sources close to their lines', () => {
  const message: Message = {
    blocks: [
      { kind: 'heading', level: 1, text: 'Trade & energy' },
      { kind: 'heading', level: 2, text: 'Figures' },
      {
        kind: 'paragraph',
        runs: [{ text: 'Kazakhstan–China trade, 2024: $43.8 bn ' }, { text: '[1]', link: 'https://inform.kz/a_(b)' }],
      },
      { kind: 'quote', runs: [{ text: 'Сауда 43,8 млрд долларға жетті' }], language: 'kk' },
      { kind: 'small', runs: [{ text: 'Kazinform, 17 June 2025' }] },
      { kind: 'heading', level: 2, text: 'Silent' },
      { kind: 'list', items: [[{ text: 'Remittances', bold: true }, { text: ': no news' }], [{ text: 'Rivalry' }]] },
      { kind: 'table', head: ['Period', 'Value'], rows: [['2024', '$43.8 bn'], ['2023', '$41.0 bn']] }, // prettier-ignore
    ],
  }
  expect(rendered(message)).toEqual([
    {
      flags: V2,
      components: [
        { type: 10, content: '## Trade & energy' },
        {
          type: 17,
          accent_color: 0x2f6f8f,
          components: [
            {
              type: 10,
              content: [
                '### Figures',
                'Kazakhstan–China trade, 2024: $43.8 bn [\\[1\\]](https://inform.kz/a_%28b%29)',
                '> Сауда 43,8 млрд долларға жетті *(kk)*',
                '-# Kazinform, 17 June 2025',
              ].join('\n'),
            },
          ],
        },
        {
          type: 17,
          accent_color: 0x2f6f8f,
          components: [
            {
              type: 10,
              content: [
                '### Silent',
                '• **Remittances**: no news',
                '• Rivalry',
                '',
                '*Period · Value*',
                '**2024** · $43.8 bn',
                '**2023** · $41.0 bn',
              ].join('\n'),
            },
          ],
        },
      ],
      allowed_mentions: { parse: [] },
    },
  ])
})

test('a lone button stands beside a short text, several below it, and what follows is parted by a line', () => {
  const [payload] = rendered({
    blocks: [
      paragraph('First'),
      controls(button('More', 'more', 'a')),
      paragraph('Second'),
      controls(button('One', 'one'), { kind: 'link', label: 'Source', url: 'https://a.example/x' }),
    ],
  })
  const [container] = listOf(payload?.['components'])
  expect(listOf(container?.['components'])).toEqual([
    {
      type: 9,
      components: [{ type: 10, content: 'First' }],
      accessory: { type: 2, style: 2, label: 'More', custom_id: `o0:${sealAction(['more', 'a'], SECRET)}` },
    },
    { type: 14, divider: true, spacing: 1 },
    { type: 10, content: 'Second' },
    {
      type: 1,
      components: [
        { type: 2, style: 2, label: 'One', custom_id: `o1:${sealAction(['one'], SECRET)}` },
        { type: 2, style: 5, label: 'Source', url: 'https://a.example/x' },
      ],
    },
  ])
})

test('the same action twice in one message has two ids, which open to it; a made-up id opens to nothing', () => {
  const ids = components(controls(button('A', 'story', 's1'), button('B', 'story', 's1'))).flatMap(
    ({ custom_id: id }) => id ?? [],
  )
  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(openId(textOf(id), SECRET)).toEqual({ action: ['story', 's1'], isOfPrivate: false })
  expect(openId(textOf(ids[0]), 'another secret')).toBeUndefined()
  expect(openId('o0:1AAAAAAAAstory s1', SECRET)).toBeUndefined()
})

test('controls of a private message say so, wherever it is seen', () => {
  const [payload] = rendered({ blocks: [controls(button('A', 'ok', 'k'))], isPrivate: true })
  const [id] = withChildren(listOf(payload?.['components'])).flatMap(({ custom_id: each }) => each ?? [])
  expect(openId(textOf(id), SECRET)).toEqual({ action: ['ok', 'k'], isOfPrivate: true })
})

test('a select has its choices once, at most 25 of them, and no more chosen than may be', () => {
  const choices = Array.from({ length: 30 }, (_, index) => ({
    value: `v${index % 28}`,
    label: `Choice ${index}`,
    description: 'd'.repeat(200),
    isChosen: index < 3,
  }))
  const select: Control = { kind: 'select', label: 'Which?', action: ['pick'], choices, least: 1, most: 2 }
  const [found] = components(controls(select)).filter(({ type }) => type === 3)
  expect(found).toMatchObject({ placeholder: 'Which?', min_values: 1, max_values: 2 })
  const options = listOf(found?.['options'])
  expect(options.length).toBe(25)
  expect(options.filter(({ default: isChosen }) => isChosen === true).length).toBe(2)
  expect(components(controls({ ...select, choices: [] }))).toMatchObject([{ type: 10, content: '—' }])
})

test('a channel can be picked where a digest can be posted', () => {
  const [picker] = components(controls({ kind: 'pick-chat', label: 'Where?', action: ['where'] })).slice(2)
  expect(picker).toMatchObject({ type: 8, placeholder: 'Where?', channel_types: [0, 5, 10, 11, 12, 15] })
})

test('six buttons are two rows, a too long address is a link in the text, and a domain is the true one', () => {
  const many = Array.from({ length: 6 }, (_, index) => button(`B${index}`, 'b', String(index)))
  expect(components(controls(...many)).filter(({ type }) => type === 1).map((row) => listOf(row['components']).length)).toEqual([5, 1]) // prettier-ignore
  const long = `https://a.example/${'x'.repeat(600)}`
  expect(texts(controls({ kind: 'link', label: 'Long', url: long }))).toEqual([`-# [Long](${long})`])
  const [link] = components(controls({ kind: 'link', label: 'bank.example', url: 'https://evil.example/' })).slice(-1)
  expect(link).toMatchObject({ label: 'evil.example' })
  const own = components(controls({ kind: 'link', label: 'Kun.uz', url: 'https://www.kun.uz/x' })).slice(-1)
  expect(own).toMatchObject([{ label: 'Kun.uz' }])
})

test('a picture and a file go with the message that shows them', () => {
  const [payload, ...others] = rendered({
    blocks: [
      paragraph('Chart'),
      { kind: 'picture', png: Uint8Array.from([1, 2]), name: 'chart 1.png', alt: 'Trade by year' },
      { kind: 'file', bytes: Uint8Array.from([3]), name: 'feeds.opml', mediaType: 'text/x-opml' },
    ],
  })
  expect(others).toEqual([])
  expect(payload).toMatchObject({
    files: [
      { name: 'chart-1.png', mediaType: 'image/png', base64: 'AQI=' },
      { name: 'feeds.opml', mediaType: 'text/x-opml', base64: 'Aw==' },
    ],
    attachments: [
      { id: '0', filename: 'chart-1.png' },
      { id: '1', filename: 'feeds.opml' },
    ],
  })
  const { files: _, ...body } = payload ?? {}
  expect(messageFaults(body, ['chart-1.png', 'feeds.opml'])).toEqual([])
})

test('a row of buttons goes to the next message with the item that it belongs to', () => {
  const item = (index: number): readonly Block[] => [
    paragraph(`${index} ${'x'.repeat(800)}`),
    controls(button('a', 'a', String(index)), button('b', 'b', String(index))),
  ]
  const payloads = rendered({ blocks: Array.from({ length: 9 }, (_, index) => item(index)).flat() })
  expect(payloads.length).toBe(3)
  for (const payload of payloads) {
    const [container] = listOf(payload['components'])
    const kinds = listOf(container?.['components']).map(({ type }) => type)
    expect(kinds.slice(0, 2)).toEqual([10, 1])
    expect(kinds.at(-1)).toBe(1)
  }
})

test('more than 36 components or 3,700 characters go to further messages', () => {
  const row = controls(...Array.from({ length: 5 }, (_, index) => button(`b${index}`, 'b', String(index))))
  const payloads = rendered({ blocks: Array.from({ length: 12 }, () => [paragraph('text'), row]).flat() })
  expect(payloads.length).toBe(3)
  expect(payloads.flatMap((payload) => messageFaults(payload))).toEqual([])
  expect(rendered({ blocks: Array.from({ length: 3 }, () => paragraph('x'.repeat(3_000))) }).length).toBe(3)
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

test('a link whose text Discord would not take, or that names another domain, stands beside its text', () => {
  const link = 'https://a.example/'
  expect(texts({ kind: 'paragraph', runs: [{ text: 'odd ] bracket', link }] })).toEqual([
    'odd \\] bracket [↗](https://a.example/)',
  ])
  expect(texts({ kind: 'paragraph', runs: [{ text: 'https://bank.example', link }] })).toEqual([
    'https\\://bank.example [↗ a.example](https://a.example/)',
  ])
  expect(texts({ kind: 'paragraph', runs: [{ text: 'a.example', link }] })).toEqual(['[a.example](https://a.example/)'])
})

test('styles that touch stay apart, and white space stays outside of them', () => {
  const runs: Run[] = [
    { text: 'a ', bold: true },
    { text: 'b', bold: true },
    { text: 'c', italic: true },
    { text: ' d' },
  ]
  expect(texts({ kind: 'paragraph', runs })).toEqual(['**a b**\u200b*c* d'])
})

test('a too long paragraph is cut after a sentence, a too long sentence at a space, a too long word between characters', () => {
  const sentence = `${'x'.repeat(1_300)}. `
  expect(texts({ kind: 'paragraph', runs: [{ text: sentence.repeat(4) }] }).map((part) => part.length)).toEqual([
    2_603, 2_603,
  ])
  const words = 'word '.repeat(1_000).trim()
  expect(texts({ kind: 'paragraph', runs: [{ text: words }] }).every((part) => /^word.*word$/.test(part))).toBe(true)
  const family = '👨‍👩‍👧'
  const parts = texts({ kind: 'paragraph', runs: [{ text: family.repeat(1_000) }] })
  expect(parts.length).toBe(3)
  for (const part of parts) expect(part.replaceAll(family, '')).toBe('')
})

test('a link is never cut by a split', () => {
  const link = `https://a.example/${'p'.repeat(400)}`
  const runs = Array.from({ length: 12 }, (_, index): Run => ({ text: `source ${index} `, link: `${link}${index}` }))
  const parts = texts({ kind: 'paragraph', runs })
  expect(parts.length).toBe(2)
  expect(parts.flatMap((part) => readMarkdown(part).links)).toEqual(runs.map((run) => run.link))
})

test('a message that says nothing is still one that Discord takes', () => {
  expect(rendered({ blocks: [paragraph(' \u200e\n')] })).toMatchObject([{ components: [{ content: '—' }] }])
})

test.each([' ', '\n', '*', '[', ':', 'a:', '1', '\u0301', '👨‍👩‍👧', '🇰🇿', 'слово ', '。'])(
  'a hundred thousand times %j renders',
  (unit) => {
    const parts = texts({ kind: 'paragraph', runs: [{ text: unit.repeat(100_000) }] })
    expect(parts.every((part) => part.length <= 4_000)).toBe(true)
  },
)
