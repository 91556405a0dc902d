import { html } from 'hono/html'
import type { Chat } from '../../bots/contract/request.js'
import type { Delivery } from '../../bots/contract/chats.js'
import { formatDateTime } from '../../bots/wording/format.js'
import type { View } from '../../bots/wording/view.js'
import { tableHtml } from '../html/html-blocks.js'
import type { Page } from '../html/layout.js'
import type { Html } from '../html/runs.js'

/** What was sent, gone, uncertain and skipped, newest first. */
export function deliveriesPage(deliveries: readonly Delivery[], view: View): Page {
  const { say } = view
  const head = [say('web.time'), say('web.state'), say('web.chat'), say('web.tries'), say('web.remark')]
  const rows = deliveries.map(({ changedAt, state, chat, part, parts, attempts, reason, doubt }) => [
    formatDateTime(changedAt, view),
    say(`web.${state}`),
    `${nameOf(chat)}${parts > 1 ? ` (${part}/${parts})` : ''}`,
    String(attempts),
    doubt?.reason ?? reason ?? '–',
  ])
  return ownerPage(view, rows.length === 0 ? html`<p>–</p>` : tableHtml(head, rows))
}

/** For who is not known to be the owner: a link is sent by direct message. */
export function askLinkPage(view: View, isSent: boolean): Page {
  const { say, language } = view
  return ownerPage(
    view,
    html`<p>${say(isSent ? 'web.linkSent' : 'web.ownerOnly')}</p>
      <form action="/deliveries/link?language=${language}" method="post">
        <button type="submit">${say('web.sendLink')}</button>
      </form>`,
  )
}

/** A link is followed by a press: what only looks at its address, as chats do for a preview, does not use it up. */
export function followLinkPage(view: View, link: string): Page {
  const { say, language } = view
  return ownerPage(
    view,
    html`<form action="/deliveries/open?language=${language}" method="post">
      <input type="hidden" name="link" value="${link}" />
      <button type="submit">${say('web.openLink')}</button>
    </form>`,
  )
}

/** A link that was followed before, or is none. */
export function deadLinkPage(view: View): Page {
  return ownerPage(
    view,
    html`<p>${view.say('web.linkDead')}</p>
      <p><a href="/deliveries?language=${view.language}">${view.say('web.deliveries')}</a></p>`,
  )
}

function ownerPage(view: View, main: Html): Page {
  const title = view.say('web.deliveries')
  return { view, title, path: '/deliveries', isUnlisted: true, main: html`<h1>${title}</h1>${main}` } // prettier-ignore
}

function nameOf({ platform, chatId, threadId }: Chat): string {
  return threadId === undefined ? `${platform} ${chatId}` : `${platform} ${chatId}/${threadId}`
}
