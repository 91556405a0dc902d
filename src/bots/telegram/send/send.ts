import type { SendResult } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'
import { TelegramCallError } from './call.js'
import type { Call } from './call.js'
import { plainTelegram } from '../render/plain.js'
import { readSendError } from './send-errors.js'
import type { Payload } from '../../contract/payload.js'

const SEND_TIMEOUT_MS = 15_000

export interface SendOptions {
  readonly signal?: AbortSignal
  /** The message that this one answers. */
  readonly replyTo?: number
  /** The group goes on under another id: told before the message is sent there. */
  readonly onMoved?: (from: Chat, to: Chat) => Promise<void>
  /** Absent: no rich messages. */
  readonly richChats?: MethodRefusals
}

/**
 * One call that sends a payload of render.ts: sendMessage, sendRichMessage where the payload has a rich form and the chat takes it,
 * sendPhoto or sendDocument for a file. A second call only where the first surely brought nothing: the group has a new id, the server
 * does not know rich messages, or what the message says was refused and it goes as plain text. Telegram has no once-only key: what is `uncertain` must not be sent again. Never throws.
 */
export async function sendMessage(
  call: Call,
  chat: Chat,
  payload: Payload,
  { signal, replyTo, onMoved, richChats }: SendOptions = {},
): Promise<SendResult> {
  const { files, rich, ...plain } = payload
  const { message_thread_id: ownThread } = plain as { readonly message_thread_id?: unknown }
  const where = {
    ...chatParams(chat),
    // What is meant for a section's topic goes there, wherever its subscription was made.
    ...(ownThread !== undefined && { message_thread_id: ownThread }),
    ...(replyTo !== undefined && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
  }
  const options = { timeoutMs: SEND_TIMEOUT_MS, ...(signal && { signal }) }
  const send = async (at: Pick<Chat, 'chatId'>): Promise<unknown> => {
    const to = { ...where, chat_id: chatId(at.chatId) }
    const [file] = Array.isArray(files) ? (files as readonly SentFile[]) : []
    if (file) {
      const [method, params] = fileCall(file, { ...plain, ...to })
      return call(method, params, options)
    }
    if (typeof rich === 'string' && richChats?.takes(chat)) {
      try {
        const { reply_markup } = plain
        const body = {
          rich_message: { html: rich, skip_entity_detection: true },
          ...(reply_markup !== undefined && { reply_markup }),
        }
        return await call('sendRichMessage', { ...body, ...to }, options)
      } catch (error) {
        if (!isMethodRefused(error)) throw error
        richChats.refused(chat, error)
      }
    }
    return call('sendMessage', { ...plain, ...to }, options)
  }
  /** A message that was refused for what it says, once more as plain text. */
  const plainlyAgain = async (result: SendResult, at: Pick<Chat, 'chatId'>): Promise<SendResult> => {
    const again = result.kind === 'refused' ? plainTelegram(payload) : undefined
    if (again === undefined) return result
    try {
      return readSent(await call('sendMessage', { ...again, ...where, chat_id: chatId(at.chatId) }, options))
    } catch (second) {
      return readSendError(second)
    }
  }
  try {
    return readSent(await send(chat))
  } catch (error) {
    const migratedTo = error instanceof TelegramCallError ? error.details.migratedTo : undefined
    if (migratedTo === undefined) return plainlyAgain(readSendError(error), chat)
    await onMoved?.(chat, { ...chat, chatId: migratedTo })
    try {
      return readSent(await send({ chatId: migratedTo }))
    } catch (second) {
      return plainlyAgain(readSendError(second), { chatId: migratedTo })
    }
  }
}

interface SentFile {
  readonly name: string
  readonly mediaType: string
  readonly base64: string
}

function fileCall({ name, mediaType, base64 }: SentFile, params: Readonly<Record<string, unknown>>) {
  // telegraf sends what has a source as a multipart form.
  const source = { source: Buffer.from(base64, 'base64'), filename: name }
  return mediaType.startsWith('image/')
    ? (['sendPhoto', { ...params, photo: source }] as const)
    : (['sendDocument', { ...params, document: source }] as const)
}

/** Whether a method was refused, not the chat: an older server has no such method, a stricter one another grammar. */
export function isMethodRefused(error: unknown): boolean {
  if (!(error instanceof TelegramCallError)) return false
  const { code } = error.details
  return code === 404 || (code === 400 && !/chat not found|thread|migrat|not enough rights/i.test(error.message))
}

/** Which chats take a method that not every server knows: tried once a chat, and not again where that was refused. */
export interface MethodRefusals {
  takes(chat: Chat): boolean
  refused(chat: Chat, error: unknown): void
}

const MOST_REFUSED = 10_000

/** Remembers refusals while the process lives: a server without the method for every chat. */
export function createMethodRefusals(): MethodRefusals {
  const refused = new Set<string>()
  let isUnknown = false
  return {
    takes: ({ chatId: id }) => !isUnknown && !refused.has(id),
    refused({ chatId: id }, error) {
      if (error instanceof TelegramCallError && error.details.code === 404) isUnknown = true
      if (refused.size >= MOST_REFUSED) refused.clear()
      refused.add(id)
    },
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
