import { cutText } from '../../../text/words/cut-text.js'
import type { Payload } from '../../contract/payload.js'
import { messageText } from './read-message.js'
import { payloadOf, textDisplay } from './render.js'

const MAX_TEXT = 4_000

/** A payload as one text without containers, buttons and files: what Discord takes if it takes its words at all. Undefined: it is such a text already. */
export function plainDiscord(payload: Payload): Payload | undefined {
  const components = payload['components']
  if (!Array.isArray(components) || components.length === 0) return undefined
  const text = messageText(payload)
  const plain = { ...payloadOf([textDisplay(cutText(text, MAX_TEXT) || '—')]), ...keptOf(payload) }
  return JSON.stringify(plain['components']) === JSON.stringify(components) ? undefined : plain
}

/** What a payload is beside what it shows: who sees it, whom it pings, what it answers. */
function keptOf({ flags, allowed_mentions: mentions, message_reference: reference }: Payload): Payload {
  return {
    ...(flags !== undefined && { flags }),
    ...(mentions !== undefined && { allowed_mentions: mentions }),
    ...(reference !== undefined && { message_reference: reference }),
  }
}
