import type { Delivery } from '../contract/chats.js'
import type { Platform, SendResult } from '../contract/platform.js'
import type { Language } from '../../text/types.js'
import type { Payload } from '../contract/payload.js'
import { reasonOf } from '../../text/reason-of.js'

const ASK_AGAIN_MS = 10_000

export interface SendRowDeps {
  readonly platform: Platform
  readonly now: () => number
  /** The first line of a try after one that may have arrived. */
  readonly secondTryLine: (language: Language) => string
}

/** How a try ended, and the row with what is now known of earlier tries. */
export interface SentRow {
  readonly row: Delivery
  readonly result: SendResult
}

/**
 * One try of a row. After a try that may have arrived: the same nonce again while the platform knows it, then a look at
 * the chat; where neither tells, once more with a first line that says so. Never throws.
 */
export async function sendRow(row: Delivery, payload: Payload, deps: SendRowDeps): Promise<SentRow> {
  const { platform, now } = deps
  const { doubt } = row
  const isKnownByNonce = doubt !== undefined && now() - doubt.firstTryAt < (platform.traits.remembersNoncesForMs ?? 0)
  if (doubt === undefined || (isKnownByNonce && !doubt.isMarked))
    return { row, result: await send(row, payload, platform) }
  if (!doubt.isMarked) return lookForIt({ ...row, doubt }, payload, platform)
  const marked = platform.mark?.(payload, deps.secondTryLine(row.language))
  if (marked === undefined) return { row, result: { kind: 'uncertain', reason: doubt.reason } }
  return { row, result: await send(row, marked, platform) }
}

type Doubted = Delivery & Required<Pick<Delivery, 'doubt'>>

async function lookForIt(row: Doubted, payload: Payload, platform: Platform): Promise<SentRow> {
  const { doubt, ...undoubted } = row
  try {
    const found = (await platform.find?.(row.chat, payload, doubt.firstTryAt)) ?? 'unknown'
    if (found === 'absent') return { row: undoubted, result: await send(row, payload, platform) }
    if (found !== 'unknown') return { row, result: { kind: 'sent', messageId: found.messageId } }
    const marked = { ...row, doubt: { ...doubt, isMarked: true } }
    return { row: marked, result: { kind: 'retry', afterMs: 0, reason: 'the chat cannot be read' } }
  } catch (error) {
    return { row, result: { kind: 'retry', afterMs: ASK_AGAIN_MS, reason: reasonOf(error) } }
  }
}

async function send({ chat, nonce }: Delivery, payload: Payload, platform: Platform): Promise<SendResult> {
  try {
    return await platform.send(chat, payload, nonce)
  } catch (error) {
    return { kind: 'uncertain', reason: reasonOf(error) }
  }
}
