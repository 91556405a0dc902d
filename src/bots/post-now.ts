import { randomBytes } from 'node:crypto'
import type { Posting } from './chats.js'
import type { Message } from './message.js'
import type { Platform, SendResult } from './platform.js'
import type { Chat } from './request.js'

/** Posts a message to a chat as a subscription's posts look, part after part, each once; the first result that is not `sent` ends it. */
export async function postNow(
  platform: Platform,
  chat: Chat,
  { message, posting }: { readonly message: Message; readonly posting?: Posting },
): Promise<SendResult | undefined> {
  const nonce = randomBytes(8).toString('hex')
  let last: SendResult | undefined
  for (const [index, payload] of platform.render(message, posting).entries()) {
    last = await platform.send(chat, payload, `${nonce}-${String(index)}`)
    if (last.kind !== 'sent') return last
  }
  return last
}
