import { setMaxListeners } from 'node:events'
import { Telegraf } from 'telegraf'
import { steadyClock, type Clock } from '../timing/clock.js'
import type { Pacer } from '../timing/pacer.js'
import { cutText } from '../../text/words/cut-text.js'
import { cleanLine } from '../wording/clean.js'
import { PlatformError } from '../contract/platform.js'
import type { SendJournal } from '../contract/send-journal.js'
import type { Chat } from '../contract/request.js'
import type { PlatformEvents, Handle, Platform, SendResult } from '../contract/platform.js'
import { withinTime } from '../timing/time-limit.js'
import type { Account } from './hear/addressed.js'
import { createAgent, whenLeaving } from './send/agent.js'
import { TelegramCallError, telegramCaller } from './send/call.js'
import type { Call } from './send/call.js'
import { pacedCaller, telegramPacer } from './send/pace.js'
import { createMoves } from './send/moves.js'
import { markTelegram } from './render/mark.js'
import { registerCommands } from './hear/command-list.js'
import { rememberAnswers } from './hear/answers-shown.js'
import { listen } from './hear/listen.js'
import { pollUpdates } from './hear/poll.js'
import type { IncomingUpdate, PollLine } from './hear/poll.js'
import { createQueue } from './hear/queue.js'
import type { Queue } from './hear/queue.js'
import { renderTelegram } from './render/render.js'
import { readRights } from './hear/rights.js'
import { chatParams, createMethodRefusals, sendMessage } from './send/send.js'
import { TELEGRAM_TRAITS } from './traits.js'
import { fileReader } from './hear/files.js'
import { reasonOf } from '../../text/reason-of.js'

export interface TelegramOptions {
  readonly token: string
  /** E.g. https://api.telegram.org */
  readonly apiUrl: string
  readonly now: () => number
  /** What controls are signed with; see actions.ts. */
  readonly secret: string
  /** Time limits and pace go by it; absent: one that no change of the system's time moves. */
  readonly clock?: Clock
  /** Notes which sends may have left; absent: none of them is known to have stayed. */
  readonly sendJournal?: SendJournal | undefined
  /** One event a line, without secrets. */
  readonly log?: (line: string) => void
  /** True the first time only; see DeliveryStore. */
  readonly firstSight: (platform: 'telegram', updateId: string) => Promise<boolean>
}

const START_TIMEOUT_MS = 15_000
const TOPIC_TIMEOUT_MS = 10_000
// Below the time limit of each call, so that a line that does not open is told apart from an answer that does not come.
const CONNECT_TIMEOUT_MS = 8_000
// Together below what a platform has for its stop; see platforms.ts. What is answered at all is answered sooner.
const FINISH_TIMEOUT_MS = 2_000
const ABORT_TIMEOUT_MS = 400

/** A connection that was opened by start(), with what it is busy with. */
interface Connection {
  readonly call: Call
  readonly account: Account
  /** Aborted first: nothing new is begun. */
  readonly closing: AbortController
  /** Aborted last: what is under way ends. */
  readonly stopping: AbortController
  readonly queue: Queue
  readonly polling: Promise<void>
  readonly sends: Set<Promise<unknown>>
  readonly line: PollLine
  readonly onMoved: (from: Chat, to: Chat) => Promise<void>
}

/** Telegram: commands, private chats, replies, mentions and inline queries, by telegraf over a long poll of our own. */
export function telegramPlatform(options: TelegramOptions): Platform {
  const log = (line: string): void => options.log?.(line.replaceAll(options.token, '[token]'))
  const clock = options.clock ?? steadyClock
  const pacer = telegramPacer(clock)
  const moves = createMoves()
  let connection: Connection | undefined
  return {
    name: 'telegram',
    traits: { ...TELEGRAM_TRAITS, notesTries: options.sendJournal !== undefined },
    pacer,
    mark: markTelegram,
    render: (message) => renderTelegram(message, options.secret),
    async start(handle, events = {}) {
      if (connection) await close(connection)
      connection = undefined
      const { bot, account } = await logIn(options)
      const onChat: PlatformEvents['onChat'] = async (change) => {
        if (change.kind === 'moved') moves.note(change.from, change.to)
        await events.onChat?.(change)
      }
      connection = await connect(bot, account, { ...options, clock, pacer, handle, events: { ...events, onChat }, log })
      return { link: `https://t.me/${account.username}`, account: `@${account.username}` }
    },
    async send(chat, payload, nonce) {
      if (!connection) return { kind: 'retry', afterMs: 5_000, reason: 'Telegram is not connected' }
      const { call, stopping, sends, onMoved } = connection
      const post = async () => sendMessage(call, moves.follow(chat), payload, { signal: stopping.signal, onMoved })
      const sent = noted(nonce, post, options.sendJournal).finally(() => sends.delete(sent))
      sends.add(sent)
      return sent
    },
    async rights(chat, userId) {
      if (!connection) throw new Error('Telegram is not connected')
      return readRights(chat, userId, connection)
    },
    lastHeardAt: () => connection?.line.heardAt ?? options.now(),
    mend: () => connection?.line.cut(),
    async openTopic(chat, name) {
      if (!connection) throw new Error('Telegram is not connected')
      const params = { chat_id: chatParams(chat).chat_id, name: cutText(cleanLine(name), 128) }
      const topic = await connection.call('createForumTopic', params, { timeoutMs: TOPIC_TIMEOUT_MS })
      const { message_thread_id: id } = topic as { readonly message_thread_id?: unknown }
      if (typeof id !== 'number') throw new Error('Telegram made no topic')
      return String(id)
    },
    intoTopic: (payload, topicId) => ({ ...payload, message_thread_id: Number(topicId) }),
    async stop() {
      const opened = connection
      connection = undefined
      if (opened) await close(opened)
    },
  }
}

const STAYED_RETRY_MS = 5_000

/** Notes when a post may have left. One that ends before a line was open for it surely brought nothing, whatever its error says. */
async function noted(nonce: string, post: () => Promise<SendResult>, sendJournal?: SendJournal): Promise<SendResult> {
  const seen = { hasLeft: false }
  sendJournal?.begin(nonce)
  const result = await whenLeaving(() => {
    sendJournal?.left(nonce)
    seen.hasLeft = true
  }, post)
  if (seen.hasLeft) return result
  if (result.kind === 'sent') sendJournal?.distrust()
  return result.kind === 'uncertain' ? { kind: 'retry', afterMs: STAYED_RETRY_MS, reason: result.reason } : result
}

const TOKEN_REFUSED =
  'Telegram does not accept the token in TELEGRAM_TOKEN: copy it anew from your chat with @BotFather'

async function logIn({ token, apiUrl }: TelegramOptions): Promise<{ bot: Telegraf; account: Account }> {
  // Anything else would change the address that is called.
  if (!/^[\w:-]+$/.test(token)) throw new PlatformError(TOKEN_REFUSED, { platform: 'telegram', isFinal: true })
  const agent = createAgent(apiUrl, CONNECT_TIMEOUT_MS)
  const bot = new Telegraf(token, { telegram: { apiRoot: `${apiUrl.replace(/\/+$/, '')}/`, agent } })
  // telegraf leaves the agent out where there is no TLS.
  bot.telegram.options.agent = agent
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
  const reason = reasonOf(error)
  const message = isFinal ? TOKEN_REFUSED : `Telegram cannot be reached at ${apiUrl}: ${reason}`
  return new PlatformError(message, { platform: 'telegram', isFinal })
}

type ConnectDeps = TelegramOptions & {
  readonly clock: Clock
  readonly pacer: Pacer
  readonly handle: Handle
  readonly events: PlatformEvents
  readonly log: (line: string) => void
}

async function connect(bot: Telegraf, account: Account, deps: ConnectDeps): Promise<Connection> {
  const { log, now, clock, pacer, secret, token, apiUrl } = deps
  const closing = new AbortController()
  const stopping = new AbortController()
  // Hundreds of calls are under way at once.
  setMaxListeners(0, stopping.signal)
  const call = telegramCaller(bot.telegram, clock)
  const paced = pacedCaller(call, pacer)
  const queue = createQueue({ most: 256, mostPerKey: 10 })
  const readFile = fileReader(call, { token, apiUrl })
  const [richChats, drafts] = [createMethodRefusals(), createMethodRefusals()]
  const onMoved = async (from: Chat, to: Chat): Promise<void> => deps.events.onChat?.({ kind: 'moved', from, to })
  listen(bot, queue, { ...deps, onMoved, call: paced, account, secret, readFile, richChats, drafts, answers: rememberAnswers(now), formMenus: new Map(), closing: closing.signal, stopping: stopping.signal }) // prettier-ignore
  // Some fifty small calls, which nobody has to wait for.
  const registering = registerCommands(call, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) log(`telegram: the commands were not registered: ${reasonOf(error)}`)
  })
  const onUpdate = async (update: IncomingUpdate): Promise<void> => {
    await bot.handleUpdate(update as Parameters<Telegraf['handleUpdate']>[0]).catch((error: unknown) => {
      log(`telegram: update ${update.update_id} was not read: ${reasonOf(error)}`)
    })
    await queue.room()
  }
  const line: PollLine = { heardAt: now(), cut: () => undefined }
  const onRefused = (): void => deps.events.onRefused?.({ cause: 'token', message: TOKEN_REFUSED })
  const polling = pollUpdates({ call, onUpdate, now, log, onRefused, signal: closing.signal, line })
  return { call, account, closing, stopping, queue, polling, sends: new Set([registering]), line, onMoved }
}

// What is being answered or sent may end first: cut off, it would be uncertain.
async function close({ closing, stopping, queue, polling, sends }: Connection): Promise<void> {
  closing.abort()
  await withinTime(Promise.allSettled([queue.ended(), ...sends]), FINISH_TIMEOUT_MS, undefined)
  stopping.abort()
  await withinTime(Promise.allSettled([queue.ended(), polling, ...sends]), ABORT_TIMEOUT_MS, undefined)
}
