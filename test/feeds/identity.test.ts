import fc from 'fast-check'
import { expect, test } from 'vitest'
import { articleId, canonicalUrl, contentHash, keysOf } from '../../src/feeds/identity.js'

test.each([
  'http://www.steppe.example/news/7',
  'https://steppe.example/news/7/',
  'https://m.steppe.example/news/7?utm_source=rss&fbclid=x#comments',
  'https://steppe.example/news/7/amp',
  'https://amp.steppe.example/news/7/index.html',
  'https://STEPPE.example:443//news/7',
])('%s is steppe.example/news/7', (url) => expect(canonicalUrl(url)).toBe('steppe.example/news/7'))

test('what tells pages apart is kept: other parameters in any order, other hosts, other ports', () => {
  expect(canonicalUrl('https://a.example/?id=2&b=1')).toBe(canonicalUrl('https://a.example/?b=1&id=2'))
  expect(canonicalUrl('https://a.example/?id=2')).not.toBe(canonicalUrl('https://a.example/?id=3'))
  expect(canonicalUrl('https://en.a.example/1')).not.toBe(canonicalUrl('https://a.example/1'))
  expect(canonicalUrl('http://a.example:8080/1')).not.toBe(canonicalUrl('http://a.example/1'))
  expect(canonicalUrl('https://m.kz/1')).toBe('m.kz/1')
})
test('a canonical address stays as it is when made canonical again, and no text breaks it', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const once = canonicalUrl(url)
      expect(once).toBeDefined()
      expect(canonicalUrl(`https://${once ?? ''}`)).toBe(once)
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => ['string', 'undefined'].includes(typeof canonicalUrl(text))))
})

const source = { feedId: 'steppe-en', outletId: 'steppe' }
test('keys stand in order of strength; a front page and a handful of letters are none', () => {
  const item = {
    guid: '7',
    url: 'https://steppe.example/news/7',
    title: 'Freight traffic rises again',
    text: 'By 12 percent.',
  }
  expect(keysOf(item, source).map((key) => key.replace(/:[\w-]{16}$/, ':#'))).toEqual([
    'guid:steppe-en:7',
    'url:steppe.example/news/7',
    'text:steppe:#',
  ])
  const dated = { ...item, url: `${item.url}-freight-rises`, publishedAt: Date.parse('2025-06-17T08:05Z') }
  expect(keysOf(dated, source).map((key) => key.replace(/:[\w-]{16}$/, ':#'))).toEqual([
    'guid:steppe-en:7',
    'url:steppe.example/news/7-freight-rises',
    'path:steppe-en:#',
    'date:steppe:#',
    'text:steppe:#',
  ])
  expect(keysOf({ url: 'https://steppe.example/', title: 'Rain', text: '' }, source)).toEqual([])
})
test('white space and case are no correction; a word is', () => {
  const before = contentHash({ title: 'Freight rises', text: 'By 12 percent.' })
  expect(contentHash({ title: 'Freight  rises ', text: 'by 12 percent.' })).toBe(before)
  expect(contentHash({ title: 'Freight rises', text: 'By 13 percent.' })).not.toBe(before)
})
test('an id is 16 characters that need no escaping', () => expect(articleId('guid:a:b')).toMatch(/^[\w-]{16}$/))
