import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fetchAsAllowed } from '../../../src/feeds/net/fetch-as-allowed.js'
import { FeedError, type Fetched } from '../../../src/feeds/net/fetch-feed.js'
import { robotsKeeper } from '../../../src/feeds/net/robots.js'
import { articlesOf } from '../../../src/feeds/normalise.js'
import { discoverFeeds } from '../../../src/feeds/pages/discover.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { recognise } from '../../../src/feeds/recognise.js'
import { decodeFeed } from '../../../src/feeds/xml/decode.js'
import { feedOf, memoryStore } from '../stand-ins.js'

const PAGE = fs.readFileSync(new URL('../../fixtures/channels/steppe-wire.html', import.meta.url), 'utf8')
const URL_OF = 'https://t.me/s/steppewire'
const seenAt = Date.parse('2025-06-16T13:00:00Z')
const outlets = [{ id: 'oasis', name: 'Oasis Daily', domains: ['oasis.example', 't.me/oasisdaily'] }]
const readAs = async (id: string, page: string, url: string) =>
  articlesOf(await parseFeed(page, { url }), { feed: feedOf(id, { url }), outlets, seenAt, detectLanguage: () => 'en' }).items // prettier-ignore
const articles = async (page = PAGE, url = URL_OF) => (await readAs('wire', page, url)).map(({ article }) => article)

describe('"people here read channels, not sites": a public channel', () => {
  test('is read as posts, newest first, with their address, date and text', async () => {
    const posts = await articles()
    expect(posts.map(({ url, publishedAt }) => [url, new Date(publishedAt).toISOString()])).toEqual([
      ['https://t.me/steppewire/106', '2025-06-16T12:00:00.000Z'],
      ['https://t.me/oasisdaily/55', '2025-06-16T11:20:10.000Z'],
      ['https://t.me/steppewire/102', '2025-06-16T09:00:30.000Z'],
      ['https://t.me/steppewire/101', '2025-06-16T05:10:00.000Z'],
    ])
    expect(posts[3]?.text).toBe('⚡ The rail link to the eastern border opens in May.\nFreight comes first, the ministry said.\nPassengers follow in autumn.') // prettier-ignore
    expect(posts[3]?.title).toBe('⚡ The rail link to the eastern border opens in May.')
    expect((await parseFeed(PAGE)).feed).toMatchObject({ link: URL_OF, description: 'News of the steppe' })
  })
  test('an album is one post; the invitation to subscribe is cut, and a post of nothing else is none', async () => {
    const [, , album] = await articles()
    expect(album?.text).toBe('Pictures of the new bridge over the river, three days before it opens.')
  })
  test('what only links is told by what the post shows of it', async () => {
    expect((await articles())[0]).toMatchObject({
      title: 'Grain export quota raised',
      text: 'By ten percent, from July.',
    })
  })
  test('a forwarded post stands under who told it first, and is told once where both are read', async () => {
    const [, forwarded] = await articles()
    expect(forwarded).toMatchObject({ outletId: 'oasis', text: 'The oasis has water for two more weeks, the province says; rice fields come last.' }) // prettier-ignore
    const store = memoryStore()
    await store.saveArticles(await readAs('wire', PAGE, URL_OF))
    const first = PAGE.replaceAll(/<div class="tgme_widget_message_forwarded_from .*<\/div>\n/g, '').replaceAll('SteppeWire/105', 'OasisDaily/55') // prettier-ignore
    const own = (await readAs('oasis', first, 'https://t.me/s/oasisdaily')).filter(({ article }) => article.url.endsWith('/55')) // prettier-ignore
    expect((await recognise(own, store)).newOnes).toEqual([])
  })
  test('an outlet that is not known is made from the name of the channel', async () => {
    const items = await readAs('wire', PAGE.replaceAll('OasisDaily', 'SandPost').replace('>Oasis Daily<', '>Sand Post<'), URL_OF) // prettier-ignore
    expect(items[1]?.unknownOutlet).toEqual({ id: 't-me-sandpost', name: 'Sand Post' })
  })
  test('an edited post is a correction of the same article', async () => {
    const store = memoryStore()
    await store.saveArticles(await readAs('wire', PAGE, URL_OF))
    const edited = await readAs('wire', PAGE.replace('opens in May', 'opens in June'), URL_OF)
    const { newOnes, toSave } = await recognise(edited, store)
    expect([newOnes.length, toSave.map(({ article }) => [article.url, article.revision])]).toEqual([0, [['https://t.me/steppewire/101', 2]]]) // prettier-ignore
  })
  test('lines that many posts end in are a signature; news of signing is none', async () => {
    const post = (id: number, text: string) => `<div class="tgme_widget_message" data-post="wire/${String(id)}"><div class="tgme_widget_message_text js-message_text">${text}</div><a class="tgme_widget_message_date"><time datetime="2025-06-16T0${String(id)}:00:00+00:00"></time></a></div>` // prettier-ignore
    const texts = ['Стороны встретились в Ташкенте.<br>Им предстоит подписать соглашение.<br>Степь – новости дня', 'Поезд идет.<br>Степь – новости дня', 'Мост открыт.<br>Степь – новости дня'] // prettier-ignore
    const posts = await articles(texts.map((text, index) => post(index + 1, text)).join(''), 'https://t.me/s/wire')
    expect(posts.map(({ text }) => text)).toEqual(['Мост открыт.', 'Поезд идет.', 'Стороны встретились в Ташкенте.\nИм предстоит подписать соглашение.']) // prettier-ignore
  })
  test('one without a preview has a verdict of its own', async () => {
    const page = '<html><body><div class="tgme_page"><div class="tgme_page_title">Closed</div><div class="tgme_page_extra">12 members</div></div></body></html>' // prettier-ignore
    await expect(parseFeed(page)).rejects.toMatchObject({ verdict: 'no-preview' })
    const deps = {
      decode: decodeFeed,
      parse: async (bytes: Uint8Array) => parseFeed(Buffer.from(bytes).toString()),
      fetchFeed: async (url: string): Promise<Fetched> => ({ status: 'ok', bytes: Buffer.from(page), contentType: 'text/html', etag: undefined, lastModified: undefined, url }), // prettier-ignore
    }
    await expect(discoverFeeds('https://t.me/s/closed', deps)).rejects.toMatchObject({ verdict: 'no-preview' })
  })
  test('any page, cut anywhere, is read or has a verdict', async () => {
    for (let end = 0; end < PAGE.length; end += 97) {
      const read = await parseFeed(PAGE.slice(0, end)).catch((error: unknown) => error)
      expect(read).toBeInstanceOf(Object)
    }
  })
  test('is asked as its robots.txt allows, while feeds are read without', async () => {
    const asked: string[] = []
    const page = async (url: string): Promise<Fetched> => {
      asked.push(url)
      return { status: 'ok', bytes: Buffer.from('User-agent: *\nDisallow: /s/'), contentType: undefined, etag: undefined, lastModified: undefined, url } // prettier-ignore
    }
    const fetch = fetchAsAllowed(page, robotsKeeper({ fetchPage: page, now: () => seenAt }))
    await expect(fetch(URL_OF)).rejects.toThrow(FeedError)
    await fetch('https://a.example/rss')
    expect(asked).toEqual(['https://t.me/robots.txt', 'https://a.example/rss'])
  })
})

describe('"everything is from Google": a search at Google News', () => {
  const known = [{ id: 'kazinform', name: 'Kazinform', domains: ['inform.example'] }]
  const item = (id: string, title: string, url: string, name: string) =>
    `<item><title>${title} - ${name}</title><link>https://news.google.com/rss/articles/${id}?oc=5</link><guid isPermaLink="false">${id}</guid><pubDate>Mon, 16 Jun 2025 07:00:00 GMT</pubDate>
    <description>&lt;a href="https://news.google.com/rss/articles/${id}"&gt;${title}&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;${name}&lt;/font&gt;</description><source url="${url}">${name}</source></item>`
  const search = (...items: readonly string[]) => `<rss version="2.0"><channel><title>"oil" - Google News</title>${items.join('')}</channel></rss>` // prettier-ignore
  const read = async (id: string, url: string, document: string) =>
    articlesOf(await parseFeed(document), { feed: feedOf(id, { url }), outlets: known, seenAt, detectLanguage: () => 'en' }).items // prettier-ignore
  const first = search(
    item('CBMiA1', 'Oil – and gas - up', 'https://www.inform.example', 'Kazinform'),
    item('CBMiB2', 'Wheat harvest begins', 'https://sand-post.example', 'Sand &amp; Post'),
  )
  test('the outlet is what its source names, and its name comes off the title', async () => {
    const [one, two] = await read('g1', 'https://news.google.com/rss/search?q=oil', first)
    expect(one?.article).toMatchObject({ outletId: 'kazinform', title: 'Oil – and gas - up', text: '' })
    expect(two?.article).toMatchObject({ outletId: 'sand-post-example', title: 'Wheat harvest begins' })
    expect(two?.unknownOutlet).toEqual({ id: 'sand-post-example', name: 'Sand & Post' })
  })
  test('two searches tell one article once, also under another of its ids', async () => {
    const store = memoryStore()
    await store.saveArticles(await read('g1', 'https://news.google.com/rss/search?q=oil', first))
    const second = search(
      item('CBMiA1', 'Oil – and gas - up', 'https://www.inform.example', 'Kazinform'),
      item('CBMiC3', 'Wheat harvest begins', 'https://sand-post.example', 'Sand &amp; Post'),
      item('CBMiD4', 'Wheat harvest ends', 'https://sand-post.example', 'Sand &amp; Post'),
    )
    const found = await recognise(await read('g2', 'https://news.google.com/rss/search?q=wheat', second), store)
    expect(found.newOnes.map(({ title }) => title)).toEqual(['Wheat harvest ends'])
  })
  test("a stranger's feed cannot tell under another's name", async () => {
    const [one] = await read('s', 'https://stranger.example/rss', first)
    expect(one?.article).toMatchObject({ outletId: 's', title: 'Oil – and gas - up - Kazinform' })
  })
})
