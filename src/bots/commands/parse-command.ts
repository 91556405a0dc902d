import { cutText } from '../../text/words/cut-text.js'
import { LANGUAGES } from '../../text/types.js'
import { cleanText } from '../wording/clean.js'
import type { Command } from '../contract/request.js'

/** Characters (UTF-16 units) of a question that are read. */
export const QUESTION_LIMIT = 1_000
/** Characters of a text that `compare` reads. */
export const COMPARE_LIMIT = 20_000

/** Every chat command, in the order that help lists them. */
export const COMMAND_NAMES = [
  'ask',
  'digest',
  'figure',
  'story',
  'compare',
  'subscribe',
  'subscriptions',
  'feeds',
  'sources',
  'settings',
  'help',
  'forget',
] as const satisfies readonly Command['name'][]

/**
 * What a person wants, from text as people write it: "/ask trade with China", "digest trade-energy 48h",
 * "subscribe trade-energy 9 ru", "/help@SilkwireBot". A command's word without a slash counts only where what follows
 * fits the command ("help me understand transit" is a question), all other text is a question. Values are passed on as
 * they stand, right or wrong: commands.ts answers them. Never throws.
 */
export function parseCommand(text: string): Command {
  const cleaned = cleanText(cutText(text, 4 * COMPARE_LIMIT)).trim()
  const match = /^(\/?)(\p{L}+)(?:@\w+)?(?:\s+(.*))?$/su.exec(cleaned)
  if (!match) return { name: 'ask', question: cutText(cleaned, QUESTION_LIMIT) }
  const [, slash = '', word = '', rest = ''] = match
  const name = word.toLowerCase()
  const command = byName(name, rest.trim())
  if (slash !== '') return command ?? { name: 'help' }
  if (command && fits(name, rest.trim())) return command
  return { name: 'ask', question: cutText(cleaned, QUESTION_LIMIT) }
}

function byName(name: string, rest: string): Command | undefined {
  const words = rest.split(/\s+/).filter((word) => word !== '')
  switch (name) {
    case 'ask':
      return { name, question: cutText(rest, QUESTION_LIMIT) }
    case 'digest':
      return digestCommand(words)
    case 'figure':
      return { name, words: cutText(rest, QUESTION_LIMIT) }
    case 'story':
      return { name, id: cutText(rest, QUESTION_LIMIT) }
    case 'compare':
      return { name, text: cutText(rest, COMPARE_LIMIT) }
    case 'subscribe':
      return subscribeCommand(words)
    case 'subscriptions':
      return subscriptionsCommand(words)
    case 'unsubscribe':
      return subscriptionsCommand(['remove', ...words])
    case 'feeds':
      return feedsCommand(words)
    case 'sources':
    case 'help':
      return { name }
    case 'start':
      return { name: 'help' }
    case 'settings':
      return settingsCommand(words)
    case 'forget':
      return CONFIRMATIONS.has(rest.toLowerCase()) ? { name, confirmed: true } : { name }
    default:
      return undefined
  }
}

const CONFIRMATIONS = new Set(['confirm', 'confirmed', 'yes'])
const REMOVALS = new Set(['remove', 'delete', 'stop'])
const DOINGS = ['edit', 'pause', 'resume', 'test', 'preview'] as const
const SPANS = ['today', 'week', 'month'] as const

// How many words may follow a command's name that has no slash before it.
const MOST_WORDS: Readonly<Record<string, number>> = {
  digest: 2,
  story: 1,
  subscriptions: 2,
  unsubscribe: 1,
  feeds: 2,
  sources: 0,
  help: 0,
  start: 0,
  settings: 2,
  forget: 1,
}

function fits(name: string, rest: string): boolean {
  const words = rest.split(/\s+/).filter((word) => word !== '')
  const most = MOST_WORDS[name]
  const first = words[0]?.toLowerCase() ?? ''
  if (name === 'settings' && words.length === 2) return first === 'language' || first === 'timezone'
  if (name === 'subscriptions' && words.length === 2)
    return REMOVALS.has(first) || DOINGS.some((each) => each === first)
  if (name === 'feeds' && words.length > 0) return FEED_DOINGS.some((each) => each === first)
  return most === undefined || words.length <= most
}

function digestCommand(words: readonly string[]): Command {
  const last = /^(\d{1,4})([hd])?$/i.exec(words.at(-1) ?? '')
  const hours = last ? Number(last[1]) * (last[2]?.toLowerCase() === 'd' ? 24 : 1) : undefined
  const span = SPANS.find((each) => each === words.at(-1)?.toLowerCase())
  const named = words.slice(0, last || span ? -1 : undefined)
  // "digest in Kazakhstan": a country stands behind "in".
  const inAt = named.findIndex((word) => word.toLowerCase() === 'in')
  const section = named.slice(0, inAt < 0 ? undefined : inAt).join(' ')
  const country = inAt < 0 ? '' : named.slice(inAt + 1).join(' ')
  return {
    name: 'digest',
    ...(section !== '' && { section: cutText(section, QUESTION_LIMIT) }),
    ...(country !== '' && { country: cutText(country, QUESTION_LIMIT) }),
    ...(hours !== undefined && { hours }),
    ...(span !== undefined && { span }),
  }
}

function subscribeCommand(words: readonly string[]): Command {
  const hourAt = words.findIndex((word) => parseHour(word) !== undefined)
  const hour = parseHour(words[hourAt] ?? '')
  const before = hourAt < 0 ? [...words] : words.slice(0, hourAt)
  const after = hourAt < 0 ? [] : words.slice(hourAt + 1)
  const last = before.at(-1)?.toLowerCase()
  if (after.length === 0 && LANGUAGES.some((language) => language === last)) after.push(...before.splice(-1))
  const section = before.join(' ')
  return {
    name: 'subscribe',
    ...(section !== '' && { section: cutText(section, QUESTION_LIMIT) }),
    ...(hour !== undefined && { hour }),
    ...(after.length > 0 && { language: cutText(after.join(' '), QUESTION_LIMIT) }),
  }
}

/** "9", "09:00", "9am", "-3" and "9:30" (9.5: no full hour, and answered as such). */
function parseHour(word: string): number | undefined {
  const match = /^(-?\d{1,4}(?:\.\d{1,2})?)(?::(\d\d))?(am|pm)?$/i.exec(word)
  if (!match) return undefined
  const half = match[3]?.toLowerCase()
  const hour = Number(match[1])
  const day = half === undefined || hour < 1 || hour > 12 ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)
  return day + Number(match[2] ?? 0) / 60
}

function subscriptionsCommand(words: readonly string[]): Command {
  const [first = '', ...rest] = words
  if (words.length === 0) return { name: 'subscriptions' }
  const doing = DOINGS.find((each) => each === first.toLowerCase())
  if (doing !== undefined)
    return { name: 'subscriptions', doing, ...(rest.length > 0 && { id: cutText(rest.join(' '), QUESTION_LIMIT) }) }
  const id = REMOVALS.has(first.toLowerCase()) ? rest : words
  return { name: 'subscriptions', remove: cutText(id.join(' '), QUESTION_LIMIT) }
}

function settingsCommand(words: readonly string[]): Command {
  const [first = '', ...rest] = words
  const value = cutText(rest.join(' '), QUESTION_LIMIT)
  if (first.toLowerCase() === 'timezone' && value !== '') return { name: 'settings', timezone: value }
  const language = first.toLowerCase() === 'language' ? value : cutText(words.join(' '), QUESTION_LIMIT)
  return language === '' ? { name: 'settings' } : { name: 'settings', language }
}

const FEED_DOINGS = ['list', 'add', 'remove', 'import', 'export'] as const

function feedsCommand(words: readonly string[]): Command {
  const [first = '', ...rest] = words
  const doing = FEED_DOINGS.find((each) => each === first.toLowerCase())
  const feed = cutText((doing === undefined ? words : rest).join(' '), QUESTION_LIMIT)
  return { name: 'feeds', ...(doing !== undefined && { doing }), ...(feed !== '' && { feed }) }
}
