import { randomBytes } from 'node:crypto'
import type { Posting } from '../contract/chats.js'
import type { Message } from '../contract/message.js'
import type { Platform, SendResult } from '../contract/platform.js'
import type { Chat } from '../contract/request.js'

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
