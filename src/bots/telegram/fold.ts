import type { Run } from '../message.js'
import type { Piece } from './pieces.js'

/**
 * The pieces of one message, where those of a section that folds are put in order for a first look: the lines of its items, then in
 * one fold what they rest on - quotes in italics, since Telegram takes no quote in a quote - each below the number of its line.
 * An item that was parted between messages, or has no quote, stays as it is.
 */
export function foldSections(pieces: readonly Piece[]): readonly Piece[] {
  const folded: Piece[] = []
  let whole: (readonly Piece[])[] = []
  for (const item of itemsOf(pieces)) {
    if (isWhole(item)) {
      whole.push(item)
      continue
    }
    folded.push(...foldItems(whole), ...item)
    whole = []
  }
  return [...folded, ...foldItems(whole)]
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

function foldItems(items: readonly (readonly Piece[])[]): readonly Piece[] {
  if (items.length === 0) return []
  const lines = items.flatMap(([line], index): readonly Piece[] =>
    line === undefined ? [] : [index === 0 ? line : { ...line, gap: '\n' }],
  )
  const runs = items.flatMap((item, index) => [...(index === 0 ? [] : [{ text: '\n\n' }]), ...detailsOf(item)])
  return [...lines, { runs, kind: 'fold', gap: '\n' }]
}

const isWhole = ([line, ...rest]: readonly Piece[]): boolean =>
  line?.item !== undefined && line.kind === 'text' && rest.some(({ kind }) => kind === 'quote')

function detailsOf([line, ...rest]: readonly Piece[]): readonly Run[] {
  const label = labelOf(line?.runs ?? [])
  const details = rest.flatMap(({ runs, kind }, index) => [
    ...(index === 0 ? [] : [{ text: '\n' }]),
    ...runs.map(({ italic, ...run }) => (kind === 'quote' && !italic ? { ...run, italic: true } : run)),
  ])
  return label === '' ? details : [{ text: label, bold: true }, ...details]
}

const LABEL = /^\d{1,4}\. /

/** The number that a line begins with and the space behind it: "12. "; empty where it has none. */
export function labelOf(runs: readonly Run[]): string {
  return LABEL.exec(runs.map(({ text }) => text).join(''))?.[0] ?? ''
}
