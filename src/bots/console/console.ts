import readline from 'node:readline'
import type { Language } from '../../text/types.js'
import { parseCommand } from '../commands/parse-command.js'
import type { Message } from '../contract/message.js'
import type { Handle, Platform } from '../contract/platform.js'
import type { Chat } from '../contract/request.js'
import { renderText } from './render-text.js'
import { reasonOf } from '../../text/reason-of.js'
import { CONSOLE_TRAITS } from './traits.js'

const CHAT: Chat = { platform: 'console', chatId: 'console' }
const MOST_COLUMNS = 100
const USUAL_COLUMNS = 80
const LAST_WORDS = new Set(['exit', 'quit', '/exit', '/quit'])

export interface ConsoleOptions {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream & { readonly columns?: number }
  /** False: no prompt and no ANSI codes, each line of the input is answered. */
  readonly isTerminal: boolean
  readonly language?: Language
}

export interface ConsolePlatform extends Platform {
  /** Resolves when the person has left ("exit", Ctrl-D, Ctrl-C, end of input) and all lines are answered, or after stop. */
  readonly ended: Promise<void>
}

/** The terminal as a platform: each line is a request of one who may manage everything. */
export function consolePlatform({ input, output, isTerminal, language }: ConsoleOptions): ConsolePlatform {
  const look = () => ({ columns: Math.min(MOST_COLUMNS, output.columns ?? USUAL_COLUMNS), ansi: isTerminal })
  const text = (message: Message) => renderText(message, look())
  let lines: readline.Interface | undefined
  let isStopped = false
  let sent = 0
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))

  const prompt = () => {
    if (isTerminal && !isStopped) lines?.prompt()
  }
  const answer = async (line: string, handle: Handle) => {
    const command = parseCommand(line)
    const request = { chat: CHAT, userId: 'console', command, mayManage: true }
    const message = await handle({ ...request, ...(language !== undefined && { clientLanguage: language }) })
    if (!isStopped) output.write(`\n${text(message)}\n`)
  }
  const converse = async (from: readline.Interface, handle: Handle) => {
    prompt()
    for await (const line of from) {
      if (isStopped || LAST_WORDS.has(line.trim().toLowerCase())) break
      if (line.trim() !== '') await answer(line, handle)
      prompt()
    }
  }

  return {
    name: 'console',
    traits: CONSOLE_TRAITS,
    ended,
    start: async (handle) => {
      lines = readline.createInterface({ input, output, prompt: '> ', terminal: isTerminal })
      const from = lines
      from.once('SIGINT', () => from.close())
      void converse(from, handle)
        .catch((error: unknown) => output.write(`${reasonOf(error)}\n`))
        .finally(() => {
          from.close()
          end()
        })
      return { account: 'console' }
    },
    render: (message) => [{ text: text(message) }],
    send: async (_, payload) => {
      if (isStopped) return { kind: 'retry', afterMs: 60_000, reason: 'the console is closed' }
      output.write(`\n${String(payload['text'])}\n`)
      prompt()
      return { kind: 'sent', messageId: String((sent += 1)) }
    },
    stop: async () => {
      isStopped = true
      lines?.close()
      end()
    },
  }
}
