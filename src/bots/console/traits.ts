import type { Traits } from '../contract/platform-traits.js'

/** What a terminal is like: one person, who types. */
export const CONSOLE_TRAITS: Traits = {
  title: 'console',
  hasMenus: false,
  hasSelects: false,
  answersPrivately: true,
  hasRoles: false,
  hasForums: false,
  canCrosspost: false,
  hasTopics: false,
  privateChatIsPerson: true,
  notesTries: false,
}
