import type { Chat, PlatformName } from './request.js'

/** Everything that is kept about a person on a platform, as it is stored; chats that are the person's own are whole. */
export interface PersonReport {
  readonly platform: PlatformName
  readonly userId: string
  /** The person's own chats with the bot. */
  readonly chats: readonly Chat[]
  readonly settings: readonly object[]
  /** Of the person's own chats, and those that the person made elsewhere. */
  readonly subscriptions: readonly object[]
  /** What was sent to the person's own chats, and when. */
  readonly deliveries: readonly object[]
  /** What buttons in the person's own chats remember. */
  readonly memos: readonly object[]
  /** Feeds that the person's own chats added. */
  readonly feeds: readonly object[]
  /** What the person was told as an owner of this bot. */
  readonly notices: readonly object[]
}

/** What is kept about persons. */
export interface Persons {
  export(platform: PlatformName, userId: string): Promise<PersonReport>
  /** Deletes what `export` gives; subscriptions that the person made in other chats stay there, without the name. */
  forget(platform: PlatformName, userId: string): Promise<void>
  /** The chat is the person's own; kept where something is kept about the chat, so that the person's data can be found. */
  noteDirect(chat: Chat, userId: string): Promise<void>
}
