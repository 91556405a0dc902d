import type { Limit } from './pace.js'

/** A request in a window. */
export interface Mark {
  /** It was answered: from here on the server counts it, at the latest. */
  answered(at: number): void
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
const ARRIVES_WITHIN_MS = 40

/**
 * The server counts arrivals, which nobody here sees: one lies between leaving and answer. A slot is free again one period
 * after the answer, so that no window of the server's holds more, however late a request arrives.
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
        answered(at) {
          if (entry && at < entry.at) entry.at = at
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
