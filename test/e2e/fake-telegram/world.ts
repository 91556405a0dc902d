export const BOT = { id: 7_000_000_001, is_bot: true, first_name: 'Silkwire', username: 'SilkwireTestBot' } as const
export const READER = { id: 4_201, is_bot: false, first_name: 'Aida', language_code: 'en' } as const
export const ADMIN = { id: 4_202, is_bot: false, first_name: 'Bek', language_code: 'ru' } as const
/** How Telegram names an administrator who shows the group's name. */
export const ANONYMOUS = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
} as const

export const GROUP = { id: -1_001_000_000_001, type: 'supergroup', title: 'Region desk' } as const
export const FORUM = { id: -1_001_000_000_002, type: 'supergroup', title: 'Topics', is_forum: true } as const
export const CHANNEL = { id: -1_001_000_000_003, type: 'channel', title: 'News' } as const

export interface Someone {
  readonly id: number
  readonly is_bot: boolean
  readonly first_name: string
  readonly username?: string
  readonly language_code?: string
}

export interface Somewhere {
  readonly id: number
  readonly type: string
}

interface Said {
  readonly text: string
  /** Default: READER. */
  readonly from?: Someone
  /** Default: the private chat of `from`. */
  readonly chat?: Somewhere
  readonly sender_chat?: Somewhere
  /** The topic that it is written in. */
  readonly topic?: number
  /** Who wrote the message that it replies to. */
  readonly replyTo?: Someone
  /** A post of the channel that the group belongs to. */
  readonly isChannelPost?: boolean
}

let lastMessageId = 100

/** An update with a message, its commands and mentions found as Telegram finds them. */
export function messageUpdate({ text, from = READER, chat, sender_chat, topic, replyTo, isChannelPost }: Said) {
  lastMessageId += 1
  const where = chat ?? { id: from.id, type: 'private', first_name: from.first_name }
  return {
    message: {
      message_id: lastMessageId,
      date: 1_750_147_200,
      from,
      chat: where,
      text,
      entities: findEntities(text),
      ...(sender_chat && { sender_chat }),
      ...(isChannelPost && { is_automatic_forward: true }),
      ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true }),
      ...((replyTo ?? (topic !== undefined ? READER : undefined)) && {
        reply_to_message: {
          message_id: topic ?? 50,
          date: 1_750_147_100,
          chat: where,
          from: replyTo ?? BOT,
          // A message in a topic that replies to nothing replies to the topic's beginning.
          ...(replyTo === undefined && { forum_topic_created: { name: 'Trade', icon_color: 7_322_096 } }),
        },
      }),
    },
  }
}

/** An update with an inline query of `from`. */
export function inlineQueryUpdate(id: string, query: string, from: Someone = READER) {
  return { inline_query: { id, from, query, offset: '', chat_type: 'private' } }
}

function findEntities(text: string) {
  return [...text.matchAll(/(?<![\w/])\/\w+(?:@\w+)?|(?<!\w)@\w{3,}/g)].map((match) => ({
    type: match[0].startsWith('/') ? 'bot_command' : 'mention',
    offset: match.index,
    length: match[0].length,
  }))
}

/** An update with a press of a button of a message. */
export function pressUpdate(
  id: string,
  data: string,
  message: { messageId: number; chat: Somewhere; topic?: number },
  from: Someone = READER,
) {
  const { messageId, chat, topic } = message
  const shown = {
    message_id: messageId,
    date: 1_750_147_300,
    from: BOT,
    chat,
    ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true }),
  }
  return { callback_query: { id, from, chat_instance: '1', data, message: shown } }
}
