import type { PlatformName } from './request.js'

/** How a platform is, the same for all its chats: what code asks in place of a platform's name. Plain data, which goes to other threads. */
export interface Traits {
  /** As people write its name: "Discord". */
  readonly title: string
  /** Buttons, selects and forms are shown. False: all is typed, and a command that would open a menu does what it says. */
  readonly hasMenus: boolean
  /** A choice of many takes one line. False: each choice is a button of its own. */
  readonly hasSelects: boolean
  /**
   * A private answer in a chat of many is read by who asked alone, and a press on a message of all is answered to who
   * pressed. False: everybody there reads both.
   */
  readonly answersPrivately: boolean
  /** Its chats have roles that a post can ping: `role` is there. */
  readonly hasRoles: boolean
  /** A story can be a post of its own: `renderPost` is there. */
  readonly hasForums: boolean
  /** A post can go on to chats that follow this one. */
  readonly canCrosspost: boolean
  /** Sections can have topics of their own in a chat: `openTopic` and `intoTopic` are there. */
  readonly hasTopics: boolean
  /** A person's private chat with the bot has the person's id. False: `directChat` finds it. */
  readonly privateChatIsPerson: boolean
  /** For so long the same nonce gives the first message again. Absent: a second send may be a second message. */
  readonly remembersNoncesForMs?: number
  /** It notes when a send may have left: what is not noted never did. See send-journal.ts. */
  readonly notesTries: boolean
}

/** The traits of a platform by its name. */
export type TraitsOf = (platform: PlatformName) => Traits

/** The same as data, by name. */
export type TraitsTable = Readonly<Record<PlatformName, Traits>>

/** Looks up a table. A platform that it lacks, such as one whose chats are still in the store, can nothing and keeps nothing private. */
export function traitsIn(table: TraitsTable): TraitsOf {
  return (platform) => (Object.hasOwn(table, platform) ? table[platform] : undefined) ?? { ...PLAIN, title: platform }
}

const PLAIN: Omit<Traits, 'title'> = {
  hasMenus: false,
  hasSelects: false,
  answersPrivately: false,
  hasRoles: false,
  hasForums: false,
  canCrosspost: false,
  hasTopics: false,
  privateChatIsPerson: false,
  notesTries: false,
}
