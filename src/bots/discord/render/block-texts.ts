import type { DetectedLanguage } from '../../../text/types.js'
import { cleanLine, cleanText } from '../../wording/clean.js'
import type { Run, TextBlock } from '../../contract/message.js'
import { escapeMarkdown, renderRuns } from './markdown.js'
import { splitRuns } from './split.js'

/** UTF-16 units of one text: below Discord's 4,000 of a message, so that a line of ours can still stand before it. */
export const MAX_TEXT = 3_600
const MAX_HEADING = 256
// Room for a bullet or the first line's prefix.
const MAX_ROW = MAX_TEXT - 4

/** A block as Markdown, in texts of at most MAX_TEXT each: one, unless it is too long to stay whole. Blank ones are left out. */
export function blockTexts(block: TextBlock): readonly string[] {
  return rendered(block).filter((text) => text.trim() !== '')
}

function rendered(block: TextBlock): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return renderHeading(cleanLine(block.text), block.level === 1 ? '## ' : '### ')
    case 'paragraph':
      return renderRows([block.runs], plain)
    case 'quote':
      return renderRows([[...block.runs, ...languageTag(block.language)]], (text) => prefixLines(text, '> '))
    case 'small':
      return renderRows([block.runs], (text) => prefixLines(text.replace(/\n\s*/g, '\n'), '-# '))
    case 'list':
      return renderRows(block.items, (text, isStart) => (isStart ? `• ${text}` : text))
    case 'table':
      return renderRows([cells(block.head, 'italic'), ...block.rows.map((row) => cells(row, 'bold'))], plain)
  }
}

function languageTag(language: DetectedLanguage | undefined): readonly Run[] {
  return language === undefined || language === 'und' ? [] : [{ text: ` (${language})`, italic: true }]
}

function renderHeading(text: string, mark: string): readonly string[] {
  const escaped = escapeMarkdown(text)
  if (escaped === '') return []
  return escaped.length <= MAX_HEADING ? [mark + escaped] : renderRows([[{ text, bold: true }]], plain)
}

// Discord has no tables, and a code block breaks on a telephone: a row is a line, its cells parted by dots.
function cells(row: readonly string[], look: 'bold' | 'italic'): readonly Run[] {
  const texts = row.map(cleanLine).filter((cell) => cell !== '')
  if (look === 'italic') return [{ text: texts.join(' · '), italic: true }]
  const [first = '', ...others] = texts
  return [{ text: first, bold: true }, { text: others.map((cell) => ` · ${cell}`).join('') }]
}

type Dress = (text: string, isStart: boolean) => string

const plain: Dress = (text) => text

function prefixLines(text: string, prefix: string): string {
  return prefix + text.replaceAll('\n', `\n${prefix}`)
}

/** Rows, each on lines of its own, in as few texts as hold them; a row is cut only where it alone is too long. */
function renderRows(rows: readonly (readonly Run[])[], dress: Dress): readonly string[] {
  const lines = rows.flatMap((row) => {
    const runs = row.map((run) => ({ ...run, text: cleanText(run.text) }))
    return splitRuns(runs, MAX_ROW).map((part, index) => dress(renderRuns(part).trim(), index === 0))
  })
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + 1 + line.length <= MAX_TEXT) texts[texts.length - 1] = `${last}\n${line}`
    else texts.push(line)
  }
  return texts
}
