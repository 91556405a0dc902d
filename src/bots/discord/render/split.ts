import { characterStart, readableCut } from '../../../text/words/cut-text.js'
import type { Run } from '../../contract/message.js'
import { escapedLengthLimit, markupLength } from './markdown.js'

/**
 * Runs of clean text in as few parts as hold at most `maxLength` UTF-16 units each once rendered. Cut between runs, else
 * after a sentence, else at a space, else between characters as readers see them; a link is cut only where it alone is
 * over the limit. `maxLength` is at least 3,000: an address takes up to 2,000.
 */
export function splitRuns(runs: readonly Run[], maxLength: number): readonly (readonly Run[])[] {
  const parts: Run[][] = []
  let part: Run[] = []
  let room = maxLength
  const close = (): void => {
    if (part.length > 0) parts.push(part)
    part = []
    room = maxLength
  }
  for (const run of runs) {
    let rest = run.text
    while (rest !== '') {
      const markup = markupLength(run)
      const length = escapedLengthLimit(rest) + markup
      if (length <= room) {
        part.push({ ...run, text: rest })
        room -= length
        break
      }
      const belongsWhole = run.link !== undefined && part.length > 0 && length <= maxLength
      const cut = belongsWhole ? 0 : cutPlace(rest, room - markup, part.length === 0)
      if (cut > 0) part.push({ ...run, text: rest.slice(0, cut) })
      rest = rest.slice(cut)
      close()
    }
  }
  close()
  return parts
}

/** Where to cut `text` so that what stands before takes at most `room`; 0: nowhere good, and a new part is to be begun. */
function cutPlace(text: string, room: number, isPartEmpty: boolean): number {
  const end = longestFit(text, room)
  return readableCut(text, end) ?? (isPartEmpty ? characterStart(text, end) || end : 0)
}

function longestFit(text: string, room: number): number {
  let end = 0
  let left = room
  for (; end < text.length; end += 1) {
    left -= escapedLengthLimit(text.charAt(end))
    if (left < 0) break
  }
  return end
}
