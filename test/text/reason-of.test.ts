import { expect, test } from 'vitest'
import { reasonOf } from '../../src/text/reason-of.js'

test('an error says its message, and what is thrown beside errors is shown as it is', () => {
  expect(reasonOf(new RangeError('a minute is 1440'))).toBe('a minute is 1440')
  expect(reasonOf('closed')).toBe('closed')
})
