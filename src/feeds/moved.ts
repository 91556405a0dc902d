import type { Feed } from '../regions/region.js'

/** Where a feed's address leads for good, as its server says with 301 or 308. */
export interface Move {
  /** The address as it was given: another one makes this void. */
  readonly from: string
  readonly to: string
  /** How often in a row it led there, to a feed that could be read. */
  readonly sightings: number
  readonly firstSeenAt: number
}

/** A server set up wrongly for an hour, or a wall of a provider, must not take a feed away. */
const LEAST_SIGHTINGS = 3
const LEAST_MS = 24 * 3_600_000

/** The address that a feed is asked at: where it moved to, once that was seen three times over a day at least. */
export function addressOf({ url }: Pick<Feed, 'url'>, move: Move | undefined, now: number): string {
  return move !== undefined && isFollowed(move, url, now) ? move.to : url
}

/**
 * What is known of a feed's move after a poll that gave a feed. `movedTo`: see Fetched. An address that was followed and
 * has moved in its turn is forgotten: the first one tells the whole way.
 */
export function seenMove(
  { url }: Pick<Feed, 'url'>,
  before: Move | undefined,
  { movedTo, at }: { readonly movedTo: string | undefined; readonly at: number },
): Move | undefined {
  if (before !== undefined && isFollowed(before, url, at)) return movedTo === undefined ? before : undefined
  if (movedTo === undefined || !isSafe(url, movedTo)) return undefined
  if (before?.from === url && before.to === movedTo) return { ...before, sightings: before.sightings + 1 }
  return { from: url, to: movedTo, sightings: 1, firstSeenAt: at }
}

function isFollowed({ from, sightings, firstSeenAt }: Move, url: string, now: number): boolean {
  return from === url && sightings >= LEAST_SIGHTINGS && now - firstSeenAt >= LEAST_MS
}

/** Nobody on the way may talk a feed out of its encryption for good. */
function isSafe(from: string, to: string): boolean {
  return to.length <= 2_000 && (to.startsWith('https:') || from.startsWith('http:'))
}
