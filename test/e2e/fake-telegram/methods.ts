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
  readonly markup?: unknown
  /** HTML of a rich message. */
  readonly rich?: string
  readonly file?: { readonly name: string; readonly size: number }
}

/** What was shown of a message while it grew. */
export interface Draft {
  readonly chatId: number
  readonly draftId: number
  readonly text: string
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
  readonly descriptions: Map<string, string>
  readonly openQueries: Set<string>
  readonly openPresses: Set<string>
  /** Ids of messages that were edited, in order. */
  readonly edits: number[]
  hasRichMessages: boolean
  hasDrafts: boolean
  readonly drafts: Draft[]
  /** How many topics were made. */
  topics: number
  readonly knownMessages: Set<string>
}

/** Does what a method of the Bot API does; getUpdates is the server's own. */
export function answerMethod(method: string, params: Params, state: State): Answer {
  switch (method) {
    case 'getMe':
      return { result: { ...BOT, can_join_groups: true, supports_inline_queries: true } }
    case 'getMyCommands':
      return { result: state.commands.get(listKey(params)) ?? [] }
    case 'setMyCommands':
      return setMyCommands(params, state)
    case 'sendMessage':
      return sendMessage(params, state)
    case 'sendMessageDraft':
      return sendDraft(params, state)
    case 'getChatMember':
      return getChatMember(params, state)
    case 'answerInlineQuery':
      return answerInlineQuery(params, state)
    case 'sendRichMessage':
      return state.hasRichMessages
        ? sendRich(params, state)
        : { status: 404, description: 'Not Found: method not found' }
    case 'sendPhoto':
    case 'sendDocument':
      return sendFile(method, params, state)
    case 'editMessageText':
      return editMessageText(params, state)
    case 'editMessageReplyMarkup':
      return takeMarkup(params, state)
    case 'deleteMessage':
      return deleteMessage(params, state)
    case 'getChat':
      return getChat(params, state)
    case 'getFile':
      return { result: { file_id: params['file_id'], file_path: `documents/${String(params['file_id'])}.opml` } }
    case 'createForumTopic':
      state.topics += 1
      return { result: { message_thread_id: 900 + state.topics, name: params['name'], icon_color: 7_322_096 } }
    case 'getMyDescription':
      return { result: { description: state.descriptions.get(`long ${languageOf(params)}`) ?? '' } }
    case 'getMyShortDescription':
      return { result: { short_description: state.descriptions.get(`short ${languageOf(params)}`) ?? '' } }
    case 'setMyDescription':
      return setDescription('long', params['description'], { most: 512, params, state })
    case 'setMyShortDescription':
      return setDescription('short', params['short_description'], { most: 120, params, state })
    case 'answerCallbackQuery':
      return answerCallbackQuery(params, state)
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

function listKey(params: Params): string {
  const { type = 'default' } = (params['scope'] ?? {}) as { readonly type?: string }
  return `${type} ${languageOf(params)}`
}

function setDescription(
  kind: string,
  text: unknown,
  { most, params, state }: { most: number; params: Params; state: State },
): Answer {
  if (typeof text !== 'string' || text.length > most) return bad('DESCRIPTION_TOO_LONG')
  state.descriptions.set(`${kind} ${languageOf(params)}`, text)
  return { result: true }
}

function answerCallbackQuery(params: Params, { openPresses }: State): Answer {
  const { callback_query_id: id, text = '' } = params as { readonly callback_query_id: string; readonly text?: string }
  if (!openPresses.delete(id)) return bad('query is too old and response timeout expired or query ID is invalid')
  return text.length > 200 ? bad('MESSAGE_TOO_LONG') : { result: true }
}

interface Button {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

/** What is wrong with a keyboard as Telegram tells it. */
function keyboardFault(markup: unknown): Refusal | undefined {
  const { inline_keyboard: rows = [], keyboard = [] } = (markup ?? {}) as {
    inline_keyboard?: readonly (readonly Button[])[]
    keyboard?: readonly unknown[]
  }
  const buttons = rows.flat()
  if (buttons.length > 100) return bad('REPLY_MARKUP_TOO_LONG')
  if (rows.some((row) => row.length === 0 || row.length > 8) || keyboard.length > 300)
    return bad('REPLY_MARKUP_INVALID')
  for (const { text, callback_data: data, url } of buttons) {
    if (text.trim() === '') return bad('BUTTON_TEXT_EMPTY')
    if (data !== undefined && (data === '' || Buffer.byteLength(data) > 64)) return bad('BUTTON_DATA_INVALID')
    if (url !== undefined && !/^(?:https?|tg):/.test(url)) return bad('BUTTON_URL_INVALID')
  }
  return undefined
}

function place(
  params: Params,
  state: State,
): { readonly chatId: number; readonly threadId?: number; readonly type: string } | Refusal {
  const chatId = Number(params['chat_id'])
  const chat = state.chats.get(chatId)
  if (!chat) return bad('chat not found')
  const threadId = params['message_thread_id'] as number | undefined
  if (threadId !== undefined && !chat.isForum) return bad('message thread not found')
  return { chatId, type: chat.type, ...(threadId !== undefined && { threadId }) }
}

function keep(message: Omit<SentMessage, 'messageId'>, type: string, state: State): Answer {
  const messageId = 10_000 + state.sent.length
  state.sent.push({ messageId, ...message })
  state.knownMessages.add(`${message.chatId} ${messageId}`)
  const { text, entities, markup, chatId } = message
  const shown = { message_id: messageId, date: 1_750_147_300, from: BOT, chat: { id: chatId, type } }
  return { result: { ...shown, text, entities, ...(markup !== undefined && { reply_markup: markup }) } }
}

/** What a reader of a private chat sees for half a minute; older servers know no drafts. */
function sendDraft(params: Params, state: State): Answer {
  if (!state.hasDrafts) return { status: 404, description: 'Not Found: method not found' }
  const where = place(params, state)
  if ('status' in where) return where
  if (where.type !== 'private') return bad('drafts can be sent to private chats only')
  if (params['draft_id'] === 0) return bad('DRAFT_ID_INVALID')
  const read = readText(params['text'], params['parse_mode'])
  if ('status' in read) return read
  state.drafts.push({ chatId: where.chatId, draftId: Number(params['draft_id']), text: read.text })
  return { result: true }
}

function sendRich(params: Params, state: State): Answer {
  const where = place(params, state)
  if ('status' in where) return where
  const { html = '' } = params['rich_message'] as { readonly html?: string }
  const text = html.replace(/<[^>]+>/g, ' ').trim()
  if (text === '' || /<script|<img/i.test(html)) return bad("can't parse rich message")
  const fault = keyboardFault(params['reply_markup'])
  if (fault) return fault
  const { type, ...at } = where
  return keep({ ...at, text, entities: [], rich: html, markup: params['reply_markup'] }, type, state)
}

const captionOf = ({ caption }: Params): string => (typeof caption === 'string' ? caption : '')

function sendFile(method: string, params: Params, state: State): Answer {
  const where = place(params, state)
  if ('status' in where) return where
  const file = params[method === 'sendPhoto' ? 'photo' : 'document'] as
    { readonly name: string; readonly size: number } | undefined
  if (!file) return bad('there is no file')
  if (captionOf(params).length > 1_024) return bad('message caption is too long')
  const { type, ...at } = where
  return keep({ ...at, text: captionOf(params), entities: [], file }, type, state)
}

function editMessageText(params: Params, state: State): Answer {
  const index = state.sent.findIndex(
    ({ chatId, messageId }) => chatId === Number(params['chat_id']) && messageId === params['message_id'],
  )
  const before = state.sent[index]
  if (!before) return bad('message to edit not found')
  const read = readText(params['text'], params['parse_mode'])
  if ('status' in read) return read
  const fault = keyboardFault(params['reply_markup'])
  if (fault) return fault
  const markup = params['reply_markup']
  if (before.text === read.text && JSON.stringify(before.markup) === JSON.stringify(markup))
    return bad('message is not modified')
  const { markup: _, ...rest } = before
  state.sent[index] = { ...rest, ...read, ...(markup !== undefined && { markup }) }
  state.edits.push(before.messageId)
  return { result: { message_id: before.messageId, text: read.text } }
}

/** Without a keyboard of its own: the one that stands there goes. */
function takeMarkup(params: Params, state: State): Answer {
  const index = state.sent.findIndex(
    ({ chatId, messageId }) => chatId === Number(params['chat_id']) && messageId === params['message_id'],
  )
  const before = state.sent[index]
  if (!before) return bad('message to edit not found')
  const { markup: _, ...rest } = before
  state.sent[index] = rest
  return { result: { message_id: before.messageId, text: before.text } }
}

function deleteMessage(params: Params, state: State): Answer {
  const index = state.sent.findIndex(
    ({ chatId, messageId }) => chatId === Number(params['chat_id']) && messageId === params['message_id'],
  )
  if (index < 0) return bad('message to delete not found')
  state.sent.splice(index, 1)
  return { result: true }
}

function getChat(params: Params, { chats }: State): Answer {
  const chat = chats.get(Number(params['chat_id']))
  if (!chat) return bad('chat not found')
  return {
    result: {
      id: Number(params['chat_id']),
      type: chat.type,
      title: `Chat ${String(params['chat_id'])}`,
      is_forum: chat.isForum,
    },
  }
}

function setMyCommands(params: Params, { commands }: State): Answer {
  const list = params['commands'] as readonly { readonly command: string; readonly description: string }[]
  if (list.length > 100) return bad('BOT_COMMANDS_TOO_MUCH')
  if (!list.every(({ command }) => /^[a-z0-9_]{1,32}$/.test(command))) return bad('BOT_COMMAND_INVALID')
  if (!list.every(({ description }) => description.trim() !== '' && description.length <= 256))
    return bad('BOT_COMMAND_DESCRIPTION_INVALID')
  commands.set(listKey(params), list)
  return { result: true }
}

function sendMessage(params: Params, state: State): Answer {
  const where = place(params, state)
  if ('status' in where) return where
  const reply = params['reply_parameters'] as
    { readonly message_id: number; readonly allow_sending_without_reply?: boolean } | undefined
  const isReplyKnown = reply !== undefined && state.knownMessages.has(`${where.chatId} ${reply.message_id}`)
  if (reply && !isReplyKnown && !reply.allow_sending_without_reply) return bad('message to be replied not found')
  const read = readText(params['text'], params['parse_mode'])
  if ('status' in read) return read
  const fault = keyboardFault(params['reply_markup'])
  if (fault) return fault
  const markup = params['reply_markup']
  const { type, ...at } = where
  return keep(
    { ...at, ...(isReplyKnown && { replyTo: reply.message_id }), ...read, ...(markup !== undefined && { markup }) },
    type,
    state,
  )
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
  if (Number(params['user_id']) === BOT.id)
    return { result: { status: 'administrator', can_post_messages: true, user: BOT } }
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
