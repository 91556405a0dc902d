import { html } from 'hono/html'
import { presentOneItem } from '../../bots/present/present-digest.js'
import { namesInARow } from '../../bots/present/present-parts.js'
import type { View } from '../../bots/wording/view.js'
import type { Digest, DigestSection } from '../../summaries/terms/shapes.js'
import { blocksHtml, headingHtml } from '../html/html-blocks.js'
import { inLanguage, type Page } from '../html/layout.js'
import { runsHtml, type Html } from '../html/runs.js'
import type { PageRequest } from '../base/page-request.js'
import type { WebDeps } from '../base/web-deps.js'
import { briefTitle, daysAround } from './brief.js'

interface BriefShown {
  readonly digest: Digest
  readonly sectionId: string | undefined
  readonly day: string | undefined
}

/** A brief as a page: each section with its items, weightiest first, what was read and who was silent. */
export function briefPage(
  { digest, sectionId, day }: BriefShown,
  { view }: Pick<PageRequest, 'view'>,
  { now, region }: Pick<WebDeps, 'now' | 'region'>,
): Page {
  const title = briefTitle(digest, view)
  const query = new URLSearchParams({ ...(sectionId !== undefined && { section: sectionId }), ...(day !== undefined && { day }) }) // prettier-ignore
  const path = query.size === 0 ? '/' : `/?${query.toString()}`
  const days = daysAround(day, { now: now(), timezone: region.timezone })
  return {
    view,
    title,
    path,
    feeds: feedsOf(view, sectionId),
    main: html`
      <h1>${title}</h1>
      ${dayLinks(days, sectionId, view)} ${sectionLinks(digest, sectionId, view)}
      ${digest.sections.map((section) => sectionHtml(section, digest, view))} ${coverageHtml(digest, view)}
    `,
  }
}

function feedsOf({ language }: View, sectionId: string | undefined) {
  const query = new URLSearchParams({ language, ...(sectionId !== undefined && { section: sectionId }) }).toString()
  return { atom: `/atom.xml?${query}`, json: `/feed.json?${query}` }
}

function dayLinks({ before, after }: ReturnType<typeof daysAround>, sectionId: string | undefined, view: View): Html {
  const link = (day: string, shown: string) => {
    const query = new URLSearchParams({ ...(sectionId !== undefined && { section: sectionId }), day, language: view.language }) // prettier-ignore
    return html`<li><a href="/?${query.toString()}">${shown}</a></li>`
  }
  return html`<ul class="days">
    ${link(before, view.say('web.earlier'))} ${after === undefined ? '' : link(after, view.say('web.later'))}
  </ul>`
}

/** To the sections of this page; from the page of one section to all. */
function sectionLinks({ sections }: Digest, sectionId: string | undefined, view: View): Html {
  if (sectionId !== undefined)
    return html`<ul class="sections">
      <li><a href="${inLanguage('/', view.language)}">${view.say('section.all')}</a></li>
    </ul>`
  return html`<ul class="sections">
    ${sections.map(({ sectionId: id, title, items }) => html`<li><a href="#${id}">${title}</a> ${items.length}</li>`)}
  </ul>`
}

function sectionHtml({ sectionId, title, items }: DigestSection, digest: Digest, view: View): Html {
  const told = items.flatMap((item) => {
    const [headline, ...rest] = presentOneItem(item, digest, { view, sectionId })
    if (headline?.kind !== 'paragraph') return []
    return [
      html`<article>
        ${headingHtml(3, runsHtml(headline.runs), item.headline?.language)} ${blocksHtml(rest, view.language)}
      </article>`,
    ]
  })
  return html`<section aria-labelledby="${sectionId}">
    <h2 id="${sectionId}">${title}</h2>
    ${told.length === 0 ? html`<p class="small">${view.say('web.noNews')}</p>` : told}
  </section>`
}

/** "No news" stands on who was read. */
function coverageHtml({ coverage, silent, leftOut = 0 }: Digest, view: View): Html {
  const { say } = view
  const read = say('digest.read', {
    articles: say('count.articles', { count: coverage.articles }),
    outlets: say('count.outlets', { count: coverage.outlets }),
    feeds: say('count.feeds', { count: coverage.feedsRead }),
  })
  const { feedsFailed } = coverage
  const lines = [
    read,
    ...(leftOut === 0 ? [] : [say('digest.leftOut', { count: leftOut })]),
    ...(feedsFailed.length === 0 ? [] : [say('digest.failed', { names: namesInARow(feedsFailed, view) })]),
    ...(silent.length === 0 ? [] : [say('digest.silent', { names: namesInARow(silent, view) })]),
  ]
  return html`<section aria-label="${say('sources.title')}">
    ${lines.map((line) => html`<p class="small">${line}</p>`)}
  </section>`
}
