import { DiscordAPIError, HTTPError, RateLimitError, Routes } from 'discord.js'
import type { REST } from 'discord.js'
import { NEVER_LEFT_CODES } from '../never-left.js'
import type { Payload, SendResult } from '../platform.js'

/** Time for one request, its wait in discord.js's queue included. */
const SEND_TIMEOUT_MS = 20_000
const RETRY_MS = 5_000
// Refused for a reason that is not the chat's (a token that was reset, an address that is banned): somebody must act first.
const REFUSED_RETRY_MS = 15 * 60_000

/**
 * Codes that say that the chat is no more or closed to the bot:
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
 */
const GONE_CODES: ReadonlySet<number | string> = new Set([
  10003, // unknown channel
  10004, // unknown guild
  10013, // unknown user
  50001, // missing access
  50007, // cannot send messages to this user
  50008, // cannot send messages in a non-text channel
  50013, // missing permissions
  50083, // thread is archived
  50278, // no mutual guilds with this user
  160005, // thread is locked
])

/**
 * One Create Message call. The same nonce within a few minutes gives the first message again, so a second try posts
 * nothing twice. `rest` must neither retry nor wait out rate limits by itself. Never throws.
 */
export async function createMessage(
  rest: REST,
  channelId: string,
  { payload, nonce }: { readonly payload: Payload; readonly nonce: string },
): Promise<SendResult> {
  const body = { ...payload, nonce, enforce_nonce: true }
  try {
    const signal = AbortSignal.timeout(SEND_TIMEOUT_MS)
    const created = await rest.post(Routes.channelMessages(channelId), { body, signal })
    const { id } = created as { readonly id: string }
    return { kind: 'sent', messageId: id }
  } catch (error) {
    return readSendError(error)
  }
}

/** The id of the channel with one person. Throws what a call throws. */
export async function openDirectChat(rest: REST, userId: string): Promise<string> {
  const signal = AbortSignal.timeout(SEND_TIMEOUT_MS)
  const opened = (await rest.post(Routes.userChannels(), { body: { recipient_id: userId }, signal })) as { id: string }
  return opened.id
}

/** What a failed call means for the message that it carried. */
export function readSendError(error: unknown): Exclude<SendResult, { kind: 'sent' }> {
  if (error instanceof RateLimitError) {
    // discord.js gives a bucket's reset in one and a Retry-After header in the other.
    const afterMs = Math.ceil(Math.max(1, error.retryAfter, error.sublimitTimeout))
    return { kind: 'retry', afterMs, reason: 'Discord answered 429' }
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

function readApiError({ status, code, message }: DiscordAPIError): Exclude<SendResult, { kind: 'sent' }> {
  const reason = `Discord answered ${status} (${code}): ${message.replace(/\s+/g, ' ').slice(0, 200)}`
  if (GONE_CODES.has(code)) return { kind: 'gone', reason }
  if (status === 401 || status === 403 || status === 404) return { kind: 'retry', afterMs: REFUSED_RETRY_MS, reason }
  return { kind: 'uncertain', reason }
}

const NEVER_LEFT: ReadonlySet<string> = new Set([...NEVER_LEFT_CODES, 'UND_ERR_CONNECT_TIMEOUT'])

/** What went wrong below HTTP, in a word: a system code where there is one. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? networkReason(error.cause) : error.message
}
