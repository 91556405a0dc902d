import { describe, expect, test } from 'vitest'
import { dateOfPage, dateToldBy } from '../../../src/feeds/dates/told-date.js'

const day = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString().slice(0, 10))
const dateOfAddress = (url: string) => dateToldBy({ url, text: '' }, Infinity)
const dateOfDateline = (text: string) => dateToldBy({ url: undefined, text }, Infinity)
const seenAt = Date.parse('2025-06-18T08:00:00Z')

describe('the day that an address names', () => {
  test.each([
    ['https://a.example/2025/06/17/news.html', '2025-06-17'],
    ['https://a.example/news/2025-6-7-water', '2025-06-07'],
    ['https://a.example/20250617/n-1.shtml', '2025-06-17'],
    ['https://a.example/2025/02/31/news', undefined],
    ['https://a.example/news/2025/gas', undefined],
    ['https://a.example/id/120250617', undefined],
    ['https://a.example/?d=2025-06-17', undefined],
  ])('%s', (url, expected) => expect(day(dateOfAddress(url))).toBe(expected))
})

describe('the day of a dateline', () => {
  test.each([
    ['ASTANA, June 17, 2025 (Steppe Wire) – Talks began.', '2025-06-17'],
    ['Ташкент, 17 июня 2025 года — Переговоры начались.', '2025-06-17'],
    ['17.06.2025\nTalks began.', '2025-06-17'],
    ['2025年6月17日（草原社）会谈开始。', '2025-06-17'],
    // A sentence that tells of a day is no dateline.
    ['On 17 June 2017 a law was passed that changed the trade.', undefined],
    ['17 июня 2017 года вступил в силу закон о торговле.', undefined],
    ['2017 — the year of the great drought.', undefined],
    ['Bishkek, 17 June – Talks began.', undefined],
  ])('%s', (text, expected) => expect(day(dateOfDateline(text))).toBe(expected))
})

test('a page says in its metadata when it was published, not ahead of being seen', () => {
  const page = (head: string) => Buffer.from(`<html><head>${head}</head><body>Вода</body></html>`)
  const tag = '<meta content="2025-06-17T09:30:00+05:00" property="article:published_time">'
  expect(dateOfPage(page(tag), seenAt)).toBe(Date.parse('2025-06-17T04:30:00Z'))
  expect(day(dateOfPage(page('<script>{"datePublished": "2025-06-16T10:00:00Z"}</script>'), seenAt))).toBe('2025-06-16')
  expect(dateOfPage(page('<meta name="date" content="2026-01-01T00:00:00Z">'), seenAt)).toBeUndefined()
  expect(dateOfPage(page('<meta name="viewport" content="width=device-width">'), seenAt)).toBeUndefined()
})

test('an address goes before a dateline, and what lies ahead is no date', () => {
  const text = 'ASTANA, June 16, 2025 – Talks began.'
  expect(day(dateToldBy({ url: 'https://a.example/2025/06/17/x', text }, seenAt))).toBe('2025-06-17')
  expect(day(dateToldBy({ url: 'https://a.example/2025/07/17/x', text }, seenAt))).toBe('2025-06-16')
  expect(dateToldBy({ url: undefined, text: 'Talks began.' }, seenAt)).toBeUndefined()
})
