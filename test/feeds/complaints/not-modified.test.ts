import { expect, test } from 'vitest'
import type { Fetched, FetchOptions } from '../../../src/feeds/net/fetch-feed.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { refreshFeeds } from '../../../src/feeds/refresh.js'
import { feedOf, memoryStore, readWith } from '../stand-ins.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const start = Date.parse('2025-06-01T08:30:00Z')

/** A feed watched for days: `itemsAt` says at which hours it brings an item; its server answers as `answer` says. */
async function watch(
  days: number,
  { gapHours, until = Infinity, isLying }: { gapHours: number; until?: number; isLying: boolean },
) {
  const store = memoryStore()
  const asked: { at: number; hasMark: boolean }[] = []
  let at = start
  let known = ''
  const document = () => {
    const newest = Math.floor(Math.min(at, start + until) / HOUR / gapHours)
    const items = Array.from({ length: 20 }, (_, index) => newest - index)
    return `<rss version="2.0"><channel><title>T</title>${items.map((hour) => `<item><guid>g${String(hour)}</guid><title>The news of hour ${String(hour)} in full</title><link>https://a.example/news-of-hour/${String(hour)}</link><pubDate>${new Date(hour * gapHours * HOUR + 60_000).toUTCString()}</pubDate></item>`).join('')}</channel></rss>` // prettier-ignore
  }
  const fetchFeed = async (url: string, { etag }: FetchOptions): Promise<Fetched> => {
    asked.push({ at, hasMark: etag !== undefined })
    const now = document()
    if (etag !== undefined && (isLying || now === known)) return { status: 'unchanged' }
    known = now
    return { status: 'ok', bytes: Buffer.from(now), contentType: undefined, etag: '"1"', lastModified: undefined, url }
  }
  const read = readWith(async (bytes, _, url) => parseFeed(Buffer.from(bytes).toString(), { url }))
  for (; at < start + days * DAY; at += HOUR)
    await refreshFeeds([feedOf('a')], { store, fetchFeed, read, now: () => at, random: () => 0.5 })
  return { store, asked, unmarked: asked.filter(({ hasMark }) => !hasMark).length }
}

test('"nothing new for weeks, though the site has news": a server that says 304 for ever', async () => {
  const { store, asked } = await watch(6, { gapHours: 1, isLying: true })
  expect(store.articles.size).toBeGreaterThan(6 * 24)
  expect(store.states.get('a')?.verdict).toBe('thin')
  // Once it was found out, its marks are left aside.
  expect(asked.filter(({ at, hasMark }) => hasMark && at > start + DAY)).toEqual([])
})
test('a feed of one item a week is found out within its rhythm, too', async () => {
  const { store } = await watch(60, { gapHours: 168, isLying: true })
  expect(store.articles.size).toBeGreaterThanOrEqual(20 + 7)
})
test('an honest server is asked without marks only where its feed falls silent, and then once in its rhythm', async () => {
  const busy = await watch(5, { gapHours: 1, isLying: false })
  expect(busy.unmarked).toBe(1)
  const ended = await watch(60, { gapHours: 24, until: 5 * DAY, isLying: false })
  expect(ended.unmarked).toBeLessThan(10)
  expect(ended.store.states.get('a')?.verdict).toBe('stale')
})
