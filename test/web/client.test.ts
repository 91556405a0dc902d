import { expect, test } from 'vitest'
import { clientOf } from '../../src/web/base/client.js'

test.each([
  // remote, forwarded for, key, near
  ['203.0.113.7', undefined, '203.0.113.7', false],
  ['127.0.0.1', undefined, '127.0.0.1', true],
  ['::ffff:172.18.0.3', undefined, '172.18.0.3', true],
  ['127.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9', false],
  // Who is no proxy of ours names whom it likes.
  ['203.0.113.7', '198.51.100.1', '203.0.113.7', false],
  ['127.0.0.1', 'nonsense', '127.0.0.1', false],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2', false],
  ['2001:db8::6', undefined, '2001:db8:0:0', false],
  ['::1', undefined, '0:0:0:0', true],
])('%s for %s counts as %s', (remote, forwarded, key, isNear) => {
  expect(clientOf(remote, forwarded)).toEqual({ key, isNear })
})
