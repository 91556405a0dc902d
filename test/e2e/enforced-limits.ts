/** At most so many in any `perMs`. */
export interface EnforcedLimit {
  readonly most: number
  readonly perMs: number
}

export interface Enforcer {
  /** Undefined: it is taken, and counts. Else how long to wait, ms. */
  refuse(chat: string): { readonly waitMs: number; readonly isGlobal: boolean } | undefined
  /** Requests that were refused. */
  readonly refused: () => number
}

/** Refuses what is over a limit in any sliding window, by when it arrives: stricter than what is known of any platform. */
export function enforceLimits(
  {
    platform,
    chat: limitsOf,
  }: { readonly platform: EnforcedLimit; readonly chat: (chat: string) => readonly EnforcedLimit[] },
  now: () => number,
): Enforcer {
  const all = createLog([platform])
  const chats = new Map<string, ReturnType<typeof createLog>>()
  let refused = 0
  return {
    refuse(chat) {
      const at = now()
      const log = chats.get(chat) ?? createLog(limitsOf(chat))
      chats.set(chat, log)
      const waits = [
        { waitMs: all.waitMs(at), isGlobal: true },
        { waitMs: log.waitMs(at), isGlobal: false },
      ]
      const longest = waits.reduce((a, b) => (b.waitMs > a.waitMs ? b : a))
      if (longest.waitMs > 0) {
        refused += 1
        return longest
      }
      all.enter(at)
      log.enter(at)
      return undefined
    },
    refused: () => refused,
  }
}

function createLog(limits: readonly EnforcedLimit[]) {
  const most = Math.max(...limits.map((limit) => limit.most))
  let times: number[] = []
  return {
    waitMs: (at: number): number =>
      Math.max(...limits.map((limit) => (times.at(-limit.most) ?? -Infinity) + limit.perMs - at), 0),
    enter: (at: number): void => {
      times = [...times, at].slice(-most)
    },
  }
}
