import type { Action } from '../../contract/actions.js'
import { texts } from '../../wording/texts.js'
import { clientLanguage } from './addressed.js'
import type { Call } from '../send/call.js'

const CALL_TIMEOUT_MS = 10_000
const MOST_WAITING = 1_000

/** Chats that persons were asked to pick: in memory, so a pick after a restart is answered as an old button. */
export interface ChatPicks {
  /** Offers the person's channels and groups in a private chat. Throws TelegramCallError. */
  ask(userId: number, action: Action, code: string | undefined): Promise<void>
  /** The action that a picked chat is for. */
  take(userId: number, requestId: number): Action | undefined
}

/** Picks by KeyboardButtonRequestChat: https://core.telegram.org/bots/api#keyboardbuttonrequestchat */
export function chatPicks(call: Call): ChatPicks {
  const waiting = new Map<string, Action>()
  let last = 0
  return {
    async ask(userId, action, code) {
      last = (last + 1) % 1_000_000_000
      if (waiting.size >= MOST_WAITING) waiting.delete(waiting.keys().next().value ?? '')
      waiting.set(`${userId} ${last}`, action)
      const say = texts(clientLanguage(code) ?? 'en')
      const asked = (isChannel: boolean) => ({
        request_id: last,
        chat_is_channel: isChannel,
        request_title: true,
        bot_is_member: true,
      })
      const keyboard = [
        [{ text: say('menu.aChannel'), request_chat: asked(true) }],
        [{ text: say('menu.aGroup'), request_chat: asked(false) }],
      ]
      const reply_markup = { keyboard, resize_keyboard: true, one_time_keyboard: true }
      await call(
        'sendMessage',
        { chat_id: userId, text: say('menu.pickHow'), reply_markup },
        { timeoutMs: CALL_TIMEOUT_MS },
      )
    },
    take(userId, requestId) {
      const key = `${userId} ${requestId}`
      const action = waiting.get(key)
      waiting.delete(key)
      return action
    },
  }
}
