const MINUTE = 60_000
const HOUR = 60 * MINUTE
const LONGEST_WAIT = 24 * HOUR
/** What a server that will not serve us is left alone for, at least. */
const REFUSED_WAIT = 3 * HOUR

/** Waits of a feed, in milliseconds: its own rhythm, between 5 minutes and a day. */
export function usualWait(everyMinutes: number): number {
  return Math.min(Math.max(everyMinutes * MINUTE, 5 * MINUTE), LONGEST_WAIT)
}

/**
 * How long a feed that failed is left alone: doubled with each failure in a row up to a day, spread by a quarter so that
 * feeds that failed together do not come back together, and never less than the server asked for.
 */
export function waitAfterFailure(failure: {
  readonly everyMinutes: number
  /** In a row, this one counted. */
  readonly failures: number
  readonly verdict: string
  readonly retryAfterMs: number | undefined
  /** 0 to 1. */
  readonly random: number
}): number {
  const doubled = usualWait(failure.everyMinutes) * 2 ** Math.min(failure.failures, 20)
  const least = failure.verdict === 'refused' ? Math.max(doubled, REFUSED_WAIT) : doubled
  const spread = Math.min(least, LONGEST_WAIT) * (0.75 + failure.random / 4)
  const floor = failure.verdict === 'refused' ? REFUSED_WAIT : 0
  return Math.round(Math.max(spread, floor, failure.retryAfterMs ?? 0))
}
