import type { SendResult } from '../../contract/platform.js'
import { TelegramCallError } from './call.js'
import type { EndCause } from '../../contract/payload.js'

const RETRY_MS = 5_000
// Refused for a reason that is not the chat's (a token that was revoked): somebody must act first.
const REFUSED_RETRY_MS = 15 * 60_000

// The first that fits counts. Telegram's words for one thing differ by the kind of the chat and the age of the method.
const GONE: readonly (readonly [EndCause, RegExp])[] = [
  [
    'closed',
    /TOPIC_CLOSED|TOPIC_DELETED|message thread not found|TOPIC_ID_INVALID|topic (is )?(closed|deleted|not found)/i,
  ],
  [
    'deleted',
    /chat not found|user not found|user is deactivated|INPUT_USER_DEACTIVATED|PEER_ID_INVALID|CHANNEL_INVALID|chat was (deactivated|deleted)|group (is )?deactivated/i,
  ],
  [
    'removed',
    /bot was (kicked|blocked)|bot is not a (member|participant)|USER_IS_BLOCKED|CHANNEL_PRIVATE|can't initiate conversation|can't send messages to bots|bot can't be a member/i,
  ],
  [
    'forbidden',
    /CHAT_WRITE_FORBIDDEN|CHAT_ADMIN_REQUIRED|CHAT_RESTRICTED|CHAT_GUEST_SEND_FORBIDDEN|CHAT_SEND_\w+_FORBIDDEN|SEND_\w+_FORBIDDEN|(not enough|have no|no) rights|need administrator rights|USER_BANNED_IN_CHANNEL|PAYMENT_REQUIRED|ALLOW_PAYMENT_REQUIRED/i,
  ],
]

/** What a failed call means for the message that it carried. */
export function readSendError(error: unknown): Exclude<SendResult, { kind: 'sent' }> {
  if (!(error instanceof TelegramCallError)) return { kind: 'uncertain', reason: 'unknown error' }
  const { code, retryAfterMs, mayHaveArrived, isReset } = error.details
  const reason = code === undefined ? `Telegram: ${error.message}` : error.message
  if (mayHaveArrived) return { kind: 'uncertain', reason, ...(isReset && { isReset }) }
  if (code === undefined || code >= 500) return { kind: 'retry', afterMs: RETRY_MS, reason }
  if (code === 429 || retryAfterMs !== undefined)
    return { kind: 'retry', afterMs: retryAfterMs ?? RETRY_MS, reason, limited: 'chat' }
  if (code === 401 || code === 404) return { kind: 'retry', afterMs: REFUSED_RETRY_MS, reason }
  const cause = causeOf(error.message) ?? (code === 403 ? 'removed' : undefined)
  return cause === undefined ? { kind: 'refused', reason } : { kind: 'gone', reason, cause }
}

function causeOf(description: string): EndCause | undefined {
  return GONE.find(([, words]) => words.test(description))?.[0]
}
