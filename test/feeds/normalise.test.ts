import { expect, test } from 'vitest'
import { articleOf } from '../../src/feeds/normalise.js'
import type { ParsedItem } from '../../src/feeds/parse/parsed-feed.js'
import { articleText } from '../../src/feeds/parse/plain-text.js'
import { feedOf } from './stand-ins.js'

const seenAt = Date.parse('2025-06-17T08:00:00Z')
const priors: (string | undefined)[] = []
const article = (item: Partial<ParsedItem>) =>
  articleOf(
    { categories: [], enclosures: [], ...item },
    {
      feed: feedOf('steppe', { language: 'kk' }),
      parsed: { feed: { language: 'ru', link: 'https://steppe.example/' } },
      seenAt,
      detectLanguage: (_, prior) => {
        priors.push(prior)
        return 'en'
      },
    },
  )?.article

test('an item becomes an article in plain text', () => {
  const item = {
    guid: '7',
    url: 'https://steppe.example/7?utm_source=rss',
    title: 'Oil &amp; <b>gas</b>',
    text: '<p>One&nbsp;line<br>two.</p><script>x < y</script><p>Three</p>',
    author: 'A. B.',
    publishedAt: '2025-06-16T08:00:00.000Z',
    updatedAt: '2025-06-17T07:00:00.000Z',
    comments: ['Why should we trust them?'],
  }
  expect(article(item)).toEqual({
    id: expect.stringMatching(/^[\w-]{16}$/) as string,
    feedId: 'steppe',
    outletId: 'steppe',
    url: 'https://steppe.example/7?utm_source=rss',
    title: 'Oil & gas',
    text: 'One line\ntwo.\nThree',
    language: 'en',
    author: 'A. B.',
    publishedAt: Date.parse('2025-06-16T08:00:00Z'),
    updatedAt: Date.parse('2025-06-17T07:00:00Z'),
    fetchedAt: seenAt,
    revision: 1,
    comments: ['Why should we trust them?'],
  })
  expect(priors).toEqual(['kk'])
})
test('an undated item and one dated ahead are of the moment that they were first seen', () => {
  expect(article({ title: 'A' })?.publishedAt).toBe(seenAt)
  expect(article({ title: 'A', publishedAt: '2031-01-01T00:00:00.000Z' })?.publishedAt).toBe(seenAt)
})
test('an item without a title is named by its first words; one without any words is none', () => {
  expect(article({ text: '<p>Rain is expected.</p><p>More</p>' })?.title).toBe('Rain is expected.')
  expect(article({ text: '<img src="x">' })).toBeUndefined()
})
test('an address that is none of the web gives way to the guid, then to the front page', () => {
  expect(article({ title: 'A', url: 'javascript:alert(1)', guid: 'https://steppe.example/9' })?.url).toBe(
    'https://steppe.example/9',
  )
  expect(article({ title: 'A', url: 'mailto:a@b.example' })?.url).toBe('https://steppe.example/')
})
test('a text is kept up to 50,000 characters and no character is cut', () => {
  expect(article({ title: 'A', text: `a${'𝒜'.repeat(30_000)}` })?.text).toBe(`a${'𝒜'.repeat(24_999)}`)
})
test.each([
  ['a < b &lt; c', 'a < b < c'],
  ['<ul><li>x<li>y</ul>', 'x\ny'],
  ['<p>News.</p><p>The post <a href="#">News</a> appeared first on <a href="#">Herald</a>.</p>', 'News.'],
  ['<!-- hidden --><p>seen</p><style>p{}</style>', 'seen'],
  ['plain\ntext', 'plain\ntext'],
  ['<p>one\nparagraph</p>', 'one paragraph'],
])('%j reads %j', (html, text) => expect(articleText(html)).toBe(text))
