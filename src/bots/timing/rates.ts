export interface Rate {
  /** So many in any `perMs`. */
  readonly most: number
  readonly perMs: number
}

/**
 * Takes a place for `key` and says how many ms to wait for it (0: go now), so that no window of `perMs` holds more than
 * `most`. Keys that have rested are forgotten.
 */
export type TakePlace = (key: string) => number

/** A sliding window a key: `createRate({ most: 20, perMs: 60_000 }, now)` paces a Telegram group. */
export function createRate({ most, perMs }: Rate, now: () => number): TakePlace {
  const places = new Map<string, readonly number[]>()
  let sweepAt = now() + perMs
  return (key) => {
    const at = now()
    if (at >= sweepAt) {
      for (const [other, times] of places) if ((times.at(-1) ?? 0) + perMs <= at) places.delete(other)
      sweepAt = at + perMs
    }
    const taken = places.get(key) ?? []
    const full = taken.at(-most)
    const goAt = Math.max(at, full === undefined ? at : full + perMs)
    places.set(key, [...taken, goAt].slice(-most))
    return goAt - at
  }
}
