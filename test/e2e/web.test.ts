import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Main from '../../src/app/main.js'
import { serveSample } from '../../src/cli/sample-server.js'
import { readConfig } from '../../src/process/config.js'
import { openLog } from '../../src/process/logs.js'
import { LANGUAGES } from '../../src/text/types.js'
import { samplePack } from './built-world.js'

// The pages of the built program over the sample's news, as a reader has them in Debian's Chromium.

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => fs.existsSync(file)) // prettier-ignore
const inBrowser = test.skipIf(CHROMIUM === undefined)
if (CHROMIUM === undefined) console.warn('the pages are not tried in a browser: apt-get install chromium')

// A start and a reading take minutes on a crowded machine.
const START_MS = 300_000
const PHONE = { width: 360, height: 740 }
const cleanUps: (() => Promise<unknown>)[] = []
let base = ''
let readers = 0
let browser: Browser | undefined

beforeAll(async () => {
  if (CHROMIUM === undefined) return
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-web-'))
  const server = await serveSample('sample/feeds', Date.now)
  const port = await freePort()
  const main = (await import(pathToFileURL(path.resolve('dist/app/main.js')).href)) as typeof Main
  const silkwire = await main.startSilkwire({
    config: {
      ...readConfig({ DATABASE_URL: `file:${folder}/silkwire.db`, WEB_PORT: String(port) }),
      region: samplePack(folder, server.base),
      allowPrivateHosts: [new URL(server.base).host],
    },
    log: openLog('silent', { secrets: [], toStderr: true }),
    isScheduled: false,
  })
  await silkwire.jobs.refresh()
  base = `http://127.0.0.1:${port}`
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-quic'] })
  cleanUps.push(
    () => browser?.close() ?? Promise.resolve(),
    () => silkwire.stop(),
    () => server.stop(),
    async () => fs.rmSync(folder, { recursive: true, force: true }),
  )
}, START_MS)
afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp()
})

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A page with what its console says: nothing, where all that it wants may be loaded. */
async function openTab(look: Parameters<Browser['newPage']>[0] = {}): Promise<{ page: Page; said: string[] }> {
  if (browser === undefined) throw new Error('there is no browser')
  // Each is a reader of its own: limits are not what is tried here.
  readers += 1
  const page = await browser.newPage({ ...look, extraHTTPHeaders: { 'x-forwarded-for': `203.0.113.${readers}` } })
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  return { page, said }
}

/** How much of the page stands out to the right, px. */
const sideways = (page: Page) => page.evaluate('document.documentElement.scrollWidth - window.innerWidth')

inBrowser('a reader opens a story of today’s brief, and from it an article', async () => {
  const { page, said } = await openTab({ viewport: PHONE, locale: 'en-GB' })
  await page.goto(base)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  expect(await page.locator('article').count()).toBeGreaterThan(5)
  await page.locator('article a[href^="/story/"]').first().click()
  expect(new URL(page.url()).pathname).toMatch(/^\/story\//)
  expect(await page.locator('blockquote').count()).toBeGreaterThan(0)
  expect(await page.locator('main a[href^="https://"]').count()).toBeGreaterThan(0)
  expect(said).toEqual([])
})

inBrowser('a question is asked by keyboard alone, with the focus always in sight', async () => {
  const { page } = await openTab({ viewport: PHONE, locale: 'ru-RU' })
  await page.goto(base)
  await page.keyboard.press('Tab')
  expect(await page.locator('.skip:focus').isVisible()).toBe(true)
  await page.keyboard.press('Enter')
  expect(await page.locator('main:focus').count()).toBe(1)
  await page.goto(base)
  for (let tabs = 0; tabs < 5; tabs++) {
    await page.keyboard.press('Tab')
    const seen = await page.locator(':focus').evaluate((element) => {
      const style = (globalThis as unknown as { getComputedStyle(of: unknown): { outlineStyle: string; outlineWidth: string } }).getComputedStyle(element) // prettier-ignore
      return `${style.outlineStyle} ${style.outlineWidth}`
    })
    expect(seen).toBe('solid 3px')
  }
  expect(await page.locator('#q:focus').count()).toBe(1)
  await page.keyboard.type('торговля с Китаем')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/ask\?/)
  expect(await page.locator('h1').textContent()).toBe('торговля с Китаем')
  expect(await page.locator('main blockquote').count()).toBeGreaterThan(0)
})

inBrowser.each(LANGUAGES)('in %s nothing stands out of a screen of 360 px', async (language) => {
  const { page, said } = await openTab({ viewport: PHONE })
  const figure = `/figure/${encodeURIComponent('trade-turnover kazakhstan china')}`
  for (const at of ['/', '/ask?q=trade+with+China', figure, '/feeds', '/deliveries']) {
    await page.goto(`${base}${at}${at.includes('?') ? '&' : '?'}language=${language}`)
    expect([at, await sideways(page)]).toEqual([at, 0])
  }
  expect(said).toEqual([])
})

inBrowser('who prefers dark gets dark', async () => {
  const grounds = []
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await openTab({ colorScheme })
    await page.goto(base)
    grounds.push(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'))
  }
  expect(grounds).toEqual(['rgb(251, 250, 247)', 'rgb(19, 24, 23)'])
})
