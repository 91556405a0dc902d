import { html } from 'hono/html'
import { READ_VERDICTS } from '../../feeds/health.js'
import { verdictWords } from '../../bots/present/present-archive.js'
import { linked } from '../../bots/wording/blocks.js'
import { formatDate } from '../../bots/wording/format.js'
import type { View } from '../../bots/wording/view.js'
import type { FeedReport, SourcesReport } from '../../bots/contract/newsroom-port.js'
import { tableHtml } from '../html/html-blocks.js'
import type { Page } from '../html/layout.js'
import { runsHtml, type Html } from '../html/runs.js'

/** Each feed with its health in words: faults first, then what is odd, then the others by name. */
export function feedsPage({ feeds, articles, outlets, newestAt }: SourcesReport, view: View): Page {
  const { say } = view
  const used = feeds.filter(({ status }) => status !== 'off')
  const count = (rank: number) => used.filter((feed) => rankOf(feed) === rank).length
  const total =
    newestAt === undefined
      ? say('sources.none')
      : say('sources.total', {
          articles: say('count.articles', { count: articles }),
          outlets: say('count.outlets', { count: outlets }),
          date: formatDate(newestAt, view),
        })
  const ordered = used.toSorted((a, b) => rankOf(a) - rankOf(b) || a.outlet.localeCompare(b.outlet))
  const head = [say('web.outlet'), say('web.state'), say('web.newest'), say('web.count')]
  return {
    view,
    title: say('feeds.title'),
    path: '/feeds',
    main: html`<h1>${say('feeds.title')}</h1>
      <p>${say('feeds.summary', { good: count(1) + count(3), faulty: count(0), never: count(2) })} ${total}</p>
      ${tableHtml(head, ordered.map((feed) => rowOf(feed, view)))}`, // prettier-ignore
  }
}

/** 0: it cannot be read. 1: read, but worth a look. 2: not yet tried. 3: well. */
function rankOf({ verdict }: FeedReport): 0 | 1 | 2 | 3 {
  if (verdict === 'never') return 2
  if (!READ_VERDICTS.has(verdict)) return 0
  return verdict === 'ok' || verdict === 'unchanged' ? 3 : 1
}

function rowOf(feed: FeedReport, view: View): readonly (readonly Html[] | string)[] {
  const { outlet, url, language, lastNewAt, articles } = feed
  const rank = rankOf(feed)
  const state = rank === 3 ? view.say('web.read') : rank === 2 ? view.say('web.waiting') : verdictWords(feed, view)
  return [
    runsHtml([linked(outlet, url), { text: language === undefined ? '' : `, ${language}` }]),
    state,
    lastNewAt === undefined ? '–' : formatDate(lastNewAt, view),
    String(articles),
  ]
}
