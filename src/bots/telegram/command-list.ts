import { cutText } from '../../text/cut-text.js'
import type { Language } from '../../text/types.js'
import { COMMAND_NAMES } from '../parse-command.js'
import { textLanguages, texts } from '../texts.js'
import type { Call } from './call.js'

export interface ListedCommand {
  readonly command: string
  readonly description: string
}

const CALL_TIMEOUT_MS = 10_000

/**
 * Tells Telegram the commands that clients offer, in each language that has message texts; a list that Telegram already
 * has is not set again. English stands for all other languages. Throws TelegramCallError.
 */
export async function registerCommands(call: Call, signal: AbortSignal): Promise<void> {
  const options = { timeoutMs: CALL_TIMEOUT_MS, signal }
  for (const language of textLanguages()) {
    const where = language === 'en' ? {} : { language_code: language }
    const commands = listedCommands(language)
    if (isSame(await call('getMyCommands', where, options), commands)) continue
    await call('setMyCommands', { ...where, commands }, options)
  }
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
