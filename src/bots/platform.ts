import type { Message } from './message.js'
import type { Chat, PlatformName, Request } from './request.js'

/** One send's worth of a rendered message: JSON that the platform takes as it is, inside its limits. */
export type Payload = Readonly<Record<string, unknown>>

export type SendResult =
  | { readonly kind: 'sent'; readonly messageId: string }
  /** The chat is no more, or the bot may not write there. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** Surely not delivered: may be tried again. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  /** The request left and no answer came: it may have arrived. */
  | { readonly kind: 'uncertain'; readonly reason: string }

export type Handle = (request: Request) => Promise<Message>

/** A place where people talk. Adapters are thin: what is said is decided in commands.ts. */
export interface Platform {
  readonly name: PlatformName
  /** Resolves when updates arrive and messages can be sent; throws PlatformError when that cannot be. */
  start(handle: Handle): Promise<{ readonly link?: string; readonly account: string }>
  /** Parts of a message, each inside the platform's limits. Pure. */
  render(message: Message): readonly Payload[]
  /** One part to one chat, once. `nonce` is 1-25 characters and the same on a second try. Never throws. */
  send(chat: Chat, payload: Payload, nonce: string): Promise<SendResult>
  /** The chat with one person, where that is not the person's id; throws with the reason where there is none. */
  directChat?(userId: string): Promise<Chat>
  /** Resolves within 5 s; nothing is handled after it. */
  stop(): Promise<void>
}

/** A platform that cannot be used: a wrong token, an unreachable server. The message says what to do. */
export class PlatformError extends Error {
  constructor(
    message: string,
    readonly details: { readonly platform: PlatformName; readonly isFinal: boolean },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'PlatformError'
  }
}
