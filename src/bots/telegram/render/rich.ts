import { cleanLine } from '../../wording/clean.js'
import { textBlocks } from '../../wording/blocks.js'
import type { Message, Run, TextBlock } from '../../contract/message.js'
import { escapeHtml, readyRuns, renderRun } from './html.js'

/** Characters of a rich message that we send: beyond it plain messages are easier to read. */
const MOST = 12_000
/** Characters of a list that stays open: as much as a plain message shows of it. */
const LONG_LIST = 400

/**
 * A message with a table as the HTML of a rich message (Bot API 10): headings, paragraphs, quotations, lists, tables, details, small text.
 * Undefined: it has no table, or is long; plain messages serve it as well.
 */
export function richHtml(message: Message): string | undefined {
  const blocks = textBlocks(message.blocks)
  if (!blocks.some(({ kind }) => kind === 'table')) return undefined
  const html = blocks.map((block, index) => richPart(block, blocks[index - 1], blocks[index + 1])).join('\n')
  return html.length > MOST ? undefined : html
}

/** A long list below its heading is shut until a reader opens it. */
function richPart(block: TextBlock, before: TextBlock | undefined, after: TextBlock | undefined): string {
  if (isShut(block, after)) return `<details><summary>${escapeHtml(cleanLine(block.text))}</summary>`
  return before && isShut(before, block) ? `${richBlock(block)}</details>` : richBlock(block)
}

function isShut(block: TextBlock, after: TextBlock | undefined): block is Extract<TextBlock, { kind: 'heading' }> {
  if (block.kind !== 'heading' || block.level !== 2 || after?.kind !== 'list') return false
  return after.items.flat().reduce((length, { text }) => length + text.length, 0) > LONG_LIST
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
