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
import type { Command } from '../../contract/request.js'
import { commandText, otherLanguages, type CommandTextKey } from './command-texts.js'

/** Discord's document takes the permissions as a number; discord.js types them as the string that Discord answers with. */
type Wanted<Body> = Omit<Body, 'default_member_permissions'> & { readonly default_member_permissions?: number }
export type Definition =
  Wanted<RESTPostAPIChatInputApplicationCommandsJSONBody> | Wanted<RESTPostAPIContextMenuApplicationCommandsJSONBody>

type Option = APIApplicationCommandBasicOption

const LONGEST_DIGEST_HOURS = 168

/** The bot's commands as Discord takes them, in the order that help lists them; descriptions in the languages that Discord has. */
export function slashCommands(): readonly Definition[] {
  const subscription = suggested('id', 'option.subscription', { required: true })
  return [
    everywhere('ask', [written('question', 'option.question', { required: true }), forOneReader()]),
    everywhere('digest', [
      span(),
      suggested('section', 'option.section'),
      suggested('country', 'option.country'),
      number('hours', 'option.hours', 1, LONGEST_DIGEST_HOURS),
      forOneReader(),
    ]),
    everywhere('figure', [
      suggested('words', 'option.words', { required: true }),
      suggested('entity', 'option.entity'),
      forOneReader(),
    ]),
    everywhere('story', [suggested('id', 'option.story', { required: true }), forOneReader()]),
    everywhere('compare', [written('text', 'option.text'), forOneReader()]),
    managing('subscribe', [
      suggested('section', 'option.section'),
      number('hour', 'option.hour', 0, 23),
      suggested('language', 'option.language'),
    ]),
    managing('subscriptions', [
      within('list', 'slash.list'),
      ...(['edit', 'pause', 'resume', 'test', 'preview', 'remove'] as const).map((doing) =>
        within(doing, `slash.${doing}`, [subscription]),
      ),
    ]),
    managing('feeds', [
      within('list', 'slash.list'),
      within('add', 'slash.feedAdd', [written('address', 'option.address', { required: true })]),
      within('remove', 'slash.feedRemove', [suggested('feed', 'option.feed', { required: true })]),
      within('import', 'slash.feedImport', [attachment('file', 'option.file')]),
      within('export', 'slash.feedExport'),
    ]),
    everywhere('sources', []),
    managing('settings', [suggested('language', 'option.language'), suggested('timezone', 'option.timezone')]),
    everywhere('help', []),
    // Everybody may have their own deleted; a chat's, who manages it.
    everywhere('forget', [{ type: ApplicationCommandOptionType.Boolean, name: 'confirm', ...described('option.confirm') }]), // prettier-ignore
    {
      type: ApplicationCommandType.Message,
      name: commandText('slash.check'),
      name_localizations: otherLanguages('slash.check'),
      ...ANYWHERE,
    },
  ]
}

function forOneReader(): Option {
  return { type: ApplicationCommandOptionType.Boolean, name: 'private', ...described('option.private') }
}

function span(): Option {
  const choices = (['today', 'week', 'month'] as const).map((value) => ({
    name: commandText(`option.${value}`),
    name_localizations: otherLanguages(`option.${value}`),
    value,
  }))
  return { type: ApplicationCommandOptionType.String, name: 'span', ...described('option.span'), choices }
}

function described(key: CommandTextKey) {
  return { description: commandText(key), description_localizations: otherLanguages(key) }
}

interface IsRequired {
  readonly required?: true
}

function written(name: string, key: CommandTextKey, rest: IsRequired = {}): Option {
  return { type: ApplicationCommandOptionType.String, name, ...described(key), ...rest }
}

/** A text with values to choose from while it is typed; see Beside.suggest. */
function suggested(name: string, key: CommandTextKey, rest: IsRequired = {}): Option {
  return { type: ApplicationCommandOptionType.String, name, ...described(key), autocomplete: true, ...rest }
}

function number(name: string, key: CommandTextKey, least: number, most: number): Option {
  return {
    type: ApplicationCommandOptionType.Integer,
    name,
    ...described(key),
    min_value: least,
    max_value: most,
  }
}

function attachment(name: string, key: CommandTextKey): Option {
  return { type: ApplicationCommandOptionType.Attachment, name, ...described(key), required: true }
}

function within(name: string, key: CommandTextKey, options: Option[] = []): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, ...described(key), options }
}

type Name = Exclude<Command['name'], 'press'>

/** Also where the app is a person's own and the bot no member. */
const ANYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
}

function everywhere(name: Name, options: Option[]): Definition {
  return { type: ApplicationCommandType.ChatInput, name, ...described(`slash.${name}`), options, ...ANYWHERE }
}

/** Only where the bot can post by itself, and for who manages the server. */
function managing(name: Name, options: Option[] | APIApplicationCommandSubcommandOption[]): Definition {
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...described(`slash.${name}`),
    options,
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    default_member_permissions: Number(PermissionFlagsBits.ManageGuild),
  }
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
