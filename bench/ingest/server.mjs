// The publishers of the benchmark, in a process of their own: HOSTS ports of 127.0.0.1, a host each, with its share of FEEDS feeds.
//   fork('server.mjs', [HOSTS, FEEDS, ITEMS]); message {kind: 'publish'}: every feed shows new items from then on.
// Texts are the sample's, sentences shuffled, so that no two items are alike and each has a language.
import fs from 'node:fs'
import http from 'node:http'
import { plainText } from '../../dist/text/words/html-text.js'

const [hosts, feeds, items] = process.argv.slice(2).map(Number)
const DAY = 86_400_000

/** Mulberry32: 0 to 1. */
function randomFrom(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const random = randomFrom(1)
const pick = (list) => list[Math.floor(random() * list.length)]

/** Sentences by language. */
const sentences = new Map()
for (const file of fs.readdirSync('sample/feeds').filter((name) => /\.(xml|json)$/.test(name))) {
  const source = new TextDecoder(file.startsWith('moskva') ? 'windows-1251' : 'utf-8').decode(fs.readFileSync(`sample/feeds/${file}`)) // prettier-ignore
  const language = /-(\w\w)\.\w+$/.exec(file)?.[1] ?? 'en'
  const found = plainText(source.replace(/\]\]>|<!\[CDATA\[|"[a-z_]+":|@@[^@]*@@|https?:\S+/g, ' ')).match(/\p{Lu}[^.!?"\n]{40,200}\./gu) ?? [] // prettier-ignore
  sentences.set(language, [...(sentences.get(language) ?? []), ...found])
}
const languages = [...sentences].filter(([, list]) => list.length >= 10).map(([language]) => language)
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

let generation = 0
let lastItem = 0
let bodies = []
const counts = { ok: 0, unchanged: 0 }

function itemOf(language, base) {
  const id = ++lastItem
  const list = sentences.get(language)
  const title = `${pick(list).split(' ').slice(0, 8).join(' ')} ${id}`
  const paragraph = () => `<p>${[pick(list), pick(list), pick(list)].join(' ')}</p>`
  const text = `<p><a href="${base}/about">${id}</a></p>${paragraph()}${paragraph()}`
  const at = new Date(Date.now() - Math.floor(random() * DAY)).toUTCString()
  return `<item><title>${escaped(title)}</title><link>${base}/news/${id}</link><guid isPermaLink="true">${base}/news/${id}</guid><description><![CDATA[${text}]]></description><category>News</category><pubDate>${at}</pubDate></item>` // prettier-ignore
}

function publish() {
  generation++
  bodies = Array.from({ length: feeds }, (_, number) => {
    const language = languages[number % languages.length]
    const base = `http://host${number % hosts}.example`
    return Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Feed ${number}</title><link>${base}</link><description>News</description><language>${language}</language>${Array.from({ length: items }, () => itemOf(language, base)).join('\n')}</channel></rss>`,
    )
  }) // prettier-ignore
}

function answer(request, response) {
  const number = Number(/feed-(\d+)/.exec(request.url)?.[1])
  const body = bodies[number]
  if (body === undefined) {
    response.writeHead(404).end()
    return
  }
  const etag = `"${generation}-${number}"`
  if (request.headers['if-none-match'] === etag) {
    counts.unchanged++
    response.writeHead(304, { etag }).end()
    return
  }
  counts.ok++
  response.writeHead(200, { 'content-type': 'application/rss+xml', 'content-length': body.byteLength, etag }).end(body)
}

publish()
const ports = await Promise.all(
  Array.from(
    { length: hosts },
    () =>
      new Promise((resolve) => {
        const server = http.createServer({ keepAliveTimeout: 60_000 }, answer)
        server.listen(0, '127.0.0.1', () => resolve(server.address().port))
      }),
  ),
)
process.on('message', ({ kind }) => {
  if (kind === 'stop') process.exit()
  if (kind === 'publish') publish()
  process.send({ kind, counts: { ...counts }, bytes: bodies.reduce((sum, body) => sum + body.byteLength, 0) })
})
process.on('disconnect', () => process.exit())
process.on('error', () => process.exit())
process.send({ kind: 'ready', urls: bodies.map((_, number) => `http://127.0.0.1:${ports[number % hosts]}/feed-${number}.xml`) }) // prettier-ignore
