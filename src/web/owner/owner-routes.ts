import type { Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { paragraph } from '../../bots/wording/blocks.js'
import { createLimit } from '../../bots/turn/limits.js'
import { pageHtml, type Page } from '../html/layout.js'
import { pageRequestOf, type RouteDeps } from '../base/page-request.js'
import { askLinkPage, deadLinkPage, deliveriesPage, followLinkPage } from './deliveries-page.js'
import { openOwnerLinks, SESSION_MS } from './owner-links.js'

const COOKIE = 'silkwire-owner'
const SHOWN = 100
const HOUR = 3_600_000
/** Whoever presses the button can have the owner written to so often an hour. */
const LINKS_AN_HOUR = 5

/** The list of what was sent, for the owner alone: a link by direct message makes a browser the owner's. */
export function addDeliveries(app: Hono, deps: RouteDeps): void {
  const { base, now } = deps
  const links = openOwnerLinks(now)
  const mayLink = createLimit({ most: LINKS_AN_HOUR, perMs: HOUR }, now)
  const send = async (c: Context, page: Page) => {
    c.header('Cache-Control', 'no-store')
    return c.html(await pageHtml(page))
  }
  // Behind a proxy the request's own address is not the one that browsers know.
  app.use('/deliveries/*', csrf({ origin: (origin, c) => [base, c.req.url].some((url) => new URL(url).origin === origin) })) // prettier-ignore

  app.get('/deliveries', async (c) => {
    const { view } = pageRequestOf(c, deps)
    if (!links.isOwner(getCookie(c, COOKIE))) return send(c, askLinkPage(view, false))
    return send(c, deliveriesPage(await deps.deliveries.list({ limit: SHOWN }), view))
  })

  // Whether there is an owner, and who, is not said.
  app.post('/deliveries/link', async (c) => {
    if (mayLink('all'))
      await deps.tellOwners(() => {
        const url = `${base}/deliveries/open?link=${links.newLink()}`
        return (view) => ({ blocks: [paragraph(view.say('web.linkSays', { url }))], isPrivate: true })
      })
    return send(c, askLinkPage(pageRequestOf(c, deps).view, true))
  })

  app.get('/deliveries/open', async (c) => {
    const { view, query } = pageRequestOf(c, deps)
    return send(c, followLinkPage(view, query('link') ?? ''))
  })

  app.post('/deliveries/open', async (c) => {
    const { view } = pageRequestOf(c, deps)
    const { link } = await c.req.parseBody()
    const session = typeof link === 'string' ? links.follow(link) : undefined
    if (session === undefined) return send(c, deadLinkPage(view))
    setCookie(c, COOKIE, session, {
      path: '/deliveries',
      httpOnly: true,
      sameSite: 'Strict',
      secure: base.startsWith('https:'),
      maxAge: SESSION_MS / 1000,
    })
    return c.redirect(`/deliveries?language=${view.language}`, 303)
  })
}
