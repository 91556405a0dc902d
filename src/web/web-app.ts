import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { etag } from 'hono/etag'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import { createLimit, type MayDo } from '../bots/turn/limits.js'
import { texts } from '../bots/wording/texts.js'
import { reasonOf } from '../text/reason-of.js'
import { clientOf } from './base/client.js'
import { ICON, STYLE, STYLE_PATH } from './html/layout.js'
import { BusyError, inTurns, keepResults } from './base/kept-results.js'
import { addDeliveries } from './owner/owner-routes.js'
import { languageOf, type RouteDeps } from './base/page-request.js'
import { addFeeds, addPages, sendLine } from './page-routes.js'
import type { WebDeps } from './base/web-deps.js'

const MINUTE = 60_000
/** What one reader may ask for in a minute. */
const PAGES_A_MINUTE = 120
/** Of what is looked up anew for each: questions, figures. */
const QUESTIONS_A_MINUTE = 20
/** Of all readers together: chats come first. */
const ALL_QUESTIONS_A_MINUTE = 60
const ASKED = /^\/(?:ask|figure|picture)(?:\/|$)/

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'interest-cohort=()',
}

/** The web pages: read only, without scripts, and without cookies but the owner's. */
export function webApp(given: WebDeps): Hono {
  const deps: RouteDeps = {
    ...given,
    news: inTurns(given.news, { atOnce: 2, waiting: 20 }),
    keep: keepResults(given.now),
  }
  const app = new Hono()
  app.use(async (c, next) => {
    const startedAt = performance.now()
    await next()
    deps.onServed(routePath(c, -1), c.res.status, (performance.now() - startedAt) / 1000)
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value)
  })
  app.use(limits(deps))
  app.use(bodyLimit({ maxSize: 4_096 }))
  addOperations(app, deps)
  app.use(etag())
  addStatics(app)
  addPages(app, deps)
  addFeeds(app, deps)
  addDeliveries(app, deps)
  app.notFound((c) => sendLine(c, sayIn(c)('web.missing'), { status: 404, deps }))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    const isBusy = error instanceof BusyError || error.name === 'TimeoutError'
    if (!isBusy) deps.onFault(routePath(c, -1), reasonOf(error))
    if (isBusy) c.header('Retry-After', '60')
    return sendLine(c, sayIn(c)(isBusy ? 'wrong.busy' : 'wrong.failed'), { status: isBusy ? 503 : 500, deps })
  })
  return app
}

const sayIn = (c: Context) => texts(languageOf(c.req.query('language'), c.req.header('accept-language')))

/** What the node server knows of a connection. */
interface Connected {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } }
}

const clientIn = (c: Context) =>
  clientOf((c.env as Connected | undefined)?.incoming?.socket?.remoteAddress, c.req.header('x-forwarded-for'))

function limits(deps: RouteDeps) {
  const pages = createLimit({ most: PAGES_A_MINUTE, perMs: MINUTE }, deps.now)
  const questions = createLimit({ most: QUESTIONS_A_MINUTE, perMs: MINUTE }, deps.now)
  const ofAll = createLimit({ most: ALL_QUESTIONS_A_MINUTE, perMs: MINUTE }, deps.now)
  const isMuch = (c: Context, key: string) => {
    const isAsked = ASKED.test(c.req.path) && c.req.query('q') !== ''
    const all: readonly (readonly [MayDo, string])[] = [[pages, key], ...(isAsked ? ([[questions, key], [ofAll, '']] as const) : [])] // prettier-ignore
    return !all.every(([may, of]) => may(of))
  }
  return async (c: Context, next: () => Promise<void>) => {
    if (c.req.path === '/healthz' || c.req.path === '/metrics') return next()
    if (!isMuch(c, clientIn(c).key)) return next()
    c.header('Retry-After', '60')
    return sendLine(c, sayIn(c)('wrong.often'), { status: 429, deps })
  }
}

/** What supervisors and Prometheus ask: its metrics are for who is near, and come through no proxy. */
function addOperations(app: Hono, { health, metrics }: RouteDeps): void {
  app.get('/healthz', async (c) => {
    const report = await health()
    c.header('Cache-Control', 'no-store')
    const { isWell, reasons, parts } = report
    return c.json({ status: isWell ? 'ok' : 'failing', reasons, ...parts }, isWell ? 200 : 503)
  })
  app.get('/metrics', async (c) => {
    if (!clientIn(c).isNear) return c.notFound()
    return c.body(await metrics(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
}

function addStatics(app: Hono): void {
  const forYears = 'public, max-age=31536000, immutable'
  app.get(STYLE_PATH, (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': forYears })) // prettier-ignore
  app.get('/icon.svg', (c) => c.body(ICON, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400' })) // prettier-ignore
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /ask\nDisallow: /deliveries\nDisallow: /picture\n'))
}
