/** What Discord says of identifies: https://discord.com/developers/docs/topics/gateway#session-start-limit-object */
export interface StartLimit {
  readonly total: number
  readonly remaining: number
  /** Epoch ms at which `remaining` is `total` again. */
  readonly resetAt: number
}

// As long as so much of the day's number is left, nothing waits.
const FREE_SHARE = 0.2
// What is never touched: at none left, Discord ends all sessions and resets the token.
const LAST_SHARE = 0.05

/**
 * How long to wait between identifies, in ms, so that the day's number is never used up: what is left of the last fifth is
 * spread over the time until it is full again.
 */
export function identifyWaitMs({ total, remaining, resetAt }: StartLimit, now: number): number {
  if (now >= resetAt || remaining > total * FREE_SHARE) return 0
  return Math.ceil((resetAt - now) / Math.max(1, remaining - total * LAST_SHARE))
}

/** The number after one more identify. */
export function afterIdentify(limit: StartLimit, now: number): StartLimit {
  if (now < limit.resetAt) return { ...limit, remaining: limit.remaining - 1 }
  return { total: limit.total, remaining: limit.total - 1, resetAt: now + 24 * 3_600_000 }
}
