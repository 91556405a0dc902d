import type { Context, Hono } from 'hono'
import { languageOf, pageRequestOf, pageView, type PageRequest, type RouteDeps } from './base/page-request.js'
import { pageHtml, type Page } from './html/layout.js'
import { html } from 'hono/html'
import { askPage, emptyAskPage, QUESTION_LIMIT, questionOf } from './pages/ask-page.js'
import { briefOf, type BriefAsked } from './pages/brief.js'
import { briefPage } from './pages/brief-page.js'
import { feedsPage } from './pages/feeds-page.js'
import { figurePage } from './pages/figure-page.js'
import { storyOf, storyPage } from './pages/story-page.js'
import { atomOf, jsonFeedOf, type BriefFeed } from './syndication/brief-feeds.js'
import type { WebDeps } from './base/web-deps.js'
import { cleanLine } from '../bots/wording/clean.js'
import { reasonOf } from '../text/reason-of.js'
import { cutText } from '../text/words/cut-text.js'

const ANSWER_KEPT_MS = 60_000
const FIGURE_KEPT_MS = 10 * 60_000

/** The pages that everybody may read. */
export function addPages(app: Hono, deps: RouteDeps): void {
  const { news, keep } = deps
  const send = async (c: Context, page: Page, status: 200 | 404 = 200) => c.html(await pageHtml(page), status)

  app.get('/', async (c) => {
    const asked = pageRequestOf(c, deps)
    const sectionId = asked.query('section')
    const day = asked.query('day')
    const digest = await briefOf({ language: asked.view.language, sectionId, day }, deps)
    return digest === undefined ? c.notFound() : send(c, briefPage({ digest, sectionId, day }, asked, deps))
  })

  app.get('/ask', async (c) => {
    const { view, query } = pageRequestOf(c, deps)
    const question = questionOf(query('q'))
    if (question === undefined) return send(c, emptyAskPage(view))
    // Who came by a link of ours reads in its language; a browser's own is a guess.
    const languageIsGuessed = query('language') === undefined
    const options = { language: view.language, languageIsGuessed }
    const answer = await keep(JSON.stringify(['ask', question, options]), ANSWER_KEPT_MS, () => news.ask(question, options)) // prettier-ignore
    return send(c, askPage(answer, question, pageView(answer.language, deps.region)))
  })

  app.get('/story/:id', async (c) => {
    const { view, query } = pageRequestOf(c, deps)
    const found = await storyOf({ id: c.req.param('id'), sectionId: query('section'), view }, deps)
    return found === undefined ? c.notFound() : send(c, storyPage(found, view))
  })

  const wordsOf = (c: Context) => cutText(cleanLine((c.req.param('words') ?? '').slice(0, 2_000)), QUESTION_LIMIT)
  const picture = (words: string, view: PageRequest['view']) =>
    keep(JSON.stringify(['picture', words, view.language]), FIGURE_KEPT_MS, () =>
      news.figurePicture(words, { language: view.language }),
    )

  // Its numbers stand without it.
  const noPicture = (error: unknown) => {
    deps.onFault('/picture', reasonOf(error))
    return undefined
  }

  app.get('/figure/:words', async (c) => {
    const { view } = pageRequestOf(c, deps)
    const words = wordsOf(c)
    const history = await news.figure(words, { language: view.language })
    const isKnown = history !== undefined && history.records.length > 0
    const drawn = isKnown ? await picture(words, view).catch(noPicture) : undefined
    return send(c, figurePage({ words, history, alt: drawn?.alt }, view), isKnown ? 200 : 404)
  })

  app.get('/picture/:words', async (c) => {
    const drawn = await picture(wordsOf(c), pageRequestOf(c, deps).view)
    if (drawn === undefined) return c.notFound()
    return c.body(new Uint8Array(drawn.png), 200, { 'Content-Type': 'image/png', 'Cache-Control': 'max-age=600' })
  })

  app.get('/feeds', async (c) => {
    const { view } = pageRequestOf(c, deps)
    return send(c, feedsPage(await keep('sources', ANSWER_KEPT_MS, () => news.sources()), view))
  })
}

/** Atom and JSON Feed of the brief. */
export function addFeeds(app: Hono, deps: RouteDeps): void {
  const brief = async (c: Context): Promise<BriefFeed | undefined> => {
    const language = languageOf(c.req.query('language'), undefined)
    const asked: BriefAsked = { language, sectionId: c.req.query('section') }
    const digest = await briefOf(asked, deps)
    return digest && { digest, sectionId: asked.sectionId, region: deps.region, base: deps.base }
  }
  const formats = [
    { path: '/atom.xml', type: 'application/atom+xml; charset=utf-8', write: atomOf },
    { path: '/feed.json', type: 'application/feed+json; charset=utf-8', write: jsonFeedOf },
  ]
  for (const { path, type, write } of formats)
    app.get(path, async (c) => {
      const found = await brief(c)
      if (found === undefined) return c.notFound()
      return c.body(write(found), 200, { 'Content-Type': type, 'Cache-Control': 'max-age=300' })
    })
}

/** A page of one sentence: nothing there, too many, not now. */
export async function sendLine(
  c: Context,
  line: string,
  { status, deps }: { readonly status: 404 | 429 | 500 | 503; readonly deps: Pick<WebDeps, 'region'> },
): Promise<Response> {
  const { view } = pageRequestOf(c, deps)
  const main = html`<h1>${line}</h1>`
  const shown = await pageHtml({ view, title: String(status), path: '/', isUnlisted: true, main })
  return c.html(shown, status)
}
