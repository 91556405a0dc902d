import type { DetectedLanguage } from '../../text/types.js'
import { cleanLine, cleanText } from '../clean.js'
import { textBlocks } from '../blocks.js'
import type { Message, Run, TextBlock } from '../message.js'
import type { Payload } from '../platform.js'
import { escapeMarkdown, renderRuns } from './markdown.js'
import { splitRuns } from './split.js'

/** Discord's limits, in UTF-16 units: https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const MAX_EMBEDS = 10
const MAX_EMBED_TOTAL = 6_000
const MAX_TITLE = 256
const MAX_DESCRIPTION = 4_096

const COLOUR = 0x2f6f8f

/**
 * The bodies of as many messages as `message` needs, in order, each inside Discord's limits: embeds, a new one at each
 * heading of level 1. They hold for Create Message, an interaction's answer and its follow-ups alike. No payload pings
 * anybody. A message without text is one payload with a dash.
 */
export function renderDiscord(message: Message): Payload[] {
  const embeds = packEmbeds(findPieces(textBlocks(message.blocks)))
  const messages = packMessages(embeds.length > 0 ? embeds : [{ description: '—' }])
  return messages.map((part) => ({
    embeds: part.map((embed) => ({ ...embed, color: COLOUR })),
    allowed_mentions: { parse: [] },
  }))
}

/** A text that stays together, the title it stands under, and what parts it from the text before it. */
interface Piece {
  readonly title?: string
  readonly text: string
  readonly gap: '\n' | '\n\n'
}

interface Embed {
  readonly title?: string
  readonly description?: string
}

// A heading stays with the text that follows it.
function findPieces(blocks: readonly TextBlock[]): readonly Piece[] {
  const pieces: Piece[] = []
  let title: string | undefined
  let headings = ''
  const add = (text: string, gap: Piece['gap']): void => {
    if (text !== '' || title !== undefined) pieces.push({ ...(title !== undefined && { title }), text, gap })
    title = undefined
    headings = ''
  }
  for (const block of blocks) {
    const texts = renderBlock(block).filter((text) => text.trim() !== '')
    const [first = '', ...others] = texts
    if (first === '') continue
    if (block.kind === 'heading') {
      const isTitle = block.level === 1 && others.length === 0 && first.length <= MAX_TITLE
      if (isTitle || headings.length + first.length > MAX_HEADINGS) add(headings, '\n\n')
      if (isTitle) title = first
      else for (const text of texts) headings = addHeading(headings, text, add)
      continue
    }
    if (headings.length + first.length + 1 > MAX_DESCRIPTION) add(headings, '\n\n')
    const clings = pieces.length > 0 && headings === '' && title === undefined && CLINGING.has(block.kind)
    const before = pieces.at(-1)
    if (clings && others.length === 0 && before && before.text.length + first.length < MAX_HELD) {
      pieces.splice(-1, 1, { ...before, text: `${before.text}\n${first}` })
      continue
    }
    const gap = clings ? '\n' : '\n\n'
    add(headings === '' ? first : `${headings}\n${first}`, gap)
    for (const text of others) add(text, '\n')
  }
  add(headings, '\n\n')
  return pieces
}

const MAX_HEADINGS = 1_000
// A quote and its source stand close to the line that they prove, in one message where that is not too long.
const MAX_HELD = 2_000
const CLINGING: ReadonlySet<TextBlock['kind']> = new Set(['quote', 'small'])

function addHeading(headings: string, text: string, add: (text: string, gap: Piece['gap']) => void): string {
  const line = text.startsWith('**') ? text : `**${text}**`
  if (line.length <= MAX_HEADINGS) return headings === '' ? line : `${headings}\n${line}`
  add(headings, '\n\n')
  add(line, '\n\n')
  return ''
}

/** A block as texts of at most MAX_DESCRIPTION each: one, unless it is too long to stay whole. */
function renderBlock(block: TextBlock): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return renderHeading(cleanLine(block.text))
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

function renderHeading(text: string): readonly string[] {
  const escaped = escapeMarkdown(text)
  return escaped.length <= MAX_TITLE ? [escaped] : renderRows([[{ text, bold: true }]], plain)
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
    if (last !== undefined && last.length + 1 + line.length <= MAX_DESCRIPTION)
      texts[texts.length - 1] = `${last}\n${line}`
    else texts.push(line)
  }
  return texts
}

// Room for a bullet or the first line's prefix.
const MAX_ROW = MAX_DESCRIPTION - 4

function packEmbeds(pieces: readonly Piece[]): readonly Embed[] {
  const embeds: Embed[] = []
  for (const { title, text, gap } of pieces) {
    const last = embeds.at(-1)
    const joined = last?.description === undefined ? text : last.description + gap + text
    if (last && title === undefined && joined.length <= MAX_DESCRIPTION) {
      embeds[embeds.length - 1] = { ...last, description: joined }
    } else {
      embeds.push({ ...(title !== undefined && { title }), ...(text !== '' && { description: text }) })
    }
  }
  return embeds
}

function packMessages(embeds: readonly Embed[]): readonly (readonly Embed[])[] {
  const messages: Embed[][] = []
  let total = 0
  for (const embed of embeds) {
    const length = (embed.title?.length ?? 0) + (embed.description?.length ?? 0)
    const last = messages.at(-1)
    if (last && last.length < MAX_EMBEDS && total + length <= MAX_EMBED_TOTAL) {
      last.push(embed)
      total += length
    } else {
      messages.push([embed])
      total = length
    }
  }
  return messages
}
