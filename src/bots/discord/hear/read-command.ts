import { ApplicationCommandOptionType } from 'discord.js'
import type {
  APIApplicationCommandInteractionDataOption,
  APIAttachment,
  APIChatInputApplicationCommandInteractionData,
  APIMessageApplicationCommandInteractionData,
} from 'discord.js'
import { cutText } from '../../../text/words/cut-text.js'
import { cleanText } from '../../wording/clean.js'
import {
  calledOf,
  COMPARE_LIMIT,
  optionsOf,
  QUESTION_LIMIT,
  type CommandRow,
  type Option,
} from '../../commands/command-row.js'
import { COMMANDS, type CommandOf, type CommandTable } from '../../commands/command-table.js'
import type { Typed } from '../../contract/platform.js'
import { COMMAND_NAMES, type CommandName, type GivenCommand } from '../../contract/request.js'
import { messageText } from '../render/read-message.js'

/** What a slash command asks for. */
export interface ReadCommand {
  readonly command: GivenCommand
  /** The option `private` says so. */
  readonly isPrivate: boolean
  /** To be fetched: the command's option of kind `file`. */
  readonly attachment?: APIAttachment
}

type Sent = APIApplicationCommandInteractionDataOption
/** What was typed and where. */
type Focused = Pick<Typed, 'of' | 'text'>
type Value = string | number | boolean

/** The option by which a person asks for an answer that nobody else sees; see SeenBy. */
export const PRIVATE_OPTION = 'private'

/** What a slash command asks for; undefined for a name that is none of ours (an old registration). */
export function readCommand(
  data: APIChatInputApplicationCommandInteractionData,
  table: CommandTable = COMMANDS,
): ReadCommand | undefined {
  if (!isCommand(data.name)) return undefined
  const { doing, options, sent } = sentOf(table[data.name], data.options ?? [])
  const given: Record<string, Value> = {}
  for (const [key, option] of Object.entries(options)) {
    const value = option.isHidden ? undefined : valueOf(option, sent.get(calledOf(key, option)))
    const into = option.joins ?? key
    if (value !== undefined) given[into] = given[into] ? `${String(given[into])} ${String(value)}` : value
    else if (option.typed === 'all') given[key] ??= ''
  }
  const file = Object.entries(options).find(([, { kind }]) => kind === 'file')
  const id = file && sent.get(calledOf(...file))
  const attachment = typeof id === 'string' ? data.resolved?.attachments?.[id] : undefined
  const isPrivate = table[data.name].seenBy === 'chosen' && sent.get(PRIVATE_OPTION) === true
  const command = { name: data.name, ...(doing !== undefined && { doing }), ...given }
  return { command, isPrivate, ...(attachment && { attachment }) }
}

function isCommand(name: string): name is CommandName {
  return COMMAND_NAMES.some((ours) => ours === name)
}

/** Of which doing the options are that were sent, and their values by the names that people see. */
function sentOf(row: CommandRow, options: readonly Sent[]) {
  const { subcommand, within } = flattened(options)
  const named = subcommand === undefined ? undefined : row.doings?.[subcommand]
  const doing = named === undefined || named.isPlain ? undefined : subcommand
  const sent = new Map(within.map((each) => [each.name, 'value' in each ? each.value : undefined]))
  return { doing, options: optionsOf(row, doing), sent }
}

function flattened(options: readonly Sent[]): { readonly subcommand?: string; readonly within: readonly Sent[] } {
  const [first] = options
  if (first?.type !== ApplicationCommandOptionType.Subcommand) return { within: options }
  return { subcommand: first.name, within: first.options ?? [] }
}

/** Undefined for what is no value of the option; a file is fetched later. */
function valueOf(option: Option, sent: Value | undefined): Value | undefined {
  switch (option.kind) {
    case 'number':
      return typeof sent === 'number' ? sent : undefined
    case 'yes':
      return sent === true ? true : undefined
    case 'choice':
      return option.choices.find((each) => each === sent)
    case 'file':
      return undefined
    case 'text': {
      if (sent === undefined) return undefined
      const limit = option.limit ?? QUESTION_LIMIT
      const text = cutText(cleanText(cutText(String(sent), 2 * limit)).trim(), limit)
      return text === '' ? undefined : text
    }
  }
}

/** What is being typed into an option; undefined where nothing is suggested for it. */
export function readTyped(
  data: { readonly name: string; readonly options?: readonly Sent[] | undefined },
  table: CommandTable = COMMANDS,
): Focused | undefined {
  if (!isCommand(data.name)) return undefined
  const { options } = sentOf(table[data.name], data.options ?? [])
  const focused = flattened(data.options ?? []).within.find((each) => 'focused' in each && each.focused)
  if (!focused || !('value' in focused)) return undefined
  const option = Object.entries(options).find(([key, each]) => calledOf(key, each) === focused.name)?.[1]
  const of = option?.kind === 'text' ? option.suggests : undefined
  return of && { of, text: cutText(String(focused.value), 100) }
}

/** "Check against the template": the text of a message, or the address that it is little more than. */
export function readMessageCommand(data: APIMessageApplicationCommandInteractionData): CommandOf<'compare'> {
  const message = data.resolved.messages[data.target_id]
  const text = message === undefined ? '' : messageText(message)
  const [address, ...others] = text.match(/https?:\/\/[^\s<>()]+/g) ?? []
  const isLink = address !== undefined && others.length === 0 && text.length - address.length < MOST_BESIDE_LINK
  return { name: 'compare', text: cutText(isLink ? address : text, COMPARE_LIMIT) }
}

/** A post of a link has a few words of its own beside it. */
const MOST_BESIDE_LINK = 200
