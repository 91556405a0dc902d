/** Whether `key` may do it once more now: at most `most` times in any `perMs`. What was refused does not count. */
export type MayDo = (key: string) => boolean

/** A limit a key, e.g. 20 requests a minute a person. Keys that have rested are forgotten. */
export function createLimit({ most, perMs }: { most: number; perMs: number }, now: () => number): MayDo {
  const done = new Map<string, readonly number[]>()
  let sweepAt = now() + perMs
  return (key) => {
    const at = now()
    if (at >= sweepAt) {
      for (const [other, times] of done) if ((times.at(-1) ?? 0) + perMs <= at) done.delete(other)
      sweepAt = at + perMs
    }
    const recent = (done.get(key) ?? []).filter((time) => time + perMs > at)
    if (recent.length >= most) return false
    done.set(key, [...recent, at])
    return true
  }
}
