import { expect, test } from 'vitest'
import { FeedError, type Fetched, type FetchOptions } from '../../src/feeds/net/fetch-feed.js'
import { parseFeed } from '../../src/feeds/parse/parse-feed.js'
import { refreshFeeds, type RefreshDeps } from '../../src/feeds/refresh.js'
import type { Feed } from '../../src/regions/region.js'
import { feedOf, memoryStore, readWith } from './stand-ins.js'

const start = Date.parse('2025-06-17T08:00:00Z')
const HOUR = 3_600_000

interface Item {
  readonly guid?: string
  readonly link?: string
  readonly title: string
  readonly text?: string
  readonly date?: string
}
const rss = (items: readonly Item[]): string =>
  `<rss version="2.0"><channel><title>T</title>${items
    .map(({ guid, link, title, text = '', date = 'Tue, 17 Jun 2025 06:00:00 GMT' }) => {
      const id = guid === undefined ? '' : `<guid>${guid}</guid>`
      return `<item>${id}${link === undefined ? '' : `<link>${link}</link>`}<title>${title}</title><description>${text}</description><pubDate>${date}</pubDate></item>`
    })
    .join('')}</channel></rss>`

const water = {
  guid: 'a1',
  link: 'https://a.example/water',
  title: 'Water release begins a month early',
  text: 'Farmers welcome it.',
}
const rail = {
  guid: 'a2',
  link: 'https://a.example/rail',
  title: 'Rail freight rises in the first quarter',
  text: 'By 12 percent.',
}

type Answer = string | Error

/** Feeds that answer what they are told to, and a clock that is moved by hand. */
function newsroom() {
  const store = memoryStore()
  const answers = new Map<string, Answer>()
  const moves = new Map<string, string>()
  const asked: { url: string; options: FetchOptions }[] = []
  const clock = { at: start }
  const deps: RefreshDeps = {
    store,
    now: () => clock.at,
    random: () => 1,
    read: readWith(async (bytes, _, url) => parseFeed(Buffer.from(bytes).toString(), { url })),
    fetchFeed: async (url, options): Promise<Fetched> => {
      asked.push({ url, options })
      const answer = answers.get(url) ?? rss([])
      if (answer instanceof Error) throw answer
      const movedTo = moves.get(url)
      const move = movedTo === undefined ? {} : { movedTo }
      if (answer === 'unchanged') return { status: 'unchanged', ...move }
      return {
        status: 'ok',
        bytes: Buffer.from(answer),
        contentType: undefined,
        etag: '"1"',
        lastModified: undefined,
        url,
        ...move,
      }
    },
  }
  const poll = async (feeds: readonly Feed[], given: Readonly<Record<string, Answer>> = {}) => {
    for (const [id, answer] of Object.entries(given)) answers.set(`https://${id}.example/rss`, answer)
    clock.at += HOUR
    // Whatever was due later is due now.
    for (const [id, state] of store.states) store.states.set(id, { ...state, nextDueAt: 0 })
    return refreshFeeds(feeds, deps)
  }
  return {
    store,
    asked,
    answers,
    moves,
    clock,
    deps,
    poll,
    titles: () => [...store.articles.values()].map(({ article }) => article.title).sort(),
  }
}

test('new items are stored once; the state says what happened and when the feed is due again', async () => {
  const { store, poll } = newsroom()
  const first = await poll([feedOf('a')], { a: rss([water, rail]) })
  expect(first.articles.map(({ title, revision }) => [title, revision])).toEqual([
    [water.title, 1],
    [rail.title, 1],
  ])
  expect([...store.states.values()]).toMatchObject([
    {
      feedId: 'a', etag: '"1"', lastFetchedAt: start + HOUR, lastOkAt: start + HOUR, lastNewAt: start + HOUR, shown: 2,
      verdict: 'thin', detail: expect.stringContaining('teasers only') as string, failures: 0,
    },
  ]) // prettier-ignore
  expect((await poll([feedOf('a')])).articles).toEqual([])
  expect(store.states.get('a')).toMatchObject({ lastNewAt: start + HOUR })
})

test('the etag goes back and an unchanged feed keeps what it had', async () => {
  const { asked, poll, store } = newsroom()
  await poll([feedOf('a')], { a: rss([water]) })
  expect(await poll([feedOf('a')], { a: 'unchanged' })).toEqual({
    articles: [],
    checked: 1,
    unchanged: 1,
    failures: [],
  })
  expect(asked[1]?.options.etag).toBe('"1"')
  expect(store.states.get('a')).toMatchObject({ verdict: 'thin', etag: '"1"', lastNewAt: start + HOUR })
})

test('a feed that is not due is not asked, and a restart asks none the sooner', async () => {
  const { asked, deps, poll } = newsroom()
  await poll([feedOf('a')])
  expect((await refreshFeeds([feedOf('a')], deps)).checked).toBe(0)
  expect(asked).toHaveLength(1)
})

test('a broken feed stops no other, and its state says why', async () => {
  const { store, poll } = newsroom()
  const { articles, failures } = await poll([feedOf('a'), feedOf('b'), feedOf('c')], {
    a: new FeedError('answered 503', 'http-error'),
    b: '<html><title>Hello</title></html>',
    c: rss([rail]),
  })
  expect(articles).toHaveLength(1)
  expect(failures).toEqual([
    {
      feedId: 'a',
      verdict: 'http-error',
      detail: 'https://a.example/rss: answered 503. It is tried again by itself, less and less often.',
    },
    { feedId: 'b', verdict: 'html', detail: expect.stringContaining('an HTML page ("Hello").') as string },
  ])
  expect(store.states.get('a')).toMatchObject({ failures: 1, nextDueAt: start + 2 * HOUR })
})

test('a feed that keeps failing is asked less and less, at least once a day; Retry-After is obeyed', async () => {
  const { clock, deps, store, poll } = newsroom()
  const waits: number[] = []
  await poll([feedOf('a')], { a: new FeedError('no such host', 'unreachable') })
  for (let round = 0; round < 7; round++) {
    const due = store.states.get('a')?.nextDueAt ?? 0
    waits.push((due - clock.at) / HOUR)
    clock.at = due
    await refreshFeeds([feedOf('a')], deps)
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24])
  await poll([feedOf('b')], { b: new FeedError('answered 403', 'refused') })
  expect(store.states.get('b')?.nextDueAt).toBe(clock.at + 3 * HOUR)
  await poll([feedOf('c')], { c: new FeedError('answered 429', 'refused', 30 * HOUR) })
  expect(store.states.get('c')?.nextDueAt).toBe(clock.at + 30 * HOUR)
})

test('a feed that changes its guids, its scheme or its domain reposts nothing; a new item beside them comes through', async () => {
  const { poll, titles } = newsroom()
  await poll([feedOf('a')], { a: rss([water]) })
  await poll([feedOf('a')], { a: rss([{ ...water, guid: 'x-1' }]) })
  await poll([feedOf('a')], { a: rss([{ ...water, guid: 'x-1', link: 'http://www.a.example/water/?utm_source=rss' }]) })
  const { articles } = await poll([feedOf('a')], {
    a: rss([{ ...water, guid: 'y', link: 'https://new.example/water' }, rail]),
  })
  expect(articles.map(({ title }) => title)).toEqual([rail.title])
  expect(titles()).toEqual([rail.title, water.title])
})

test('a corrected article is revised in place and keeps its id and date', async () => {
  const { poll, store } = newsroom()
  await poll([feedOf('a')], { a: rss([water]) })
  const [before] = store.articles.values()
  const { articles } = await poll([feedOf('a')], { a: rss([{ ...water, text: 'Farmers do not welcome it.' }]) })
  expect(articles).toEqual([{ id: before?.article.id, title: water.title, revision: 2 }])
  expect([...store.articles.values()].map(({ article }) => article)).toEqual([
    { ...before?.article, text: 'Farmers do not welcome it.', revision: 2, fetchedAt: start + 2 * HOUR },
  ])
})

test('one article in two feeds of an outlet is one, and the shorter version is no correction', async () => {
  const { poll, store } = newsroom()
  const feeds = [feedOf('a', { outletId: 'o' }), feedOf('b', { outletId: 'o' })]
  const short = { ...water, guid: 'b1', text: 'Farmers.' }
  for (let round = 0; round < 3; round++) await poll(feeds, { a: rss([water]), b: rss([short]) })
  expect([...store.articles.values()].map(({ article }) => article.revision)).toEqual([1])
})

test('a wire copy in two outlets is two articles', async () => {
  const { poll, store } = newsroom()
  await poll([feedOf('a'), feedOf('b')], {
    a: rss([water]),
    b: rss([{ ...water, guid: 'b1', link: 'https://b.example/water' }]),
  })
  expect([...store.articles.values()].map(({ article }) => article.outletId)).toEqual(['a', 'b'])
})

test('items that share one address or one guid are not taken for each other', async () => {
  const { poll, titles } = newsroom()
  const live = (title: string) => ({ guid: 'same', link: 'https://a.example/live', title })
  const items = [live('Bridge closed for repairs until the autumn'), live('Bridge repairs will cost 3 million dollars')]
  await poll([feedOf('a')], { a: rss(items) })
  await poll([feedOf('a')])
  expect(titles()).toEqual(['Bridge closed for repairs until the autumn', 'Bridge repairs will cost 3 million dollars'])
})

test('a daily series under one title is news every day', async () => {
  const { poll, store } = newsroom()
  const rates = { title: 'Official exchange rates of the national bank', text: 'Rates set today by the bank.' }
  const day = (n: number) => ({
    ...rates,
    guid: `r${String(n)}`,
    link: `https://a.example/r/${String(n)}`,
    date: `2025-06-${String(n)}`,
  })
  await poll([feedOf('a')], { a: rss([day(12)]) })
  await poll([feedOf('a')], { a: rss([day(14)]) })
  expect(store.articles.size).toBe(2)
})

test('one host is asked one thing at a time, eight hosts at once', async () => {
  const { deps } = newsroom()
  const running = new Map<string, number>()
  let most = 0
  const fetchFeed: RefreshDeps['fetchFeed'] = async (url) => {
    const { host } = new URL(url)
    expect(running.get(host) ?? 0).toBe(0)
    running.set(host, 1)
    most = Math.max(most, [...running.values()].filter((count) => count > 0).length)
    await new Promise((resolve) => setImmediate(resolve))
    running.set(host, 0)
    return { status: 'unchanged' }
  }
  const feeds = Array.from({ length: 40 }, (_, n) =>
    feedOf(`f${String(n)}`, { url: `https://h${String(n % 12)}.example/${String(n)}` }),
  )
  const progress: number[] = []
  await refreshFeeds(feeds, { ...deps, fetchFeed, onProgress: ({ done }) => void progress.push(done) })
  expect(most).toBe(8)
  expect(progress).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
})

test('an empty feed is said to be empty', async () => {
  const { poll, store } = newsroom()
  await poll([feedOf('a')], { a: rss([]) })
  expect(store.states.get('a')).toMatchObject({
    verdict: 'empty',
    detail: expect.stringContaining('The feed has no items.') as string,
    failures: 0,
  })
})

test('an address that leads elsewhere for good is left after three sightings over a day, and asked again when the new one fails', async () => {
  const { asked, answers, clock, moves, poll, store } = newsroom()
  const feed = feedOf('a')
  const to = 'https://new.example/feed'
  moves.set(feed.url, to)
  answers.set(to, rss([water, rail]))
  for (let sighting = 0; sighting < 3; sighting++) await poll([feed], { a: rss([water]) })
  expect(store.states.get('a')?.detail).toContain(`It has moved for good to ${to}.`)
  clock.at += 24 * HOUR
  expect((await poll([feed])).articles.map(({ title }) => title)).toEqual([rail.title])
  expect(asked.map(({ url }) => url)).toEqual([feed.url, feed.url, feed.url, to])
  answers.set(to, new FeedError('answered 404', 'gone'))
  await poll([feed])
  expect(store.states.get('a')?.detail).toContain(`${to}: answered 404`)
  await poll([feed])
  expect(asked.slice(4).map(({ url }) => url)).toEqual([to, feed.url])
})

test('feeds that moved to one host are asked one after the other', async () => {
  const { deps, moves, poll, clock, store } = newsroom()
  const feeds = [feedOf('a'), feedOf('b')]
  for (const { id, url } of feeds) moves.set(url, `https://new.example/${id}`)
  for (let sighting = 0; sighting < 3; sighting++) await poll(feeds)
  clock.at += 48 * HOUR
  for (const [id, state] of store.states) store.states.set(id, { ...state, nextDueAt: 0 })
  let atOnce = 0
  let most = 0
  const fetchFeed: RefreshDeps['fetchFeed'] = async (url, options) => {
    most = Math.max(most, ++atOnce)
    await new Promise((resolve) => setImmediate(resolve))
    atOnce--
    return deps.fetchFeed(url, options)
  }
  await refreshFeeds(feeds, { ...deps, fetchFeed })
  expect(most).toBe(1)
})
