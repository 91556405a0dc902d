import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Run } from '../../bots/contract/message.js'

/** Markup whose parts from outside are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Where messages for a page have links of our own: a name that no server has, which is left out of the page. */
export const OWN_BASE = 'http://pages.invalid'

const HAN = /\p{Script=Han}/u

/** Runs as HTML. What has Chinese characters says so: browsers choose another font for them by the language. */
export function runsHtml(runs: readonly Run[]): readonly Html[] {
  return runs.map(({ text, bold, italic, link }) => {
    const marked = HAN.test(text) ? html`<span lang="zh">${text}</span>` : html`${text}`
    const weighed = bold ? html`<strong>${marked}</strong>` : italic ? html`<em>${marked}</em>` : marked
    return link === undefined ? weighed : anchor(link, weighed)
  })
}

function anchor(link: string, shown: Html): Html {
  return link.startsWith(`${OWN_BASE}/`)
    ? html`<a href="${link.slice(OWN_BASE.length)}">${shown}</a>`
    : html`<a href="${link}" rel="noopener">${shown}</a>`
}
