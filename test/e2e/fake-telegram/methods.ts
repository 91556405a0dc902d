import { parseTelegramHtml } from './html-grammar.js'
import type { Entity } from './html-grammar.js'
import { BOT } from './world.js'

export interface SentMessage {
  readonly messageId: number
  readonly chatId: number
  readonly threadId?: number
  readonly replyTo?: number
  /** As a reader sees it. */
  readonly text: string
  readonly entities: readonly Entity[]
}

export type Params = Readonly<Record<string, unknown>>

export interface Refusal {
  readonly status: number
  readonly description: string
  readonly parameters?: Params
}

export type Answer = { readonly result: unknown } | Refusal

/** What the server knows. */
export interface State {
  readonly chats: Map<number, { readonly type: string; readonly isForum: boolean }>
  /** `${chat} ${user}` of those who manage a group. */
  readonly administrators: Set<string>
  readonly sent: SentMessage[]
  readonly commands: Map<string, unknown>
  readonly openQueries: Set<string>
  readonly knownMessages: Set<string>
}

/** Does what a method of the Bot API does; getUpdates is the server's own. */
export function answerMethod(method: string, params: Params, state: State): Answer {
  switch (method) {
    case 'getMe':
      return { result: { ...BOT, can_join_groups: true, supports_inline_queries: true } }
    case 'getMyCommands':
      return { result: state.commands.get(languageOf(params)) ?? [] }
    case 'setMyCommands':
      return setMyCommands(params, state)
    case 'sendMessage':
      return sendMessage(params, state)
    case 'getChatMember':
      return getChatMember(params, state)
    case 'answerInlineQuery':
      return answerInlineQuery(params, state)
    case 'answerCallbackQuery':
    case 'deleteWebhook':
    case 'sendChatAction':
      return { result: true }
    default:
      return { status: 404, description: 'Not Found: method not found' }
  }
}

const bad = (reason: string): Refusal => ({ status: 400, description: `Bad Request: ${reason}` })

function languageOf({ language_code: language }: Params): string {
  return typeof language === 'string' ? language : ''
}

function setMyCommands(params: Params, { commands }: State): Answer {
  const list = params['commands'] as readonly { readonly command: string; readonly description: string }[]
  if (list.length > 100) return bad('BOT_COMMANDS_TOO_MUCH')
  if (!list.every(({ command }) => /^[a-z0-9_]{1,32}$/.test(command))) return bad('BOT_COMMAND_INVALID')
  if (!list.every(({ description }) => description.trim() !== '' && description.length <= 256))
    return bad('BOT_COMMAND_DESCRIPTION_INVALID')
  commands.set(languageOf(params), list)
  return { result: true }
}

function sendMessage(params: Params, state: State): Answer {
  const chatId = Number(params['chat_id'])
  const chat = state.chats.get(chatId)
  if (!chat) return bad('chat not found')
  const threadId = params['message_thread_id'] as number | undefined
  if (threadId !== undefined && !chat.isForum) return bad('message thread not found')
  const reply = params['reply_parameters'] as
    { readonly message_id: number; readonly allow_sending_without_reply?: boolean } | undefined
  const isReplyKnown = reply !== undefined && state.knownMessages.has(`${chatId} ${reply.message_id}`)
  if (reply && !isReplyKnown && !reply.allow_sending_without_reply) return bad('message to be replied not found')
  const read = readText(params['text'], params['parse_mode'])
  if ('status' in read) return read
  const message: SentMessage = {
    messageId: 10_000 + state.sent.length,
    chatId,
    ...(threadId !== undefined && { threadId }),
    ...(isReplyKnown && { replyTo: reply.message_id }),
    ...read,
  }
  state.sent.push(message)
  state.knownMessages.add(`${chatId} ${message.messageId}`)
  const { messageId, text, entities } = message
  const shown = { message_id: messageId, date: 1_750_147_300, from: BOT, chat: { id: chatId, type: chat.type } }
  return { result: { ...shown, text, entities } }
}

/** Text as Telegram takes it; more than 100 entities, which Telegram would drop, are refused here. */
function readText(
  html: unknown,
  mode: unknown,
): { readonly text: string; readonly entities: readonly Entity[] } | Refusal {
  if (typeof html !== 'string') return bad('message text is empty')
  try {
    const { text, entities } = mode === 'HTML' ? parseTelegramHtml(html) : { text: html, entities: [] }
    if (text.trim() === '') return bad('message text is empty')
    if (text.length > 4_096) return bad('message is too long')
    if (entities.length > 100) return bad(`${entities.length} entities`)
    return { text, entities }
  } catch (error) {
    return bad(`can't parse entities: ${(error as Error).message}`)
  }
}

function getChatMember(params: Params, { chats, administrators }: State): Answer {
  if (!chats.has(Number(params['chat_id']))) return bad('chat not found')
  const isAdministrator = administrators.has(`${Number(params['chat_id'])} ${Number(params['user_id'])}`)
  return { result: { status: isAdministrator ? 'administrator' : 'member', user: { id: params['user_id'] } } }
}

interface InlineResult {
  readonly id: string
  readonly title: string
  readonly input_message_content: { readonly message_text: string; readonly parse_mode?: string }
}

function answerInlineQuery(params: Params, { openQueries }: State): Answer {
  const id = String(params['inline_query_id'])
  if (!openQueries.has(id)) return bad('query is too old and response timeout expired or query ID is invalid')
  const results = params['results'] as readonly InlineResult[]
  if (results.length > 50) return bad('RESULTS_TOO_MUCH')
  if (new Set(results.map((result) => result.id)).size < results.length) return bad('RESULT_ID_DUPLICATE')
  for (const result of results) {
    const size = Buffer.byteLength(result.id)
    if (size < 1 || size > 64) return bad('RESULT_ID_INVALID')
    if (result.title.trim() === '') return bad('ARTICLE_TITLE_EMPTY')
    const { message_text: text, parse_mode: mode } = result.input_message_content
    const read = readText(text, mode)
    if ('status' in read) return read
  }
  openQueries.delete(id)
  return { result: true }
}
