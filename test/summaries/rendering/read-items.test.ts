import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentReader } from '../../../src/summaries/rendering/content-reader.js'
import { itemReader, type SaidItem } from '../../../src/summaries/rendering/read-items.js'

const items = fc.array(fc.record({ id: fc.nat(60), text: fc.string({ unit: 'grapheme', maxLength: 40 }) }), { maxLength: 8 }) // prettier-ignore
const cuts = fc.array(fc.nat(2_000), { maxLength: 12 })

function pieces(text: string, at: readonly number[]): string[] {
  const places = [...new Set([0, ...at.map((place) => place % (text.length + 1)), text.length])].sort((a, b) => a - b)
  return places.slice(1).map((end, index) => text.slice(places[index], end))
}

function read(content: string, at: readonly number[]): SaidItem[] {
  const take = itemReader()
  let soFar = ''
  return pieces(content, at).flatMap((piece) => take((soFar += piece)))
}

test('items are read however the text is cut, each once and in order', () => {
  fc.assert(
    fc.property(items, cuts, fc.constantFrom('', 'Sure:\n```json\n'), (given, at, before) => {
      expect(read(`${before}${JSON.stringify({ items: given })}\n\`\`\``, at)).toEqual(given)
    }),
  )
})

test('an item is there as soon as it is closed, not before', () => {
  const take = itemReader()
  const text = '{"items":[{"id":0,"text":"a \\"}] b"},{"id":1'
  expect(take(text.slice(0, text.indexOf(',{') - 1))).toEqual([])
  expect(take(text)).toEqual([{ id: 0, text: 'a "}] b' }])
})

test('of garbage nothing is read, and it ends', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), cuts, (text, at) => void read(text, at)))
  expect(read('{"items":{"0":"x"}}', [])).toEqual([])
  expect(read('{"items":[{"id":"x","text":1},{"id":2,"text":"b"}]} [{"id":3,"text":"c"}]', [])).toEqual([{ id: 2, text: 'b' }]) // prettier-ignore
})

const events = (content: readonly string[], end: string) =>
  `: a remark${end}${end}${content.map((text) => `data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}${end}${end}`).join('')}data: [DONE]${end}${end}` // prettier-ignore

test('a stream of events gives its content however its bytes are cut, with any end of line', () => {
  const content = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(content, cuts, fc.constantFrom('\n', '\r\n', '\r'), (given, at, end) => {
      const reader = contentReader()
      const heard = pieces(events(given, end), at).map((piece) => reader.take(piece))
      expect(reader.end()).toBe(given.join(''))
      expect(heard.every((text) => given.join('').startsWith(text))).toBe(true)
    }),
  )
})
