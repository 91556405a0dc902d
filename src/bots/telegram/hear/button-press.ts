import type { Action } from '../../contract/actions.js'
import type { Message } from '../../contract/message.js'
import { answerInTime } from '../../adapter-kit/answer-in-time.js'
import type { Chat, Request } from '../../contract/request.js'
import { clientLanguage } from './addressed.js'
import { isManager, show, type AnswerDeps } from './answer-message.js'
import { readPress, type Pressed } from '../render/keyboard.js'
import { texts } from '../../wording/texts.js'
import { plainLine } from '../render/render.js'
import { reasonOf } from '../../../text/reason-of.js'

/** What is read of a press: https://core.telegram.org/bots/api#callbackquery */
export interface IncomingPress {
  readonly id: string
  readonly from: { readonly id: number; readonly language_code?: string }
  readonly data?: string
  readonly inline_message_id?: string
  readonly message?: {
    readonly message_id: number
    readonly chat: { readonly id: number; readonly type: string }
    readonly is_topic_message?: boolean
    readonly message_thread_id?: number
  }
}

export interface PressDeps extends AnswerDeps {
  /** Asks a person in their private chat to pick a chat for the action. */
  readonly askForChat: (userId: number, action: Action, clientLanguage: string | undefined) => Promise<void>
}

const HANDLE_TIMEOUT_MS = 60_000
const CALL_TIMEOUT_MS = 10_000
// A button turns until it is acknowledged; what is answered sooner can be said in the acknowledgement.
const QUICK_MS = 80
const LONGEST_ALERT = 200

/** A press that was heard: acknowledged soon, whatever else is going on. */
export interface HeardPress {
  /** Shows the answer in place of the pressed message, beside it, or as a notice to the presser alone. */
  readonly answer: () => Promise<void>
}

/**
 * Takes a press: acknowledged within QUICK_MS of its arrival, though its turn or the store may be far off. A press that
 * comes twice may be acknowledged twice, which Telegram takes or refuses without harm.
 */
export function hearPress(press: IncomingPress, deps: PressDeps): HeardPress {
  const { message } = press
  const pressed = readPress(press.data ?? '', deps.secret)
  if (pressed?.kind === 'nothing' || message === undefined) {
    // The label of a row of choices: what it is for is said, so that the press is not in vain.
    const text = texts(clientLanguage(press.from.language_code) ?? 'en')('chat.below')
    void acknowledge(press, pressed?.kind === 'nothing' ? { text } : {}, deps)
    return { answer: async () => undefined }
  }
  if (pressed?.kind === 'pick') {
    const isPrivate = message.chat.type === 'private'
    // Telegram offers chats to pick in private chats only; from a group a press leads there.
    void acknowledge(press, isPrivate ? {} : { url: `https://t.me/${deps.account.username}?start=new` }, deps)
    return {
      answer: async () => {
        if (isPrivate) await deps.askForChat(press.from.id, pressed.action, press.from.language_code)
      },
    }
  }
  const soon = acknowledgeSoon(press, deps)
  return { answer: async () => answerHeard({ press, message, pressed, soon }, deps) }
}

interface Heard {
  readonly press: IncomingPress
  readonly message: NonNullable<IncomingPress['message']>
  readonly pressed: Extract<Pressed, { kind: 'press' }> | undefined
  readonly soon: SoonAcknowledged
}

async function answerHeard({ press, message, pressed, soon }: Heard, deps: PressDeps): Promise<void> {
  const chat = chatOf(message)
  const working = requestOf(press, chat, pressed, deps).then((request) =>
    answerInTime(request, HANDLE_TIMEOUT_MS, deps),
  )
  const quick = await Promise.race([working, soon.acknowledged])
  const notice = quick && noticeOf(quick, message.chat.type)
  const isSaid = notice !== undefined && soon.say(notice.params)
  if (isSaid && notice.isAll) return
  await show(await working, { chat, pressed: message.message_id, replyTo: message.message_id }, deps)
}

interface SoonAcknowledged {
  /** Resolves when it was acknowledged without words. */
  readonly acknowledged: Promise<undefined>
  /** Acknowledges with words; false: too late for them. */
  readonly say: (params: Readonly<Record<string, unknown>>) => boolean
}

function acknowledgeSoon(press: IncomingPress, deps: PressDeps): SoonAcknowledged {
  let isMade = false
  let timer: NodeJS.Timeout | undefined
  const say: SoonAcknowledged['say'] = (params) => {
    if (isMade) return false
    isMade = true
    clearTimeout(timer)
    void acknowledge(press, params, deps)
    return true
  }
  const acknowledged = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      say({})
      resolve(undefined)
    }, QUICK_MS)
  })
  return { acknowledged, say }
}

function chatOf({ chat, is_topic_message, message_thread_id }: NonNullable<IncomingPress['message']>): Chat {
  const threadId = is_topic_message === true ? message_thread_id : undefined
  return {
    platform: 'telegram',
    chatId: String(chat.id),
    ...(threadId !== undefined && { threadId: String(threadId) }),
  }
}

async function requestOf(
  { from, message }: IncomingPress,
  chat: Chat,
  pressed: Extract<Pressed, { kind: 'press' }> | undefined,
  deps: PressDeps,
): Promise<Request> {
  const isDirect = message?.chat.type === 'private'
  const language = clientLanguage(from.language_code)
  return {
    chat,
    userId: String(from.id),
    command: {
      name: 'press',
      action: pressed?.action ?? ['old'],
      values: pressed?.values ?? [],
      ...(pressed?.isToggle && { isToggle: true }),
    },
    // Asked at the press: who opened the menu may have lost the right since.
    mayManage: isDirect || (await isManager(chat, String(from.id), deps)),
    isDirect,
    ...(language && { clientLanguage: language }),
  }
}

/** What the acknowledgement says; `isAll`: that is the whole answer, a private line in a group. */
function noticeOf(message: Message, chatType: string): { params: Readonly<Record<string, unknown>>; isAll: boolean } {
  const line = plainLine(message)
  const isLine = message.blocks.length === 1 && line !== '' && line.length <= LONGEST_ALERT
  if (chatType !== 'private' && message.isPrivate && message.replaces !== true && isLine)
    return { params: { text: line, show_alert: true }, isAll: true }
  return { params: message.toast === undefined ? {} : { text: message.toast.slice(0, LONGEST_ALERT) }, isAll: false }
}

async function acknowledge(
  { id }: IncomingPress,
  params: Readonly<Record<string, unknown>>,
  { call, log, stopping }: PressDeps,
) {
  try {
    await call(
      'answerCallbackQuery',
      { callback_query_id: id, ...params },
      { timeoutMs: CALL_TIMEOUT_MS, signal: stopping },
    )
  } catch (error) {
    log(`telegram: a press was not acknowledged: ${reasonOf(error)}`)
  }
}
