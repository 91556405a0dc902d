import type { Payload, SendResult } from '../platform.js'
import type { Chat } from '../request.js'
import { TelegramCallError } from './call.js'
import type { Call } from './call.js'
import { readSendError } from './send-errors.js'

const SEND_TIMEOUT_MS = 15_000

export interface SendOptions {
  readonly signal?: AbortSignal
  /** The message that this one answers. */
  readonly replyTo?: number
  /** The group goes on under another id: told before the message is sent there. */
  readonly onMoved?: (from: Chat, to: Chat) => Promise<void>
}

/**
 * One sendMessage call; a second one only where the group has a new id, to which the first cannot have come. Telegram has
 * no once-only key: what is `uncertain` must not be sent again. Never throws.
 */
export async function sendMessage(
  call: Call,
  chat: Chat,
  payload: Payload,
  { signal, replyTo, onMoved }: SendOptions = {},
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
    await onMoved?.(chat, { ...chat, chatId: migratedTo })
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
