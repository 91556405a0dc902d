import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../../../../src/bots/wording/clean.js'
import type { Block, Message, Run } from '../../../../src/bots/contract/message.js'
import { escapeHtml, linkAddress } from '../../../../src/bots/telegram/render/html.js'
import { keyboardOf, readPress } from '../../../../src/bots/telegram/render/keyboard.js'
import { plainLine, renderTelegram } from '../../../../src/bots/telegram/render/render.js'
import { anyBlock, signsOf, textOfBlock, unfolded } from '../../stand-ins/any-block.js'
import { parseTelegramHtml } from '../../../e2e/fake-telegram/html-grammar.js'

function textsOf(...blocks: readonly Block[]): readonly string[] {
  return renderTelegram({ blocks }).map((payload) => payload['text'] as string)
}

const paragraph = (...runs: readonly Run[]): Block => ({ kind: 'paragraph', runs })
const words = (text: string): Block => paragraph({ text })

test('a digest is headings, lines, quotes and sources in Telegram HTML', () => {
  const message: Message = {
    blocks: [
      { kind: 'heading', level: 1, text: 'Trade & energy' },
      paragraph(
        { text: 'changed', bold: true },
        { text: ' · trade <2024>: $43.8 bn ' },
        { text: '[1]', link: 'https://inform.kz/a?b=1&c="2"' },
      ),
      { kind: 'quote', runs: [{ text: 'Сауда 43,8 млрд долларға жетті' }], language: 'kk' },
      { kind: 'small', runs: [{ text: 'Kazinform, ' }, { text: '17 June 2025' }] },
      { kind: 'heading', level: 2, text: 'Silent' },
      { kind: 'list', items: [[{ text: 'Remittances', bold: true }, { text: ': no news' }], [{ text: 'Rivalry' }]] },
      { kind: 'table', head: ['Period', 'Value'], rows: [['2024', '$43.8 bn'], ['2023', '$41.0 bn', 'IMF']] }, // prettier-ignore
    ],
  }
  expect(renderTelegram(message)).toEqual([
    {
      text: [
        '<b>Trade &amp; energy</b>',
        '<b>changed</b> · trade &lt;2024&gt;: $43.8 bn <a href="https://inform.kz/a?b=1&amp;c=%222%22">[1]</a>',
        '<blockquote>Сауда 43,8 млрд долларға жетті<i> (kk)</i></blockquote>',
        '<i>Kazinform, 17 June 2025</i>',
        '',
        '<b>Silent</b>',
        '• <b>Remittances</b>: no news',
        '• Rivalry',
        '',
        '<i>Period · Value</i>',
        '<b>2024</b> · $43.8 bn',
        '<b>2023</b> · $41.0 bn · IMF',
      ].join('\n'),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      rich: expect.stringContaining('<table><tr><th>Period</th><th>Value</th></tr><tr><td>2024</td>') as string,
    },
  ])
})

test('a long quote is folded until a reader opens it', () => {
  const [text] = textsOf({ kind: 'quote', runs: [{ text: 'Слово. '.repeat(100).trim() }] })
  expect(text).toMatch(/^<blockquote expandable>Слово\. .*<\/blockquote>$/)
})

test('a link whose text names another domain stands beside its text, with its own domain', () => {
  const shown = (text: string) => textsOf(paragraph({ text, link: 'https://a.example/x' }))
  expect(shown('A bank: bank.example')).toEqual(['A bank: bank.example <a href="https://a.example/x">↗ a.example</a>'])
  expect(shown('https://bank')).toEqual(['https://bank <a href="https://a.example/x">↗ a.example</a>'])
  expect(shown('news of a.example')).toEqual(['<a href="https://a.example/x">news of a.example</a>'])
  const parted = [{ text: 'bank', link: 'https://a.example/x' }, { text: '.example', link: 'https://a.example/x' }] // prettier-ignore
  expect(textsOf(paragraph(...parted))).toEqual(['bank.example <a href="https://a.example/x">↗ a.example</a>'])
  const button = { kind: 'link', label: 'bank.example', url: 'https://a.example/x' } as const
  expect(keyboardOf([[button]], 'secret')).toEqual([[{ text: 'a.example', url: 'https://a.example/x' }]])
})

test('a rich message shuts a long list below its heading until it is opened, a short one stands open', () => {
  const table: Block = { kind: 'table', head: ['Value'], rows: [['$1 bn']] }
  const sources = (count: number): Block => ({ kind: 'list', items: Array.from({ length: count }, (_, index) => [{ text: `source ${index} `.repeat(5) }]) }) // prettier-ignore
  const heading: Block = { kind: 'heading', level: 2, text: 'Sources <&>' }
  const rich = (...blocks: Block[]) => String(renderTelegram({ blocks: [table, ...blocks] }, 'secret')[0]?.['rich'])
  expect(rich(heading, sources(20))).toMatch(
    /<details><summary>Sources &lt;&amp;&gt;<\/summary>\n<ul>(?:<li>[^<]+<\/li>){20}<\/ul><\/details>$/,
  )
  expect(rich(heading, sources(2))).toMatch(/<h2>Sources &lt;&amp;&gt;<\/h2>\n<ul>(?:<li>[^<]+<\/li>){2}<\/ul>$/)
})

test('text and addresses are escaped, and only http and https addresses become links', () => {
  expect(escapeHtml('a & b <c> "d" &lt;')).toBe('a &amp; b &lt;c&gt; &quot;d&quot; &amp;lt;')
  expect(textsOf(paragraph({ text: 'x', link: 'https://a.example/?q="><b>&' }))).toEqual([
    '<a href="https://a.example/?q=%22%3E%3Cb%3E&amp;">x</a>',
  ])
  expect(textsOf(paragraph({ text: 'x', link: 'javascript:alert(1)' }))).toEqual(['x'])
  expect(linkAddress('tg://resolve?domain=a')).toBeUndefined()
  expect(linkAddress('https://bank.example@evil.example/')).toBeUndefined()
  expect(linkAddress(`https://a.example/${'x'.repeat(2_048)}`)).toBeUndefined()
})

test('a long list below its heading is folded, a short one is not', () => {
  const item = (index: number): readonly Run[] => [{ text: `[${index}] ` }, { text: 'S'.repeat(60), link: 'https://a.example/' }] // prettier-ignore
  const list = (count: number): Block => ({ kind: 'list', items: Array.from({ length: count }, (_, index) => item(index)) }) // prettier-ignore
  const heading: Block = { kind: 'heading', level: 2, text: 'Sources' }
  const [long = ''] = textsOf(heading, list(9))
  expect(long).toMatch(/^<b>Sources<\/b>\n<blockquote expandable>• \[0\] <a .*<\/a><\/blockquote>$/s)
  expect(parseTelegramHtml(long).text.split('\n')).toHaveLength(10)
  expect(textsOf(heading, list(3)).join()).not.toContain('blockquote')
})

const folding = (text: string): Block => ({ kind: 'heading', level: 2, text, folds: true })
const item = (number: number, size = 20): readonly Block[] => [
  words(`${number}. Line ${number} ${'x'.repeat(size)}`),
  { kind: 'quote', runs: [{ text: `Сөз ${number}` }], language: 'kk' },
  {
    kind: 'small',
    runs: [{ text: `Kabar${number}`, link: `https://kabar.example/${number}` }, { text: ' · 1 voice' }],
  },
]

test.each(['above its buttons', 'below its buttons'])(
  'an item that folds shows its line, what it rests on is shut below it, and who was read stands open %s',
  (where) => {
    const button: Block = { kind: 'controls', controls: [{ kind: 'button', label: '1', action: ['item', 's'] }] }
    const read: Block = { kind: 'small', runs: [{ text: 'Read: 2 articles' }] }
    const [text] = textsOf(
      folding('Trade'),
      ...item(1),
      ...item(12),
      ...(where === 'above its buttons' ? [read, read, button] : [button, read, read]),
    )
    expect(text).toBe(
      [
        '<b>Trade</b>',
        `1. Line 1 ${'x'.repeat(20)}`,
        '<blockquote expandable><i>Сөз 1</i> (kk)',
        '<a href="https://kabar.example/1">Kabar1</a> · 1 voice</blockquote>',
        '',
        `12. Line 12 ${'x'.repeat(20)}`,
        '<blockquote expandable><i>Сөз 12</i> (kk)',
        '<a href="https://kabar.example/12">Kabar12</a> · 1 voice</blockquote>',
        '',
        '<i>Read: 2 articles</i>',
        '<i>Read: 2 articles</i>',
      ].join('\n'),
    )
  },
)

test('an item that was parted between messages is not folded, nor one without a quote', () => {
  const [first = '', second = ''] = textsOf(
    folding('Trade'),
    ...item(1, 2_000),
    ...item(2, 2_500),
    ...item(3),
    ...item(4),
  )
  expect(first).toMatch(/^<b>Trade<\/b>\n1\. Line 1 x+\n<blockquote expandable>[^]*<\/blockquote>$/)
  expect(second.replace(/x+/g, 'x')).toMatch(/^2\. Line 2 x\n<blockquote expandable>[^]*\n\n4\. Line 4 x\n<blockquote expandable>[^]*<\/blockquote>$/) // prettier-ignore
  const [silent = ''] = textsOf(folding('Trade'), words('1. Line'), { kind: 'small', runs: [{ text: 'Kabar' }] })
  expect(silent).toBe('<b>Trade</b>\n1. Line\n<i>Kabar</i>')
  // Its line fills a message: what it rests on stands in the next, as it is.
  const parted = textsOf(folding('Trade'), ...item(1, 3_880), ...item(2))
  expect(parted.join('\n').replace(/x+/g, 'x')).toContain('<blockquote>Сөз 1<i> (kk)</i></blockquote>')
})

test('a user name in the news pings nobody', () => {
  expect(textsOf(words('ask @durov, or info@inform.kz'))).toEqual(['ask @\u200bdurov, or info@inform.kz'])
  // Cut before its "@", an address would begin the next message with a name.
  const begun = Array.from({ length: 700 }, (_, index) =>
    textsOf(words(`${'x'.repeat(3_450 + index)}@everyone`)).at(-1),
  )
  expect(begun.filter((text) => text?.startsWith('@'))).toEqual(['@\u200beveryone'])
})

test('a message is parted between items; a line stays with its quote and source', () => {
  const item: readonly Block[] = [
    words('x'.repeat(1_500)),
    { kind: 'quote', runs: [{ text: 'q'.repeat(300) }] },
    { kind: 'small', runs: [{ text: 's'.repeat(100) }] },
  ]
  const texts = textsOf({ kind: 'heading', level: 1, text: 'Digest' }, ...item, ...item, ...item)
  expect(texts.map((text) => text.replace(/(.)\1+/g, '$1'))).toEqual([
    '<b>Digest</b>\nx\n<blockquote>q</blockquote>\n<i>s</i>\n\nx\n<blockquote>q</blockquote>\n<i>s</i>',
    'x\n<blockquote>q</blockquote>\n<i>s</i>',
  ])
})

test('a heading goes on to the next message with the text that it stands over', () => {
  const texts = textsOf(words('x'.repeat(3_800)), { kind: 'heading', level: 2, text: 'Trade' }, words('y'.repeat(200)))
  expect(texts).toEqual(['x'.repeat(3_800), `<b>Trade</b>\n${'y'.repeat(200)}`])
})

test('a block that fits into one message is never cut', () => {
  const heading: Block = { kind: 'heading', level: 1, text: 'Digest' }
  expect(textsOf(heading, words('x'.repeat(3_896)))).toEqual(['<b>Digest</b>', 'x'.repeat(3_896)])
  expect(textsOf(words('y'), words('x'.repeat(3_896)), words('z'))).toEqual(['y', 'x'.repeat(3_896), 'z'])
})

test('a too long text is cut after a sentence, a too long sentence at a space, a too long word between characters', () => {
  const sentence = `${'x'.repeat(1_500)}. `
  expect(textsOf(words(sentence.repeat(4))).map((part) => part.length)).toEqual([3_003, 3_003])
  expect(textsOf(words('word '.repeat(2_000))).every((part) => /^word[ word]*word$/.test(part))).toBe(true)
  const family = '👨‍👩‍👧'
  const parts = textsOf(words(family.repeat(900)))
  expect(parts.length).toBe(2)
  for (const part of parts) expect(part.replaceAll(family, '')).toBe('')
})

test('limits count what a reader sees: escapes and addresses are no text', () => {
  expect(textsOf(words('&'.repeat(3_896)))).toEqual(['&amp;'.repeat(3_896)])
  const link = `https://a.example/${'p'.repeat(1_000)}`
  const runs = Array.from({ length: 60 }, (_, index): Run => ({ text: `source ${index} `, link: `${link}${index}` }))
  expect(textsOf(paragraph(...runs)).length).toBe(1)
})

test('more entities than Telegram keeps go to further messages, none is lost', () => {
  const runs = Array.from({ length: 250 }, (_, index): Run => ({
    text: `[${index}]`,
    link: `https://a.example/${index}`,
  }))
  const parts = textsOf(paragraph(...runs)).map(parseTelegramHtml)
  expect(parts.map(({ entities }) => entities.length)).toEqual([79, 79, 79, 13])
  expect(parts.flatMap(({ entities }) => entities.map(({ url }) => url))).toEqual(runs.map(({ link }) => link))
})

test('a message that says nothing is still one that Telegram takes', () => {
  expect(textsOf()).toEqual(['—'])
  expect(textsOf(words(' \u2800\u200b\n'), { kind: 'list', items: [] })).toEqual(['—'])
})

test('the first line of a message is plain', () => {
  const bold = paragraph({ text: 'a <b> ', bold: true }, { text: 'c', link: 'https://a.example/' })
  expect(plainLine({ blocks: [words(' '), bold, words('d')] })).toBe('a <b> c')
  expect(plainLine({ blocks: [] })).toBe('')
})

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  fc.constantFrom('<b>', '</a>', '&amp;', '"', '@durov', '#tag', '\n', 'Тоқаев барды. ', '出口增长。', 'trade rose '),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), fc.nat(900))
    .map(([unit, count]) => unit.repeat(count)),
)
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
const address = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), text)
// A linked text that looks like another domain gets the true one beside it: see the tests of shown domains.
const run: fc.Arbitrary<Run> = fc
  .record({ text, bold: fc.boolean(), italic: fc.boolean(), link: address }, { requiredKeys: ['text'] })
  .map((made) => (made.link === undefined ? made : { ...made, text: made.text.replace(/[.:]/gu, '') }))
const shortRun = fc.record({
  text: fc.constantFrom('[1]', 'e', '\u0301', ' '),
  bold: fc.boolean(),
  italic: fc.boolean(),
})
const runs = fc.oneof(
  { weight: 4, arbitrary: fc.array(run, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(shortRun, { maxLength: 200, size: 'max' }) },
)
const block = anyBlock(text, runs)

// What our own dress adds, and may stand in the news too; and marks, which alone are no text.
const bare = (shown: string): string =>
  cleanText(shown).replace(/[\s·•—\p{M}\u2800\u3164\u115F\u1160\uFFA0\uFFFC]/gu, '')

test('any message renders inside the limits, well-formed, with nothing lost', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const parts = textsOf(...blocks).map(parseTelegramHtml)
      expect(parts.length).toBeGreaterThan(0)
      for (const { text, entities } of parts) {
        expect(text.trim()).not.toBe('')
        expect(text.length).toBeLessThanOrEqual(3_896)
        expect(text).toSatisfy((value: string) => !/\p{Surrogate}/u.test(value))
        expect(entities.length).toBeLessThanOrEqual(100)
        for (const { url } of entities) if (url !== undefined) expect(url).toMatch(/^https?:\/\//)
      }
      const said = bare(blocks.map(textOfBlock).map(cleanText).join(''))
      expect(signsOf(bare(parts.map(({ text }) => text).join('')))).toBe(signsOf(said))
      const open = textsOf(...unfolded(blocks)).map(parseTelegramHtml)
      expect(bare(open.map(({ text }) => text).join(''))).toBe(said)
    }),
    { numRuns: 150 },
  )
})

test.each([' ', '\n', '<', '&', '@a1 ', '1', '\u0301', '👨‍👩‍👧', '🇰🇿', 'слово ', '。'])(
  'a hundred thousand times %j renders',
  (unit) => {
    expect(
      textsOf(words(unit.repeat(100_000)))
        .map(parseTelegramHtml)
        .every(({ text }) => text.length <= 3_896),
    ).toBe(true)
  },
)

test('each choice of a select is a button below its question, the chosen ones checked, and 100 are not exceeded', () => {
  const choices = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${hour}:00`,
    isChosen: hour === 9,
  }))
  const select = { kind: 'select', label: 'At what times?', action: ['es', 'k'], choices, least: 1, most: 24 } as const
  const [payload] = renderTelegram(
    {
      blocks: [words('When?'), ...Array.from({ length: 6 }, () => ({ kind: 'controls' as const, controls: [select] }))],
    },
    'secret',
  )
  const { inline_keyboard: rows } = payload?.['reply_markup'] as {
    inline_keyboard: { text: string; callback_data: string }[][]
  }
  expect(rows[0]?.map(({ text }) => text)).toEqual(['▾ At what times?'])
  expect(rows.flat().map(({ text }) => text)).toContain('✓ 9:00')
  expect(rows.flat().length).toBeLessThanOrEqual(100)
  expect(readPress(rows.flat()[10]?.callback_data ?? '', 'secret')).toEqual({
    kind: 'press',
    action: ['es', 'k'],
    values: ['9'],
    isToggle: true,
  })
})

test('controls stand below the message that they follow', () => {
  const button = (label: string) => ({
    kind: 'controls' as const,
    controls: [{ kind: 'button' as const, label, action: ['story', label] as const }],
  })
  const long = { kind: 'paragraph' as const, runs: [{ text: 'Слово. '.repeat(500) }] }
  const payloads = renderTelegram({ blocks: [long, button('one'), long, button('two')] }, 'secret')
  expect(
    payloads.map((payload) =>
      (payload['reply_markup'] as { inline_keyboard: { text: string }[][] }).inline_keyboard
        .flat()
        .map(({ text }) => text),
    ),
  ).toEqual([['one'], ['two']])
})
