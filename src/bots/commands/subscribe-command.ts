import type { Message } from '../contract/message.js'
import { openSubscribeMenu } from '../menus/subscription-menu.js'
import { subscribe, type Subscribing } from '../menus/subscriptions.js'
import type { Turn } from '../turn/turn.js'

/** Answers `subscribe`: subscribes by the values that were given, or opens the menu that asks for them. */
export async function subscribeOrOpen(given: Subscribing, turn: Turn): Promise<Message> {
  const { section, hour, language } = given
  if (section !== undefined || hour !== undefined || language !== undefined) return subscribe(given, turn)
  return turn.traits.hasMenus ? openSubscribeMenu(turn) : subscribe(given, turn)
}
