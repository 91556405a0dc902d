import type { Block, Message } from '../../contract/message.js'
import { cutText } from '../../../text/words/cut-text.js'
import { cleanLine } from '../../wording/clean.js'
import { foldItems } from './expandable.js'
import { renderRun } from './html.js'
import { keyboardOf } from './keyboard.js'
import { packMessages } from './pack.js'
import { findGroups, isShown, lengthOf, LONG_QUOTE, type Piece } from './pieces.js'
import { richHtml } from './rich.js'
import type { Payload } from '../../contract/payload.js'

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

function renderPieces(pieces: readonly Piece[]): string {
  return foldItems(pieces.filter(({ controls }) => controls === undefined))
    .map((piece, index) => (index === 0 ? '' : piece.gap) + renderPiece(piece))
    .join('')
    .trim()
}

function renderPiece({ runs, kind }: Piece): string {
  const html = runs.map(renderRun).join('').trim()
  if (kind === 'fold' || (kind === 'quote' && lengthOf(runs) > LONG_QUOTE))
    return `<blockquote expandable>${html}</blockquote>`
  return kind === 'quote' ? `<blockquote>${html}</blockquote>` : html
}
