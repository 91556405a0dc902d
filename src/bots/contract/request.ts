import type { Language } from '../../text/types.js'
import type { Action } from './actions.js'

/** As its adapter names itself: a lower-case word, part of keys in the store and of an owner's id ("discord:123"). */
export type PlatformName = string

/** Where a message goes. Ids are strings on every platform. */
export interface Chat {
  readonly platform: PlatformName
  readonly chatId: string
  /** A topic of the chat, where topics are no chats of their own (Telegram's; a Discord thread is a chat). */
  readonly threadId?: string
}

export type Command =
  | { readonly name: 'ask'; readonly question: string; readonly offset?: string }
  | {
      readonly name: 'digest'
      readonly section?: string
      readonly hours?: number
      readonly span?: 'today' | 'week' | 'month'
      readonly country?: string
    }
  | { readonly name: 'figure'; readonly words: string }
  | { readonly name: 'story'; readonly id: string }
  | { readonly name: 'compare'; readonly text: string }
  /** Without values: the menu that asks for them. */
  | {
      readonly name: 'subscribe'
      readonly section?: string
      readonly hour?: number
      readonly language?: string
      readonly where?: Chat
    }
  | {
      readonly name: 'subscriptions'
      /** A subscription's id; without `doing` its menu is shown. */
      readonly id?: string
      readonly doing?: 'edit' | 'pause' | 'resume' | 'test' | 'preview' | 'remove'
      readonly remove?: string
    }
  | {
      readonly name: 'feeds'
      readonly doing?: 'list' | 'add' | 'remove' | 'import' | 'export'
      /** A feed's or page's address, or a feed's id. */
      readonly feed?: string
      /** OPML. */
      readonly file?: string
    }
  | { readonly name: 'sources' }
  | { readonly name: 'settings'; readonly language?: string; readonly timezone?: string }
  | { readonly name: 'help' }
  | { readonly name: 'forget'; readonly confirmed?: boolean }
  /** A control was pressed, a select chosen from, a form sent. `isToggle`: the one value changes sides in the set that is chosen. */
  | {
      readonly name: 'press'
      readonly action: Action
      readonly values: readonly string[]
      readonly where?: Chat
      readonly isToggle?: boolean
    }

/** What a reply is about: what the bot's own message shows. */
export interface About {
  readonly storyIds: readonly string[]
  /** The part of it that the person quoted. */
  readonly quote?: string
}

/** What a person asked of the bot, whatever platform it came by. */
export interface Request {
  readonly chat: Chat
  readonly userId: string
  readonly command: Command
  /** May change what the chat gets: subscriptions and settings. */
  readonly mayManage: boolean
  /** The language of the person's client, where the platform tells it: used until the chat has chosen one. */
  readonly clientLanguage?: Language
  /** A conversation with one person. */
  readonly isDirect?: boolean
  /** inline: the answer is a list of results. Absent: a command or a message. */
  readonly via?: 'inline'
  readonly about?: About
}
