import { describe, expect, test } from 'vitest'
import { articlesOf } from '../../../src/feeds/normalise.js'
import { readDate } from '../../../src/feeds/dates/dates.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { feedOf } from '../stand-ins.js'

const seenAt = Date.parse('2025-06-17T12:00:00Z')
const NAMESPACES =
  'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
const rss = (...items: readonly string[]) =>
  `<rss version="2.0" ${NAMESPACES}><channel><title>T</title><link>https://a.example/</link>${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`
const atom = (...entries: readonly string[]) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${entries.map((entry) => `<entry>${entry}</entry>`).join('')}</feed>`
const articlesIn = async (document: string) =>
  articlesOf(await parseFeed(document), { feed: feedOf('a'), seenAt, detectLanguage: () => 'en' }).items.map(
    ({ article }) => article,
  )
const iso = (written: string) => {
  const at = readDate(written)
  return at === undefined ? undefined : new Date(at).toISOString().replace(':00.000Z', 'Z')
}

describe('"the times of the items are wrong by hours": a zone by its name', () => {
  test.each([
    ['MEST', '08:00Z'],
    ['MET', '09:00Z'],
    ['IST', '04:30Z'],
    ['AEST', '00:00Z'],
    ['PKT', '05:00Z'],
    ['AZT', '06:00Z'],
    ['WIB', '03:00Z'],
    ['(МСК)', '07:00Z'],
    ['МСК+2', '05:00Z'],
    ['MSK', '07:00Z'],
    ['msk', '07:00Z'],
    ['ALMT', '05:00Z'],
    ['по московскому времени', '07:00Z'],
    ['Tashkent time', '05:00Z'],
    ['Europe/Berlin', '08:00Z'],
    ['+0500 (XYZ)', '05:00Z'],
    ['Uhr', '10:00Z'],
    ['', '10:00Z'],
  ])('10:00 %s is %s', (zone, expected) => {
    expect(iso(`Tue, 10 Jun 2025 10:00:00 ${zone}`)).toBe(`2025-06-10T${expected}`)
  })
  test("Almaty's clocks were an hour ahead before March 2024", () => {
    expect(iso('Sat, 10 Feb 2024 10:00:00 ALMT')).toBe('2024-02-10T04:00Z')
  })
  test.each(['XQZT', '(ЩЩЩ)', 'Atlantis time'])(
    'of "%s" nobody knows when it was: undated, not a wrong hour',
    (zone) => {
      expect(iso(`Tue, 10 Jun 2025 10:00:00 ${zone}`)).toBeUndefined()
    },
  )
})

describe('"it took the weekday for the month": day-month-year as languages write it', () => {
  test.each([
    ['Mar, 10 Jun 2025 10:00:00 +0000', '2025-06-10T10:00Z'],
    ['mar 10 giu 2025', '2025-06-10T00:00Z'],
    ['Mar Jun 10 10:00:00 2025', '2025-06-10T10:00Z'],
    ['середа, 11 червня 2025', '2025-06-11T00:00Z'],
    ['10 maggio 2025', '2025-05-10T00:00Z'],
    ['10 mei 2025', '2025-05-10T00:00Z'],
    ['Di, 10. März 2026', '2026-03-10T00:00Z'],
    ['10 Dez 2025', '2025-12-10T00:00Z'],
    ['mardi 10 août 2025', '2025-08-10T00:00Z'],
    ['10 Ağustos 2025 Pazar', '2025-08-10T00:00Z'],
    ['10 KASIM 2025', '2025-11-10T00:00Z'],
    ['10 EKİM 2025', '2025-10-10T00:00Z'],
    ['10 серпня 2025, 09:30', '2025-08-10T09:30Z'],
    ['wtorek, 10 października 2025', '2025-10-10T00:00Z'],
    ['17 мая 2025', '2025-05-17T00:00Z'],
    ['10:30 Jun 17 2025', '2025-06-17T10:30Z'],
  ])('%s is %s', (written, expected) => expect(iso(written)).toBe(expected))
})

describe('"the date was there, in the other field"', () => {
  test.each(['Invalid Date', 'Mon, 01 Jan 0001 00:00:00 +0000', '10 Jun 2025 09:00 XQZT'])(
    'beside "%s"',
    async (bad) => {
      const [article] = await articlesIn(
        rss(`<title>A</title><pubDate>${bad}</pubDate><dc:date>2025-06-10T10:00:00Z</dc:date>`),
      )
      expect(article?.publishedAt).toBe(Date.parse('2025-06-10T10:00:00Z'))
      expect(article?.isUndated).toBeUndefined()
    },
  )
})

describe('"the episode links to the front page"', () => {
  const sound = (name: string) => `<enclosure url="https://cdn.example/${name}" type="audio/mpeg"/>`
  test('the recording is the address, and its title is what the player shows', async () => {
    const [first, second] = await articlesIn(
      rss(
        `<title>Episode 17</title>${sound('17.mp3')}<guid isPermaLink="false">e-17</guid>`,
        `<itunes:title>Episode 18: gas</itunes:title><itunes:summary>About gas</itunes:summary>${sound('18.mp3')}<enclosure url="https://cdn.example/18.jpg" type="image/jpeg"/>`,
      ),
    )
    expect(first?.url).toBe('https://cdn.example/17.mp3')
    expect(second).toMatchObject({ url: 'https://cdn.example/18.mp3', title: 'Episode 18: gas' })
  })
  test('of two recordings neither is the article, and a page goes before', async () => {
    const [two, paged] = await articlesIn(
      rss(`<title>Two</title>${sound('a.mp3')}${sound('b.mp3')}`, `<title>P</title><link>https://a.example/p</link>${sound('p.mp3')}`), // prettier-ignore
    )
    expect(two?.url).toBe('https://a.example/')
    expect(paged?.url).toBe('https://a.example/p')
  })
})

test('"opens raw JSON instead of the article": of alternates the page is taken', async () => {
  const link = (type: string, href: string) => `<link rel="alternate" type="${type}" href="https://a.example/${href}"/>`
  const [both, only] = await articlesIn(
    atom(
      `<title>A</title>${link('application/json', '1.json')}${link('text/html', '1')}`,
      `<title>B</title>${link('application/pdf', '2.pdf')}`,
    ),
  )
  expect([both?.url, only?.url]).toEqual(['https://a.example/1', 'https://a.example/2.pdf'])
})

describe('"<![CDATA[ in every title"', () => {
  test.each([
    atom('<title>&lt;![CDATA[Open letter]]&gt;</title>'),
    atom('<title type="html">&lt;![CDATA[Open letter]]&gt;</title>'),
    atom('<title type="text">&lt;![CDATA[ Open letter ]]&gt;</title>'),
    rss('<title>&lt;![CDATA[Open letter]]&gt;</title>'),
    rss('<title><![CDATA[<![CDATA[Open letter]]>]]></title>'),
  ])('%s', async (document) => expect((await articlesIn(document))[0]?.title).toBe('Open letter'))
  test('texts lose the marks and keep their paragraphs', async () => {
    const [article] = await articlesIn(
      rss('<title>A</title><description>&lt;![CDATA[&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;]]&gt;</description>'),
    )
    expect(article?.text).toBe('One\nTwo')
  })
})

describe('"titles full of &amp;#8217;"', () => {
  test.each([
    rss('<title>Oil &amp;amp; gas: the region&amp;amp;#8217;s plan</title>'),
    rss('<title><![CDATA[Oil &amp;amp; gas: the region&amp;rsquo;s plan]]></title>'),
    atom('<title type="text">Oil &amp;amp; gas: the region&amp;#8217;s plan</title>'),
    JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: [{ id: '1', title: 'Oil &amp; gas: the region&#8217;s plan' }] }), // prettier-ignore
  ])('%s', async (document) => expect((await articlesIn(document))[0]?.title).toBe('Oil & gas: the region’s plan'))
})
