import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Article } from '../../src/feeds/article.js'
import { READ_VERDICTS } from '../../src/feeds/health.js'
import { decodeFeed } from '../../src/feeds/xml/decode.js'
import { fetchFeed } from '../../src/feeds/net/fetch-feed.js'
import { guardedAgent } from '../../src/feeds/net/guarded-agent.js'
import { articlesOf } from '../../src/feeds/normalise.js'
import { parseFeed } from '../../src/feeds/parse/parse-feed.js'
import { refreshFeeds, type Refreshed } from '../../src/feeds/refresh.js'
import { KNOWN_TRAITS } from '../../src/app/known-platforms.js'
import { openNewsroom, type OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { loadRegion } from '../../src/regions/load-region.js'
import { detectLanguage } from '../../src/text/language/language.js'
import type { Language } from '../../src/text/types.js'

// What must hold of real input, whatever the sections and figures that are found in it: feeds of real outlets, over loopback, all the way to answers.

const FEEDS = '../shared/news/feeds'
const isThere = fs.existsSync(FEEDS)
const READING_LIMIT_MS = 60_000
// After the newest dated item: none is in the future.
const NOW = Date.parse('2026-09-01T06:00:00Z')
const now = () => NOW

const files = isThere ? fs.readdirSync(FEEDS).sort() : []
const LANGUAGE_OF: Readonly<Record<string, Language>> = {
  '24kg-ky-undated': 'ky',
  '24kg-ky': 'ky',
  'tengrinews-windows-1251': 'ru',
  tengrinews: 'ru',
  'uz-mixed-2': 'uz',
  'uz-mixed': 'uz',
  'xinwen-lianbo-gb18030': 'zh',
  'xinwen-lianbo': 'zh',
}
const idOf = (file: string) => file.replace(/\.\w+$/, '')

async function serveFeeds(): Promise<{ host: string; stop: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    const name = path.basename(request.url ?? '')
    if (!files.includes(name)) {
      response.writeHead(404).end()
      return
    }
    // The encoding of the XML files stands in their declaration alone.
    response.writeHead(200, { 'content-type': name.endsWith('.json') ? 'application/feed+json' : 'application/xml' })
    response.end(fs.readFileSync(path.join(FEEDS, name)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { host: `127.0.0.1:${address.port}`, stop }
}

// The shipped pack with one outlet and one feed a file in place of its own.
function writePack(folder: string, host: string): string {
  const pack = path.join(folder, 'region')
  fs.cpSync('regions/central-asia', pack, { recursive: true })
  const outlets = files.map((file) => `  - { id: ${idOf(file)}, name: "Outlet of ${file}", domains: [${idOf(file)}.example], voice: unknown }`) // prettier-ignore
  const feeds = files.map((file) => `  - { id: ${idOf(file)}, outlet: ${idOf(file)}, url: "http://${host}/${file}", status: default, everyMinutes: 30 }`) // prettier-ignore
  fs.writeFileSync(path.join(pack, 'feeds.yaml'), ['outlets:', ...outlets, 'feeds:', ...feeds].join('\n').concat('\n'))
  return pack
}

/** Items of a file, counted without our parser. */
function itemsIn(file: string): number {
  const text = fs.readFileSync(path.join(FEEDS, file), 'latin1')
  if (file.endsWith('.json')) return (JSON.parse(text) as { items: unknown[] }).items.length
  return text.match(/<(?:item|entry)[\s>]/g)?.length ?? 0
}

/** Where a quote may stand, word for word. */
const wordsOf = ({ title, text, comments }: Article) => [title, text, ...comments]

const standsIn = (quote: string, article: Article | undefined) =>
  article !== undefined && wordsOf(article).some((part) => part.includes(quote))

// An unreadable byte, UTF-8 read as windows-1251 or as Latin-1, windows-1251 or GB18030 read as Latin-1, GB18030 read as what it is not.
const MOJIBAKE = /\uFFFD|[РС][Ђ-Џђ-џ‚„†‡€‰‹›°±µ·][РС]|[ÃÂÐÑ][\u0080-\u00BF]|[à-ï][\u0080-\u00BF]{2}|[À-ÿ]{6}|锟斤拷/u

interface ReadNews {
  readonly rooms: OpenNewsroom
  readonly refreshed: Refreshed
  readonly articles: readonly Article[]
  readonly read: number
}

const cleanUps: (() => Promise<void> | void)[] = []

async function readNews(): Promise<ReadNews> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-news-'))
  cleanUps.push(() => fs.rmSync(folder, { recursive: true, force: true }))
  const server = await serveFeeds()
  cleanUps.push(server.stop)
  const region = loadRegion(writePack(folder, server.host))
  const rooms = await openNewsroom({
    traits: KNOWN_TRAITS,
    region,
    databaseUrl: `file:${path.join(folder, 'silkwire.db')}`,
    now,
  })
  cleanUps.push(() => rooms.close())
  const agent = guardedAgent({ allowPrivateHosts: [server.host] })
  cleanUps.push(() => agent.close())
  const refreshed = await refreshFeeds(rooms.reader().region.feeds, {
    store: rooms.articles,
    fetchFeed: (url, options) => fetchFeed(url, options, { agent, now }),
    read: async ({ bytes, contentType, url }, source) =>
      articlesOf(await parseFeed(decodeFeed(bytes, contentType), { url }), { ...source, detectLanguage }),
    now,
  })
  const read = await rooms.readingRounds.readUnread()
  const articles = await rooms.archive.articles(refreshed.articles.map((article) => article.id))
  return { rooms, refreshed, articles, read }
}

describe.skipIf(!isThere)(isThere ? 'real news' : `real news (skipped: no ${FEEDS})`, () => {
  let news: ReadNews
  beforeAll(async () => {
    news = await readNews()
  }, READING_LIMIT_MS)
  afterAll(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })

  test('every feed is read and no item is lost', async () => {
    const { rooms, refreshed, articles, read } = news
    expect(refreshed).toMatchObject({ checked: files.length, unchanged: 0, failures: [] })
    const states = await rooms.articles.feedStates()
    expect(states.map(({ feedId }) => feedId).sort()).toEqual(files.map(idOf).sort())
    // Old news, thin texts and a wrong language are said of a feed; it is read all the same.
    for (const { feedId, verdict } of states) expect([feedId, READ_VERDICTS.has(verdict)]).toEqual([feedId, true])
    const counts = await rooms.articles.feedCounts()
    expect(Object.fromEntries(files.map((file) => [file, counts.get(idOf(file))]))).toEqual(
      Object.fromEntries(files.map((file) => [file, itemsIn(file)])),
    )
    expect(read).toBe(articles.length)
    expect(await rooms.archive.unreadIds(1)).toEqual([])
  })

  test.each(files)('%s comes out in its own letters', (file) => {
    const own = news.articles.filter((article) => article.feedId === idOf(file))
    expect(own.length).toBeGreaterThan(0)
    expect(own.flatMap(wordsOf).flatMap((words) => MOJIBAKE.exec(words) ?? [])).toEqual([])
    const language = LANGUAGE_OF[idOf(file)] ?? 'en'
    const inIt = own.filter((article) => article.language === language)
    expect(inIt.length / own.length).toBeGreaterThan(0.95)
  })

  test.each([
    ['tengrinews-windows-1251.xml', 'windows-1251'],
    ['xinwen-lianbo-gb18030.xml', 'gb18030'],
  ])('%s has the titles that its bytes say', (file, encoding) => {
    // What the encoding lacks stands as a character reference.
    const said = new TextDecoder(encoding).decode(fs.readFileSync(path.join(FEEDS, file))).replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code))).replace(/\s+/g, ' ') // prettier-ignore
    const own = news.articles.filter((article) => article.feedId === idOf(file))
    expect(own.map((article) => article.title).filter((title) => title === '' || !said.includes(title))).toEqual([])
  })

  test('an item without a date is dated by first sight', () => {
    const undated = news.articles.filter((article) => article.feedId === '24kg-ky-undated')
    expect(new Set(undated.map((article) => article.publishedAt))).toEqual(new Set([NOW]))
  })

  test('every finding quotes its article word for word', async () => {
    const { rooms, articles } = news
    const byId = new Map(articles.map((article) => [article.id, article]))
    const findings = (await rooms.archive.readings([...byId.keys()])).flatMap((reading) => reading.findings)
    expect(findings.length).toBeGreaterThan(100)
    expect(findings.filter(({ articleId, quote }) => !standsIn(quote, byId.get(articleId)))).toEqual([])
    const figures = findings.flatMap((finding) => finding.figures.filter(({ quote }) => !finding.quote.includes(quote)))
    expect(figures).toEqual([])
  })

  test.each([
    ['trade with China', 'en'],
    ['migrant workers deported from Russia', 'en'],
    ['торговля с Китаем', 'ru'],
    ['中国与哈萨克斯坦的贸易', 'zh'],
  ] as const)('%s is answered, and cited', async (question, language: Language) => {
    const { rooms, articles } = news
    const byId = new Map(articles.map((article) => [article.id, article]))
    const answer = await rooms.newsroom.ask(question, { language })
    expect(answer).toMatchObject({ question, language, found: true })
    expect(answer.sentences.length).toBeGreaterThan(0)
    const numbers = answer.citations.map((citation) => citation.number)
    for (const { text, citations } of answer.sentences) {
      expect(text).not.toBe('')
      expect(citations).not.toEqual([])
      expect(numbers).toEqual(expect.arrayContaining([...citations]))
    }
    for (const { articleId, quote } of answer.citations) {
      expect(standsIn(quote, byId.get(articleId))).toBe(true)
      expect(quote.length).toBeLessThanOrEqual(300)
    }
  })

  test('what no feed tells is refused, with what the archive holds', async () => {
    const { rooms, articles } = news
    const answer = await rooms.newsroom.ask('who won the world cup', { language: 'en' })
    expect(answer).toMatchObject({ found: false, sentences: [], citations: [], figures: [] })
    expect(answer.text).toContain('who won the world cup')
    expect(answer.text).toContain(String(articles.length))
  })
})
