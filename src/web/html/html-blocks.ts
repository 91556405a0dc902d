import { html } from 'hono/html'
import type { Block, TextBlock } from '../../bots/contract/message.js'
import { languageName } from '../../bots/wording/format.js'
import type { DetectedLanguage, Language } from '../../text/types.js'
import { textBlocks } from '../../bots/wording/blocks.js'
import { runsHtml, type Html } from './runs.js'

/** Blocks of a message as HTML: what can be pressed in a chat is left out but for links. `language`: the page's; a quote in another says in which. */
export function blocksHtml(blocks: readonly Block[], language: Language): readonly Html[] {
  return textBlocks(blocks).map((block) => blockHtml(block, language))
}

function blockHtml(block: TextBlock, language: Language): Html {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block.level, runsHtml([{ text: block.text }]))
    case 'paragraph':
      return html`<p>${runsHtml(block.runs)}</p>`
    case 'quote':
      return quoteHtml(block, language)
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li>${runsHtml(item)}</li>`)}
      </ul>`
    case 'small':
      return html`<p class="small">${runsHtml(block.runs)}</p>`
    case 'table':
      return tableHtml(block.head, block.rows.map((row) => row.map((text) => runsHtml([{ text }])))) // prettier-ignore
  }
}

function quoteHtml({ runs, language: own }: Extract<TextBlock, { kind: 'quote' }>, language: Language): Html {
  if (own === undefined || own === 'und' || own === language)
    return html`<blockquote><p>${runsHtml(runs)}</p></blockquote>`
  const tag = html`<span class="tag" lang="${language}">${languageName(own, language)}</span>`
  return html`<blockquote lang="${own}"><p>${runsHtml(runs)} ${tag}</p></blockquote>`
}

/** A heading of a level from 1 to 3; `language`: its own, where that is not the page's. */
export function headingHtml(level: 1 | 2 | 3, shown: readonly Html[], language?: DetectedLanguage): Html {
  const marked = language === undefined || language === 'und' ? shown : html`<span lang="${language}">${shown}</span>`
  if (level === 1) return html`<h1>${marked}</h1>`
  return level === 2 ? html`<h2>${marked}</h2>` : html`<h3>${marked}</h3>`
}

/** A table that a narrow screen shows as cards, each cell with its column's name. Roles are said: cards would lose them. */
export function tableHtml(head: readonly string[], rows: readonly (readonly (readonly Html[] | string)[])[]): Html {
  const cell = (shown: readonly Html[] | string, column: number) => {
    const name = head[column] ?? ''
    return name === ''
      ? html`<th role="rowheader" scope="row">${shown}</th>`
      : html`<td role="cell" data-column="${name}">${shown}</td>`
  }
  return html`<table role="table">
    <thead role="rowgroup">
      <tr role="row">
        ${head.map((name) => (name === '' ? html`<td role="cell"></td>` : html`<th role="columnheader" scope="col">${name}</th>`))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${row.map(cell)}
          </tr>`,
      )}
    </tbody>
  </table>`
}
