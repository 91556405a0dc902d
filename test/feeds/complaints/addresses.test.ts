import { describe, expect, test } from 'vitest'
import { pastedAddress } from '../../../src/feeds/addresses/pasted-address.js'
import { discoverFeeds } from '../../../src/feeds/pages/discover.js'
import { FeedError } from '../../../src/feeds/net/fetch-feed.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { decodeFeed } from '../../../src/feeds/xml/decode.js'
import { readOpml } from '../../../src/feeds/xml/opml.js'

describe('"it says that is no address": as people paste them', () => {
  test.each([
    ['feed://news.example/rss', 'http://news.example/rss'],
    ['feed:https://news.example/rss', 'https://news.example/rss'],
    ['feed://https://news.example/rss', 'https://news.example/rss'],
    ['feed:news.example/rss', 'http://news.example/rss'],
    ['<https://news.example/rss>', 'https://news.example/rss'],
    [' `https://news.example/rss` ', 'https://news.example/rss'],
    ['«https://news.example/rss»', 'https://news.example/rss'],
    ['[RSS](https://news.example/rss)', 'https://news.example/rss'],
    ['[RSS](<https://news.example/rss>)', 'https://news.example/rss'],
    ['||<https://news.example/rss>||', 'https://news.example/rss'],
    ['news.example/rss', 'https://news.example/rss'],
    ['новости.example', 'https://новости.example'],
    ['//news.example/rss', 'https://news.example/rss'],
    ['https:/news.example/rss', 'https://news.example/rss'],
    ['HTTPS://news.example/rss', 'HTTPS://news.example/rss'],
    ['https://news.google.com/search?q=oil&hl=en', 'https://news.google.com/rss/search?q=oil&hl=en'],
    ['https://news.google.com/rss/search?q=oil', 'https://news.google.com/rss/search?q=oil'],
    ['@KazNews', 'https://t.me/s/kaznews'],
    ['t.me/KazNews', 'https://t.me/s/kaznews'],
    ['https://t.me/s/kaznews?before=12', 'https://t.me/s/kaznews'],
    ['https://t.me/kaznews/1234', 'https://t.me/s/kaznews'],
    ['https://telegram.me/kaznews', 'https://t.me/s/kaznews'],
    ['https://t.me/+AbCdEf', 'https://t.me/+AbCdEf'],
    ['https://t.me/joinchat/AbCdEf', 'https://t.me/joinchat/AbCdEf'],
    ['steppe-herald', 'steppe-herald'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
  ])('%s is %s', (given, expected) => expect(pastedAddress(given)).toBe(expected))
})

test('"my list had three feeds and it took one": addresses in OPML, and how many lines name none', () => {
  const outline = (url: string) => `<outline text="${url.slice(0, 1)}" xmlUrl="${url}"/>`
  const list = `<opml version="2.0"><body><outline text="Folder">${['https://a.example/f', 'feed://b.example/f', 'c.example/f', '', 'mailto:d@e.example'].map(outline).join('')}</outline></body></opml>` // prettier-ignore
  const { feeds, unread } = readOpml(list, pastedAddress)
  expect(feeds.map(({ url }) => url)).toEqual(['https://a.example/f', 'http://b.example/f', 'https://c.example/f'])
  expect(unread).toBe(2)
})

describe('"the page has a feed and it finds none"', () => {
  const feed = (title: string) =>
    `<rss version="2.0"><channel><title>${title}</title><item><title>A</title></item></channel></rss>`
  const found = async (html: string, links?: string) => {
    const pages: Readonly<Record<string, string>> = { 'https://a.example/': html, 'https://a.example/f/1': feed('1'), 'https://a.example/f/2': feed('2'), 'https://a.example/f/3': feed('3'), 'http://b.example/f': feed('B') } // prettier-ignore
    const deps = {
      decode: decodeFeed,
      parse: async (bytes: Uint8Array, contentType: string | undefined, url: string | undefined) => parseFeed(decodeFeed(bytes, contentType), { url }), // prettier-ignore
      fetchFeed: async (url: string) => {
        const page = pages[url]
        if (page === undefined) throw new FeedError('answered 404', 'gone')
        const bytes = Buffer.from(page)
        return {
          status: 'ok' as const,
          bytes,
          contentType: undefined,
          etag: undefined,
          lastModified: undefined,
          url,
          links,
        }
      },
    }
    return (await discoverFeeds('https://a.example/', deps)).map(({ title }) => title)
  }
  test('a Link header, a link of type text/xml and <a rel=alternate> name feeds; what is none is left out', async () => {
    const html = `<html><head><link rel="alternate" type="text/xml" href="/f/1"><link rel="alternate" type="text/html" hreflang="ru" href="/ru"></head>
      <body><a rel="alternate" type="application/atom+xml" href="/f/2">subscribe</a></body></html>`
    const links = '</style.css>; rel=preload; as=style, </f/3>; rel="alternate"; type="application/atom+xml", </none>; rel=alternate; type=application/rss+xml' // prettier-ignore
    expect(await found(html, links)).toEqual(['3', '1', '2'])
  })
  test('feed: in a page is an address', async () => {
    expect(await found('<link rel="alternate" type="application/rss+xml" href="feed://b.example/f">')).toEqual(['B'])
  })
})
