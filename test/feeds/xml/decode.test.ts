import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFeed } from '../../../src/feeds/xml/decode.js'

const russian = 'Парламент страны принял закон о воде, и депутаты обсудили его с фермерами. '.repeat(5)
const chinese = '总统表示两国合作发展很好，今年贸易额在不断增加。'

/** Cyrillic in a one-byte encoding: Node decodes these but does not encode them. */
function encode(text: string, label: string): Uint8Array {
  const decoder = new TextDecoder(label)
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Uint8Array.from(text, (character) => bytes.get(character) ?? 0x3f)
}

/** Two bytes a character, looked up in the whole plane. */
function encodeHan(text: string, label: string): Uint8Array {
  const decoder = new TextDecoder(label)
  const pairs = new Map<string, [number, number]>()
  for (let lead = 0x81; lead < 0xff; lead++) {
    for (let trail = 0x40; trail < 0xff; trail++) pairs.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
  }
  return Uint8Array.from(Array.from(text).flatMap((c) => (c < '\u0080' ? [c.charCodeAt(0)] : (pairs.get(c) ?? [0x3f]))))
}

const feed = (encoding: string | undefined, text: string): string =>
  `<?xml version="1.0"${encoding === undefined ? '' : ` encoding="${encoding}"`}?><rss><title>${text}</title></rss>`

describe.each(['windows-1251', 'koi8-r'])('%s is read', (label) => {
  test('by its declaration', () => {
    expect(decodeFeed(encode(feed(label, russian), label))).toBe(feed(label, russian))
  })
  test('by the header', () => {
    expect(decodeFeed(encode(feed(undefined, russian), label), `text/xml; charset=${label}`)).toContain(russian)
  })
  test('by its letters where nothing declares it', () => {
    expect(decodeFeed(encode(feed(undefined, russian), label))).toContain(russian)
  })
  test('by its letters where UTF-8 is declared', () => {
    expect(decodeFeed(encode(feed('utf-8', russian), label))).toContain(russian)
  })
  test('by its letters where the other one is declared', () => {
    const other = label === 'koi8-r' ? 'windows-1251' : 'koi8-r'
    expect(decodeFeed(encode(feed(other, russian), label))).toContain(russian)
  })
})

test('gb18030 is read by its declaration and by its characters', () => {
  const text = chinese.repeat(5)
  expect(decodeFeed(encodeHan(feed('gb2312', text), 'gb18030'))).toContain(text)
  expect(decodeFeed(encodeHan(feed(undefined, text), 'gb18030'))).toContain(text)
})

test('UTF-8 that says windows-1251 is read as what it is', () => {
  expect(decodeFeed(Buffer.from(feed('windows-1251', russian)))).toContain(russian)
})

test('UTF-16 is read with and without its mark', () => {
  expect(decodeFeed(Buffer.from(`\ufeff${feed('utf-16', russian)}`, 'utf16le'))).toContain(russian)
  expect(decodeFeed(Buffer.from(feed('utf-16', russian), 'utf16le'))).toContain(russian)
  expect(decodeFeed(Buffer.from(feed('utf-16', russian), 'utf16le').swap16())).toContain(russian)
})

test('an encoding that nobody knows is passed over', () => {
  expect(decodeFeed(Buffer.from(feed('x-klingon', russian)), 'text/xml; charset=none')).toContain(russian)
})

test('decoding never throws, and UTF-8 comes out as it went in', () => {
  const types = fc.option(fc.string(), { nil: undefined })
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 2_000 }),
      types,
      (bytes, type) => typeof decodeFeed(bytes, type) === 'string',
    ),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => decodeFeed(Buffer.from(`<a>${text}`)) === `<a>${text}`),
  )
})
