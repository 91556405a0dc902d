import { afterAll, beforeAll, expect, test } from 'vitest'
import { commentsNotes, readComments } from '../../../src/feeds/pages/comments-feed.js'
import { articlesOf } from '../../../src/feeds/normalise.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { archive as archiveOf } from '../../../src/store/news/archive-store.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { visitStore } from '../../../src/store/news/page-visit-store.js'
import { openInMemory } from '../../store/open-in-memory.js'
import { startSite } from '../stand-in-site.js'
import { feedOf } from '../stand-ins.js'

const start = Date.parse('2025-06-17T08:00:00Z')
const HOUR = 3_600_000
const rss = (inside: string) => `<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title>${inside}</channel></rss>`
const comment = (name: string, text: string) =>
  `<item><title>By: ${name}</title><dc:creator>${name}</dc:creator><description><![CDATA[${text}]]></description></item>`

const pages = new Map<string, { type: string; body: string }>()
let site: Awaited<ReturnType<typeof startSite>>
beforeAll(async () => {
  site = await startSite(pages)
})
afterAll(async () => site.stop())

test('comment feeds and counts are read from RSS, RSS 1.0 and Atom', async () => {
  const [ofRss] = (
    await parseFeed(
      rss(
        '<item><title>A</title><wfw:commentRss>https://a.example/c</wfw:commentRss><slash:comments>3</slash:comments></item>',
      ),
    )
  ).items
  expect(ofRss).toMatchObject({ commentsUrl: 'https://a.example/c', commentCount: 3 })
  const atom = (link: string) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>T</title><entry><title>A</title><id>1</id>${link}</entry></feed>`
  const ofCount = await parseFeed(
    atom('<link rel="replies" type="application/atom+xml" href="https://a.example/r" thr:count="2"/>'),
  )
  expect(ofCount.items[0]).toMatchObject({ commentsUrl: 'https://a.example/r', commentCount: 2 })
  const ofTotal = await parseFeed(
    atom('<link rel="replies" type="application/atom+xml" href="https://a.example/r"/><thr:total>4</thr:total>'),
  )
  expect(ofTotal.items[0]).toMatchObject({ commentsUrl: 'https://a.example/r', commentCount: 4 })
})

test('names of those who comment are left behind', async () => {
  const feed = rss(
    comment('Aida', '<p>In reply to <a href="https://a.example/x/#comment-7">Bek</a>.</p><p>Tariffs will rise.</p>') +
      comment('Bek', '@Aida: they will not.'),
  )
  pages.set('/names', { type: 'application/rss+xml', body: feed })
  const saved: unknown[] = []
  const store = {
    dueComments: async () => [{ articleId: 'a', url: `${site.url}/names` }],
    noteComments: async () => undefined,
    saveCommentsRead: async () => undefined,
    saveComments: async (...comments: unknown[]) => void saved.push(comments),
  }
  const parse = async (bytes: Uint8Array) => parseFeed(Buffer.from(bytes).toString())
  await readComments({ store, fetchPage: site.fetch, parse, now: () => start })
  expect(saved).toEqual([['a', ['Tariffs will rise.', 'they will not.']]])
})

test('comments of the last 48 hours are read when their count has grown, and only then', async () => {
  const database = await openInMemory()
  const articles = articleStore(database)
  const store = visitStore(database)
  const clock = { at: start }
  const poll = async (count: number, date = 'Tue, 17 Jun 2025 06:00:00 GMT') => {
    const document = rss(
      `<item><guid>1</guid><title>Water flows early to the farms of the valley</title><pubDate>${date}</pubDate><wfw:commentRss>${site.url}/c</wfw:commentRss><slash:comments>${String(count)}</slash:comments></item>`,
    )
    const parsed = await parseFeed(document)
    const { items: found } = articlesOf(parsed, { feed: feedOf('a'), seenAt: clock.at, detectLanguage: () => 'en' })
    await articles.saveArticles(found)
    await store.noteComments(commentsNotes(found, clock.at))
    const parse = async (bytes: Uint8Array) => parseFeed(Buffer.from(bytes).toString())
    const read = await readComments({ store, fetchPage: site.fetch, parse, now: () => clock.at })
    const [article] = await archiveOf(database).articles(found.map((each) => each.article.id))
    return { read, comments: article?.comments }
  }
  pages.set('/c', { type: 'application/rss+xml', body: rss(comment('Aida', 'Good for the farms.')) })
  expect(await poll(0)).toEqual({ read: 0, comments: [] })
  expect(await poll(1)).toEqual({ read: 1, comments: ['Good for the farms.'] })
  expect(await poll(1)).toEqual({ read: 0, comments: ['Good for the farms.'] })
  pages.set('/c', { type: 'application/rss+xml', body: rss(comment('Bek', 'Too late for cotton.')) })
  expect(await poll(2)).toEqual({ read: 1, comments: ['Good for the farms.', 'Too late for cotton.'] })
  clock.at += 60 * HOUR
  expect((await poll(9)).read).toBe(0)
})
