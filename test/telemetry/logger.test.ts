import { expect, test } from 'vitest'
import { loggerTo, withValues } from '../../src/telemetry/logger.js'

test('each line bears the values that its logger was given, its own before them', () => {
  const lines: unknown[] = []
  const log = withValues(loggerTo((...line) => lines.push(line)), { platform: 'telegram', chat: '1' }) // prettier-ignore
  log.warn({ chat: '2' }, 'not delivered')
  log.debug({}, 'kept')
  expect(lines).toEqual([
    ['warn', { platform: 'telegram', chat: '2' }, 'not delivered'],
    ['debug', { platform: 'telegram', chat: '1' }, 'kept'],
  ])
})
