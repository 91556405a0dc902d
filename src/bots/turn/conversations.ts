import type { Language } from '../../text/types.js'
import type { Chat, PlatformName } from '../contract/request.js'
import type { Understood } from '../../summaries/terms/understood.js'

/** How a question was understood, and the language of its answer. */
export interface AskedBefore {
  readonly understood: Understood
  readonly language: Language
}

/** What each person asked last in each chat, as it was understood: what "and with Russia?" goes on from. In memory alone, for half an hour. */
export interface Conversations {
  /** The question before; undefined where none was asked of late. */
  before(chat: Chat, userId: string): AskedBefore | undefined
  keep(chat: Chat, userId: string, asked: AskedBefore): void
  /** The next question of this person here stands alone. True where there was one to go on from. */
  end(chat: Chat, userId: string): boolean
  /** The chat goes on under another id, with its topics. */
  move(from: Chat, to: Chat): void
  /** Forgets a person everywhere on a platform, or everybody in a chat. */
  forget(whom: { readonly platform: PlatformName; readonly userId: string } | { readonly chat: Chat }): void
}
