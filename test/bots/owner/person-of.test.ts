import { expect, test } from 'vitest'
import { personOf } from '../../../src/bots/owner/person-of.js'

test.each([
  ['telegram:42', { name: 'telegram', userId: '42' }],
  ['matrix:@ann:example.org', { name: 'matrix', userId: '@ann:example.org' }],
  ['telegram', { name: 'telegram', userId: '' }],
])('%s', (key, person) => {
  expect(personOf(key)).toEqual(person)
})
