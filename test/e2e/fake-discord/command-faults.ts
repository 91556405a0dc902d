import { listOf, sum, textOf } from './body.js'
import type { Body } from './body.js'

const SUBCOMMAND = 1
const CHAT_INPUT = 1
const LOCALES = new Set(['en-GB', 'en-US', 'ru', 'tr', 'uk', 'zh-CN', 'zh-TW', 'de', 'fr'])

/** What Discord has against a list of global commands. */
export function commandFaults(commands: readonly Body[]): readonly string[] {
  const ofChat = commands.filter((command) => (command['type'] ?? CHAT_INPUT) === CHAT_INPUT)
  const others = commands.filter((command) => !ofChat.includes(command))
  const faults = [...ofChat.flatMap(chatCommandFaults), ...others.flatMap(contextCommandFaults)]
  if (ofChat.length > 100) faults.push(`${ofChat.length} commands`)
  if (others.length > 15) faults.push(`${others.length} context commands`)
  const names = commands.map(({ type, name }) => `${String(type)} ${textOf(name)}`)
  if (new Set(names).size < names.length) faults.push('two commands of one name')
  return faults
}

function chatCommandFaults(command: Body): readonly string[] {
  const options = listOf(command['options'])
  const isOfSubcommands = options.some(({ type }) => type === SUBCOMMAND)
  const faults = [command, ...options].flatMap(namedFaults)
  if (isOfSubcommands && !options.every(({ type }) => type === SUBCOMMAND)) faults.push('subcommands beside options')
  faults.push(...(isOfSubcommands ? options.flatMap(subcommandFaults) : optionFaults(command)))
  if (sizeOf(command) > 8_000) faults.push(`${textOf(command['name'])}: ${sizeOf(command)} characters in all`)
  return faults
}

function subcommandFaults(subcommand: Body): readonly string[] {
  return [...listOf(subcommand['options']).flatMap(namedFaults), ...optionFaults(subcommand)]
}

function optionFaults(command: Body): readonly string[] {
  const options = listOf(command['options'])
  const name = textOf(command['name'])
  const required = options.map((option) => option['required'] === true)
  const faults: string[] = []
  if (required.lastIndexOf(true) > required.indexOf(false) && required.includes(false))
    faults.push(`${name}: a required option after one that is not`)
  if (options.length > 25) faults.push(`${name}: ${options.length} options`)
  if (new Set(options.map((option) => option['name'])).size < options.length)
    faults.push(`${name}: two options of one name`)
  for (const option of options) {
    if (option['autocomplete'] === true && option['choices'] !== undefined)
      faults.push(`${name}: choices beside autocomplete`)
    if (option['autocomplete'] === true && ![3, 4, 10].includes(Number(option['type'])))
      faults.push(`${name}: autocomplete of type ${String(option['type'])}`)
  }
  return faults
}

function contextCommandFaults(command: Body): readonly string[] {
  const name = textOf(command['name'])
  const faults: string[] = []
  if (!/^[-_ \p{L}\p{N}]{1,32}$/u.test(name)) faults.push(`context command name: ${name}`)
  if (command['description'] !== undefined || command['options'] !== undefined)
    faults.push(`${name}: a context command has no description and no options`)
  return [...faults, ...localisedFaults(command, 'name_localizations', 32)]
}

function namedFaults(named: Body): readonly string[] {
  const name = textOf(named['name'])
  const description = textOf(named['description'])
  const choices = listOf(named['choices'])
  const faults: string[] = []
  if (!/^[-_\p{L}\p{N}]{1,32}$/u.test(name) || name !== name.toLowerCase()) faults.push(`name: ${name}`)
  if (description.length < 1 || description.length > 100) faults.push(`${name}: description of ${description.length}`)
  if (choices.length > 25) faults.push(`${name}: ${choices.length} choices`)
  for (const choice of choices) {
    if (textOf(choice['name']).length < 1 || textOf(choice['name']).length > 100) faults.push(`${name}: choice name`)
    if (textOf(choice['value']).length > 100) faults.push(`${name}: choice value`)
    faults.push(...localisedFaults(choice, 'name_localizations', 100))
  }
  return [...faults, ...localisedFaults(named, 'description_localizations', 100)]
}

function localisedFaults(named: Body, key: string, most: number): readonly string[] {
  return Object.entries(named[key] ?? {}).flatMap(([locale, text]) => {
    const { length } = textOf(text)
    if (!LOCALES.has(locale)) return [`${key}: no locale ${locale}`]
    return length < 1 || length > most ? [`${key}.${locale}: ${length} characters`] : []
  })
}

/** Names, descriptions and values of a command; of texts in several languages the longest counts. */
function sizeOf(named: Body): number {
  const longest = (key: string): number =>
    Math.max(
      textOf(named[key]).length,
      ...Object.values(named[`${key}_localizations`] ?? {}).map((text) => textOf(text).length),
    )
  const parts = [...listOf(named['options']), ...listOf(named['choices'])]
  return longest('name') + longest('description') + textOf(named['value']).length + sum(parts.map(sizeOf))
}
