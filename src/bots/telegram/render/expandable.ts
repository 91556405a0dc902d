import type { Run } from '../../contract/message.js'
import type { Piece } from './pieces.js'

/**
 * The pieces of one message, where an item that folds is put in order for a first look: its line, then in one fold what it rests on. Telegram takes no quote in a quote, so here quotes are italics. An item that was parted between messages, or has no quote, stays
 * as it is.
 */
export function foldItems(pieces: readonly Piece[]): readonly Piece[] {
  return itemsOf(pieces).flatMap((item) => (isWhole(item) ? foldOne(item) : item))
}

/** Neighbours of one item; a piece of none is alone. */
function itemsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const items: Piece[][] = []
  for (const piece of pieces) {
    const last = items.at(-1)
    if (piece.item !== undefined && last?.[0]?.item === piece.item) last.push(piece)
    else items.push([piece])
  }
  return items
}

const isWhole = ([line, ...rest]: readonly Piece[]): boolean =>
  line?.item !== undefined && line.kind === 'text' && rest.some(({ kind }) => kind === 'quote')

function foldOne([line, ...rest]: readonly Piece[]): readonly Piece[] {
  const runs = rest.flatMap(({ runs: own, kind }, index) => [
    ...(index === 0 ? [] : [{ text: '\n' }]),
    ...(kind === 'quote' ? inItalics(own) : own.map(upright)),
  ])
  return [...(line ? [line] : []), ...(runs.length === 0 ? [] : [{ runs, kind: 'fold' as const, gap: '\n' as const }])]
}

const upright = ({ italic: _, ...run }: Run): Run => run

/** What stood out by italics stands out upright. */
const inItalics = (runs: readonly Run[]): readonly Run[] =>
  runs.map((run) => (run.italic ? upright(run) : { ...run, italic: true }))

/** The number that an item's line begins with. */
export const LABEL = /^\d{1,4}\. /
