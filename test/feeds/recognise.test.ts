import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { FeedError, type Fetched, type FetchOptions } from '../../src/feeds/net/fetch-feed.js'
import { parseFeed } from '../../src/feeds/parse/parse-feed.js'
import { refreshFeeds, type RefreshDeps } from '../../src/feeds/refresh.js'
import type { Feed, Region } from '../../src/regions/region.js'
import { archive as archiveOf } from '../../src/store/news/archive-store.js'
import { articleStore } from '../../src/store/news/article-store-sql.js'
import { voicesOf } from '../../src/summaries/terms/voices.js'
import { openInMemory } from '../store/open-in-memory.js'
import { feedOf, readWith } from './stand-ins.js'
import type { Database } from '../../src/store/base/database.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const start = Date.parse('2025-06-17T08:00:00Z')

interface Item {
  readonly guid?: string
  readonly link?: string
  readonly title: string
  readonly text?: string
  /** Undated unless given. */
  readonly date?: number
}

const element = (name: string, value: string | undefined) => (value === undefined ? '' : `<${name}>${value}</${name}>`)
const rss = (items: readonly Item[]): string =>
  `<rss version="2.0"><channel><title>T</title>${items
    .map(({ guid, link, title, text, date }) => {
      const written = date === undefined ? undefined : new Date(date).toUTCString()
      return `<item>${element('guid', guid)}${element('link', link)}${element('title', title)}${element('description', text)}${element('pubDate', written)}</item>`
    })
    .join('')}</channel></rss>`

const opened: Database[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
})

/** Feeds over a real database, and a clock moved by hand. */
async function newsroom() {
  const database = await openInMemory()
  opened.push(database)
  const store = articleStore(database)
  const asked: { url: string; options: FetchOptions; at: number }[] = []
  let at = start
  const poll = async (documents: Readonly<Record<string, readonly Item[] | Error>>, feeds?: readonly Feed[]) => {
    const deps: RefreshDeps = {
      store: { ...store, feedStates: async () => (await store.feedStates()).map((s) => ({ ...s, nextDueAt: 0 })) },
      now: () => at,
      random: () => 0,
      read: readWith(async (bytes, _, url) => parseFeed(Buffer.from(bytes).toString(), { url })),
      fetchFeed: async (url, options): Promise<Fetched> => {
        asked.push({ url, options, at })
        const answer = documents[new URL(url).hostname.replace('.example', '')] ?? []
        if (answer instanceof Error) throw answer
        const bytes = Buffer.from(rss(answer))
        return { status: 'ok', bytes, contentType: undefined, etag: '"1"', lastModified: undefined, url }
      },
    }
    const { articles } = await refreshFeeds(feeds ?? Object.keys(documents).map((id) => feedOf(id)), deps)
    at += HOUR
    return articles.map(({ title, revision }) => (revision === 1 ? title : `${title} (${String(revision)})`))
  }
  const rows = () => database.db.selectFrom('articles').select(['id', 'title', 'revision']).orderBy('number').execute()
  return { poll, rows, store, asked, database, wait: (ms: number) => void (at += ms) }
}

const SUBJECTS = ['Water', 'Rail freight', 'Wheat', 'Gas supply', 'Border trade', 'Uranium', 'Remittances', 'Cotton']
const story = (n: number, extra: Partial<Item> = {}): Item => ({
  guid: `g-${String(n)}`,
  link: `https://a.example/news/2025/${String(1000 + n)}-story`,
  title: `${SUBJECTS[n % 8] ?? ''} report number ${String(n)} is out`,
  text: `The ${SUBJECTS[n % 8] ?? ''} office said on day ${String(n)} that deliveries had changed, and that a longer account with all the details of region ${String(n)} would follow within a week.`,
  date: start - n * 3_700_123 - HOUR,
  ...extra,
})
const stories = (change: (item: Item, n: number) => Item = (item) => item): readonly Item[] =>
  Array.from({ length: 8 }, (_, n) => change(story(n), n))
const fresh = [story(20, { date: start + HOUR - 60_000 }), story(21, { date: start + HOUR - 90_000 })]
const freshTitles = fresh.map(({ title }) => title)

const moved = (link = '') => link.replace('https://a.example', 'https://new-site.example')
const undated = ({ guid = '', link = '', title, text = '' }: Item): Item => ({ guid, link, title, text })
const cases: readonly [name: string, change: (item: Item, n: number) => Item][] = [
  ['changes all guids', (item, n) => ({ ...item, guid: `new-${String(n)}` })],
  ['drops its guids', ({ link = '', title, text = '' }) => ({ link, title, text })],
  ['counts its guids by place', (item, n) => ({ ...item, guid: String(n) })],
  ['moves to another domain', (item) => ({ ...item, link: moved(item.link) })],
  ['flips to http', (item) => ({ ...item, link: item.link?.replace('https:', 'http:') ?? '' })],
  ['adds www., trackers and AMP', (item) => ({ ...item, guid: 'x', link: `${item.link?.replace('//', '//www.') ?? ''}/amp?utm_source=rss` })], // prettier-ignore
  ['moves and changes all guids', (item, n) => ({ ...item, guid: `new-${String(n)}`, link: moved(item.link) })],
  ['changes guids and addresses', (item, n) => ({ ...item, guid: `new-${String(n)}`, link: `https://new.example/?p=${String(n)}` })], // prettier-ignore
] // prettier-ignore

for (const [name, change] of cases) {
  test(`a feed that ${name} reposts nothing, and what is new in the same poll comes through`, async () => {
    const { poll, rows } = await newsroom()
    expect(await poll({ a: stories() })).toHaveLength(8)
    expect(await poll({ a: [...fresh, ...stories(change)] })).toEqual(freshTitles)
    expect(await poll({ a: [...fresh, ...stories(change)] })).toEqual([])
    expect(await rows()).toHaveLength(10)
  })
  test(`so does a feed without dates that ${name}, days later`, async () => {
    const { poll, rows, wait } = await newsroom()
    expect(await poll({ a: stories(undated) })).toHaveLength(8)
    wait(3 * DAY)
    const later = [...fresh.map(undated), ...stories((item, n) => undated(change(item, n)))]
    expect(await poll({ a: later })).toEqual(freshTitles)
    expect(await rows()).toHaveLength(10)
  })
}

test('edited titles repost nothing: the articles are corrected in place, with new ones beside them', async () => {
  const { poll, rows } = await newsroom()
  await poll({ a: stories() })
  const before = await rows()
  const edit = (item: Item): Item => ({ ...item, title: `Updated: ${item.title}` })
  const found = await poll({ a: [...fresh, ...stories(edit)] })
  expect(found).toEqual([...freshTitles, ...stories(edit).map(({ title }) => `${title} (2)`)])
  expect((await rows()).slice(0, 8).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  const renumbered = stories((item, n) => ({ ...edit(edit(item)), guid: `n${String(n)}`, link: moved(item.link) }))
  expect((await poll({ a: [...fresh, ...renumbered] })).every((title) => title.endsWith('(3)'))).toBe(true)
  expect(await rows()).toHaveLength(10)
})

test('a feed that changes one thing after another is followed', async () => {
  const { poll, rows } = await newsroom()
  await poll({ a: stories() })
  await poll({ a: stories((item, n) => ({ ...item, guid: `v2-${String(n)}` })) })
  const renamed = (item: Item, n: number): Item => ({ ...item, guid: `v2-${String(n)}`, link: `https://b.example/${String(n)}/x`, text: 'Short now.' }) // prettier-ignore
  await poll({ a: stories(renamed) })
  expect(await rows()).toHaveLength(8)
})

test('guids that count places do not overwrite one article with the next', async () => {
  const { poll, rows } = await newsroom()
  const page = (from: number) => Array.from({ length: 4 }, (_, place) => story(from + place, { guid: String(place) }))
  expect(await poll({ a: page(4) })).toHaveLength(4)
  expect(await poll({ a: page(3) })).toEqual([story(3).title])
  expect(await poll({ a: page(2) })).toEqual([story(2).title])
  expect((await rows()).map(({ revision }) => revision)).toEqual([1, 1, 1, 1, 1, 1])
})

test('a corrected article keeps its row, its id and its history', async () => {
  const { poll, rows, database } = await newsroom()
  await poll({ a: [story(1)] })
  expect(await poll({ a: [story(1, { text: 'The office took its figure back.' })] })).toEqual([`${story(1).title} (2)`])
  expect(await poll({ a: [story(1, { text: 'The office gave a third figure.' })] })).toEqual([`${story(1).title} (3)`])
  expect(await rows()).toHaveLength(1)
  const history = await database.db.selectFrom('article_revisions').select(['revision', 'text']).orderBy('revision').execute() // prettier-ignore
  expect(history).toEqual([
    { revision: 1, text: story(1).text },
    { revision: 2, text: 'The office took its figure back.' },
  ])
})

test('one article in two feeds of an outlet is one row, at one address or two', async () => {
  const { poll, rows } = await newsroom()
  const feeds = [feedOf('a', { outletId: 'o' }), feedOf('b', { outletId: 'o' })]
  const short = story(1, { guid: 'b-1', text: 'In short.' })
  const mobile = story(2, { guid: 'b-2', link: 'https://m.a.example/news/2025/1002-story?utm_medium=rss' })
  const elsewhere = story(3, { guid: 'b-3', link: 'https://a.example/economy/wheat' })
  for (let round = 0; round < 3; round++) await poll({ a: stories(), b: [short, mobile, elsewhere] }, feeds)
  expect((await rows()).map(({ revision }) => revision)).toEqual(new Array(8).fill(1))
})

test('a wire copy in two outlets is two articles and one voice', async () => {
  const { poll, rows, database } = await newsroom()
  await poll({ a: [story(1)], b: [story(1, { guid: 'b-1', link: 'https://b.example/wire/1' })] })
  const ids = (await rows()).map(({ id }) => id)
  expect(ids).toHaveLength(2)
  const outlets = ['a', 'b'].map((id) => ({ id, name: id, domains: [], voice: 'independent' as const }))
  const articles = await archiveOf(database).articles(ids)
  expect(voicesOf(articles, { outlets } as unknown as Region)).toHaveLength(1)
})

test('daily series, with and without guids, are news every day; thirty days of one come whole in one document', async () => {
  const { poll, rows } = await newsroom()
  const rates = { title: 'Official exchange rates of the national bank', text: 'Rates set today by the bank.' }
  const day = (n: number) => ({ ...rates, guid: `r${String(n)}`, link: `https://a.example/r/${String(n)}`, date: start - n * DAY }) // prettier-ignore
  await poll({ a: Array.from({ length: 30 }, (_, n) => day(n + 1)) })
  expect(await rows()).toHaveLength(30)
  expect(await poll({ a: [day(0), day(1)] })).toEqual([rates.title])
  const bare = (n: number) => ({ ...rates, date: start - n * DAY })
  expect(await poll({ b: [bare(2), bare(1)] })).toHaveLength(2)
  expect(await poll({ b: [bare(2), bare(1), bare(0)] })).toHaveLength(1)
  expect(await poll({ b: [bare(2), bare(1), bare(0)] })).toHaveLength(0)
})

test('an undated item without guid and address stays one, however long it is shown', async () => {
  const { poll, rows, wait } = await newsroom()
  const item = { title: 'The bank keeps its base rate where it was', text: 'No change until autumn.' }
  for (let day = 0; day < 5; day++) {
    await poll({ a: [item] })
    wait(DAY)
  }
  expect(await rows()).toHaveLength(1)
})

test('whatever a feed changes of what it had, as many articles come as are new', async () => {
  const change = fc.constantFrom(...cases.map(([, each]) => each))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 3 }), fc.integer({ min: 0, max: 5 }), async (changes, count) => {
      const { poll } = await newsroom()
      await poll({ a: stories() })
      const changed = stories((item, n) => changes.reduce((each, apply) => apply(each, n), item))
      const added = Array.from({ length: count }, (_, n) => story(30 + n, { date: start + n * 61_001 }))
      expect((await poll({ a: [...added, ...changed] })).sort()).toEqual(added.map(({ title }) => title).sort())
    }),
    { numRuns: 40 },
  )
})

test('a host that asks to be left alone is asked for none of its feeds until then', async () => {
  const { asked, database } = await newsroom()
  const store = articleStore(database)
  let at = start
  const feeds = ['x', 'y', 'z'].map((id) => feedOf(id, { url: `https://one.example/${id}` }))
  const round = () =>
    refreshFeeds(feeds, {
      store,
      now: () => at,
      random: () => 0,
      read: readWith(async () => ({ format: 'rss', feed: {}, items: [] })),
      fetchFeed: async (url, options) => {
        asked.push({ url, options, at })
        throw new FeedError('answered 429', 'refused', 5 * HOUR)
      },
    })
  expect((await round()).checked).toBe(1)
  at += 5 * HOUR - 1
  expect((await round()).checked).toBe(0)
  at += 1
  expect((await round()).checked).toBe(1)
  expect(asked.map(({ url }) => url)).toEqual(['https://one.example/x', 'https://one.example/x'])
})
