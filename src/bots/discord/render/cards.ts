import { ComponentType } from 'discord.js'
import type { APIButtonComponent } from 'discord.js'
import type { Action } from '../../contract/actions.js'
import { cleanLine } from '../../wording/clean.js'
import type { Block } from '../../contract/message.js'
import { blockTexts, MAX_TEXT } from './block-texts.js'
import { controlRows, type Row } from './control-rows.js'
import { shortened } from './control-rows.js'

/** What stands in a card, from top to bottom. */
export type Part =
  /** `gap`: what parts it from the text before it. */
  | { readonly kind: 'text'; readonly text: string; readonly gap: '\n' | '\n\n'; readonly isHeading?: boolean }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'picture'; readonly name: string; readonly alt: string }
  | { readonly kind: 'file'; readonly name: string }

/** A section of a message: a container of its own. */
export type Card = readonly Part[]

/** A file that goes with a message, as JSON. */
export interface AttachedFile {
  readonly name: string
  readonly mediaType: string
  readonly base64: string
}

// A quote and its source stand close to the line that they prove, in one message where that is not too long.
const MAX_HELD = 2_000
const MAX_HEADINGS = 1_000
const MAX_ALT = 1_024

/** A message's blocks as cards, a new one at each heading of level 2, and the files that they name. */
export function cardsOf(
  blocks: readonly Block[],
  idOf: (action: Action) => string | undefined,
): { readonly cards: readonly Card[]; readonly files: readonly AttachedFile[] } {
  const cards: Part[][] = [[]]
  const files: AttachedFile[] = []
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 2) cards.push([])
    const card = cards.at(-1) ?? []
    switch (block.kind) {
      case 'controls': {
        const { rows, links } = controlRows(block.controls, idOf)
        for (const run of links) addTexts(card, blockTexts({ kind: 'small', runs: [run] }), 'small')
        card.push(...rows.map((row): Part => ({ kind: 'row', row })))
        break
      }
      case 'picture': {
        const name = fileName(block.name, files)
        files.push({ name, mediaType: 'image/png', base64: Buffer.from(block.png).toString('base64') })
        card.push({ kind: 'picture', name, alt: shortened(block.alt, MAX_ALT) })
        break
      }
      case 'file': {
        const name = fileName(block.name, files)
        files.push({ name, mediaType: block.mediaType, base64: Buffer.from(block.bytes).toString('base64') })
        card.push({ kind: 'file', name })
        break
      }
      default:
        addTexts(card, blockTexts(block), block.kind)
    }
  }
  return { cards: cards.filter((card) => card.length > 0), files }
}

/** A heading stays with the text that follows it; a quote or a small text with the one before it. */
function addTexts(card: Part[], texts: readonly string[], kind: Block['kind']): void {
  const isHeading = kind === 'heading'
  for (const [index, text] of texts.entries()) {
    const before = card.at(-1)
    const joinedLength = before?.kind === 'text' ? before.text.length + 1 + text.length : Infinity
    const isOpenHeading = before?.kind === 'text' && before.isHeading === true
    const clings = (kind === 'quote' || kind === 'small') && !isHeading
    const most = isOpenHeading ? (isHeading ? MAX_HEADINGS : MAX_TEXT) : MAX_HELD
    if (before?.kind === 'text' && index === 0 && (isOpenHeading || clings) && joinedLength <= most) {
      card[card.length - 1] = { kind: 'text', text: `${before.text}\n${text}`, gap: before.gap, isHeading }
    } else {
      const gap = clings || index > 0 ? '\n' : '\n\n'
      card.push({ kind: 'text', text, gap, isHeading: isHeading && index === texts.length - 1 })
    }
  }
}

/** A name that Discord keeps as it is, and no other file of the message has. */
function fileName(given: string, others: readonly AttachedFile[]): string {
  const safe = cleanLine(given).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-._]+/, '').slice(-80) || 'file' // prettier-ignore
  return others.some(({ name }) => name === safe) ? `${String(others.length)}-${safe}` : safe
}

/** The button of a row that can stand beside the text before it. */
export function loneButton({ components }: Row): APIButtonComponent | undefined {
  const [only, ...others] = components
  return others.length === 0 && only?.type === ComponentType.Button ? only : undefined
}
