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

/** The commands, in the order that help lists them. What each takes, asks for and does is a row of commands/command-table.ts. */
export const COMMAND_NAMES = [
  'ask',
  'digest',
  'figure',
  'story',
  'compare',
  'subscribe',
  'subscriptions',
  'feeds',
  'sources',
  'settings',
  'help',
  'forget',
] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

/** A command with the options that were given; CommandOf says which each has. */
export interface GivenCommand {
  readonly name: CommandName
  readonly [option: string]: string | number | boolean | undefined
}

/** A control was pressed, a select chosen from, a form sent. `isToggle`: the one value changes sides in the set that is chosen. */
export interface Press {
  readonly name: 'press'
  readonly action: Action
  readonly values: readonly string[]
  readonly where?: Chat
  readonly isToggle?: boolean
}

export type Command = GivenCommand | Press

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
