import type { Choice, Message } from './message.js'
import type { Language } from '../../text/types.js'
import type { Posting } from './chats.js'
import type { Pacer } from '../timing/pacer.js'
import type { Chat, PlatformName, Request } from './request.js'
import type { Traits } from './platform-traits.js'
import type { EndCause, Payload } from './payload.js'

/** What a platform wants to find again after a restart: JSON that only it reads. No secrets, no persons. */
export interface PlatformStates {
  /** What was kept last; undefined: nothing, or it was forgotten. */
  recall(platform: PlatformName): Promise<unknown>
  /** Replaces what was kept. */
  keep(platform: PlatformName, state: unknown, at: number): Promise<void>
}

export type SendResult =
  | { readonly kind: 'sent'; readonly messageId: string }
  /** The chat is no more, or the bot may not write there. */
  | { readonly kind: 'gone'; readonly reason: string; readonly cause?: EndCause }
  /** The platform does not take this message, not even as plain text; the chat is well. `isMeant`: somebody of the chat wants it so. */
  | { readonly kind: 'refused'; readonly reason: string; readonly isMeant?: true }
  /** Surely not delivered: may be tried again. `limited`: by a rate limit of the chat, or of all chats. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string; readonly limited?: 'chat' | 'all' }
  /** The request left and no answer came: it may have arrived. `isReset`: the line was reset with the request unread in it. */
  | { readonly kind: 'uncertain'; readonly reason: string; readonly isReset?: true }
/** What happened to chats, as the platform tells it. */
export type ChatChange =
  | {
      readonly kind: 'ended'
      readonly chats: readonly Chat[]
      readonly cause: EndCause
      readonly reason: string
      /** The topics of each chat, too. */
      readonly isWhole: boolean
    }
  /** The bot may write there (again); chats that never ended are among them. */
  | { readonly kind: 'back'; readonly chats: readonly Chat[]; readonly isWhole: boolean }
  /** The chat goes on under another id, with its topics. */
  | { readonly kind: 'moved'; readonly from: Chat; readonly to: Chat }
  | { readonly kind: 'person-left'; readonly chat: Chat; readonly userId: string }

/** `onGrown` hears of an answer while it grows, the last state excepted; absent: the answer is wanted whole. */
export type Handle = (request: Request, onGrown?: OnGrown) => Promise<Message>

/** Must not throw. */
export type OnGrown = (message: Message) => void

/** What a person is typing into an option, and of what it is a value. */
export interface Typed {
  readonly of: 'section' | 'country' | 'entity' | 'figure' | 'story' | 'subscription' | 'feed' | 'language' | 'timezone'
  readonly text: string
  readonly chat: Chat
  readonly clientLanguage?: Language
}

/** Why a platform takes the bot no more until a person acts: its token, or anything else of it. The message says what to do. */
export interface Refusal {
  readonly cause: 'token' | 'bot'
  readonly message: string
}

/** What a platform may ask beside `handle`; all answer within 2 s or not at all. */
export interface PlatformEvents {
  /** At most 25 values that fit what is typed, best first. Never throws. */
  readonly suggest?: (typed: Typed) => Promise<readonly Choice[]>
  /** The bot was added to a chat: what to say there, once. Never throws. */
  readonly greet?: (chat: Chat, clientLanguage?: Language) => Promise<Message | undefined>
  /** Told as it happens; a replay changes nothing. Never throws. */
  readonly onChat?: (change: ChatChange) => Promise<void>
  /** Told once, after the start: nothing is heard or sent any more. Never throws. */
  readonly onRefused?: (refusal: Refusal) => void
}

/** What a person and the bot may do in a chat. */
export interface Rights {
  readonly name?: string
  /** The person may change what the chat gets. */
  readonly mayManage: boolean
  /** What the bot lacks to post there, in the platform's own words: "Send Messages". */
  readonly missing: readonly string[]
  /** The chat takes no post without a tag, and has none that the bot may use. */
  readonly needsTag?: boolean
  readonly kind: 'private' | 'group' | 'channel' | 'announcements' | 'forum' | 'topic' | 'thread'
}

/** A role of a server, and whether a post of the bot's in a channel can ping it. */
export interface ChatRole {
  readonly name: string
  readonly mayPing: boolean
  /** It stands for everyone of the server. */
  readonly isEveryone: boolean
}

/** A story as a post of its own in a forum: made once, its first message edited as it develops. */
export interface StoryPost {
  /** The story's id: one post a forum and key, for good. */
  readonly key: string
  readonly name: string
  /** Names of tags, what matters most first: sections, then countries. */
  readonly tags: readonly string[]
  /** The first message: all that is known by now. */
  readonly first: Message
  /** Said below the first message when the post is made. */
  readonly events: readonly Message[]
  /** What is new, said below where the post is there already. */
  readonly news: Message
}

/** A place where people talk. Adapters are thin: what is said is decided in commands.ts. */
export interface Platform {
  readonly name: PlatformName
  readonly traits: Traits
  /** Resolves when updates arrive and messages can be sent; throws PlatformError when that cannot be. */
  start(handle: Handle, events?: PlatformEvents): Promise<{ readonly link?: string; readonly account: string }>
  /**
   * Parts of a message, each inside the platform's limits. Pure. `posting`: how a subscription's post differs from an
   * answer; what it puts into a payload beside the platform's own keys, `send` understands.
   */
  render(message: Message, posting?: Posting): readonly Payload[]
  /** One part that makes or develops a story's post; absent: the platform has no forums. Pure. */
  renderPost?(post: StoryPost, posting?: Posting): Payload
  /** One part to one chat, once. `nonce` is 1-25 characters and the same on a second try. Never throws. */
  send(chat: Chat, payload: Payload, nonce: string): Promise<SendResult>
  /** Paces all that goes to the platform; deliveries ask it for their place. Absent: nothing need wait. */
  readonly pacer?: Pacer
  /**
   * Looks in the chat whether a payload arrived since. 'unknown': the chat cannot be read far enough to tell. Throws the
   * reason why it cannot be asked now.
   */
  find?(chat: Chat, payload: Payload, since: number): Promise<{ readonly messageId: string } | 'absent' | 'unknown'>
  /** The payload with a line before all else; undefined: it has no room for one. */
  mark?(payload: Payload, line: string): Payload | undefined
  /** Asked of the platform anew each time; undefined where the chat is not known to the bot. Throws the reason it cannot be asked. */
  rights?(chat: Chat, userId: string): Promise<Rights | undefined>
  /** Asked of the platform anew; undefined: the chat's server has no such role. Throws the reason it cannot be asked. */
  role?(chat: Chat, roleId: string): Promise<ChatRole | undefined>
  /** Opens a topic of a chat that has topics; its thread id. Throws the reason it cannot be. */
  openTopic?(chat: Chat, name: string): Promise<string>
  /** The payload, sent to that chat, goes into the topic. Pure. */
  intoTopic?(payload: Payload, topicId: string): Payload
  /** The chat with one person, where that is not the person's id; throws with the reason where there is none. */
  directChat?(userId: string): Promise<Chat>
  /** When the platform was heard last, epoch ms; a quiet one is heard within half a minute or so, too. */
  lastHeardAt?(): number
  /** Opens anew a connection that may hang; nothing is lost by it. */
  mend?(): void
  /** Resolves within 5 s; nothing is handled after it. */
  stop(): Promise<void>
}

/** A platform that cannot be used: a wrong token, an unreachable server. The message says what to do. */
export class PlatformError extends Error {
  constructor(
    message: string,
    /** `cause`: of what is final; absent: the token. */
    readonly details: { readonly platform: PlatformName; readonly isFinal: boolean; readonly cause?: Refusal['cause'] },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'PlatformError'
  }
}
