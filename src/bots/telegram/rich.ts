import { cleanLine } from '../clean.js'
import { textBlocks } from '../blocks.js'
import type { Message, Run, TextBlock } from '../message.js'
import { escapeHtml, readyRuns, renderRun } from './html.js'

/** Characters of a rich message that we send: beyond it plain messages are easier to read. */
const MOST = 12_000

/**
 * A message with a table as the HTML of a rich message (Bot API 10): headings, paragraphs, quotations, lists, tables, small text.
 * Undefined: it has no table, or is long; plain messages serve it as well.
 */
export function richHtml(message: Message): string | undefined {
  const blocks = textBlocks(message.blocks)
  if (!blocks.some(({ kind }) => kind === 'table')) return undefined
  const html = blocks.map(richBlock).join('\n')
  return html.length > MOST ? undefined : html
}

function richBlock(block: TextBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(cleanLine(block.text))}</h${block.level}>`
    case 'paragraph':
      return `<p>${rich(block.runs)}</p>`
    case 'quote':
      return `<blockquote>${rich(block.runs)}</blockquote>`
    case 'small':
      return `<p><i>${rich(block.runs)}</i></p>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${rich(item)}</li>`).join('')}</ul>`
    case 'table': {
      const row = (cells: readonly string[], tag: 'th' | 'td') =>
        `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cleanLine(cell))}</${tag}>`).join('')}</tr>`
      return `<table>${row(block.head, 'th')}${block.rows.map((cells) => row(cells, 'td')).join('')}</table>`
    }
  }
}

function rich(runs: readonly Run[]): string {
  return readyRuns(runs).map(renderRun).join('').trim()
}
