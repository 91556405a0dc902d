import type { ChatSettings } from '../contract/chats.js'
import type { Message } from '../contract/message.js'
import { saveSettings, settingsMenu } from '../menus/settings-menu.js'
import { checkLanguage, checkTimezone } from '../menus/values.js'
import { openSubscribeMenu } from '../menus/subscription-menu.js'
import { subscribe, type Subscribing } from '../menus/subscriptions.js'
import type { Turn } from '../turn/turn.js'

/** Answers `settings`: the menu, or a value changed; "uz-cyrl" is Uzbek in Cyrillic. */
export async function changeSettings(
  { language, timezone }: { readonly language?: string; readonly timezone?: string },
  turn: Turn,
): Promise<Message> {
  const { view, settings } = turn
  let changed: ChatSettings = settings
  if (language !== undefined) {
    const isCyrillic = /^uz-cyrl$/i.test(language)
    const checked = checkLanguage(isCyrillic ? 'uz' : language, view)
    if ('wrong' in checked) return checked.wrong
    const { script: _, ...others } = changed
    changed = { ...others, language: checked.value, ...(isCyrillic && { script: 'Cyrl' }) }
  }
  if (timezone !== undefined) {
    const checked = checkTimezone(timezone, view)
    if ('wrong' in checked) return checked.wrong
    changed = { ...changed, timezone: checked.value }
  }
  return changed === settings ? settingsMenu(turn) : saveSettings(changed, turn)
}

/** Answers `subscribe`: subscribes by the values that were given, or opens the menu that asks for them. */
export async function subscribeOrOpen(given: Subscribing, turn: Turn): Promise<Message> {
  const { section, hour, language } = given
  if (section !== undefined || hour !== undefined || language !== undefined) return subscribe(given, turn)
  return turn.traits.hasMenus ? openSubscribeMenu(turn) : subscribe(given, turn)
}
