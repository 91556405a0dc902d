import type { Telegraf } from 'telegraf'
import type { PlatformEvents } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'
import { withinTime } from '../../timing/time-limit.js'
import { clientLanguage, readMessage, type IncomingMessage } from './addressed.js'
import {
  answerEdited,
  answerInlineQuery,
  answerMessage,
  show,
  type AnswerDeps,
  type IncomingQuery,
} from './answer-message.js'
import { readChatChange, type ChatUpdate } from './chat-changes.js'
import { chatPicks, type ChatPicks } from './chat-picks.js'
import { hearPress, type IncomingPress } from './button-press.js'
import type { Queue } from './queue.js'
import { reasonOf } from '../../../text/reason-of.js'

const FIRST_SIGHT_TIMEOUT_MS = 2_000

export interface ListenDeps extends AnswerDeps {
  readonly events: PlatformEvents
  /** True the first time only; see DeliveryStore. */
  readonly firstSight: (platform: 'telegram', updateId: string) => Promise<boolean>
  /** Aborted at the stop: nothing new is begun. */
  readonly closing: AbortSignal
}

/** Hears what the bot is told and asked: one sender's after the other, each update once. */
export function listen(bot: Telegraf, queue: Queue, deps: ListenDeps): void {
  const { account, log, call } = deps
  const picks = chatPicks(call)
  const pressDeps = { ...deps, askForChat: (...asked: Parameters<ChatPicks['ask']>) => picks.ask(...asked) }
  const work = (key: string, updateId: number, answering: () => Promise<void>): void => {
    const isTaken = queue.add(key, async () => {
      if (!(await isDue(String(updateId), deps))) return
      await answering().catch((error: unknown) => {
        log(`telegram: update ${updateId} was not answered: ${reasonOf(error)}`)
      })
    })
    if (!isTaken) log(`telegram: update ${updateId} was left out: its sender has too many waiting`)
  }
  // A replay changes nothing, so it is not looked up; and the same update may be greeted, too.
  const noteChange = (update: ChatUpdate & { readonly update_id: number }): void => {
    const change = readChatChange(update, account.id)
    if (!change) return
    const chat = update.message?.chat ?? update.my_chat_member?.chat
    const isTaken = queue.add(`change ${chat?.id}`, async () => deps.events.onChat?.(change))
    if (!isTaken) log(`telegram: update ${update.update_id} was left out: too much changes in its chat`)
  }
  bot.on('message', ({ message, update }) => {
    const said = message as IncomingMessage
    noteChange(update)
    if (said.chat_shared) work(`${said.chat.id}`, update.update_id, async () => answerPick(said, picks, deps))
    const asked = readMessage(said, account)
    if (asked) work(`${asked.chat.chatId} ${asked.userId}`, update.update_id, async () => answerMessage(asked, deps))
  })
  bot.on('edited_message', ({ editedMessage, update }) => {
    const asked = readMessage(editedMessage, account)
    if (asked) work(`${asked.chat.chatId} ${asked.userId}`, update.update_id, async () => answerEdited(asked, deps))
  })
  bot.on('callback_query', ({ callbackQuery, update }) => {
    const press = callbackQuery as IncomingPress
    if (deps.closing.aborted) return
    const heard = hearPress(press, pressDeps)
    work(`press ${press.from.id}`, update.update_id, async () => heard.answer())
  })
  bot.on('my_chat_member', ({ myChatMember, update }) => {
    const change = myChatMember as IncomingMembership
    noteChange(update)
    if (turnOf(change) === 'joined') work(`joined ${change.chat.id}`, update.update_id, async () => greet(change, deps))
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

// A channel is managed from the private chat of who added the bot: the greeting goes there, with the channel in its button.
async function greet({ chat, from }: IncomingMembership, deps: ListenDeps): Promise<void> {
  if (chat.type === 'private') return
  const place: Chat = { platform: 'telegram', chatId: String(chat.id) }
  const language = clientLanguage(from.language_code)
  const greeting = await deps.events.greet?.(place, language)
  if (!greeting) return
  if (chat.type !== 'channel') {
    await show(greeting, { chat: place }, deps)
    return
  }
  const blocks = greeting.blocks.map((block) =>
    block.kind !== 'controls'
      ? block
      : {
          ...block,
          controls: block.controls.map((control) =>
            'action' in control && control.action[0] === 'new'
              ? { ...control, action: ['new-at', String(chat.id)] as const }
              : control,
          ),
        },
  )
  await show({ ...greeting, blocks }, { chat: { platform: 'telegram', chatId: String(from.id) } }, deps)
}

/** A chat was picked: the press that asked for it, with the chat. Rights are asked where it is used. */
async function answerPick(
  { chat, from, chat_shared: shared }: IncomingMessage,
  picks: ChatPicks,
  deps: ListenDeps,
): Promise<void> {
  if (!shared || !from) return
  const action = picks.take(from.id, shared.request_id) ?? ['old']
  const language = clientLanguage(from.language_code)
  const where: Chat = { platform: 'telegram', chatId: String(shared.chat_id) }
  const place: Chat = { platform: 'telegram', chatId: String(chat.id) }
  const request = {
    chat: place,
    userId: String(from.id),
    command: { name: 'press' as const, action, values: [], where },
    mayManage: true,
    isDirect: true,
  }
  await show(await deps.handle({ ...request, ...(language && { clientLanguage: language }) }), { chat: place }, deps)
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

/** What is read of a change of the bot's own membership: https://core.telegram.org/bots/api#chatmemberupdated */
interface IncomingMembership {
  readonly chat: { readonly id: number; readonly type: string; readonly title?: string }
  readonly from: { readonly id: number; readonly language_code?: string }
  readonly old_chat_member: { readonly status: string }
  readonly new_chat_member: { readonly status: string }
}

const IN: ReadonlySet<string> = new Set(['creator', 'administrator', 'member', 'restricted'])

/** Whether the bot came into a chat, left it, or neither. */
function turnOf({ old_chat_member: before, new_chat_member: after }: IncomingMembership): 'joined' | 'left' | 'same' {
  const [was, is] = [IN.has(before.status), IN.has(after.status)]
  if (was === is) return 'same'
  return is ? 'joined' : 'left'
}
