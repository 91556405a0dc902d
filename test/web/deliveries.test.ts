import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { NOW, openPages, openRooms } from './web-desk.js'

let rooms: OpenNewsroom
beforeAll(async () => {
  rooms = await openRooms()
})
afterAll(() => rooms.close())

const SAME_SITE = { origin: 'https://news.example', 'content-type': 'application/x-www-form-urlencoded' }
type Pages = ReturnType<typeof openPages>

const post = (pages: Pages, path: string, body = '', headers: Record<string, string> = SAME_SITE) =>
  pages.app.request(`https://news.example${path}`, { method: 'POST', headers, body })

async function linkOf(pages: Pages): Promise<string> {
  await post(pages, '/deliveries/link')
  const [, link = ''] = /link=([\w-]+)/.exec(JSON.stringify(pages.told.at(-1))) ?? []
  return link
}

test('nobody sees what was sent without a link, which the owner alone gets', async () => {
  const pages = openPages(rooms)
  expect(await (await pages.get('/deliveries?language=en')).text()).not.toContain('<table')
  const response = await post(pages, '/deliveries/link')
  expect(pages.told).toHaveLength(1)
  expect(JSON.stringify(pages.told)).toContain('https://news.example/deliveries/open?link=')
  expect(await response.text()).not.toContain('link=')
})

test('a look at the address does not use a link up; the press does, once', async () => {
  const pages = openPages(rooms)
  const link = await linkOf(pages)
  expect((await pages.get(`/deliveries/open?link=${link}`)).headers.get('set-cookie')).toBeNull()
  const opened = await post(pages, '/deliveries/open', `link=${link}`)
  expect(opened.status).toBe(303)
  const cookie = opened.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/Secure/)
  expect(cookie).toMatch(/SameSite=Strict/)
  expect(cookie).toMatch(/Path=\/deliveries/)
  const [session = ''] = cookie.split(';')
  expect(await (await pages.get('/deliveries?language=en', { cookie: session })).text()).not.toContain('Send the link')
  const again = await post(pages, '/deliveries/open', `link=${link}`)
  expect(again.headers.get('set-cookie')).toBeNull()
  expect(await again.text()).toContain('was used or is too old')
})

test('a link is good for ten minutes', async () => {
  let at = NOW
  const pages = openPages(rooms, { now: () => at })
  const link = await linkOf(pages)
  at += 11 * 60_000
  expect((await post(pages, '/deliveries/open', `link=${link}`)).headers.get('set-cookie')).toBeNull()
})

test('another site cannot press, and the owner is not written to without end', async () => {
  const pages = openPages(rooms)
  expect((await post(pages, '/deliveries/link', '', { ...SAME_SITE, origin: 'https://evil.example' })).status).toBe(403)
  for (let n = 0; n < 20; n++) await post(pages, '/deliveries/link')
  expect(pages.told).toHaveLength(5)
})

test('a made-up cookie opens nothing', async () => {
  const pages = openPages(rooms)
  const page = await pages.get('/deliveries?language=en', { cookie: 'silkwire-owner=AAAA' })
  expect(await page.text()).toContain('Send the link')
})
