import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import { NEVER_LEFT_CODES } from '../../adapter-kit/never-left.js'
import type { SendResult } from '../../contract/platform.js'
import type { EndCause } from '../../contract/payload.js'

const RETRY_MS = 5_000
// Refused for a reason that is not the chat's (a token that was reset, an address that is banned): somebody must act first.
const REFUSED_RETRY_MS = 15 * 60_000
const SLOWED_RETRY_MS = 60_000

// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
const GONE: ReadonlyMap<number, EndCause> = new Map([
  [10003, 'deleted'], // unknown channel
  [10004, 'removed'], // unknown guild
  [10013, 'deleted'], // unknown user
  [40007, 'removed'], // banned from this guild
  [40058, 'forbidden'], // a forum takes posts, not messages
  [40067, 'untagged'], // a tag is required
  [50001, 'forbidden'], // missing access
  [50007, 'removed'], // this user takes no messages
  [50008, 'forbidden'], // a channel without text
  [50009, 'forbidden'], // verification level
  [50013, 'forbidden'], // missing permissions
  [50024, 'forbidden'], // a channel type without messages
  [50083, 'closed'], // thread is archived
  [50278, 'removed'], // no mutual guilds with this user
  [160005, 'closed'], // thread is locked
])

/** Of the whole bot, its token or Discord itself: no chat ends for them. */
const OF_THE_BOT: ReadonlySet<number> = new Set([
  0, // general error
  20001, // no endpoint for bots
  20012, // not authorised for this application
  20026, // the bot was flagged
  40001, // unauthorised
  40002, // the account must be verified
  40006, // switched off for a while
  40062, // the resource is rate limited
  40333, // the address is blocked on the way
  50014, // invalid token
  130000, // overloaded
])

/** Slow mode: of the channel, the server, direct messages. */
const SLOWED: ReadonlySet<number> = new Set([20016, 20028, 20029, 40003, 40004])

const NEVER_LEFT: ReadonlySet<string> = new Set([...NEVER_LEFT_CODES, 'UND_ERR_CONNECT_TIMEOUT'])

/** What a failed call means for the message that it carried. */
export function readSendError(error: unknown): Exclude<SendResult, { kind: 'sent' }> {
  if (error instanceof RateLimitError) {
    // discord.js gives a bucket's reset in one and a Retry-After header in the other.
    const afterMs = Math.ceil(Math.max(1, error.retryAfter, error.sublimitTimeout))
    return { kind: 'retry', afterMs, reason: 'Discord answered 429', limited: error.global ? 'all' : 'chat' }
  }
  if (error instanceof DiscordAPIError) return readApiError(error)
  if (error instanceof HTTPError)
    return { kind: 'retry', afterMs: RETRY_MS, reason: `Discord answered ${error.status}` }
  const reason = `Discord: ${networkReason(error)}`
  // After a 401 discord.js drops the token and refuses every call itself.
  if (reason.includes('Expected token')) return { kind: 'retry', afterMs: REFUSED_RETRY_MS, reason }
  if (NEVER_LEFT.has(networkReason(error))) return { kind: 'retry', afterMs: RETRY_MS, reason }
  return { kind: 'uncertain', reason }
}

// What answers may be somebody's proxy that echoes what it was sent; reasons are kept.
const TOKEN = /[\w-]{20,}\.[\w-]{4,}\.[\w-]{20,}/g

function readApiError({ status, code, message }: DiscordAPIError): Exclude<SendResult, { kind: 'sent' }> {
  const said = message.replace(/\s+/g, ' ').replace(TOKEN, '[token]').slice(0, 200)
  const reason = `Discord answered ${status} (${code}): ${said}`
  // A page of a firewall has no code of Discord's.
  if (status === 401 || typeof code !== 'number' || OF_THE_BOT.has(code))
    return { kind: 'retry', afterMs: REFUSED_RETRY_MS, reason }
  if (SLOWED.has(code)) return { kind: 'retry', afterMs: SLOWED_RETRY_MS, reason, limited: 'chat' }
  const cause = GONE.get(code) ?? (status === 403 ? 'forbidden' : undefined)
  return cause === undefined ? { kind: 'refused', reason } : { kind: 'gone', reason, cause }
}

/** What went wrong below HTTP, in a word: a system code where there is one. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? networkReason(error.cause) : error.message
}
