/** A request in a window. */
export interface Mark {
  /** It had arrived by then. */
  arrivedBy(at: number): void
}

/** A sliding window over requests: how many left, and when they arrived at the latest. */
export interface Window {
  /** When one more may leave, `now` at the earliest; `atBest`: if all that is under way were answered by now. */
  readyAt(now: number, limits?: readonly Limit[], atBest?: boolean): number
  enter(now: number): Mark
  /** When the last one left; 0: none did. */
  lastAt(): number
}

/** A request that is not answered is taken to have arrived by then: one that hangs holds its slot no longer. */
const ARRIVES_WITHIN_MS = 1_000

/**
 * The server counts arrivals, which nobody here sees: one lies between leaving and answer. A slot is free again one period
 * after the latest time at which its request can have arrived, so that no window of the server's holds more.
 */
export function createWindow(...own: readonly Limit[]): Window {
  const longestMs = Math.max(...own.map(({ perMs }) => perMs))
  const most = Math.max(...own.map((limit) => limit.most))
  let entries: { readonly left: number; at: number }[] = []
  let last = 0
  return {
    readyAt(now, limits = own, atBest = false) {
      if (entries.length === 0) return now
      const times = entries.map(({ left, at }) => (atBest ? left : at)).sort((a, b) => a - b)
      return Math.max(now, ...limits.map((limit) => freeAt(times, limit)))
    },
    enter(now) {
      entries = [...entries.filter(({ at }) => at + longestMs > now), { left: now, at: now + ARRIVES_WITHIN_MS }].slice(
        -most,
      )
      last = now
      const entry = entries.at(-1)
      return {
        arrivedBy(at) {
          if (entry && at < entry.at) entry.at = Math.max(at, entry.left)
        },
      }
    },
    lastAt: () => last,
  }
}

function freeAt(times: readonly number[], { most, perMs }: Limit): number {
  const full = times.at(-most)
  return times.length < most || full === undefined ? 0 : full + perMs
}
/** At most so many in any `perMs`. */
export interface Limit {
  readonly most: number
  readonly perMs: number
}
