import { cutText } from '../../../text/words/cut-text.js'
import type { Language } from '../../../text/types.js'
import { rowOf } from '../../commands/command-table.js'
import { COMMAND_NAMES, type CommandName } from '../../contract/request.js'
import { textLanguages, texts } from '../../wording/texts.js'
import type { Call } from '../send/call.js'

export interface ListedCommand {
  readonly command: CommandName
  readonly description: string
}

const CALL_TIMEOUT_MS = 10_000

/** Who sees which commands: in groups those that manage are for administrators. */
const SCOPES = [
  { scope: { type: 'default' }, isListed: () => true },
  { scope: { type: 'all_group_chats' }, isListed: (name: CommandName) => rowOf(name).scope === 'anywhere' },
  { scope: { type: 'all_chat_administrators' }, isListed: () => true },
] as const

/**
 * Tells Telegram the commands that clients offer, by scope and in each language that has message texts, and what the bot is; what Telegram
 * already has is not set again. English stands for all other languages. Throws TelegramCallError.
 */
export async function registerCommands(call: Call, signal: AbortSignal): Promise<void> {
  const options = { timeoutMs: CALL_TIMEOUT_MS, signal }
  for (const language of textLanguages()) {
    const spoken = language === 'en' ? {} : { language_code: language }
    const listed = listedCommands(language)
    for (const { scope, isListed } of SCOPES) {
      const where = { scope, ...spoken }
      const commands = listed.filter(({ command }) => isListed(command))
      if (!isSame(await call('getMyCommands', where, options), commands))
        await call('setMyCommands', { ...where, commands }, options)
    }
    await describe(language, spoken, (method, params) => call(method, params, options))
  }
}

async function describe(
  language: Language,
  spoken: Readonly<Record<string, string>>,
  call: (method: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>,
): Promise<void> {
  const say = texts(language)
  const description = cutText(`${say('about.bot')}\n\n${say('help.promise')}`, 512)
  const short = cutText(say('about.bot'), 120)
  const has = async (method: string, key: string) =>
    ((await call(method, spoken)) as Readonly<Record<string, unknown>> | undefined)?.[key]
  if ((await has('getMyDescription', 'description')) !== description)
    await call('setMyDescription', { ...spoken, description })
  if ((await has('getMyShortDescription', 'short_description')) !== short)
    await call('setMyShortDescription', { ...spoken, short_description: short })
}

/** Each chat command with what help says about it. */
function listedCommands(language: Language): readonly ListedCommand[] {
  const say = texts(language)
  return COMMAND_NAMES.map((command) => {
    // Help has "/digest [section] – what is new": what stands behind the dash describes the command.
    const line = say(`help.${command}`)
    const description = line.slice(line.indexOf(' – ') + 1).replace(/^– /, '')
    return {
      command,
      description: cutText(description.charAt(0).toLocaleUpperCase(language) + description.slice(1), 256),
    }
  })
}

function isSame(existing: unknown, wanted: readonly ListedCommand[]): boolean {
  if (!Array.isArray(existing)) return false
  const pairs = (commands: readonly Partial<ListedCommand>[]): string =>
    JSON.stringify(commands.map(({ command, description }) => [command, description]))
  return pairs(existing as readonly Partial<ListedCommand>[]) === pairs(wanted)
}
