import type { Payload, SendResult } from '../platform.js'
import type { Chat } from '../request.js'
import { TelegramCallError } from './call.js'
import type { Call } from './call.js'

const SEND_TIMEOUT_MS = 15_000
const RETRY_MS = 5_000
// Refused for a reason that is not the chat's (a token that was revoked): somebody must act first.
const REFUSED_RETRY_MS = 15 * 60_000

const GONE =
  /chat not found|user not found|user is deactivated|PEER_ID_INVALID|TOPIC_CLOSED|TOPIC_DELETED|thread not found|chat was (deactivated|deleted)|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|SEND_PLAIN_FORBIDDEN|(not enough|no) rights to send|need administrator rights|bot was (kicked|blocked)/i

export interface SendOptions {
  readonly signal?: AbortSignal
  /** The message that this one answers. */
  readonly replyTo?: number
}

/**
 * One sendMessage call; a second one only where the group has a new id, to which the first cannot have come. Telegram has
 * no once-only key: what is `uncertain` must not be sent again. Never throws.
 */
export async function sendMessage(
  call: Call,
  chat: Chat,
  payload: Payload,
  { signal, replyTo }: SendOptions = {},
): Promise<SendResult> {
  const params = {
    ...payload,
    ...chatParams(chat),
    ...(replyTo !== undefined && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
  }
  const options = { timeoutMs: SEND_TIMEOUT_MS, ...(signal && { signal }) }
  try {
    return readSent(await call('sendMessage', params, options))
  } catch (error) {
    const migratedTo = error instanceof TelegramCallError ? error.details.migratedTo : undefined
    if (migratedTo === undefined) return readSendError(error)
    try {
      return readSent(await call('sendMessage', { ...params, chat_id: chatId(migratedTo) }, options))
    } catch (second) {
      return readSendError(second)
    }
  }
}

/** A chat as the Bot API's methods take it. */
export function chatParams({ chatId: id, threadId }: Chat): { chat_id: number | string; message_thread_id?: number } {
  return { chat_id: chatId(id), ...(threadId !== undefined && { message_thread_id: Number(threadId) }) }
}

function chatId(id: string): number | string {
  return /^-?\d+$/.test(id) ? Number(id) : id
}

function readSent(sent: unknown): SendResult {
  const { message_id: id } = (sent ?? {}) as { readonly message_id?: unknown }
  if (typeof id === 'number') return { kind: 'sent', messageId: String(id) }
  return { kind: 'uncertain', reason: 'Telegram answered without a message id' }
}

/** What a failed call means for the message that it carried. */
export function readSendError(error: unknown): Exclude<SendResult, { kind: 'sent' }> {
  if (!(error instanceof TelegramCallError)) return { kind: 'uncertain', reason: 'unknown error' }
  const { code, retryAfterMs, mayHaveArrived } = error.details
  const reason = code === undefined ? `Telegram: ${error.message}` : error.message
  if (mayHaveArrived) return { kind: 'uncertain', reason }
  if (code === undefined || code >= 500) return { kind: 'retry', afterMs: RETRY_MS, reason }
  if (code === 429) return { kind: 'retry', afterMs: retryAfterMs ?? RETRY_MS, reason }
  if (code === 403 || GONE.test(error.message)) return { kind: 'gone', reason }
  if (code === 401 || code === 404) return { kind: 'retry', afterMs: REFUSED_RETRY_MS, reason }
  return { kind: 'uncertain', reason }
}
