import { describe, expect, test } from 'vitest'
import { isBroken, isThin, judgeFeed, type FeedHistory, type PollResult } from '../../src/feeds/health.js'

const now = Date.parse('2025-06-17T08:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const long = 'Water flows to the farms of the valley, the ministry said on Monday. '.repeat(6)

const article = (hoursAgo: number, text = long, language: 'en' | 'ru' | 'kk' = 'en') => ({
  text,
  language,
  publishedAt: now - hoursAgo * HOUR,
})
const read = (articles: Extract<PollResult, { kind: 'read' }>['articles'], declared?: string): PollResult => ({
  kind: 'read',
  articles,
  newCount: 1,
  declared,
})
const failed = (verdict: string, message: string): PollResult => ({ kind: 'failed', verdict, message })
const judge = (pollResult: PollResult, history?: FeedHistory) => judgeFeed(pollResult, { now, history }).health

describe('a feed has one of ten verdicts, each in words:', () => {
  test.each<[string, PollResult, string]>([
    ['ok', read([article(1), article(3)], 'en'), '2 items, 1 of them new.'],
    [
      'quiet',
      read([article(96), article(98), article(100)]),
      'No new item for 4 days; it used to bring one every 2 h.',
    ],
    ['stale', read([article(24 * 40)]), 'Its newest item is 40 days old.'],
    ['html', failed('html', 'not a feed: an HTML page ("Sign in")'), 'not a feed: an HTML page ("Sign in").'],
    ['empty', read([]), 'The feed has no items.'],
    [
      'thin',
      read([article(1, 'A teaser.'), article(2, '')]),
      'It gives teasers only: half of its texts have 9 characters or less.',
    ],
    [
      'language',
      read([article(1, long, 'kk'), article(2, long, 'kk'), article(3, long, 'kk')], 'en-US'),
      'It is declared as "en-US", but its texts are in "kk".',
    ],
    [
      'certificate',
      failed('certificate', 'certificate not trusted (CERT_HAS_EXPIRED)'),
      'certificate not trusted (CERT_HAS_EXPIRED).',
    ],
    ['blocked', failed('refused', 'answered 403'), 'answered 403.'],
    ['blocked', failed('blocked', '127.0.0.2 is a loopback address'), '127.0.0.2 is a loopback address.'],
    ['gone', failed('gone', 'answered 410'), 'answered 410.'],
    ['refused', failed('refused', 'answered 429'), 'answered 429.'],
    ['timeout', failed('timeout', 'no whole answer within 20 s'), 'no whole answer within 20 s.'],
  ])('%s', (verdict, pollResult, cause) => {
    const health = judge(pollResult)
    expect(health).toMatchObject({ verdict, cause })
    if (verdict !== 'ok') expect(health.advice).toMatch(/^[A-Z].+\.$/)
  })
})

test('a feed that rarely writes is not quiet when it writes as rarely as ever', () => {
  const weekly = [1, 8, 15, 22].map((days) => article((days + 9) * 24))
  expect(judge(read(weekly)).verdict).toBe('ok')
})

test('an unchanged feed keeps the verdict of its document and ages by it', () => {
  const { history } = judgeFeed(read([article(1, 'A teaser.')]), { now })
  expect(judgeFeed({ kind: 'unchanged' }, { now: now + HOUR, history }).health.verdict).toBe('thin')
  expect(judgeFeed({ kind: 'unchanged' }, { now: now + 5 * DAY, history }).health.verdict).toBe('quiet')
  expect(judgeFeed({ kind: 'unchanged' }, { now: now + 50 * DAY, history }).health.verdict).toBe('stale')
  expect(judge({ kind: 'unchanged' })).toMatchObject({
    verdict: 'ok',
    cause: 'Nothing changed since it was last read.',
  })
})

test('a feed of undated items ages by when it last brought something', () => {
  const undated = { ...article(0), publishedAt: now }
  const pollResult: PollResult = { kind: 'read', articles: [undated], newCount: 0 }
  expect(judgeFeed(pollResult, { now, lastNewAt: now - 40 * DAY }).health.verdict).toBe('stale')
  expect(judgeFeed({ ...pollResult, newCount: 1 }, { now, lastNewAt: now - 40 * DAY }).health.verdict).toBe('ok')
})

test('a failure forgets nothing of what is known', () => {
  const { history } = judgeFeed(read([article(1)]), { now })
  expect(judgeFeed(failed('timeout', 'late'), { now, history }).history).toEqual(history)
})

test('one language among several is no wrong declaration', () => {
  const mixed = [article(1, long, 'ru'), article(2, long, 'kk'), article(3, long, 'ru'), article(4, long, 'kk')]
  expect(judge(read(mixed, 'en')).verdict).toBe('ok')
})

test('a Chinese text is thin by what it says, not by its characters', () => {
  expect(isThin('中亚'.repeat(60))).toBe(false)
  expect(isThin('ab'.repeat(60))).toBe(true)
})

test.each([
  ['timeout', 1, false],
  ['timeout', 2, false],
  ['timeout', 3, true],
  ['gone', 1, true],
  ['blocked', 1, true],
  ['refused', 1, false],
  ['ok', 0, false],
])('%s after %d failures in a row is broken: %s', (verdict, failures, expected) => {
  expect(isBroken({ verdict, failures })).toBe(expected)
})
