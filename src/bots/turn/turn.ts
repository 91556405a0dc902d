import type { ChatSettings, ChatStore, Posting } from '../contract/chats.js'
import type { OnGrown, ChatRole, Rights, SendResult } from '../contract/platform.js'
import type { Request, Chat, PlatformName } from '../contract/request.js'
import type { View, ShownRegion } from '../wording/view.js'
import type { MayDo } from './limits.js'
import type { Memos } from '../contract/memos.js'
import type { Message } from '../contract/message.js'
import type { AskGrowing, FeedCatalogue, Newsroom } from '../contract/newsroom-port.js'
import type { Traits, TraitsOf } from '../contract/platform-traits.js'
import type { Persons } from '../contract/persons.js'
import type { InTurn } from '../timing/in-turn.js'
import type { Conversations } from './conversations.js'

/** One request while it is answered: who asked, through whose eyes, with what at hand. */
export interface Turn {
  readonly request: Request
  readonly view: View
  readonly settings: ChatSettings
  /** Of the platform that the request came by. */
  readonly traits: Traits
  readonly deps: CommandDeps
  /** Hears of the answer while it grows; absent: it is wanted whole. */
  readonly onGrown?: OnGrown
}
export interface CommandDeps {
  readonly newsroom: Newsroom
  /** Absent: answers are whole at once. */
  readonly askGrowing?: AskGrowing
  readonly chats: ChatStore
  readonly memos: Memos
  readonly catalogue: FeedCatalogue
  /** Absent: nothing can be exported. */
  readonly persons?: Pick<Persons, 'export'>
  readonly region: ShownRegion
  readonly traits: TraitsOf
  readonly now: () => number
  /** What a person and the bot may do in a chat; undefined where the platform does not know it. */
  readonly rights?: (chat: Chat, userId: string) => Promise<Rights | undefined>
  /** Posts to another chat as a subscription's posts look; undefined: its platform is not connected. */
  readonly post?: (chat: Chat, message: Message, posting?: Posting) => Promise<SendResult | undefined>
  /** A role of a chat's server; absent where there are none. */
  readonly role?: (chat: Chat, roleId: string) => Promise<ChatRole | undefined>
  /** Among OWNER of the settings. */
  readonly isOwner?: (platform: PlatformName, userId: string) => boolean
  /** True the first time only; see DeliveryStore. */
  readonly firstSight: (id: string) => Promise<boolean>
  /** Short ids that people can type. */
  readonly newId: () => string
  /** Runs what changes one chat's subscriptions one after another; absent: nothing runs at once. */
  readonly inTurn?: InTurn
  /** How often one person, and one chat, may ask; see conversationLimits. */
  readonly limits?: Limits
  /** What "and with Russia?" goes on from; absent where every question stands alone. */
  readonly conversations?: Conversations
  /** Hears of what went wrong behind a request that was answered with an excuse. */
  readonly onFault?: (error: unknown, request: Request) => void
}

export interface Limits {
  readonly mayAsk: MayDo
  readonly mayAskHere: MayDo
}
