import type { Traits } from '../contract/platform-traits.js'

/** What Telegram is like. It forgets what was sent, so tries are noted; `notesTries` is false where no journal is at hand. */
export const TELEGRAM_TRAITS: Traits = {
  title: 'Telegram',
  hasMenus: true,
  hasSelects: false,
  answersPrivately: false,
  hasRoles: false,
  hasForums: false,
  canCrosspost: false,
  hasTopics: true,
  privateChatIsPerson: true,
  notesTries: true,
}
