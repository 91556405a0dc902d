import { createHash } from 'node:crypto'
import type { ChatStore } from '../contract/chats.js'
import type { Message } from '../contract/message.js'
import type { Platform, SendResult } from '../contract/platform.js'
import { viewIn, type ShownRegion, type View } from '../wording/view.js'
import { reasonOf } from '../../text/reason-of.js'

export interface SayDeps {
  readonly chats: Pick<ChatStore, 'settings'>
  readonly region: ShownRegion
}

/** What is said to one person, in one part. */
export interface Said {
  readonly userId: string
  readonly message: (view: View) => Message
  /** See `nonceFrom`. */
  readonly nonce: string
}

/** Says something to a person where the bot can write to them alone, in the language that they chose there. Never throws: what cannot be asked now may be tried again. */
export async function sayToPerson(
  platform: Platform,
  { userId, message, nonce }: Said,
  { chats, region }: SayDeps,
): Promise<SendResult> {
  try {
    const chat = (await platform.directChat?.(userId)) ?? { platform: platform.name, chatId: userId }
    const { language = 'en' } = await chats.settings(chat)
    const [payload] = platform.render(message(viewIn(language, region)))
    if (payload === undefined) return { kind: 'refused', reason: 'the message was empty' }
    return await platform.send(chat, payload, nonce)
  } catch (error) {
    return { kind: 'retry', afterMs: 0, reason: reasonOf(error) }
  }
}

/** A nonce of 22 characters for what is said once; the same words give the same. */
export function nonceFrom(words: string): string {
  return createHash('sha256').update(words).digest('base64url').slice(0, 22)
}
