import fs from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFeed } from '../../../src/feeds/xml/decode.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { NotAFeedError } from '../../../src/feeds/parse/parsed-feed.js'

const fixture = (name: string): string =>
  fs.readFileSync(new URL(`../../fixtures/feeds/${name}`, import.meta.url), 'utf8')
const url = 'https://feeds.example/all.xml'
const channel = (inner: string, root = '<rss version="2.0">'): string =>
  `${root}<channel><title>T</title>${inner}</channel></rss>`
const titlesOf = async (xml: string) => (await parseFeed(xml, { url })).items.map((item) => item.title)

test('an RSS feed keeps title, long text, date, author, enclosure and comments feed of its items', async () => {
  const parsed = await parseFeed(fixture('steppe-herald.xml'), { url: 'https://steppe-herald.example/rss' })
  expect(parsed).toEqual({
    format: 'rss',
    feed: {
      title: 'Steppe Herald',
      link: 'https://steppe-herald.example/',
      description: 'News of the steppe',
      language: 'en',
    },
    items: [
      {
        guid: 'sh-1001',
        url: 'https://steppe-herald.example/2025/06/rail-road-freight',
        title: 'Rail & road freight grows',
        text: '<p>Freight rose by 12 percent.</p><p>Officials expect more in autumn.</p>',
        author: 'Newsroom',
        publishedAt: '2025-06-17T04:30:00.000Z',
        categories: ['Economy'],
        enclosures: [{ url: 'https://steppe-herald.example/img/train.jpg', type: 'image/jpeg', length: 1200 }],
        commentsUrl: 'https://steppe-herald.example/2025/06/rail-road-freight/feed',
      },
      {
        url: 'https://steppe-herald.example/2025/06/reservoir',
        title: 'Reservoir opens early',
        text: '<p>Water is released a month early.</p>',
        categories: [],
        enclosures: [],
      },
    ],
  })
})

test('an Atom feed resolves its links against xml:base and takes the text out of XHTML titles', async () => {
  const { format, feed, items } = await parseFeed(fixture('taw-jarchysy.atom'), { url })
  expect(format).toBe('atom')
  expect(feed).toEqual({ title: 'Тоо жарчысы', link: 'https://taw.example/ky/', language: 'ky' })
  expect(items).toEqual([
    {
      guid: 'tag:taw.example,2025:7',
      url: 'https://taw.example/ky/news/7',
      title: '<div xmlns="http://www.w3.org/1999/xhtml">Жаңы <b>жол</b> ачылды</div>',
      text: '<p>Жол 40 чакырым.</p>',
      author: 'Айгүл',
      publishedAt: '2025-06-16T04:00:00.000Z',
      updatedAt: '2025-06-17T02:00:00.000Z',
      categories: ['жол'],
      enclosures: [{ url: 'https://taw.example/ky/audio/7.mp3', type: 'audio/mpeg' }],
    },
  ])
})

test('an RDF feed gives the same kind of items', async () => {
  const { format, feed, items } = await parseFeed(fixture('oasis-wire.rdf'))
  expect(format).toBe('rdf')
  expect(feed).toEqual({
    title: 'Oasis Wire',
    link: 'https://oasis-wire.example/',
    description: 'Short news',
    language: 'en',
  })
  expect(items).toEqual([
    {
      guid: 'https://oasis-wire.example/n/5',
      url: 'https://oasis-wire.example/n/5',
      title: 'Gas line inspected',
      text: 'Crews walked the line.',
      publishedAt: '2025-06-15T12:00:00.000Z',
      categories: ['Energy'],
      enclosures: [],
    },
  ])
})

test('an item of a JSON feed brings the comments of its readers, without their names', async () => {
  const items = [
    { id: 1, title: 'No comments' },
    {
      id: 2,
      title: 'Comments',
      _comments: ['I do not believe it.', { text: ' Good <news>. ', author: 'A. B.' }, '', 7],
    },
    { id: 3, title: 'No list', _comments: 'none' },
  ]
  const parsed = await parseFeed(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items }))
  expect(parsed.items.map(({ comments }) => comments)).toEqual([
    undefined,
    ['I do not believe it.', 'Good <news>.'],
    undefined,
  ])
})

test('plain texts of a JSON feed become HTML, so that their angle brackets stay', async () => {
  const { format, feed, items } = await parseFeed(fixture('bozor-daily.json'))
  expect([format, feed.language]).toEqual(['json', 'uz'])
  expect(items.map(({ url: link, title, text, author }) => ({ link, title, text, author }))).toEqual([
    {
      link: 'https://bozor.example/n/1',
      title: 'Narxlar &lt; kutilgan',
      text: "Narxlar 3 foizga oshdi &amp; to'xtadi.",
      author: undefined,
    },
    { link: 'https://bozor.example/n/2', title: 'Yangi bozor', text: '<p>Ochildi.</p>', author: 'Tahririyat' },
  ])
})

describe('a feed that is broken is read all the same:', () => {
  test('bare ampersands, HTML entities and stray angle brackets', async () => {
    const xml = channel(
      '<item><title>Oil & gas &mdash; 5 < 6 &nosuch;</title><link>http://a.example/?a=1&b=2</link></item>',
    )
    const { items } = await parseFeed(xml, { url })
    expect(items[0]).toMatchObject({ title: 'Oil & gas — 5 < 6 &nosuch;', url: 'http://a.example/?a=1&b=2' })
  })
  test('no version, upper-case tags, a prefixed root', async () => {
    expect(await titlesOf(channel('<item><title>A</title></item>', '<rss>'))).toEqual(['A'])
    expect(await titlesOf('<RSS><CHANNEL><ITEM><TITLE>B</TITLE></ITEM></CHANNEL></RSS>')).toEqual(['B'])
    const prefixed = '<r:rss xmlns:r="urn:any"><r:channel><r:item><r:title>C</r:title></r:item></r:channel></r:rss>'
    expect(await titlesOf(prefixed)).toEqual(['C'])
  })
  test('CDF, which says in attributes where an item leads and when it changed', async () => {
    const item =
      '<ITEM HREF="news/1.html" LASTMOD="2025-06-01T09:00"><TITLE>A</TITLE><ABSTRACT>Freight grew.</ABSTRACT></ITEM>'
    const { feed, items } = await parseFeed(`<CHANNEL HREF="http://cdf.example/"><TITLE>C</TITLE>${item}</CHANNEL>`)
    expect(feed).toMatchObject({ title: 'C', link: 'http://cdf.example/' })
    expect(items).toMatchObject([
      {
        title: 'A',
        url: 'http://cdf.example/news/1.html',
        text: 'Freight grew.',
        publishedAt: '2025-06-01T09:00:00.000Z',
      },
    ])
  })
  test('a feed that breaks off keeps the items before the break', async () => {
    const xml = fixture('steppe-herald.xml')
    expect(await titlesOf(xml.slice(0, xml.indexOf('Water is')))).toEqual(['Rail & road freight grows'])
    const json = fixture('bozor-daily.json')
    expect(await titlesOf(json.slice(0, json.indexOf('Ochildi')))).toEqual(['Narxlar &lt; kutilgan'])
  })
  test('items and leaves that were never closed', async () => {
    const xml = channel('<item><title>One</title><description>first<guid>1</guid><item><title>Two</title></item>')
    expect(await titlesOf(xml)).toEqual(['One', 'Two'])
  })
  test('names that belong to JavaScript', async () => {
    const xml = channel('<item><__proto__>x</__proto__><constructor/><title>Safe</title></item>')
    expect(await titlesOf(xml)).toEqual(['Safe'])
  })
  test('titles of images, sources and media stay out of an item', async () => {
    const inner = '<image><title>I</title></image><item><source><title>S</title></source><title>Own</title></item>'
    expect(await titlesOf(channel(inner))).toEqual(['Own'])
  })
})

test.each([
  ['', 'empty', 'not a feed: an empty document'],
  ['  \n', 'empty', 'not a feed: an empty document'],
  ['<!DOCTYPE html><html><title>Sign in</title></html>', 'html', 'not a feed: an HTML page ("Sign in")'],
  ['<sitemap><url/></sitemap>', 'not-a-feed', 'not a feed: XML that begins with <sitemap>'],
  ['just words', 'not-a-feed', 'not a feed: text that begins with "just words"'],
  ['{"items": 5}', 'not-a-feed', 'not a feed: JSON without a version and items of JSON Feed'],
  ['{"items": [', 'not-a-feed', 'not a feed: JSON that cannot be read'],
])('%j is refused in words', async (document, verdict, message) => {
  await expect(parseFeed(document)).rejects.toThrow(expect.objectContaining({ verdict, message }))
})

test('a description that costs rss-parser seconds, deep nesting and a bomb of entities take no time', async () => {
  const started = process.cpuUsage()
  const entities = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
  await parseFeed(channel(`<item><title>A</title><description>${'&lt;p'.repeat(50_000)}</description></item>`))
  await parseFeed(channel(`<item><title>A</title><description>${'<p'.repeat(100_000)}`))
  await parseFeed(channel('<x>'.repeat(200_000)))
  await parseFeed(channel(`<item><title ${'a="'.repeat(100_000)}`))
  await parseFeed(channel('<item><title>'.repeat(20_000)))
  expect(await titlesOf(entities + channel('<item><title>&b;&b;</title></item>'))).toEqual(['&b;&b;'])
  expect(process.cpuUsage(started).user).toBeLessThan(8_000_000)
})

test('whatever the document is, parsing ends in a feed or in NotAFeedError', async () => {
  const scrap = fc.constantFrom(
    '<rss>', '<feed>', '<channel>', '</channel>', '<item>', '</item>', '<entry>', '<title>', '</title>', '<link href="', '"/>', '<![CDATA[', ']]>',
    '<!--', '-->', '&', '&#0;', '&#x1F600;', '&#xD800;', '<', '>', '</', '<?', '<!DOCTYPE [', ']>', '<description>', '</description>', '<guid>x</guid>',
    '<media:group>', '<x:y xmlns:x="u">', ' xml:base="::"', '\u0000', '\ud800', 'text', '{"items":[', '<rdf:RDF>', '<pubDate>1</pubDate>',
  ) // prettier-ignore
  const documents = fc.oneof(
    fc.string(),
    fc.array(scrap, { maxLength: 40 }).map((scraps) => scraps.join('')),
  )
  await fc.assert(
    fc.asyncProperty(documents, async (document) => {
      try {
        const parsed = await parseFeed(document, { url })
        for (const item of parsed.items) expect(typeof (item.title ?? '')).toBe('string')
      } catch (error) {
        expect(error).toBeInstanceOf(NotAFeedError)
      }
    }),
    { numRuns: 500 },
  )
})

const shared = new URL('../../../../shared/news/feeds/', import.meta.url)
test.skipIf(!fs.existsSync(shared))(
  'every feed of the shared news (absent here: skipped) is read whole and without a wrong character',
  async () => {
    for (const file of fs.readdirSync(shared)) {
      const bytes = fs.readFileSync(new URL(file, shared))
      const document = decodeFeed(bytes)
      const written = document.match(/<item[\s>]|<entry[\s>]|^"id":/gm)?.length
      const { items } = await parseFeed(document, { url })
      expect({ file, items: items.length }).toEqual({ file, items: written })
      expect(document).not.toContain('\ufffd')
      for (const item of items) expect(item.title ?? item.text).toBeTruthy()
    }
  },
)
