import type { DetectedLanguage } from '../../text/types.js'
import { cleanLine } from '../clean.js'
import type { Block, Control, Message, Run, TextBlock } from '../message.js'
import type { Payload } from '../platform.js'
import { cutText } from '../../text/cut-text.js'
import { cutRuns } from './cut.js'
import { keyboardOf } from './keyboard.js'
import { richHtml } from './rich.js'
import { MARK_ROOM } from './mark.js'
import { entityCount, readyRuns, renderRun } from './html.js'

/** UTF-16 units after entity parsing: https://core.telegram.org/bots/api#sendmessage */
const MAX_TEXT = 4_096 - MARK_ROOM
// Telegram keeps 100, and finds hashtags, commands and addresses in plain text by itself.
const MAX_ENTITIES = 80
/** A longer quote is folded until a reader opens it. */
const LONG_QUOTE = 400

/**
 * The payloads of as many messages as `message` needs, in order, each inside Telegram's limits: `{ text, parse_mode,
 * link_preview_options, reply_markup }` of sendMessage, without the chat; pictures and files as `{ files, caption }`. Parted between
 * blocks; a block is cut only where it alone is too long; controls stand below the message that they follow. A message without text is
 * one payload with a dash. A message with a table has it as `rich` too, for servers that know rich messages.
 */
export function renderTelegram(message: Message, secret = ''): Payload[] {
  const files = message.blocks.flatMap((block) => filePayload(block))
  const messages = packMessages(findGroups(message.blocks)).map((pieces) => pieces.filter(isShown))
  const said = messages.filter((pieces) => pieces.length > 0)
  if (said.length === 0 && files.length > 0) return files
  const parts = said.length > 0 ? said : [[]]
  const [only = [], ...others] = said
  const hasText = only.some(({ controls }) => controls === undefined)
  const rich = hasText && others.length === 0 ? richHtml(message) : undefined
  const payloads = parts.map((pieces): Payload => {
    const keyboard = keyboardOf(
      pieces.flatMap(({ controls }) => (controls === undefined ? [] : [controls])),
      secret,
    )
    return {
      text: renderPieces(pieces) || '—',
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
      ...(rich !== undefined && { rich }),
    }
  })
  return [...files, ...payloads]
}

const MAX_CAPTION = 1_024

function filePayload(block: Block): Payload[] {
  if (block.kind !== 'picture' && block.kind !== 'file') return []
  const [bytes, mediaType] = block.kind === 'picture' ? [block.png, 'image/png'] : [block.bytes, block.mediaType]
  const file = { name: block.name, mediaType, base64: Buffer.from(bytes).toString('base64') }
  return [{ files: [file], ...(block.kind === 'picture' && { caption: cutText(cleanLine(block.alt), MAX_CAPTION) }) }]
}

/** The first line of what a message says, without any dress. */
export function plainLine(message: Message): string {
  const [first] = findGroups(message.blocks).flat()
  return cleanLine(first?.runs.map((run) => run.text).join('') ?? '')
}

/** Text that stays together where it can. */
interface Piece {
  readonly runs: readonly Run[]
  readonly kind: 'heading' | 'quote' | 'text'
  /** What parts it from the text before it. */
  readonly gap: '\n' | '\n\n' | ''
  /** A row to press below the message; such a piece has no text. */
  readonly controls?: readonly Control[]
}

/** Pieces that stay in one message where they fit into one: a line, its quote and its source. */
function findGroups(blocks: readonly Block[]): readonly (readonly Piece[])[] {
  const groups: Piece[][] = []
  let isAfterHeading = false
  for (const block of blocks) {
    if (block.kind === 'controls') {
      const row: Piece = { runs: [], kind: 'text', gap: '', controls: block.controls }
      if (groups.length === 0) groups.push([row])
      else groups.at(-1)?.push(row)
      continue
    }
    // Pictures and files are messages of their own.
    if (block.kind === 'picture' || block.kind === 'file') continue
    const clings = CLINGING.has(block.kind) && groups.length > 0 && !isAfterHeading
    const rows = rowsOf(block).map(readyRuns).filter(hasVisible)
    const fold = isAfterHeading && block.kind === 'list' && foldOf(rows)
    const pieces = fold
      ? [fold]
      : rows.map((runs, index): Piece => {
          const isClose = index > 0 || clings || (isAfterHeading && block.kind !== 'heading')
          return { runs, kind: KINDS[block.kind] ?? 'text', gap: isClose ? '\n' : '\n\n' }
        })
    if (pieces.length === 0) continue
    if (clings) groups.at(-1)?.push(...pieces)
    else groups.push(pieces)
    isAfterHeading = block.kind === 'heading'
  }
  return groups
}

/** A long list that its heading stands for, as one text that is folded until a reader opens it. */
function foldOf(rows: readonly (readonly Run[])[]): Piece | undefined {
  const runs = rows.flatMap((row, index) => (index === 0 ? row : [{ text: '\n' }, ...row]))
  const length = runs.reduce((total, { text }) => total + text.length, 0)
  return length > LONG_QUOTE ? { runs, kind: 'quote', gap: '\n' } : undefined
}

const CLINGING: ReadonlySet<TextBlock['kind']> = new Set(['quote', 'small'])
const KINDS: Partial<Record<TextBlock['kind'], Piece['kind']>> = { heading: 'heading', quote: 'quote' }

function rowsOf(block: TextBlock): readonly (readonly Run[])[] {
  switch (block.kind) {
    case 'heading':
      return [[{ text: cleanLine(block.text), bold: true }]]
    case 'paragraph':
      return [block.runs]
    case 'quote':
      return [[...block.runs, ...languageTag(block.language)]]
    case 'small':
      return [block.runs.map((run) => ({ ...run, italic: true }))]
    case 'list':
      return block.items.map((item) => [{ text: '• ' }, ...item])
    case 'table':
      return [cells(block.head, 'italic'), ...block.rows.map((row) => cells(row, 'bold'))]
  }
}

function languageTag(language: DetectedLanguage | undefined): readonly Run[] {
  return language === undefined || language === 'und' ? [] : [{ text: ` (${language})`, italic: true }]
}

// A table in <pre> is wider than a telephone: a row is a line, its cells parted by dots.
function cells(row: readonly string[], look: 'bold' | 'italic'): readonly Run[] {
  const texts = row.map(cleanLine).filter((cell) => cell !== '')
  if (look === 'italic') return [{ text: texts.join(' · '), italic: true }]
  const [first = '', ...others] = texts
  return [{ text: first, bold: true }, { text: others.map((cell) => ` · ${cell}`).join('') }]
}

// Telegram refuses a message of these alone; so such a text is no text.
const VISIBLE = /[^\s\p{M}\u2800\u3164\u115F\u1160\uFFA0\uFFFC]/u

function hasVisible(runs: readonly Run[]): boolean {
  return runs.some(({ text }) => VISIBLE.test(text))
}

const isShown = ({ runs, controls }: Piece): boolean => controls !== undefined || hasVisible(runs)

/** A message that is being filled. */
interface Filling {
  readonly pieces: readonly Piece[]
  readonly text: number
  readonly entities: number
}

const EMPTY: Filling = { pieces: [], text: 0, entities: 0 }
/** Headings up to here go on to the next message with the text that they stand over. */
const LONGEST_CARRIED = 500
const LEAST_ROOM = 1_000

function packMessages(groups: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
  const full: (readonly Piece[])[] = []
  let filling = EMPTY
  const close = (isHeadingCarried: boolean): void => {
    const carried = isHeadingCarried ? trailingHeadings(filling.pieces) : []
    const kept = filling.pieces.slice(0, filling.pieces.length - carried.length)
    if (kept.length > 0) full.push(kept)
    filling = add(EMPTY, carried)
  }
  const place = (group: readonly Piece[]): void => {
    if (!fits(add(filling, group)) && filling.pieces.length > 0) {
      if (fits(add(add(EMPTY, trailingHeadings(filling.pieces)), group))) close(true)
      else if (group.length === 1) close(!fits(add(EMPTY, group)))
    }
    const next = add(filling, group)
    if (fits(next)) filling = next
    else if (group.length > 1) for (const piece of group) place([piece])
    else for (const piece of group) placeCut(piece)
  }
  const placeCut = (piece: Piece): void => {
    let rest = piece.runs
    while (rest.length > 0) {
      const room = { text: MAX_TEXT - filling.text - piece.gap.length, entities: MAX_ENTITIES - filling.entities - 1 }
      if (filling.pieces.length > 0 && (room.text < LEAST_ROOM || room.entities < 10)) {
        close(false)
        continue
      }
      const [runs, after] = cutRuns(rest, room)
      filling = add(filling, [{ ...piece, runs }])
      rest = after
      if (rest.length > 0) close(false)
    }
  }
  for (const group of groups) place(group)
  close(false)
  return full
}

function add(filling: Filling, pieces: readonly Piece[]): Filling {
  let { text, entities } = filling
  for (const [index, { runs, kind, gap }] of pieces.entries()) {
    if (filling.pieces.length + index > 0) text += gap.length
    if (kind === 'quote') entities += 1
    for (const run of runs) {
      text += run.text.length
      entities += entityCount(run)
    }
  }
  return { pieces: [...filling.pieces, ...pieces], text, entities }
}

function fits({ text, entities }: Filling): boolean {
  return text <= MAX_TEXT && entities <= MAX_ENTITIES
}

function trailingHeadings(pieces: readonly Piece[]): readonly Piece[] {
  const start = pieces.findLastIndex(({ kind }) => kind !== 'heading') + 1
  const headings = pieces.slice(start)
  const { text } = add(EMPTY, headings)
  return text <= LONGEST_CARRIED ? headings : []
}

function renderPieces(pieces: readonly Piece[]): string {
  return pieces
    .filter(({ controls }) => controls === undefined)
    .map((piece, index) => (index === 0 ? '' : piece.gap) + renderPiece(piece))
    .join('')
    .trim()
}

function renderPiece({ runs, kind }: Piece): string {
  const html = runs.map(renderRun).join('').trim()
  if (kind !== 'quote') return html
  const length = runs.reduce((total, { text }) => total + text.length, 0)
  return `<blockquote${length > LONG_QUOTE ? ' expandable' : ''}>${html}</blockquote>`
}
