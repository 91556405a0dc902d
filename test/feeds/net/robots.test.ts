import { expect, test } from 'vitest'
import { FeedError } from '../../../src/feeds/net/fetch-feed.js'
import { robotsKeeper } from '../../../src/feeds/net/robots.js'

const at = (path: string) => `https://a.example${path}`
const robotsOf = async (text: string) => {
  const page = { status: 'ok', bytes: Buffer.from(text), contentType: undefined, etag: undefined, lastModified: undefined, url: at('/robots.txt') } as const // prettier-ignore
  return robotsKeeper({ now: () => 0, fetchPage: async () => page }).of(at('/'))
}

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
])('%j: may %s be read: %s', async (text, path, expected) => {
  expect((await robotsOf(text)).isAllowed(at(path))).toBe(expected)
})

test('a pattern of many stars is held against a long path at once', async () => {
  const pattern = `/${'*a'.repeat(500)}$`
  const robots = await robotsOf(`User-agent: *\nDisallow: ${pattern}`)
  expect(robots.isAllowed(at(`/${'a'.repeat(50_000)}b`))).toBe(true)
})

test('what a site wants between two requests is heard', async () => {
  expect((await robotsOf('User-agent: *\nCrawl-delay: 20')).delayMs).toBe(20_000)
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
