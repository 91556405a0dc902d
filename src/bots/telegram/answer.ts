import { setTimeout as delay } from 'node:timers/promises'
import { cutText } from '../../text/cut-text.js'
import { answerInTime } from '../answer-in-time.js'
import { cleanLine } from '../clean.js'
import type { Message } from '../message.js'
import { parseCommand, QUESTION_LIMIT } from '../parse-command.js'
import type { Handle, Payload } from '../platform.js'
import type { Command, Request } from '../request.js'
import { clientLanguage } from './addressed.js'
import type { Account, Addressed } from './addressed.js'
import type { Call } from './call.js'
import { plainLine, renderTelegram } from './render.js'
import { chatParams, sendMessage } from './send.js'

export interface AnswerDeps {
  readonly handle: Handle
  readonly call: Call
  readonly account: Account
  readonly now: () => number
  /** One event, as a line without secrets. */
  readonly log: (line: string) => void
  /** Aborted at the stop: nothing is said after it. */
  readonly stopping: AbortSignal
}

const HANDLE_TIMEOUT_MS = 60_000
const CALL_TIMEOUT_MS = 10_000
const LONGEST_WAIT_MS = 30_000
const TRIES = 3

/** Answers a message that is for the bot: replies in its chat and topic, in as many messages as the answer needs. */
export async function answerMessage(asked: Addressed, deps: AnswerDeps): Promise<void> {
  const command: Command = asked.text === '' ? { name: 'help' } : parseCommand(asked.text)
  const request: Request = {
    chat: asked.chat,
    userId: asked.userId,
    command,
    mayManage: await mayManage(asked, command, deps),
    ...(asked.clientLanguage && { clientLanguage: asked.clientLanguage }),
  }
  const message = await answerInTime(request, HANDLE_TIMEOUT_MS, deps)
  for (const payload of renderTelegram(message)) {
    if (!(await sendPart(asked, payload, deps))) return
  }
}

async function sendPart(
  { chat, messageId }: Addressed,
  payload: Payload,
  { call, log, stopping }: AnswerDeps,
): Promise<boolean> {
  let reason = 'the bot is stopping'
  for (let attempt = 1; attempt <= TRIES && !stopping.aborted; attempt += 1) {
    const result = await sendMessage(call, chat, payload, { signal: stopping, replyTo: messageId })
    if (result.kind === 'sent') return true
    reason = result.reason
    if (result.kind !== 'retry' || result.afterMs > LONGEST_WAIT_MS) break
    if (attempt < TRIES) await delay(result.afterMs, undefined, { signal: stopping }).catch(() => undefined)
  }
  log(`telegram: an answer in chat ${chat.chatId} was not delivered: ${reason}`)
  return false
}

const MANAGING: ReadonlySet<Command['name']> = new Set(['subscribe', 'subscriptions', 'settings', 'forget'])

// Telegram is asked only where the answer depends on it.
async function mayManage(asked: Addressed, command: Command, { call, log, stopping }: AnswerDeps): Promise<boolean> {
  if (asked.isPrivate || asked.isAnonymousAdmin) return true
  if (!MANAGING.has(command.name)) return false
  const params = { chat_id: chatParams(asked.chat).chat_id, user_id: Number(asked.userId) }
  try {
    const member = await call('getChatMember', params, { timeoutMs: CALL_TIMEOUT_MS, signal: stopping })
    const { status } = member as { readonly status?: unknown }
    return status === 'creator' || status === 'administrator'
  } catch (error) {
    log(`telegram: the rights of a member of chat ${asked.chat.chatId} are unknown: ${reasonOf(error)}`)
    return false
  }
}

export interface IncomingQuery {
  readonly id: string
  readonly from: { readonly id: number; readonly language_code?: string }
  readonly query: string
}

// Telegram takes no answer to an older query.
const INLINE_LIFE_MS = 25_000
const INLINE_TIMEOUT_MS = 20_000
const INLINE_CACHE_S = 60
const MOST_RESULTS = 10

/** Answers an inline query with a result for each part of the answer; an empty one with what the bot can do. */
export async function answerInlineQuery(asked: IncomingQuery, deps: AnswerDeps): Promise<void> {
  const receivedAt = deps.now()
  const question = cutText(cleanLine(asked.query), QUESTION_LIMIT)
  const language = clientLanguage(asked.from.language_code)
  const userId = String(asked.from.id)
  const request: Request = {
    // A person's private chat has the person's id, and holds the person's settings.
    chat: { platform: 'telegram', chatId: userId },
    userId,
    command: question === '' ? { name: 'help' } : { name: 'ask', question },
    mayManage: false,
    ...(language && { clientLanguage: language }),
  }
  const message = await answerInTime(request, INLINE_TIMEOUT_MS, deps)
  if (deps.stopping.aborted || deps.now() - receivedAt > INLINE_LIFE_MS) return
  const params = {
    inline_query_id: asked.id,
    results: inlineResults(message),
    // A private message is an excuse, soon to be better.
    cache_time: message.isPrivate ? 1 : INLINE_CACHE_S,
    is_personal: true,
  }
  try {
    await deps.call('answerInlineQuery', params, { timeoutMs: CALL_TIMEOUT_MS, signal: deps.stopping })
  } catch (error) {
    deps.log(`telegram: an inline query was not answered: ${reasonOf(error)}`)
  }
}

function inlineResults(message: Message): readonly Payload[] {
  const parts = renderTelegram(message).slice(0, MOST_RESULTS)
  const line = plainLine(message)
  const title = cutText(message.title ?? line, 100) || '—'
  return parts.map(({ text, ...look }, index) => ({
    type: 'article',
    id: `part-${index + 1}`,
    title: parts.length === 1 ? title : `${title} (${index + 1}/${parts.length})`,
    ...(index === 0 && line !== '' && { description: cutText(line, 200) }),
    input_message_content: { message_text: text, ...look },
  }))
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error'
}
