import { expect, test } from 'vitest'
import { judgeHealth, type HealthFacts } from '../../src/app/health-report.js'

const NOW = Date.parse('2025-06-17T08:00Z')
const MINUTE = 60_000
const heard = { lastHeardAt: () => NOW - 20_000 }

const facts = (given: Partial<HealthFacts> = {}): HealthFacts => ({
  condition: {
    ...{ articles: 5, unread: 0, waiting: 0 },
    ...{ feeds: { read: 40, failed: 2, never: 0 }, lastReadAt: NOW - MINUTE },
  },
  wanted: ['telegram'],
  platforms: new Map([['telegram', heard]]),
  startedAt: NOW - 300 * MINUTE,
  now: NOW,
  ...given,
})
const condition = (given: object) => facts({ condition: { ...(facts().condition as object), ...given } as never })

test('all is well where feeds are read, platforms heard and nothing waits', () => {
  expect(judgeHealth(facts())).toMatchObject({ isWell: true, reasons: [], parts: { platforms: { telegram: true } } })
})

test.each([
  ['a database that does not answer', facts({ condition: { fault: 'disk I/O error' } }), 'the database gave no answer: disk I/O error'], // prettier-ignore
  ['more feeds that fail than are read', condition({ feeds: { read: 3, failed: 39, never: 0 } }), '39 of 42 feeds could not be read'], // prettier-ignore
  ['no feed for hours', condition({ lastReadAt: NOW - 240 * MINUTE }), 'no feed has been read for 240 minutes'],
  ['messages that wait', condition({ waiting: 7, oldestDueAt: NOW - 30 * MINUTE }), '7 messages wait to be sent, the oldest for 30 minutes'], // prettier-ignore
  ['a platform that did not start', facts({ platforms: new Map() }), 'telegram is not heard'],
  ['a platform that says nothing', facts({ platforms: new Map([['telegram', { lastHeardAt: () => NOW - 4 * MINUTE }]]) }), 'telegram is not heard'], // prettier-ignore
])('%s is said', (_, given, reason) => {
  expect(judgeHealth(given)).toMatchObject({ isWell: false, reasons: [reason] })
})

test('a fresh start is well before its first feed', () => {
  const fresh = facts({ startedAt: NOW - MINUTE, condition: { ...{ articles: 0, unread: 0, waiting: 0 }, feeds: { read: 0, failed: 0, never: 42 } } }) // prettier-ignore
  expect(judgeHealth(fresh).isWell).toBe(true)
})
