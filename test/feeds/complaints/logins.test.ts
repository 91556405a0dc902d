import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KNOWN_TRAITS } from '../../../src/app/known-platforms.js'
import { FeedError, type Fetched } from '../../../src/feeds/net/fetch-feed.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { feedCatalogue, type FeedCatalogueDeps } from '../../../src/newsroom/feed-catalogue.js'
import { openNewsroom, type OpenNewsroom } from '../../../src/newsroom/open-newsroom.js'
import { loadRegion } from '../../../src/regions/load-region.js'

const FEED = '<rss version="2.0"><channel><title>Closed</title><item><title>A</title></item></channel></rss>'

describe('"feeds behind a password cannot be read": one that is added', () => {
  let rooms: OpenNewsroom
  beforeAll(async () => {
    rooms = await openNewsroom({ traits: KNOWN_TRAITS, databaseUrl: 'file::memory:', region: loadRegion('regions/central-asia'), now: () => 0 }) // prettier-ignore
  })
  afterAll(async () => rooms.close())

  const sent: (string | undefined)[] = []
  const deps = {
    fetchFeed: async (url: string, login?: { reveal: () => string }): Promise<Fetched> => {
      sent.push(login?.reveal())
      if (login?.reveal() !== 'reader:hush hush') throw new FeedError('answered 401', 'refused')
      return { status: 'ok', bytes: Buffer.from(FEED), contentType: undefined, etag: undefined, lastModified: undefined, url } // prettier-ignore
    },
    parse: async (bytes: Uint8Array) => parseFeed(Buffer.from(bytes).toString()),
  } as unknown as FeedCatalogueDeps

  test('is read with it, and nothing that is shown or exported has it; a removal is undone with it', async () => {
    const catalogue = feedCatalogue(rooms, deps)
    const { found } = await catalogue.discover('<https://reader:hush%20hush@closed.example/feed>')
    const [feed] = found
    expect(feed).toMatchObject({ url: 'https://closed.example/feed', title: 'Closed' })
    if (feed === undefined) return
    expect(await catalogue.add(feed, 'telegram -1')).toMatchObject({
      kind: 'added',
      url: 'https://closed.example/feed',
    })
    const { feeds } = rooms.reader().region
    const login = () => rooms.reader().region.feeds.find(({ url }) => url === 'https://closed.example/feed')?.login
    expect(login()?.reveal()).toBe('reader:hush hush')
    const shown = [found, feeds, await rooms.newsroom.sources(), await catalogue.exportOpml(), String(login())]
    expect(JSON.stringify(shown)).not.toContain('hush')
    const removed = await catalogue.remove('https://reader:hush%20hush@closed.example/feed', 'telegram -1')
    expect(removed).toMatchObject({ kind: 'removed', url: 'https://closed.example/feed' })
    expect((await rooms.logins.all()).size).toBe(0)
    await catalogue.add({ ...feed, ...removed }, 'telegram -1')
    expect(login()?.reveal()).toBe('reader:hush hush')
  })
  test('in a list of feeds too, and a key that was made for another address opens nothing', async () => {
    const catalogue = feedCatalogue(rooms, deps)
    const list = '<opml><body><outline text="C" xmlUrl="https://reader:hush%20hush@list.example/feed"/></body></opml>'
    expect(await catalogue.importOpml(list)).toMatchObject({ added: 1 })
    expect((await rooms.logins.all()).get('https://list.example/feed')).toBe('reader:hush hush')
    const { found } = await catalogue.discover('https://reader:hush%20hush@key.example/feed')
    await catalogue.add({ url: 'https://thief.example/feed', title: 'T', login: found[0]?.login ?? '' })
    expect((await rooms.logins.all()).has('https://thief.example/feed')).toBe(false)
  })
  test('what cannot be read is told without it', async () => {
    const report = await feedCatalogue(rooms, deps).discover('https://reader:wrong@closed.example/feed')
    expect(report).toMatchObject({ found: [], verdict: 'refused' })
    expect(JSON.stringify(report)).not.toContain('wrong')
  })
})
