import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js'
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandSubcommandOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js'
import { calledOf, type CommandRow, type Doing, type Option } from '../../commands/command-row.js'
import { COMMANDS, type CommandTable } from '../../commands/command-table.js'
import { COMMAND_NAMES, type CommandName } from '../../contract/request.js'
import { commandText, otherLanguages, type CommandTextKey } from './command-texts.js'
import { PRIVATE_OPTION } from './read-command.js'

/** Discord's document takes the permissions as a number; discord.js types them as the string that Discord answers with. */
type Wanted<Body> = Omit<Body, 'default_member_permissions'> & { readonly default_member_permissions?: number }
export type Definition =
  Wanted<RESTPostAPIChatInputApplicationCommandsJSONBody> | Wanted<RESTPostAPIContextMenuApplicationCommandsJSONBody>

/** The bot's commands as Discord takes them, in the order that help lists them; descriptions in the languages that Discord has. */
export function slashCommands(table: CommandTable = COMMANDS): readonly Definition[] {
  return [
    ...COMMAND_NAMES.map((name) => definition(name, table[name])),
    {
      type: ApplicationCommandType.Message,
      name: commandText('slash.check'),
      name_localizations: otherLanguages('slash.check'),
      ...ANYWHERE,
    },
  ]
}

/** Also where the app is a person's own and the bot no member. */
const ANYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
}

/** Only where the bot can post by itself, and for who manages the server. */
const MANAGED = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  default_member_permissions: Number(PermissionFlagsBits.ManageGuild),
}

function definition(name: CommandName, { options, doings, seenBy, scope }: CommandRow): Definition {
  const taken = doings
    ? Object.entries(doings).map(([doing, each]) => subcommand(name, doing, each))
    : [...Object.entries(options), ...(seenBy === 'chosen' ? [FOR_ONE_READER] : [])].flatMap(slashOption)
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...described(`slash.${name}`),
    options: taken,
    ...(scope === 'chat' ? MANAGED : ANYWHERE),
  }
}

const FOR_ONE_READER: [key: string, Option] = [PRIVATE_OPTION, { kind: 'yes', typed: 'never' }]

function subcommand(name: CommandName, doing: string, { options }: Doing): APIApplicationCommandSubcommandOption {
  const type = ApplicationCommandOptionType.Subcommand
  const taken = Object.entries(options).flatMap(slashOption)
  return { type, name: doing, ...described(`slash.${name}.${doing}`), options: taken }
}

function slashOption([key, option]: readonly [key: string, Option]): APIApplicationCommandBasicOption[] {
  if (option.isHidden) return []
  const name = calledOf(key, option)
  const said = { name, ...described(`option.${option.text ?? name}`) }
  const required = option.required && { required: true }
  switch (option.kind) {
    case 'text':
      return [{ type: ApplicationCommandOptionType.String, ...said, ...(option.suggests && SUGGESTED), ...required }]
    case 'number': {
      const bounds = { min_value: option.least, max_value: option.most }
      return [{ type: ApplicationCommandOptionType.Integer, ...said, ...bounds, ...required }]
    }
    case 'choice':
      return [{ type: ApplicationCommandOptionType.String, ...said, choices: option.choices.map(choice), ...required }]
    case 'yes':
      return [{ type: ApplicationCommandOptionType.Boolean, ...said, ...required }]
    case 'file':
      return [{ type: ApplicationCommandOptionType.Attachment, ...said, ...required }]
  }
}

/** Values to choose from are shown while it is typed; see PlatformEvents.suggest. */
const SUGGESTED = { autocomplete: true } as const

function choice(value: string) {
  const key = `option.${value}` as const
  return { name: commandText(key), name_localizations: otherLanguages(key), value }
}

function described(key: CommandTextKey) {
  return { description: commandText(key), description_localizations: otherLanguages(key) }
}

/** Whether what Discord has (GET .../commands?with_localizations=true) says the same as what we would register. Order does not count. */
export function isRegistered(existing: unknown, wanted: readonly Definition[]): boolean {
  if (!Array.isArray(existing) || existing.length !== wanted.length) return false
  return JSON.stringify(existing.map(canonical).sort()) === JSON.stringify(wanted.map(canonical).sort())
}

interface Registered {
  readonly [key: string]: unknown
  readonly options?: readonly unknown[] | null
}

// Discord adds ids, versions and defaults of its own: only what we set is compared.
function canonical(command: unknown): string {
  const given = command as Registered
  const sorted = (value: unknown): readonly unknown[] => (Array.isArray(value) ? [...(value as unknown[])].sort() : [])
  return JSON.stringify([
    given['type'] ?? ApplicationCommandType.ChatInput,
    ...canonicalText(given),
    (given.options ?? []).map(canonicalOption),
    sorted(given['integration_types']),
    sorted(given['contexts']),
    Number(given['default_member_permissions'] ?? 0),
  ])
}

function canonicalText({ name, description, ...given }: Registered): readonly unknown[] {
  const localised = (map: unknown) => Object.entries(map ?? {}).sort()
  return [
    name,
    description ?? '',
    localised(given['name_localizations']),
    localised(given['description_localizations']),
  ]
}

function canonicalOption(option: unknown): readonly unknown[] {
  const given = option as Registered
  const choices = (given['choices'] ?? []) as readonly Registered[]
  return [
    given['type'],
    ...canonicalText(given),
    given['required'] ?? false,
    given['autocomplete'] ?? false,
    given['min_value'] ?? '',
    given['max_value'] ?? '',
    choices.map((choice) => [choice['value'], ...canonicalText(choice)]),
    (given.options ?? []).map(canonicalOption),
  ]
}
