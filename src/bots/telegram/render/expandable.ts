import type { Run } from '../../contract/message.js'
import type { Piece } from './pieces.js'

/**
 * The pieces of one message, where those of a section that folds are put in order for a first look: the lines of its items, with a quote where the line says
 * little without it; then in one fold what they rest on, each below the number of its line. Telegram takes no quote in a quote, so here quotes are italics.
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
  const open = items.flatMap(([line, ...rest], index): readonly Piece[] => {
    // Lines alone stand close; a quote is parted from the next line.
    const isClose = index > 0 && !items[index - 1]?.some(({ isGist }) => isGist)
    const said = rest.filter(({ isGist }) => isGist)
    return [
      ...(line ? [isClose ? { ...line, gap: '\n' as const } : line] : []),
      ...said.map(({ runs, gap }) => ({ runs: inItalics(runs), kind: 'text' as const, gap })),
    ]
  })
  const details = items.map(detailsOf).filter((runs) => runs.length > 0)
  if (details.length === 0) return open
  const runs = details.flatMap((each, index) => [...(index === 0 ? [] : [{ text: '\n\n' }]), ...each])
  return [...open, { runs, kind: 'fold', gap: '\n' }]
}

const isWhole = ([line, ...rest]: readonly Piece[]): boolean =>
  line?.item !== undefined && line.kind === 'text' && rest.some(({ kind }) => kind === 'quote')

function detailsOf([line, ...rest]: readonly Piece[]): readonly Run[] {
  const folded = rest.filter(({ isGist }) => !isGist)
  const label = labelOf(line?.runs ?? [])
  const details = folded.flatMap(({ runs, kind }, index) => [
    ...(index === 0 ? [] : [{ text: '\n' }]),
    ...(kind === 'quote' ? inItalics(runs) : runs.map(upright)),
  ])
  return label === '' || details.length === 0 ? details : [{ text: label, bold: true }, ...details]
}

const upright = ({ italic: _, ...run }: Run): Run => run

/** What stood out by italics stands out upright. */
const inItalics = (runs: readonly Run[]): readonly Run[] =>
  runs.map((run) => (run.italic ? upright(run) : { ...run, italic: true }))

/** The number that an item's line begins with, above its fold and in it. */
export const LABEL = /^\d{1,4}\. /
/** UTF-16 units. */
export const LONGEST_LABEL = 6

/** The number that a line begins with and the space behind it: "12. "; empty where it has none. */
function labelOf(runs: readonly Run[]): string {
  return LABEL.exec(runs.map(({ text }) => text).join(''))?.[0] ?? ''
}
