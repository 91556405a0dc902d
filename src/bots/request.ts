import type { Language } from '../text/types.js'

export type PlatformName = 'console' | 'discord' | 'telegram'

/** Where a message goes. Ids are strings on every platform. */
export interface Chat {
  readonly platform: PlatformName
  readonly chatId: string
  /** A Telegram topic (message_thread_id). A Discord thread is a chat of its own. */
  readonly threadId?: string
}

export type Command =
  | { readonly name: 'ask'; readonly question: string }
  | { readonly name: 'digest'; readonly section?: string; readonly hours?: number }
  | { readonly name: 'figure'; readonly words: string }
  | { readonly name: 'story'; readonly id: string }
  | { readonly name: 'compare'; readonly text: string }
  | { readonly name: 'subscribe'; readonly section?: string; readonly hour?: number; readonly language?: string }
  | { readonly name: 'subscriptions'; readonly remove?: string }
  | { readonly name: 'feeds' }
  | { readonly name: 'sources' }
  | { readonly name: 'settings'; readonly language?: string }
  | { readonly name: 'help' }
  | { readonly name: 'forget'; readonly confirmed?: boolean }

/** What a person asked of the bot, whatever platform it came by. */
export interface Request {
  readonly chat: Chat
  readonly userId: string
  readonly command: Command
  /** May change what the chat gets: subscriptions and settings. */
  readonly mayManage: boolean
  /** The language of the person's client, where the platform tells it: used until the chat has chosen one. */
  readonly clientLanguage?: Language
}
