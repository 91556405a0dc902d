import type { Clock } from '../../timing/clock.js'
import { createPacer, type Pacer, type PaceLimits } from '../../timing/pacer.js'
import { TelegramCallError, type Call } from './call.js'

// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: 30 a second, 1 a second in a chat
// (short bursts pass), 20 a minute in a group. A few of a group's are kept for answers.
const LIMITS: PaceLimits = {
  platform: { most: 30, perMs: 1_000 },
  chat: (chat, urgency) => {
    const isBulk = urgency === 'bulk'
    const second = isBulk ? { most: 1, perMs: 1_000 } : { most: 3, perMs: 3_000 }
    return chat.startsWith('-') ? [second, { most: isBulk ? 18 : 20, perMs: 60_000 }] : [second]
  },
}

export function telegramPacer(clock: Clock): Pacer {
  return createPacer(LIMITS, clock)
}

/** Calls that bring something into a chat wait for their place, and hear of a limit for all that go there. */
export function pacedCaller(call: Call, pacer: Pacer): Call {
  return async (method, params, options) => {
    const chat = params['chat_id']
    if (!isCounted(method) || (typeof chat !== 'number' && typeof chat !== 'string'))
      return call(method, params, options)
    const place = await pacer.take({ chat: String(chat), urgency: 'answer' }, options.signal)
    if (place === undefined) throw new TelegramCallError('the bot is stopping', { mayHaveArrived: false })
    try {
      return await call(method, params, options)
    } catch (error) {
      const waitMs = error instanceof TelegramCallError ? error.details.retryAfterMs : undefined
      if (waitMs !== undefined) pacer.hold(waitMs, String(chat))
      throw error
    } finally {
      place.done()
    }
  }
}

// What leaves nothing in the chat.
const PASSING: ReadonlySet<string> = new Set(['sendChatAction', 'sendMessageDraft'])

function isCounted(method: string): boolean {
  return /^(send|edit|copy|forward)/.test(method) && !PASSING.has(method)
}
