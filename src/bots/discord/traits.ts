import type { Traits } from '../contract/platform-traits.js'

/** What Discord is like. Its private chats have ids of their own, and its nonces hold for "the past few minutes", it says. */
export const DISCORD_TRAITS: Traits = {
  title: 'Discord',
  hasMenus: true,
  hasSelects: true,
  answersPrivately: true,
  hasRoles: true,
  hasForums: true,
  canCrosspost: true,
  hasTopics: false,
  privateChatIsPerson: false,
  remembersNoncesForMs: 2 * 60_000,
  notesTries: false,
}
