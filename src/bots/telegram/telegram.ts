import { Telegraf } from 'telegraf'
import { PlatformError } from '../platform.js'
import type { Handle, Platform } from '../platform.js'
import { withinTime } from '../time-limit.js'
import { readMessage } from './addressed.js'
import type { Account } from './addressed.js'
import { createAgent } from './agent.js'
import { answerInlineQuery, answerMessage } from './answer.js'
import type { AnswerDeps, IncomingQuery } from './answer.js'
import { TelegramCallError, telegramCaller } from './call.js'
import type { Call } from './call.js'
import { registerCommands } from './command-list.js'
import { pollUpdates } from './poll.js'
import type { IncomingUpdate } from './poll.js'
import { createQueue } from './queue.js'
import type { Queue } from './queue.js'
import { renderTelegram } from './render.js'
import { sendMessage } from './send.js'

export interface TelegramOptions {
  readonly token: string
  /** E.g. https://api.telegram.org */
  readonly apiUrl: string
  readonly now: () => number
  /** One event a line, without secrets. */
  readonly log?: (line: string) => void
  /** True the first time only; see DeliveryStore. */
  readonly firstSight: (platform: 'telegram', updateId: string) => Promise<boolean>
}

const START_TIMEOUT_MS = 15_000
// Below the time limit of each call, so that a line that does not open is told apart from an answer that does not come.
const CONNECT_TIMEOUT_MS = 8_000
const FIRST_SIGHT_TIMEOUT_MS = 2_000
// Together below the 5 s that a platform has for its stop.
const FINISH_TIMEOUT_MS = 3_000
const ABORT_TIMEOUT_MS = 1_000

/** A connection that was opened by start(), with what it is busy with. */
interface Connection {
  readonly call: Call
  /** Aborted first: nothing new is begun. */
  readonly closing: AbortController
  /** Aborted last: what is under way ends. */
  readonly stopping: AbortController
  readonly queue: Queue
  readonly polling: Promise<void>
  readonly sends: Set<Promise<unknown>>
}

/** Telegram: commands, private chats, replies, mentions and inline queries, by telegraf over a long poll of our own. */
export function telegramPlatform(options: TelegramOptions): Platform {
  const log = (line: string): void => options.log?.(line.replaceAll(options.token, '[token]'))
  let connection: Connection | undefined
  return {
    name: 'telegram',
    render: renderTelegram,
    async start(handle) {
      if (connection) await close(connection)
      connection = undefined
      const { bot, account } = await logIn(options)
      connection = await connect(bot, account, { ...options, handle, log })
      return { link: `https://t.me/${account.username}`, account: `@${account.username}` }
    },
    async send(chat, payload) {
      if (!connection) return { kind: 'retry', afterMs: 5_000, reason: 'Telegram is not connected' }
      const { call, stopping, sends } = connection
      const sent = sendMessage(call, chat, payload, { signal: stopping.signal }).finally(() => sends.delete(sent))
      sends.add(sent)
      return sent
    },
    async stop() {
      const opened = connection
      connection = undefined
      if (opened) await close(opened)
    },
  }
}

const TOKEN_REFUSED =
  'Telegram does not accept the token in TELEGRAM_TOKEN: copy it anew from your chat with @BotFather'

async function logIn({ token, apiUrl }: TelegramOptions): Promise<{ bot: Telegraf; account: Account }> {
  // Anything else would change the address that is called.
  if (!/^[\w:-]+$/.test(token)) throw new PlatformError(TOKEN_REFUSED, { platform: 'telegram', isFinal: true })
  const agent = createAgent(CONNECT_TIMEOUT_MS)
  const bot = new Telegraf(token, { telegram: { apiRoot: `${apiUrl.replace(/\/+$/, '')}/`, agent } })
  try {
    const me = (await telegramCaller(bot.telegram)('getMe', {}, { timeoutMs: START_TIMEOUT_MS })) as Partial<Account>
    if (typeof me.id !== 'number' || typeof me.username !== 'string')
      throw new Error('it did not say whose token it is')
    // Without it telegraf asks by itself, and waits without a limit.
    bot.botInfo = me as typeof bot.botInfo & Account
    return { bot, account: { id: me.id, username: me.username } }
  } catch (error) {
    throw startError(error, apiUrl)
  }
}

// The cause is left out: an error of the net has the token in its address.
function startError(error: unknown, apiUrl: string): PlatformError {
  const code = error instanceof TelegramCallError ? error.details.code : undefined
  const isFinal = code === 401 || code === 404
  const reason = error instanceof Error ? error.message : 'unknown error'
  const message = isFinal ? TOKEN_REFUSED : `Telegram cannot be reached at ${apiUrl}: ${reason}`
  return new PlatformError(message, { platform: 'telegram', isFinal })
}

type ConnectDeps = TelegramOptions & { readonly handle: Handle; readonly log: (line: string) => void }

async function connect(bot: Telegraf, account: Account, deps: ConnectDeps): Promise<Connection> {
  const { log, now } = deps
  const closing = new AbortController()
  const stopping = new AbortController()
  const call = telegramCaller(bot.telegram)
  const queue = createQueue({ most: 64, mostPerKey: 10 })
  listen(bot, queue, { ...deps, call, account, closing: closing.signal, stopping: stopping.signal })
  await registerCommands(call, closing.signal).catch((error: unknown) => {
    log(`telegram: the commands were not registered: ${reasonOf(error)}`)
  })
  const onUpdate = async (update: IncomingUpdate): Promise<void> => {
    await bot.handleUpdate(update as Parameters<Telegraf['handleUpdate']>[0]).catch((error: unknown) => {
      log(`telegram: update ${update.update_id} was not read: ${reasonOf(error)}`)
    })
    await queue.room()
  }
  const polling = pollUpdates({ call, onUpdate, now, log, signal: closing.signal })
  return { call, closing, stopping, queue, polling, sends: new Set() }
}

type ListenDeps = AnswerDeps & Pick<TelegramOptions, 'firstSight'> & { readonly closing: AbortSignal }

function listen(bot: Telegraf, queue: Queue, deps: ListenDeps): void {
  const { account, log } = deps
  const work = (key: string, updateId: number, answering: () => Promise<void>): void => {
    const isTaken = queue.add(key, async () => {
      if (!(await isDue(String(updateId), deps))) return
      await answering().catch((error: unknown) => {
        log(`telegram: update ${updateId} was not answered: ${reasonOf(error)}`)
      })
    })
    if (!isTaken) log(`telegram: update ${updateId} was left out: its sender has too many waiting`)
  }
  bot.on('message', ({ message, update }) => {
    const asked = readMessage(message, account)
    if (asked) work(`${asked.chat.chatId} ${asked.userId}`, update.update_id, async () => answerMessage(asked, deps))
  })
  // A query comes with each letter that is typed: only the newest of a person is answered.
  const newest = new Map<number, IncomingQuery>()
  bot.on('inline_query', ({ inlineQuery, update }) => {
    const { id } = inlineQuery.from
    newest.set(id, inlineQuery)
    work(`inline ${id}`, update.update_id, async () => {
      const query = newest.get(id)
      newest.delete(id)
      if (query) await answerInlineQuery(query, deps)
    })
  })
  // telegraf's own handler prints the update and sets the exit code.
  bot.catch((error) => log(`telegram: an update was not read: ${reasonOf(error)}`))
}

/** Whether an update is to be handled: not at the stop, and not a second time. */
async function isDue(updateId: string, { firstSight, log, closing }: ListenDeps): Promise<boolean> {
  if (closing.aborted) return false
  try {
    if (!(await withinTime(firstSight('telegram', updateId), FIRST_SIGHT_TIMEOUT_MS, true))) return false
  } catch (error) {
    // Where the store does not answer, the reader's question goes first: a replay is rare.
    log(`telegram: update ${updateId} was not looked up: ${reasonOf(error)}`)
  }
  return !isAborted(closing)
}

// The check before the wait has told the compiler that the signal is not aborted.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

// What is being answered or sent may end first: cut off, it would be uncertain.
async function close({ closing, stopping, queue, polling, sends }: Connection): Promise<void> {
  closing.abort()
  await withinTime(Promise.allSettled([queue.ended(), ...sends]), FINISH_TIMEOUT_MS, undefined)
  stopping.abort()
  await withinTime(Promise.allSettled([queue.ended(), polling, ...sends]), ABORT_TIMEOUT_MS, undefined)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error'
}
