import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { LANGUAGES } from '../../src/text/types.js'
import { NOW, openPages, openRooms } from './web-desk.js'

let rooms: OpenNewsroom
beforeAll(async () => {
  rooms = await openRooms()
})
afterAll(() => rooms.close())

const linksIn = (page: string) => [...page.matchAll(/ href="([^"]+)"/g)].map(([, link = '']) => link)

test('the brief has its items with their quotes, escaped, and links to stories of its own', async () => {
  const { get } = openPages(rooms)
  const response = await get('/?language=en')
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(page).toContain('<html lang="en">')
  expect(page).toContain('Kazakhstan and China count their &lt;b&gt;trade&lt;/b&gt; &amp; more')
  expect(page).toContain('Trade between Kazakhstan and China reached $43.8 billion in 2024, customs officials said.')
  expect(page).toContain('href="/story/')
  expect(page).toContain('href="https://astanatimes.com/a" rel="noopener"')
  expect(page).not.toContain('pages.invalid')
})

test('every page says what it may load, sets no cookie and has no script', async () => {
  const { get } = openPages(rooms)
  for (const path of ['/', '/ask', '/ask?q=trade', '/feeds', '/deliveries', '/nothing']) {
    const response = await get(path)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(await response.text()).not.toMatch(/<script| on\w+=| style=/)
  }
})

test('every link of the pages leads to a page or to an article', async () => {
  const { get } = openPages(rooms)
  const seen = new Set<string>()
  const open = ['/?language=en', '/ask?language=en&q=trade+between+Kazakhstan+and+China']
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path) || seen.size > 60) continue
    seen.add(path)
    const response = await get(path)
    expect([path, response.status]).toEqual([path, 200])
    if (response.headers.get('content-type')?.startsWith('text/html') !== true) continue
    for (const link of linksIn(await response.text())) {
      expect(link).toMatch(/^(?:\/|#|https?:\/\/)/)
      if (link.startsWith('/')) open.push(link.replaceAll('&amp;', '&'))
    }
  }
  expect([...seen].some((path) => path.startsWith('/story/'))).toBe(true)
  expect([...seen].some((path) => path.startsWith('/figure/'))).toBe(true)
})

test.each(LANGUAGES)('a browser in %s gets the brief in it', async (language) => {
  const { get } = openPages(rooms)
  const response = await get('/', { 'accept-language': `xx, ${language}-ZZ;q=0.9, en;q=0.1` })
  expect(response.headers.get('content-language')).toBe(language)
  expect(await response.text()).toContain(`<html lang="${language}">`)
})

test('a quote in another language says in which, and Chinese has its own letters', async () => {
  const { get } = openPages(rooms)
  const page = await (await get('/?language=ru')).text()
  expect(page).toMatch(/<blockquote lang="en">[^<]*<p>/)
  const path = linksIn(page).find((link) => link.includes('trade-energy&') && link.startsWith('/story/')) ?? ''
  expect(await (await get(path.replaceAll('&amp;', '&'))).text()).toContain('<span lang="zh">')
})

test('a question is answered with its sources; none, with what to do', async () => {
  const { get } = openPages(rooms)
  const page = await (await get('/ask?language=en&q=trade+between+Kazakhstan+and+China')).text()
  expect(page).toContain('$43.8 bn')
  expect(page).toContain('<h2>Sources</h2>')
  expect(page).toContain('value="trade between Kazakhstan and China"')
  expect((await get('/ask?q=%20%20')).status).toBe(200)
})

test('a story has each teller and its articles; one that nobody knows is not there', async () => {
  const { get } = openPages(rooms)
  const brief = await (await get('/?language=en')).text()
  const path =
    linksIn(brief)
      .find((link) => link.startsWith('/story/'))
      ?.replaceAll('&amp;', '&') ?? ''
  const page = await (await get(path)).text()
  expect(page).toContain('<h2>How each outlet tells it</h2>')
  expect(page).toContain('<h2>All articles</h2>')
  expect((await get('/story/nothing')).status).toBe(404)
})

test('a figure has its history and a picture with words for who cannot see it', async () => {
  const drawn = { png: Uint8Array.of(137, 80, 78, 71), alt: 'Trade of China and Kazakhstan, 2024: $43.8 bn' }
  const { get } = openPages(rooms, { news: { ...rooms.publicNews, figurePicture: async () => drawn } })
  const page = await (await get('/figure/trade-turnover%20kazakhstan%20china?language=en')).text()
  expect(page).toMatch(/<img[^>]* alt="[^"]{10,}"/)
  expect(page).toContain('<table role="table">')
  const [, source = ''] = /<img\s+src="([^"]+)"/.exec(page) ?? []
  const picture = await get(source)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect((await get('/figure/nothing%20of%20this')).status).toBe(404)
})

test('a picture that cannot be drawn leaves the numbers', async () => {
  const news = { ...rooms.publicNews, figurePicture: () => Promise.reject(new Error('no font')) }
  const { get, faults } = openPages(rooms, { news })
  const page = await get('/figure/trade-turnover%20kazakhstan%20china?language=en')
  expect(page.status).toBe(200)
  expect(await page.text()).not.toContain('<img')
  expect(faults).toEqual(['/picture: no font'])
})

test('a day that is past is from midnight to midnight; what is no day is not there', async () => {
  const { get } = openPages(rooms)
  expect(await (await get('/?language=en&day=2025-07-01')).text()).toContain('Russia deports more migrant workers')
  expect(await (await get('/?language=en&day=2025-06-30')).text()).not.toContain('Russia deports')
  for (const day of ['2025-13-01', 'yesterday', '2026-01-01']) expect((await get(`/?day=${day}`)).status).toBe(404)
})

test('who asks too much is told to wait, and others are not', async () => {
  const { get } = openPages(rooms)
  const ask = (n: number, from: string) => get(`/ask?q=trade+${n}`, { 'x-forwarded-for': from })
  for (let n = 0; n < 20; n++) expect((await ask(n, '203.0.113.7')).status).toBe(200)
  const refused = await ask(21, '203.0.113.7')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('60')
  expect((await ask(1, '203.0.113.8')).status).toBe(200)
})

test('a newsroom that does not answer in time is a 503, a fault of ours a 500 that is told', async () => {
  const late = Object.assign(new Error('no answer in 15000 ms'), { name: 'TimeoutError' })
  const busy = openPages(rooms, { news: { ...rooms.publicNews, digest: () => Promise.reject(late) } })
  expect((await busy.get('/')).status).toBe(503)
  expect(busy.faults).toEqual([])
  const broken = openPages(rooms, { news: { ...rooms.publicNews, digest: () => Promise.reject(new Error('broken')) } })
  const response = await broken.get('/')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('broken')
  expect(broken.faults).toEqual(['/: broken'])
})

test('supervisors get 200 or 503 with reasons, and metrics only who is near', async () => {
  const { get } = openPages(rooms, {
    health: async () => ({ isWell: false, reasons: ['no feed'], parts: { queue: { waiting: 2 } } }),
  })
  const health = await get('/healthz')
  expect(health.status).toBe(503)
  expect(await health.json()).toEqual({ status: 'failing', reasons: ['no feed'], queue: { waiting: 2 } })
  expect(await (await get('/metrics')).text()).toContain('silkwire_articles 3')
  expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(404)
})

test('Atom and JSON Feed of the brief have one entry a story, by language and section', async () => {
  const { get } = openPages(rooms)
  const atom = await get('/atom.xml?language=en')
  expect(atom.headers.get('content-type')).toContain('application/atom+xml')
  const xml = await atom.text()
  expect(xml).toContain('<title>Kazakhstan and China count their &lt;b&gt;trade&lt;/b&gt; &amp; more</title>')
  expect(xml).toContain('<link rel="alternate" type="text/html" href="https://news.example/story/')
  const feed = (await (await get('/feed.json?language=ru&section=trade-energy')).json()) as { version: string; language: string; items: { id: string; tags: string[] }[] } // prettier-ignore
  expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', language: 'ru' })
  expect(feed.items.length).toBeGreaterThan(0)
  expect(new Set(feed.items.map(({ id }) => id)).size).toBe(feed.items.length)
  expect(new Set(feed.items.flatMap(({ tags }) => tags)).size).toBe(1)
  expect((await get('/feed.json?section=nothing')).status).toBe(404)
})

test('articles of a feed that a chat added stand on no page', async () => {
  const own = await openRooms()
  const feed = { id: 'chat-feed', outletId: 'asia-plus', url: 'https://private.example/rss', status: 'default', everyMinutes: 30 } as const // prettier-ignore
  const secret = {
    ...{
      id: 'secret',
      feedId: 'chat-feed',
      outletId: 'asia-plus',
      url: 'https://private.example/1',
      language: 'en' as const,
    },
    title: 'Turnover of Kazakhstan with China in a members’ bulletin',
    text: 'Trade between Kazakhstan and China reached $50.1 billion in 2024, a members’ bulletin says.',
    ...{ publishedAt: NOW - 3_600_000, fetchedAt: NOW - 3_600_000, revision: 1, comments: [] },
  }
  await own.articles.addFeed(feed, 'telegram 42')
  await own.articles.saveArticles([{ article: secret, keys: ['url:secret'], contentHash: 'h' }])
  await own.refreshOutlets()
  await own.readingRounds.readUnread()
  const { get } = openPages(own)
  const chat = await own.newsroom.ask('trade between Kazakhstan and China in 2024', { language: 'en' })
  expect(JSON.stringify(chat)).toContain('50.1')
  const [storyId = ''] = [...(await own.archive.storiesOf(['secret'])).values()]
  const paths = ['/?language=en', '/atom.xml', '/feed.json', '/feeds', '/ask?q=trade+between+Kazakhstan+and+China+in+2024', '/ask?q=members+bulletin', '/figure/trade-turnover%20kazakhstan%20china', `/story/${storyId}`] // prettier-ignore
  for (const path of paths) expect(await (await get(path)).text()).not.toMatch(/50\.1|private\.example|bulletin says|in a members/) // prettier-ignore
  await own.close()
})
