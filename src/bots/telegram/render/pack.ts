import { cutRuns } from './cut.js'
import { foldItems } from './expandable.js'
import { entityCount } from './html.js'
import { MARK_ROOM } from './mark.js'
import type { Piece } from './pieces.js'

/** UTF-16 units after entity parsing: https://core.telegram.org/bots/api#sendmessage */
const MAX_TEXT = 4_096 - MARK_ROOM
// Telegram keeps 100, and finds hashtags, commands and addresses in plain text by itself.
const MAX_ENTITIES = 80
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

/** The pieces of as many messages as they need, in order, each inside Telegram's limits; a piece that alone is too long is cut. */
export function packMessages(groups: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
  const full: (readonly Piece[])[] = []
  let filling = EMPTY
  const close = (isHeadingCarried: boolean): void => {
    const carried = isHeadingCarried ? trailingHeadings(filling.pieces) : []
    const kept = filling.pieces.slice(0, filling.pieces.length - carried.length)
    if (kept.length > 0) full.push(kept)
    filling = add(EMPTY, carried)
  }
  const take = (group: readonly Piece[]): boolean => {
    const next = add(filling, group)
    if (fits(next)) filling = next
    return filling === next
  }
  const place = (group: readonly Piece[]): void => {
    if (take(group)) return
    if (filling.pieces.length > 0) {
      if (fits(add(add(EMPTY, trailingHeadings(filling.pieces)), group))) close(true)
      else if (group.length === 1) close(!fits(add(EMPTY, group)))
      if (take(group)) return
    }
    if (group.length > 1) for (const piece of group) place([piece])
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

// Counted as it will be shown, each item for itself: looking at all of a message again for each made a digest take four times as long.
function add(filling: Filling, added: readonly Piece[]): Filling {
  let { text, entities } = filling
  const shown = foldItems(added.filter(({ controls }) => controls === undefined))
  for (const [index, { runs, kind, gap, item }] of shown.entries()) {
    if (filling.pieces.length + index > 0) text += gap.length
    if (kind === 'quote' || kind === 'fold') entities += 1
    // Beside other items it is parted from them by one sign more.
    if (kind === 'fold') text += 1
    // Its line may come to stand in the same message: then it is folded.
    if (kind === 'quote' && item !== undefined) {
      text += 1
      entities += 1 + runs.length
    }
    for (const run of runs) {
      text += run.text.length
      entities += entityCount(run)
    }
  }
  return { pieces: [...filling.pieces, ...added], text, entities }
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
