import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openAction, opensForm, sealAction, type Action } from '../../../src/bots/contract/actions.js'

const word = fc.stringMatching(/^[\x21-\x7e]{1,12}$/)
const action = fc.tuple(word, fc.array(word, { maxLength: 3 })).map(([verb, args]): Action => [verb, ...args])

test('an action comes back from its control, in at most 64 bytes', () => {
  fc.assert(
    fc.property(action, (one) => {
      fc.pre(one.join(' ').length <= 52)
      const sealed = sealAction(one, 'secret')
      expect(Buffer.byteLength(sealed)).toBeLessThanOrEqual(64)
      expect(openAction(sealed, 'secret')).toEqual(one)
    }),
  )
})

test('what was made up, changed or signed with another secret is no action', () => {
  const sealed = sealAction(['sub-remove', 'a1b2c3'], 'secret')
  expect(openAction(sealed, 'another')).toBeUndefined()
  expect(openAction(sealed.replace('a1b2c3', 'a1b2c4'), 'secret')).toBeUndefined()
  fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => openAction(text, 'secret') === undefined))
})

test('words that do not fit a control are refused with the words', () => {
  expect(() => sealAction(['story', 'x'.repeat(60)], 's')).toThrow(/longer than 52 bytes/)
  expect(() => sealAction(['story', 'a b'], 's')).toThrow(/without spaces/)
  expect(() => sealAction(['story', 'тоқ'], 's')).toThrow(/ASCII/)
})

test('a verb that types opens a form', () => {
  expect(opensForm(['type-keywords', 'a1'])).toBe(true)
  expect(opensForm(['story', 'type-'])).toBe(false)
})
