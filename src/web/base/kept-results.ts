const MOST = 200

/** What was made of a key is given again for so long, also while it is being made. What failed is made anew. */
export function keepResults(now: () => number) {
  const kept = new Map<string, { readonly until: number; readonly result: Promise<unknown> }>()
  return <Result>(key: string, forMs: number, make: () => Promise<Result>): Promise<Result> => {
    const known = kept.get(key)
    if (known !== undefined && known.until > now()) return known.result as Promise<Result>
    const result = make()
    kept.delete(key)
    kept.set(key, { until: now() + forMs, result })
    const oldest = kept.size > MOST ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    result.catch(() => {
      if (kept.get(key)?.result === result) kept.delete(key)
    })
    return result
  }
}

export type KeepResults = ReturnType<typeof keepResults>

/** More calls than may wait. */
export class BusyError extends Error {
  override readonly name = 'BusyError'
}

/** `news` with at most `atOnce` calls under way, so that chats find it free; further ones wait, and BusyError is thrown where too many do. */
export function inTurns<Port extends object>(
  port: Port,
  { atOnce, waiting }: { atOnce: number; waiting: number },
): Port {
  let running = 0
  const queue: (() => void)[] = []
  const run = async (work: () => Promise<unknown>): Promise<unknown> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new BusyError('too many readers ask at once')
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
  const methods = Object.entries(port) as [string, (...args: unknown[]) => Promise<unknown>][]
  return Object.fromEntries(methods.map(([name, call]) => [name, (...args: unknown[]) => run(() => call(...args))])) as Port // prettier-ignore
}
