import { expect, test } from 'vitest'
import { FeedError } from '../../../src/feeds/net/fetch-feed.js'
import { readRobots, robotsKeeper } from '../../../src/feeds/net/robots.js'

const at = (path: string) => `https://a.example${path}`

test.each([
  ['User-agent: *\nDisallow: /', '/news/1', false],
  ['User-agent: *\nDisallow:', '/news/1', true],
  ['', '/news/1', true],
  ['User-agent: *\nDisallow: /private\nAllow: /private/news', '/private/news/1', true],
  ['User-agent: *\nDisallow: /private\nAllow: /private/news', '/private/x', false],
  ['User-agent: *\nDisallow: /\n\nUser-agent: Silkwire/0.1\nDisallow: /admin', '/news/1', true],
  ['User-agent: Other\nUser-agent: silkwire\nDisallow: /news # ours', '/news/1', false],
  ['User-agent: Other\nDisallow: /', '/news/1', true],
  ['User-agent: *\nDisallow: /*.php$', '/x/a.php', false],
  ['User-agent: *\nDisallow: /*.php$', '/x/a.php?b', true],
  ['User-agent: *\nDisallow: /*/print/', '/news/print/1', false],
  ['User-agent: *\nDisallow: /page\nAllow: /page', '/page', true],
])('%j: may %s be read: %s', (text, path, expected) => {
  expect(readRobots(text).isAllowed(at(path))).toBe(expected)
})

test('a pattern of many stars is held against a long path at once', () => {
  const pattern = `/${'*a'.repeat(500)}$`
  expect(readRobots(`User-agent: *\nDisallow: ${pattern}`).isAllowed(at(`/${'a'.repeat(50_000)}b`))).toBe(true)
})

test('what a site wants between two requests is heard', () => {
  expect(readRobots('User-agent: *\nCrawl-delay: 20').delayMs).toBe(20_000)
})

test('a site is asked once a day; without rules all is allowed, refused nothing is', async () => {
  const clock = { at: 0 }
  const asked: string[] = []
  const keeper = robotsKeeper({
    now: () => clock.at,
    fetchPage: async (url) => {
      asked.push(url)
      throw url.includes('closed') ? new FeedError('answered 403', 'refused') : new FeedError('answered 404', 'gone')
    },
  })
  expect((await keeper.of('https://open.example/a')).isAllowed('https://open.example/a')).toBe(true)
  await keeper.of('https://open.example/b')
  expect((await keeper.of('https://closed.example/a')).isAllowed('https://closed.example/a')).toBe(false)
  expect(asked).toEqual(['https://open.example/robots.txt', 'https://closed.example/robots.txt'])
  clock.at += 25 * 3_600_000
  await keeper.of('https://open.example/c')
  expect(asked).toHaveLength(3)
})
