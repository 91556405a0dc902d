import { setTimeout as delay } from 'node:timers/promises'

/** Time as a dependency, waiting included: tests and proofs run it by hand or faster. */
export interface Clock {
  /** Epoch ms. */
  readonly now: () => number
  /** Resolves after `ms`, or at once when `signal` is aborted. Never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: Date.now,
  wait: async (ms, signal) => {
    await delay(ms, undefined, signal && { signal }).catch(() => undefined)
  },
}

/** Time since the start, as epoch ms: it goes on evenly when somebody sets the system's clock. */
export const steadyClock: Clock = { ...systemClock, now: () => performance.timeOrigin + performance.now() }

/** Runs `work` with a signal that is aborted after `ms`, or with `outer`. */
export async function withSignal<T>(
  { wait }: Clock,
  { ms, outer }: { readonly ms: number; readonly outer?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  const ended = new AbortController()
  const end = (): void => ending.abort()
  outer?.addEventListener('abort', end, { once: true })
  if (outer?.aborted) end()
  void wait(ms, ended.signal).then(() => {
    if (!ended.signal.aborted) end()
  })
  try {
    return await work(ending.signal)
  } finally {
    ended.abort()
    outer?.removeEventListener('abort', end)
  }
}
