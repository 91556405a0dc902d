import { characterStart, readableCut } from '../../../text/words/cut-text.js'
import type { Run } from '../../contract/message.js'
import { entityCount, withoutMentions } from './html.js'

export interface Room {
  /** UTF-16 units of text. */
  readonly text: number
  readonly entities: number
}

/**
 * Parts ready runs where they fill `room`, which is at least 1,000 characters and 3 entities: after a sentence, else at
 * a space, else between characters as readers see them. A link is cut only where it alone is over `room`.
 */
export function cutRuns(runs: readonly Run[], room: Room): readonly [readonly Run[], readonly Run[]] {
  const text = runs.map((run) => run.text).join('')
  const limit = Math.min(room.text, entitiesEnd(runs, room.entities))
  if (text.length <= limit) return [runs, []]
  const links = linkSpans(runs).filter(([start, end]) => end - start <= room.text)
  const cut = outsideLinks(text, readableCut(text, limit) ?? characterStart(text, limit), links)
  const place = cut || characterStart(text, limit) || limit
  const [first, ...others] = sliceRuns(runs, place, text.length)
  // "name@example": cut before its "@", it would begin with a user's name.
  const rest = first === undefined ? [] : [{ ...first, text: withoutMentions(first.text) }, ...others]
  return [sliceRuns(runs, 0, place), rest]
}

/** Where the run begins that would make one entity too many. */
function entitiesEnd(runs: readonly Run[], most: number): number {
  let end = 0
  let entities = 0
  for (const run of runs) {
    entities += entityCount(run)
    if (entities > most) return end
    end += run.text.length
  }
  return end
}

type Span = readonly [start: number, end: number]

function linkSpans(runs: readonly Run[]): readonly Span[] {
  const spans: Span[] = []
  let start = 0
  for (const { text, link } of runs) {
    if (link !== undefined) spans.push([start, start + text.length])
    start += text.length
  }
  return spans
}

function outsideLinks(text: string, place: number, links: readonly Span[]): number {
  const link = links.find(([start, end]) => start < place && place < end)
  return link ? outsideLinks(text, characterStart(text, link[0]), links) : place
}

function sliceRuns(runs: readonly Run[], from: number, to: number): readonly Run[] {
  let start = 0
  return runs.flatMap((run) => {
    const text = run.text.slice(Math.max(0, from - start), Math.max(0, to - start))
    start += run.text.length
    return text === '' ? [] : [{ ...run, text }]
  })
}
