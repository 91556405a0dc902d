export interface Queue {
  /** Runs `task` after the earlier ones of the same key; false: too many wait there, and it will not run. Tasks must not throw. */
  add(key: string, task: () => Promise<void>): boolean
  /** Resolves when less than the most tasks run or wait. */
  room(): Promise<void>
  /** Resolves when all that run or wait now have ended. */
  ended(): Promise<void>
}

/** Tasks one after the other for each key and side by side for different ones, so that one slow answer holds up one reader. */
export function createQueue({ most, mostPerKey }: { readonly most: number; readonly mostPerKey: number }): Queue {
  const busy = new Set<Promise<void>>()
  const lines = new Map<string, { readonly last: Promise<void>; readonly length: number }>()
  const leave = (key: string): void => {
    const line = lines.get(key)
    if (line && line.length > 1) lines.set(key, { ...line, length: line.length - 1 })
    else lines.delete(key)
  }
  return {
    add(key, task) {
      const { last, length } = lines.get(key) ?? { last: Promise.resolve(), length: 0 }
      if (length >= mostPerKey) return false
      const done = last.then(task).finally(() => {
        leave(key)
        busy.delete(done)
      })
      lines.set(key, { last: done, length: length + 1 })
      busy.add(done)
      return true
    },
    async room() {
      while (busy.size >= most) await Promise.race(busy)
    },
    async ended() {
      await Promise.allSettled(busy)
    },
  }
}
