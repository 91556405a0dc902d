import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillTexts, readPage, type FullTextDeps } from '../../../src/feeds/pages/full-text.js'
import { robotsKeeper } from '../../../src/feeds/net/robots.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { archive as archiveOf } from '../../../src/store/news/archive-store.js'
import { visitStore } from '../../../src/store/news/page-visit-store.js'
import { openInMemory } from '../../store/open-in-memory.js'
import { startSite } from '../stand-in-site.js'

const workerUrl = new URL('../../../dist/feeds/pages/page-worker.js', import.meta.url)
const start = Date.parse('2025-06-17T08:00:00Z')
const told = 'The reservoir above the valley was opened a month early, and farmers along the canal welcomed it. '
const html = (text: string) =>
  `<html><head><title>Water</title></head><body><nav><a href="/">Home</a></nav><article><h1>Water</h1>${`<p>${text.repeat(3)}</p>`.repeat(3)}</article><footer>All rights reserved</footer></body></html>`
const page = (text: string) => ({ type: 'text/html; charset=utf-8', body: html(text) })

const pages = new Map([
  ['/robots.txt', { type: 'text/plain', body: 'User-agent: *\nDisallow: /closed\nCrawl-delay: 60' }],
  ['/water', page(told)],
  ['/rail', page(told)],
  ['/closed/gas', page(told)],
])
let site: Awaited<ReturnType<typeof startSite>>
beforeAll(async () => {
  site = await startSite(pages)
})
afterAll(async () => site.stop())

async function desk(paths: readonly string[]) {
  const database = await openInMemory()
  const articles = articleStore(database)
  const clock = { at: start }
  for (const [index, path] of paths.entries()) {
    const id = `a${String(index)}`
    const base = {
      id,
      feedId: 'f',
      outletId: 'o',
      url: `${site.url}${path}`,
      title: id,
      text: 'A teaser.',
      comments: [],
    }
    const article = { ...base, language: 'en', publishedAt: start, fetchedAt: start, revision: 1 } as const
    await articles.saveArticles([{ article, keys: [`guid:f:${id}`], contentHash: id }])
  }
  const deps: FullTextDeps = {
    store: visitStore(database),
    fetchPage: site.fetch,
    robots: robotsKeeper({ fetchPage: site.fetch, now: () => clock.at }),
    readPage: (job) => readPage(job, { workerUrl }),
    now: () => clock.at,
    visitedAt: new Map(),
  }
  const textOf = async (id: string) => (await archiveOf(database).articles([id]))[0]?.text
  return { deps, clock, articles, textOf }
}

test('a teaser is replaced by the text of its page, at the pace that robots.txt asks for', async () => {
  const { deps, clock, textOf } = await desk(['/water', '/rail'])
  expect(await fillTexts(['other'], deps)).toBe(0)
  expect(await fillTexts(['o'], deps)).toBe(1)
  clock.at += 31_000
  expect(await fillTexts(['o'], deps)).toBe(0)
  clock.at += 30_000
  expect(await fillTexts(['o'], deps)).toBe(1)
  expect(await textOf('a0')).toContain('farmers along the canal welcomed it')
  expect(await textOf('a0')).not.toContain('All rights reserved')
  expect(site.asked.filter((url) => url === '/water')).toHaveLength(1)
  clock.at += 3_600_000
  expect(await fillTexts(['o'], deps)).toBe(0)
})

test('a page that robots.txt closes is left alone, and the teaser stays', async () => {
  const { deps, textOf } = await desk(['/closed/gas'])
  expect(await fillTexts(['o'], deps)).toBe(0)
  expect(site.asked).not.toContain('/closed/gas')
  expect(await textOf('a0')).toBe('A teaser.')
})

test('a feed that is read again does not bring the teaser back; a correction is visited anew', async () => {
  const { deps, clock, articles, textOf } = await desk(['/water'])
  await fillTexts(['o'], deps)
  const known = await articles.knownArticles(['guid:f:a0'])
  expect(known.get('guid:f:a0')).toMatchObject({ contentHash: 'a0', revision: 1 })
  const base = { id: 'a0', feedId: 'f', outletId: 'o', url: `${site.url}/water`, title: 'Corrected', text: 'Another.' }
  const rest = { language: 'en', publishedAt: start, fetchedAt: start, revision: 2, comments: [] } as const
  await articles.saveArticles([{ article: { ...base, ...rest }, keys: [], contentHash: 'b' }])
  expect(await textOf('a0')).toBe('Another.')
  clock.at += 61_000
  expect(await fillTexts(['o'], deps)).toBe(1)
  expect(await textOf('a0')).toContain('opened a month early')
})

test.each([
  ['nothing', ''],
  ['deep nesting', '<div>'.repeat(200_000)],
  ['an unclosed tag many times', '<p'.repeat(100_000)],
])('a page of %s gives no text and ends in time', async (_, body) => {
  const bytes = Buffer.from(body)
  expect(await readPage({ bytes, contentType: 'text/html' }, { workerUrl, timeLimitMs: 3_000 })).toEqual(
    expect.any(String),
  )
})
