import { LANGUAGES } from '../../../text/types.js'
import type { Language } from '../../../text/types.js'
import { COMMAND_NAMES, type Chat } from '../../contract/request.js'

/** What is read of a message: https://core.telegram.org/bots/api#message */
export interface IncomingMessage {
  readonly message_id: number
  readonly chat: { readonly id: number; readonly type: string }
  readonly from?: Sender
  readonly sender_chat?: { readonly id: number }
  readonly via_bot?: { readonly id: number }
  readonly is_automatic_forward?: boolean
  readonly is_topic_message?: boolean
  readonly message_thread_id?: number
  readonly text?: string
  readonly entities?: readonly Entity[]
  readonly caption?: string
  readonly caption_entities?: readonly Entity[]
  readonly reply_to_message?: RepliedMessage
  readonly quote?: { readonly text: string }
  readonly document?: { readonly file_id: string; readonly file_name?: string; readonly file_size?: number }
  readonly chat_shared?: { readonly request_id: number; readonly chat_id: number; readonly title?: string }
}

/** What is read of a message that was replied to. */
export interface RepliedMessage {
  readonly message_id?: number
  readonly from?: { readonly id: number }
  readonly forum_topic_created?: unknown
  readonly text?: string
  readonly entities?: readonly Entity[]
  readonly reply_markup?: {
    readonly inline_keyboard?: readonly (readonly { readonly text?: string; readonly callback_data?: string }[])[]
  }
}

interface Sender {
  readonly id: number
  readonly is_bot: boolean
  readonly language_code?: string
}

/** https://core.telegram.org/bots/api#messageentity */
export interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly user?: { readonly id: number }
  readonly url?: string
}

/** Who the bot is, from getMe. */
export interface Account {
  readonly id: number
  readonly username: string
}

/** A message that is meant for the bot. */
export interface Addressed {
  readonly chat: Chat
  readonly userId: string
  readonly messageId: number
  /** Without the bot's name; '' where only the bot was named. */
  readonly text: string
  readonly isPrivate: boolean
  /** Written by an administrator who shows the group's name instead of the own. */
  readonly isAnonymousAdmin: boolean
  readonly clientLanguage?: Language
  /** The bot's own message that it replies to. */
  readonly replied?: RepliedMessage
  /** What of that message was quoted. */
  readonly quoted?: string
  /** An OPML file that came with it. */
  readonly file?: { readonly id: string; readonly size: number }
}

/**
 * Reads a message where it is for the bot: any text in a private chat; in a group a command, a reply to the bot or a
 * mention of it. Undefined: other talk, channel posts, and what bots write.
 */
export function readMessage(message: IncomingMessage, account: Account): Addressed | undefined {
  if (message.chat.type === 'channel' || !isFromPerson(message, account)) return undefined
  const { text, entities } = textOf(message)
  const file = opmlOf(message)
  if (text.trim() === '' && file === undefined) return undefined
  const isPrivate = message.chat.type === 'private'
  if (!isPrivate && !isForUs(message, { text, entities }, account)) return undefined
  const sender = message.sender_chat ?? message.from
  const language = clientLanguage(message.from?.language_code)
  const threadId = message.is_topic_message ? message.message_thread_id : undefined
  return {
    chat: {
      platform: 'telegram',
      chatId: String(message.chat.id),
      ...(threadId !== undefined && { threadId: String(threadId) }),
    },
    userId: String(sender?.id ?? message.chat.id),
    messageId: message.message_id,
    text: withoutMentions(text, entities, account).trim(),
    isPrivate,
    isAnonymousAdmin: message.sender_chat?.id === message.chat.id,
    ...(language !== undefined && { clientLanguage: language }),
    ...(isReplyTo(message, account) && message.reply_to_message && { replied: message.reply_to_message }),
    ...(message.quote && { quoted: message.quote.text }),
    ...(file && { file }),
  }
}

function opmlOf({ document }: IncomingMessage): Addressed['file'] {
  if (!document || !/\.(?:opml|xml)$/i.test(document.file_name ?? '')) return undefined
  return { id: document.file_id, size: document.file_size ?? 0 }
}

/** The language of a Telegram client ("zh-hans", "ru"), where it is one of ours. */
export function clientLanguage(code: string | undefined): Language | undefined {
  const [language] = (code ?? '').toLowerCase().split('-')
  return LANGUAGES.find((ours) => ours === language)
}

// Anonymous administrators and channels write through bots of Telegram's own, with the sender's chat beside.
function isFromPerson(message: IncomingMessage, { id }: Account): boolean {
  if (message.is_automatic_forward || message.via_bot?.id === id) return false
  return message.sender_chat !== undefined || message.from?.is_bot === false
}

interface Text {
  readonly text: string
  readonly entities: readonly Entity[]
}

function textOf(message: IncomingMessage): Text {
  if (message.text !== undefined) return { text: message.text, entities: message.entities ?? [] }
  return { text: message.caption ?? '', entities: message.caption_entities ?? [] }
}

function isForUs(message: IncomingMessage, said: Text, account: Account): boolean {
  const command = commandOf(said)
  if (command) {
    const [name = '', bot] = command.slice(1).toLowerCase().split('@')
    if (bot !== undefined) return bot === account.username.toLowerCase()
    if (name === 'start' || COMMAND_NAMES.some((ours) => ours === name)) return true
  }
  return isReplyTo(message, account) || said.entities.some((entity) => isMention(said.text, entity, account))
}

function commandOf({ text, entities }: Text): string | undefined {
  const entity = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0)
  return entity && text.slice(0, entity.length)
}

// In a topic each message counts as a reply to the one that opened the topic.
function isReplyTo(message: IncomingMessage, { id }: Account): boolean {
  const replied = message.reply_to_message
  return replied?.from?.id === id && replied.forum_topic_created === undefined
}

function isMention(text: string, entity: Entity, { id, username }: Account): boolean {
  if (entity.type === 'text_mention') return entity.user?.id === id
  const name = text.slice(entity.offset, entity.offset + entity.length)
  return entity.type === 'mention' && name.toLowerCase() === `@${username.toLowerCase()}`
}

function withoutMentions(text: string, entities: readonly Entity[], account: Account): string {
  return entities
    .filter((entity) => isMention(text, entity, account))
    .sort((one, other) => other.offset - one.offset)
    .reduce((rest, { offset, length }) => `${rest.slice(0, offset)} ${rest.slice(offset + length)}`, text)
}
