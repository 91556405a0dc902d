import { ApplicationCommandOptionType } from 'discord.js'
import type {
  APIApplicationCommandInteractionDataOption,
  APIAttachment,
  APIChatInputApplicationCommandInteractionData,
  APIMessageApplicationCommandInteractionData,
} from 'discord.js'
import { cutText } from '../../../text/words/cut-text.js'
import { cleanText } from '../../wording/clean.js'
import { COMPARE_LIMIT, QUESTION_LIMIT } from '../../commands/parse-command.js'
import type { Typed } from '../../contract/platform.js'
import type { Command } from '../../contract/request.js'
import { messageText } from '../render/read-message.js'

/** What a slash command asks for. */
export interface ReadCommand {
  readonly command: Command
  /** The option `private` says so. */
  readonly isPrivate: boolean
  /** To be fetched: the command's `file`. */
  readonly attachment?: APIAttachment
}

type Option = APIApplicationCommandInteractionDataOption
/** What was typed and where. */
type Focused = Pick<Typed, 'of' | 'text'>

const TEXT_LIMIT: Readonly<Record<string, number>> = { text: COMPARE_LIMIT }

/** What a slash command asks for; undefined for a name that is none of ours (an old registration). */
export function readCommand(data: APIChatInputApplicationCommandInteractionData): ReadCommand | undefined {
  const { subcommand, options } = flattened(data.options ?? [])
  const values = new Map(options.map((option) => [option.name, valueOf(option)]))
  const command = commandOf(data.name, subcommand, (name) => values.get(name))
  if (!command) return undefined
  const file = values.get('file')
  const attachment = typeof file === 'string' ? data.resolved?.attachments?.[file] : undefined
  return { command, isPrivate: values.get('private') === true, ...(attachment && { attachment }) }
}

function flattened(options: readonly Option[]): { readonly subcommand?: string; readonly options: readonly Option[] } {
  const [first] = options
  if (first?.type !== ApplicationCommandOptionType.Subcommand) return { options }
  return { subcommand: first.name, options: first.options ?? [] }
}

type Value = string | number | boolean

function valueOf(option: Option): Value | undefined {
  if (!('value' in option)) return undefined
  const { name, value } = option
  if (typeof value !== 'string') return value
  const limit = TEXT_LIMIT[name] ?? QUESTION_LIMIT
  const text = cutText(cleanText(cutText(value, 2 * limit)).trim(), limit)
  return text === '' ? undefined : text
}

const WITH_SUBSCRIPTION = ['edit', 'pause', 'resume', 'test', 'preview', 'remove'] as const
const WITH_FEEDS = ['list', 'add', 'remove', 'import', 'export'] as const
const SPANS = ['today', 'week', 'month'] as const

function commandOf(
  name: string,
  subcommand: string | undefined,
  value: (name: string) => Value | undefined,
): Command | undefined {
  const text = (option: string): string => String(value(option) ?? '')
  const some = <Key extends string, Kept>(key: Key, kept: Kept | undefined) =>
    (kept === undefined || kept === '' ? {} : { [key]: kept }) as { readonly [K in Key]?: Kept }
  const whole = (option: string): number | undefined => (typeof value(option) === 'number' ? Number(value(option)) : undefined) // prettier-ignore
  switch (name) {
    case 'ask':
      return { name, question: text('question') }
    case 'digest':
      return {
        name,
        ...some('section', text('section')),
        ...some('hours', whole('hours')),
        ...some(
          'span',
          SPANS.find((span) => span === value('span')),
        ),
        ...some('country', text('country')),
      }
    case 'figure':
      return { name, words: [text('words'), text('entity')].join(' ').trim() }
    case 'story':
      return { name, id: text('id') }
    case 'compare':
      return { name, text: text('text') }
    case 'subscribe':
      return {
        name,
        ...some('section', text('section')),
        ...some('hour', whole('hour')),
        ...some('language', text('language')),
      }
    case 'subscriptions': {
      const doing = WITH_SUBSCRIPTION.find((each) => each === subcommand)
      return { name, ...some('id', text('id')), ...some('doing', doing), ...some('remove', text('remove')) }
    }
    case 'feeds': {
      const doing = WITH_FEEDS.find((each) => each === subcommand)
      return { name, ...some('doing', doing), ...some('feed', text('address') || text('feed')) }
    }
    case 'settings':
      return { name, ...some('language', text('language')), ...some('timezone', text('timezone')) }
    case 'forget':
      return { name, ...(value('confirm') === true && { confirmed: true }) }
    case 'sources':
    case 'help':
      return { name }
    default:
      return undefined
  }
}

// Which values fit an option, by command and option.
const SUGGESTED: Readonly<Record<string, Typed['of']>> = {
  section: 'section',
  country: 'country',
  entity: 'entity',
  words: 'figure',
  language: 'language',
  timezone: 'timezone',
  feed: 'feed',
}

/** What is being typed into an option; undefined where nothing is suggested for it. */
export function readTyped(data: {
  readonly name: string
  readonly options?: readonly Option[] | undefined
}): Focused | undefined {
  const { options } = flattened(data.options ?? [])
  const focused = options.find((option) => 'focused' in option && option.focused)
  if (!focused || !('value' in focused)) return undefined
  const ofId = data.name === 'story' ? 'story' : 'subscription'
  const of = focused.name === 'id' ? ofId : SUGGESTED[focused.name]
  return of && { of, text: cutText(String(focused.value), 100) }
}

/** "Check against the brief": the text of a message, or the address that it is little more than. */
export function readMessageCommand(data: APIMessageApplicationCommandInteractionData): Command {
  const message = data.resolved.messages[data.target_id]
  const text = message === undefined ? '' : messageText(message)
  const [address, ...others] = text.match(/https?:\/\/[^\s<>()]+/g) ?? []
  const isLink = address !== undefined && others.length === 0 && text.length - address.length < MOST_BESIDE_LINK
  return { name: 'compare', text: cutText(isLink ? address : text, COMPARE_LIMIT) }
}

/** A post of a link has a few words of its own beside it. */
const MOST_BESIDE_LINK = 200
