import { expect, test } from 'vitest'
import { decodeFeed } from '../../../src/feeds/xml/decode.js'
import { discoverFeeds } from '../../../src/feeds/pages/discover.js'
import { FeedError } from '../../../src/feeds/net/fetch-feed.js'
import { readOpml, writeOpml } from '../../../src/feeds/xml/opml.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'

const feed = (title: string) =>
  `<rss version="2.0"><channel><title>${title}</title><item><title>A</title></item></channel></rss>`

const discoverIn = async (pages: Readonly<Record<string, string>>, url: string) =>
  discoverFeeds(url, {
    decode: decodeFeed,
    parse: async (bytes, contentType, address) => parseFeed(decodeFeed(bytes, contentType), { url: address }),
    fetchFeed: async (address) => {
      const page = pages[address]
      if (page === undefined) throw new FeedError('answered 404', 'gone')
      return {
        status: 'ok',
        bytes: Buffer.from(page),
        contentType: undefined,
        etag: undefined,
        lastModified: undefined,
        url: address,
      }
    },
  })

test('a page that is a feed is the feed', async () => {
  expect(await discoverIn({ 'https://a.example/x': feed('A') }, 'https://a.example/x')).toEqual([
    { url: 'https://a.example/x', title: 'A', items: 1, newest: ['A'] },
  ])
})
test('the feeds that a page links are read; what is none is left out', async () => {
  const page = `<html><head><link rel="alternate" type="application/rss+xml" href="/ru.xml"><LINK REL=alternate TYPE=application/atom+xml HREF=/none.xml></head>
    <body><a href="/all/rss/">RSS</a><a href="/rssless">x</a></body></html>`
  const pages = {
    'https://a.example/': page,
    'https://a.example/ru.xml': feed('RU'),
    'https://a.example/all/rss/': feed('All'),
  }
  expect((await discoverIn(pages, 'https://a.example/')).map(({ title }) => title)).toEqual(['RU', 'All'])
})
test('where a page links none, the common paths are tried', async () => {
  const pages = { 'https://a.example/news': '<html></html>', 'https://a.example/feed': feed('F') }
  expect((await discoverIn(pages, 'https://a.example/news')).map(({ url }) => url)).toEqual(['https://a.example/feed'])
  expect(await discoverIn({ 'https://b.example/': '<html></html>' }, 'https://b.example/')).toEqual([])
})
test('a page closed to readers still has the feed at a common path, and a section has its own', async () => {
  const root = { 'https://a.example/rss.xml': feed('Root') }
  expect((await discoverIn(root, 'https://a.example/')).map(({ title }) => title)).toEqual(['Root'])
  const blog = { ...root, 'https://a.example/blog/': '<html></html>', 'https://a.example/blog/feed': feed('Blog') }
  expect((await discoverIn(blog, 'https://a.example/blog/')).map(({ title }) => title)).toEqual(['Blog', 'Root'])
})
test('links are read against the base that the page names', async () => {
  const page =
    '<html><head><base href="https://b.example/x/"><link rel=alternate type="application/rss+xml" href="rss">'
  const pages = { 'https://a.example/': page, 'https://b.example/x/rss': feed('B') }
  expect((await discoverIn(pages, 'https://a.example/')).map(({ title }) => title)).toEqual(['B'])
})
test('a page that cannot be fetched is said to be so', async () => {
  await expect(discoverIn({}, 'https://a.example/')).rejects.toThrow('answered 404')
})

test('OPML comes back as it was written, and what is no web address is left out', () => {
  const feeds = [
    { title: 'Oil & "gas" <daily>', url: 'https://a.example/?x=1&y=2' },
    { title: 'Тоо', url: 'https://b.example/rss' },
  ]
  expect(readOpml(writeOpml(feeds)).feeds).toEqual(feeds)
  const odd =
    '<opml><outline text="F"><OUTLINE xmlUrl="https://c.example/r" text=""/></outline><outline xmlUrl="file:///etc"/><outline xmlUrl="x"'
  expect(readOpml(odd).feeds).toEqual([{ title: 'c.example', url: 'https://c.example/r' }])
})
