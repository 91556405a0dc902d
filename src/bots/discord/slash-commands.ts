import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js'
import type {
  APIApplicationCommandBasicOption,
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js'
import { cutText } from '../../text/cut-text.js'
import { cleanText } from '../clean.js'
import { COMPARE_LIMIT, QUESTION_LIMIT } from '../parse-command.js'
import type { Command } from '../request.js'

/** One of the values that a reader may pick, e.g. a section. */
export interface Choice {
  readonly id: string
  readonly name: string
}

interface Choices {
  readonly sections: readonly Choice[]
  readonly languages: readonly Choice[]
}

/** Discord's document takes the permissions as a number; discord.js types them as the string that Discord answers with. */
type Definition = Omit<RESTPostAPIChatInputApplicationCommandsJSONBody, 'default_member_permissions'> & {
  readonly default_member_permissions?: number
}

const LONGEST_DIGEST_HOURS = 168

/** The bot's slash commands as Discord takes them, in the order that help lists them. At most 25 choices each are offered. */
export function slashCommands(choices: Choices): readonly Definition[] {
  const section = text('section', 'Only this section', { choices: choices.sections })
  const language = text('language', 'Language of what the bot writes', { choices: choices.languages })
  return [
    everywhere('ask', 'Ask about the news: a cited answer', [text('question', 'Your question', { required: true })]),
    everywhere('digest', 'What is new, with sources', [
      section,
      number('hours', 'How far back', 1, LONGEST_DIGEST_HOURS),
    ]),
    everywhere('figure', "A figure's history by period and source", [
      text('words', 'What is measured, e.g. remittances Tajikistan', { required: true }),
    ]),
    everywhere('story', 'A story with all its sources', [text('id', 'The id of the story', { required: true })]),
    everywhere('compare', 'Hold an article against what is known', [
      text('text', 'The address or the text of an article', { required: true }),
    ]),
    managing('subscribe', 'A digest in this channel, once a day', [
      section,
      number('hour', 'Hour of the day, 0 to 23', 0, 23),
      language,
    ]),
    here('subscriptions', 'What this channel gets', [text('remove', 'The id of a subscription to end')]),
    everywhere('feeds', 'How the feeds are doing'),
    everywhere('sources', 'Which outlets are read'),
    managing('settings', 'The language of this channel', [language]),
    everywhere('help', 'What the bot can do'),
    managing('forget', 'Delete all that is kept about this channel', [
      { type: ApplicationCommandOptionType.Boolean, name: 'confirm', description: 'Yes, delete it' },
    ]),
  ]
}

type Option = APIApplicationCommandBasicOption

function text(name: string, description: string, rest: { required?: true; choices?: readonly Choice[] } = {}): Option {
  const choices = rest.choices?.slice(0, 25).map((choice) => ({ name: cutText(choice.name, 100), value: choice.id }))
  return {
    type: ApplicationCommandOptionType.String,
    name,
    description,
    ...(rest.required && { required: true }),
    ...(choices && choices.length > 0 && { choices }),
  }
}

function number(name: string, description: string, least: number, most: number): Option {
  return { type: ApplicationCommandOptionType.Integer, name, description, min_value: least, max_value: most }
}

/** Also where the app is a person's own and the bot no member. */
function everywhere(name: Command['name'], description: string, options: Option[] = []): Definition {
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description,
    options,
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  }
}

/** Only where the bot can post by itself. */
function here(name: Command['name'], description: string, options: Option[]): Definition {
  return {
    ...everywhere(name, description, options),
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  }
}

function managing(name: Command['name'], description: string, options: Option[]): Definition {
  return {
    ...here(name, description, options),
    default_member_permissions: Number(PermissionFlagsBits.ManageGuild),
  }
}

/** Whether what Discord has (GET .../commands) says the same as what we would register. Order does not count. */
export function isRegistered(existing: unknown, wanted: readonly Definition[]): boolean {
  if (!Array.isArray(existing) || existing.length !== wanted.length) return false
  return JSON.stringify(existing.map(canonical).sort()) === JSON.stringify(wanted.map(canonical).sort())
}

// Discord adds ids, versions and defaults of its own: only what we set is compared.
function canonical(command: unknown): string {
  const { name, type, description, options, integration_types, contexts, default_member_permissions } =
    command as Registered
  const sorted = (numbers: readonly number[] | null | undefined): readonly number[] => [...(numbers ?? [])].sort()
  return JSON.stringify([
    name,
    type ?? ApplicationCommandType.ChatInput,
    description,
    (options ?? []).map((option) => canonicalOption(option as Option)),
    sorted(integration_types),
    sorted(contexts),
    Number(default_member_permissions ?? 0),
  ])
}

type Registered = Partial<Omit<Definition, 'default_member_permissions'>> & {
  readonly default_member_permissions?: string | number | null
}

function canonicalOption(option: Option): readonly unknown[] {
  const choices = 'choices' in option ? (option.choices ?? []) : []
  return [
    option.type,
    option.name,
    option.description,
    option.required ?? false,
    'min_value' in option ? option.min_value : undefined,
    'max_value' in option ? option.max_value : undefined,
    choices.map(({ name, value }) => [name, value]),
  ]
}

/** What a slash command asks for; undefined for a name that is none of ours (an old registration). */
export function readInteraction({ commandName, options }: Interaction): Command | undefined {
  const read = (name: string, limit = QUESTION_LIMIT): string =>
    cutText(cleanText(cutText(options.getString(name) ?? '', 2 * limit)).trim(), limit)
  switch (commandName) {
    case 'ask':
      return { name: 'ask', question: read('question') }
    case 'digest':
      return { name: 'digest', ...given('section', read('section')), ...given('hours', options.getInteger('hours')) }
    case 'figure':
      return { name: 'figure', words: read('words') }
    case 'story':
      return { name: 'story', id: read('id') }
    case 'compare':
      return { name: 'compare', text: read('text', COMPARE_LIMIT) }
    case 'subscribe':
      return {
        name: 'subscribe',
        ...given('section', read('section')),
        ...given('hour', options.getInteger('hour')),
        ...given('language', read('language')),
      }
    case 'subscriptions':
      return { name: 'subscriptions', ...given('remove', read('remove')) }
    case 'feeds':
    case 'sources':
    case 'help':
      return { name: commandName }
    case 'settings':
      return { name: 'settings', ...given('language', read('language')) }
    case 'forget':
      return { name: 'forget', ...(options.getBoolean('confirm') && { confirmed: true }) }
    default:
      return undefined
  }
}

type Interaction = Pick<ChatInputCommandInteraction, 'commandName'> & {
  readonly options: Pick<ChatInputCommandInteraction['options'], 'getString' | 'getInteger' | 'getBoolean'>
}

function given<Name extends string, Value>(name: Name, value: Value | null): { readonly [Key in Name]?: Value } {
  return value === null || value === '' ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value })
}
