import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../src/process/config.js'
import { openLog } from '../../src/process/logs.js'
import type * as Main from '../../src/app/main.js'
import { startFakeTelegram } from './fake-telegram/fake-telegram.js'
import { READER } from './fake-telegram/world.js'

// What feeds lead to, through the built program: pages of thin feeds, and what the owner hears.

const TOKEN = '7000000001:AAtestTokenOfTheFeeds_-9'
const WAIT = { timeout: 20_000, interval: 50 }
const TEST_MS = 90_000

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

beforeAll(() => {
  if (!fs.existsSync('dist/cli.js')) throw new Error('dist/cli.js is not there: npm run build first (npm test does)')
})

type Pages = Map<string, { readonly type: string; readonly body: string }>

/** A publisher on loopback; what is not in `pages` answers 404. */
async function openSite(pages: Pages) {
  const asked: { path: string; userAgent: string | undefined }[] = []
  const server = http.createServer(({ url = '', headers }, response) => {
    asked.push({ path: url, userAgent: headers['user-agent'] })
    const page = pages.get(url)
    if (page === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': page.type }).end(page.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return { host, base: `http://${host}`, asked, paths: () => asked.map(({ path: at }) => at) }
}

const feedText = (base: string, items: readonly (readonly [path: string, title: string])[]) => ({
  type: 'application/rss+xml',
  body: `<rss version="2.0"><channel><title>Daily</title><language>en</language>${items
    .map(([at, title]) => `<item><link>${base}${at}</link><title>${title}</title><description>In short.</description></item>`)
    .join('')}</channel></rss>`,
}) // prettier-ignore

const pageText = (title: string, said: string) => ({
  type: 'text/html; charset=utf-8',
  body: `<html><head><title>${title}</title></head><body><nav>Home Politics Sport</nav><article><h1>${title}</h1>${Array.from(
    { length: 6 },
    (_, number) => `<p>${said} Paragraph ${String(number)} tells of the canal, of its sluices and of the farms along it.</p>`,
  ).join('')}</article></body></html>`,
}) // prettier-ignore

/** The shipped pack with these outlets, a feed each, in place of its own. */
function openRoom(sites: readonly { readonly id: string; readonly base: string }[], env: Record<string, string> = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-feeds-'))
  cleanUps.push(() => fs.rmSync(folder, { recursive: true, force: true }))
  const region = path.join(folder, 'region')
  fs.cpSync('regions/central-asia', region, { recursive: true })
  const outlets = sites.map(({ id }) => `  - { id: ${id}, name: Outlet ${id}, domains: [], voice: unknown, fullText: true }`) // prettier-ignore
  const feeds = sites.map(({ id, base }) => `  - { id: ${id}, outlet: ${id}, url: '${base}/rss', status: default, everyMinutes: 30 }`) // prettier-ignore
  fs.writeFileSync(path.join(region, 'feeds.yaml'), ['outlets:', ...outlets, 'feeds:', ...feeds, ''].join('\n'))
  const file = path.join(folder, 'silkwire.db')
  const hosts = sites.map(({ base }) => new URL(base).host).join(',')
  const config = readConfig({ DATABASE_URL: `file:${file}`, REGION: region, ALLOW_PRIVATE_HOSTS: hosts, ...env })
  const start = async (): Promise<Main.Silkwire> => {
    const main = (await import(pathToFileURL(path.resolve('dist/app/main.js')).href)) as typeof Main
    const log = openLog('silent', { secrets: [], toStderr: true })
    const silkwire = await main.startSilkwire({ config, log, isScheduled: false })
    let isStopped = false
    const stop = async () => {
      if (!isStopped) await silkwire.stop()
      isStopped = true
    }
    cleanUps.push(stop)
    return { ...silkwire, stop }
  }
  const query = (statement: string): unknown[] => {
    const sqlite = new BetterSqlite3(file)
    sqlite.pragma('busy_timeout = 5000')
    const prepared = sqlite.prepare(statement)
    const rows = prepared.reader ? prepared.all() : [prepared.run()]
    sqlite.close()
    return rows
  }
  return { start, query }
}

test('pages of thin feeds are read as robots.txt allows, one a host and not again within its pace', async () => {
  const one: Pages = new Map()
  const two: Pages = new Map()
  const [first, second] = [await openSite(one), await openSite(two)]
  one.set('/robots.txt', { type: 'text/plain', body: 'User-agent: *\nDisallow: /closed\n' })
  one.set('/rss', feedText(first.base, [['/closed/a', 'The sluices of the old canal stay shut']]))
  one.set('/closed/a', pageText('The sluices of the old canal stay shut', 'Nobody may read this sentence.'))
  two.set('/rss', feedText(second.base, [['/open/a', 'The canal is to be widened'], ['/open/b', 'A second lock is planned']])) // prettier-ignore
  for (const [at, title] of [['/open/a', 'The canal is to be widened'], ['/open/b', 'A second lock is planned']] as const) // prettier-ignore
    two.set(at, pageText(title, 'Engineers measured the bed in spring.'))
  const room = openRoom([{ id: 'first', ...first }, { id: 'second', ...second }]) // prettier-ignore
  const silkwire = await room.start()
  expect(await silkwire.jobs.refresh()).toMatchObject({ fresh: 3, failures: [] })
  const filled = () => room.query("select url, text from articles where text like '%Engineers measured%'")
  await vi.waitFor(() => expect(filled()).toHaveLength(1), WAIT)
  // A round that comes at once finds the host visited a moment ago.
  room.query('update feed_states set next_due_at = 0')
  await silkwire.jobs.refresh()
  await silkwire.stop()
  expect(filled()).toHaveLength(1)
  expect(room.query("select url from articles where text like '%Nobody may%'")).toEqual([])
  expect(first.paths().sort()).toEqual(['/robots.txt', '/rss', '/rss'])
  expect(second.paths().filter((at) => at.startsWith('/open'))).toHaveLength(1)
  expect(second.paths().indexOf('/robots.txt')).toBeLessThan(second.paths().findIndex((at) => at.startsWith('/open')))
  expect(new Set([...first.asked, ...second.asked].map(({ userAgent }) => userAgent))).toEqual(new Set(['Silkwire/0.1 (+https://github.com/silkwire/silkwire; feed reader)']))
}, TEST_MS) // prettier-ignore

test('the owner hears once that a feed is gone and once that it is back, over restarts', async () => {
  const telegram = await startFakeTelegram({ token: TOKEN })
  cleanUps.push(() => telegram.stop())
  const pages: Pages = new Map()
  const site = await openSite(pages)
  const env = { TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url, OWNER: `telegram:${String(READER.id)}` }
  const room = openRoom([{ id: 'daily', ...site }], env)
  let silkwire = await room.start()
  const round = async () => {
    room.query('update feed_states set next_due_at = 0')
    await silkwire.jobs.refresh()
    await silkwire.jobs.tell()
    return telegram.sent.length
  }
  const lastSaid = () => JSON.stringify(telegram.sent.at(-1))
  const news = feedText(site.base, [['/a', 'The canal is to be widened']])

  pages.set('/rss', news)
  expect(await round()).toBe(0)
  pages.delete('/rss')
  expect(await round()).toBe(1)
  expect(lastSaid()).toContain('nothing at its address any more')
  expect(lastSaid()).toContain('Outlet daily')
  expect(await round()).toBe(1)
  await silkwire.stop()
  silkwire = await room.start()
  expect(await round()).toBe(1)
  pages.set('/rss', news)
  expect(await round()).toBe(2)
  expect(lastSaid()).toContain('Outlet daily')
  expect(lastSaid()).not.toContain('nothing at its address')
  expect(await round()).toBe(2)
  expect(telegram.requests.filter(({ method }) => method.startsWith('send')).map(({ params }) => Number(params['chat_id']))).toEqual([READER.id, READER.id]) // prettier-ignore
}, TEST_MS) // prettier-ignore
