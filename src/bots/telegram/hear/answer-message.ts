import { setTimeout as delay } from 'node:timers/promises'
import { cutText } from '../../../text/words/cut-text.js'
import { answerInTime } from '../../adapter-kit/answer-in-time.js'
import { cleanLine } from '../../wording/clean.js'
import type { Clock } from '../../timing/clock.js'
import { openGrowing, type Growing } from '../../adapter-kit/growing.js'
import { sealAction } from '../../contract/actions.js'
import type { Form, Message, Result } from '../../contract/message.js'
import { QUESTION_LIMIT } from '../../commands/command-row.js'
import { dependsOnRights, rowOf, type CommandOf } from '../../commands/command-table.js'
import { parseCommand } from '../../commands/parse-command.js'
import type { Handle } from '../../contract/platform.js'
import type { Chat, Command, Press, Request } from '../../contract/request.js'
import { texts } from '../../wording/texts.js'
import { clientLanguage } from './addressed.js'
import type { Account, Addressed } from './addressed.js'
import type { Call } from '../send/call.js'
import type { AnswersShown } from './answers-shown.js'
import { escapeHtml } from '../render/html.js'
import { plainLine, renderTelegram } from '../render/render.js'
import { aboutOf, formAddress, formOf } from './replied.js'
import { readSendError } from '../send/send-errors.js'
import { chatParams, isMethodRefused, sendMessage, type MethodRefusals } from '../send/send.js'
import type { Payload } from '../../contract/payload.js'
import { reasonOf } from '../../../text/reason-of.js'

export interface AnswerDeps {
  readonly handle: Handle
  readonly call: Call
  readonly account: Account
  readonly now: () => number
  /** What controls are signed with. */
  readonly secret: string
  readonly richChats: MethodRefusals
  readonly drafts: MethodRefusals
  /** Which messages answer which; absent: edited questions are not looked at. */
  readonly answers?: AnswersShown
  /** The menus that forms were opened from, by chat and form. */
  readonly formMenus?: Map<string, number>
  readonly clock: Pick<Clock, 'wait'>
  readonly readFile: (fileId: string) => Promise<string>
  /** One event, as a line without secrets. */
  readonly log: (line: string) => void
  /** The group goes on under another id. */
  readonly onMoved?: (from: Chat, to: Chat) => Promise<void>
  /** Aborted at the stop: nothing is said after it. */
  readonly stopping: AbortSignal
}

const HANDLE_TIMEOUT_MS = 60_000
const CALL_TIMEOUT_MS = 10_000
const LONGEST_WAIT_MS = 30_000
const TRIES = 3
const LARGEST_FILE = 1_000_000

/** Answers a message that is for the bot: replies in its chat and topic, in as many messages as the answer needs. */
export async function answerMessage(asked: Addressed, deps: AnswerDeps): Promise<void> {
  const askedAt = deps.now()
  const command = await commandOf(asked, deps)
  const about = asked.replied && aboutOf(asked.replied, asked.quoted, deps.secret)
  const request: Request = {
    chat: asked.chat,
    userId: asked.userId,
    command,
    mayManage: await mayManage(asked, command, deps),
    isDirect: asked.isPrivate,
    ...(asked.clientLanguage && { clientLanguage: asked.clientLanguage }),
    ...(about && { about }),
  }
  const drafts = asked.isPrivate ? draftsIn(asked, deps) : undefined
  const message = await answerInTime(request, HANDLE_TIMEOUT_MS, { ...deps, ...(drafts && { onGrown: drafts.grow }) })
  await drafts?.end()
  const ids = await show(message, { chat: asked.chat, replyTo: asked.messageId }, deps)
  const menu =
    message.replaces === true ? deps.formMenus?.get(formKey(asked.chat, asked.replied?.message_id)) : undefined
  // The menu in its new state stands below: the one before it would be a second that lives.
  if (menu !== undefined && ids.length > 0) await takeButtons(menu, { chat: asked.chat }, deps)
  if (changesNothing(command)) deps.answers?.note(asked, { messageIds: ids, askedAt })
}

/** A question that was edited after its answer: the answer is put in its place. What changes something is not done again. */
export async function answerEdited(asked: Addressed, deps: AnswerDeps): Promise<void> {
  const before = deps.answers?.of(asked)
  const command = asked.text === '' ? undefined : parseCommand(asked.text)
  if (before === undefined || command === undefined || !changesNothing(command)) return
  const request: Request = {
    chat: asked.chat,
    userId: asked.userId,
    command,
    mayManage: asked.isPrivate,
    isDirect: asked.isPrivate,
    ...(asked.clientLanguage && { clientLanguage: asked.clientLanguage }),
  }
  const message = await answerInTime(request, HANDLE_TIMEOUT_MS, deps)
  const messageIds = await showInstead(before, message, { chat: asked.chat, replyTo: asked.messageId }, deps)
  deps.answers?.note(asked, { messageIds, askedAt: deps.now() })
}

const MOST_FORMS = 1_000
const formKey = ({ chatId }: Chat, formId: number | undefined): string => `${chatId} ${formId ?? ''}`

/** Which menu a form was opened from. */
function keepMenu(chat: Chat, formId: number, menu: number, { formMenus }: AnswerDeps): void {
  const [oldest] = formMenus?.keys() ?? []
  if (formMenus !== undefined && formMenus.size >= MOST_FORMS && oldest !== undefined) formMenus.delete(oldest)
  formMenus?.set(formKey(chat, formId), menu)
}

const changesNothing = ({ name }: Command): boolean => name !== 'press' && rowOf(name).scope === 'anywhere'

/** Says a message in place of those that were said before: what it has more is sent, what it has less is deleted. Gives the ids of what stands there now. */
async function showInstead(
  before: readonly number[],
  message: Message,
  place: Place,
  deps: AnswerDeps,
): Promise<readonly number[]> {
  const payloads = renderTelegram(message, deps.secret)
  if (payloads.some(({ files }) => files !== undefined)) return show(message, place, deps)
  const ids: number[] = []
  for (const [index, payload] of payloads.entries()) {
    const old = before[index]
    const edited = old === undefined ? 'not' : await editPart({ ...place, pressed: old }, payload, deps)
    if (edited === 'gone') return ids
    const id = edited === 'edited' ? old : await sendPart(place, payload, deps)
    if (id === undefined) return ids
    ids.push(id)
  }
  for (const old of before.slice(payloads.length)) await deletePart(old, place, deps)
  return ids
}

async function takeButtons(messageId: number, { chat }: Place, { call, stopping, log }: AnswerDeps): Promise<void> {
  const params = { chat_id: chatParams(chat).chat_id, message_id: messageId }
  await call('editMessageReplyMarkup', params, { timeoutMs: CALL_TIMEOUT_MS, signal: stopping }).catch((error: unknown) => { log(`telegram: a menu in chat ${chat.chatId} kept its buttons: ${reasonOf(error)}`) }) // prettier-ignore
}

async function deletePart(messageId: number, { chat }: Place, { call, stopping, log }: AnswerDeps): Promise<void> {
  const params = { chat_id: chatParams(chat).chat_id, message_id: messageId }
  await call('deleteMessage', params, { timeoutMs: CALL_TIMEOUT_MS, signal: stopping }).catch((error: unknown) => {
    log(`telegram: a part of an answer in chat ${chat.chatId} was not deleted: ${reasonOf(error)}`)
  })
}

const DRAFT_EVERY_MS = 1_000
const DRAFT_TIMEOUT_MS = 3_000

/** Shows an answer while it grows as a draft, which a private chat alone can: the client drops it when the answer comes. One message's drafts are one. */
function draftsIn({ chat, messageId }: Addressed, { call, secret, clock, drafts, stopping, log }: AnswerDeps): Growing {
  const show = async (message: Message): Promise<void> => {
    const [part] = renderTelegram(message, secret)
    if (part === undefined || typeof part['text'] !== 'string' || !drafts.takes(chat)) return
    const { text, parse_mode } = part
    const params = { ...chatParams(chat), draft_id: messageId, text, parse_mode }
    await call('sendMessageDraft', params, { timeoutMs: DRAFT_TIMEOUT_MS, signal: stopping })
  }
  const onFault = (error: unknown): void => {
    if (isMethodRefused(error)) drafts.refused(chat, error)
    log(`telegram: an answer in chat ${chat.chatId} is not shown while it grows: ${reasonOf(error)}`)
  }
  return openGrowing({ show, everyMs: DRAFT_EVERY_MS, clock, onFault })
}

async function commandOf({ text, replied, file }: Addressed, deps: AnswerDeps): Promise<CommandOf | Press> {
  const action = replied && formOf(replied, deps.secret)
  if (action) return { name: 'press', action, values: [text] }
  if (file) {
    const opml = file.size > LARGEST_FILE ? undefined : await deps.readFile(file.id).catch(() => undefined)
    return { name: 'feeds', doing: 'import', ...(opml !== undefined && { file: opml }) }
  }
  const [, start] = /^\/start(?:@\w+)?\s+([\w-]{1,64})$/.exec(text) ?? []
  if (start !== undefined) return deepLink(start)
  if (/^\/start(?:@\w+)?$/.test(text)) return HELLO
  return text === '' ? { name: 'help' } : parseCommand(text)
}

const HELLO: Press = { name: 'press', action: ['hello'], values: [] }

/** What t.me/BOT?start=PAYLOAD asks for: `story_ID`, `sub_ID`, `settings`, `new`; anything else is greeted. */
function deepLink(payload: string): CommandOf | Press {
  const [what, ...id] = payload.split('_')
  if (what === 'story' && id.length > 0) return { name: 'story', id: id.join('_') }
  if (what === 'sub' && id.length > 0) return { name: 'press', action: ['sub', id.join('_'), 'show'], values: [] }
  if (payload === 'settings') return { name: 'settings' }
  return payload === 'new' ? { name: 'subscribe' } : HELLO
}

interface Place {
  readonly chat: Chat
  readonly replyTo?: number
  /** The message whose control was pressed. */
  readonly pressed?: number
}

/** Says a message where it was asked for: in place of the pressed one where it replaces it, a form as a question to reply to. Gives the ids of what it sent. */
export async function show(message: Message, place: Place, deps: AnswerDeps): Promise<readonly number[]> {
  if (message.form) {
    const id = await sendPart(place, formPayload(message.form, deps), deps)
    if (id !== undefined && place.pressed !== undefined) keepMenu(place.chat, id, place.pressed, deps)
    return id === undefined ? [] : [id]
  }
  const [first, ...others] = renderTelegram(message, deps.secret)
  const isEdited = message.replaces === true && place.pressed !== undefined && first?.['files'] === undefined
  const edited = isEdited && first ? await editPart(place, first, deps) : 'not'
  if (edited === 'gone') return []
  const ids: number[] = []
  for (const payload of first && edited === 'not' ? [first, ...others] : others) {
    const id = await sendPart(place, payload, deps)
    if (id === undefined) return ids
    ids.push(id)
  }
  return ids
}

function formPayload({ title, label, placeholder, value, action }: Form, { account, secret }: AnswerDeps): Payload {
  const asked = `<a href="${escapeHtml(formAddress(account.username, sealAction(action, secret)))}">${escapeHtml(cleanLine(title))}</a>`
  const now = value === undefined || value === '' ? '' : `\n<code>${escapeHtml(cleanLine(value))}</code>`
  const hint = cutText(cleanLine(placeholder ?? label), 64)
  return {
    text: `${asked}\n${escapeHtml(cleanLine(label))}${now}`,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: { force_reply: true, selective: true, ...(hint !== '' && { input_field_placeholder: hint }) },
  }
}

/** `not`: the message cannot be edited any more, and a new one is to be sent. `gone`: nothing can be said in the chat. */
async function editPart(
  { chat, pressed }: Place,
  payload: Payload,
  { call, stopping, log }: AnswerDeps,
): Promise<'edited' | 'not' | 'gone'> {
  const { rich: _, ...plain } = payload
  const params = { ...plain, chat_id: chatParams(chat).chat_id, message_id: pressed }
  try {
    await call('editMessageText', params, { timeoutMs: CALL_TIMEOUT_MS, signal: stopping })
    return 'edited'
  } catch (error) {
    const reason = reasonOf(error)
    if (/not modified/i.test(reason)) return 'edited'
    log(`telegram: a message in chat ${chat.chatId} was not edited: ${reason}`)
    return readSendError(error).kind === 'gone' ? 'gone' : 'not'
  }
}

/** The id of the message that was sent; undefined: it could not be. */
async function sendPart({ chat, replyTo }: Place, payload: Payload, deps: AnswerDeps): Promise<number | undefined> {
  const { call, log, stopping, richChats, onMoved } = deps
  const options = {
    signal: stopping,
    richChats,
    ...(onMoved && { onMoved }),
    ...(replyTo !== undefined && { replyTo }),
  }
  let reason = 'the bot is stopping'
  for (let attempt = 1; attempt <= TRIES && !stopping.aborted; attempt += 1) {
    const result = await sendMessage(call, chat, payload, options)
    if (result.kind === 'sent') return Number(result.messageId)
    reason = result.reason
    if (result.kind !== 'retry' || result.afterMs > LONGEST_WAIT_MS) break
    if (attempt < TRIES) await delay(result.afterMs, undefined, { signal: stopping }).catch(() => undefined)
  }
  log(`telegram: an answer in chat ${chat.chatId} was not delivered: ${reason}`)
  return undefined
}

// Telegram is asked only where the answer depends on it, and each time anew.
async function mayManage(asked: Addressed, command: Command, deps: AnswerDeps): Promise<boolean> {
  if (asked.isPrivate || asked.isAnonymousAdmin) return true
  return dependsOnRights(command) && isManager(asked.chat, asked.userId, deps)
}

/** Whether a person is an administrator of a group now; false where Telegram does not say. */
export async function isManager(
  chat: Chat,
  userId: string,
  { call, log, stopping }: Pick<AnswerDeps, 'call' | 'log' | 'stopping'>,
): Promise<boolean> {
  const params = { chat_id: chatParams(chat).chat_id, user_id: Number(userId) }
  try {
    const member = await call('getChatMember', params, { timeoutMs: CALL_TIMEOUT_MS, signal: stopping })
    const { status } = member as { readonly status?: unknown }
    return status === 'creator' || status === 'administrator'
  } catch (error) {
    log(`telegram: the rights of a member of chat ${chat.chatId} are unknown: ${reasonOf(error)}`)
    return false
  }
}

export interface IncomingQuery {
  readonly id: string
  readonly from: { readonly id: number; readonly language_code?: string }
  readonly query: string
  readonly offset?: string
}

// Telegram takes no answer to an older query.
const INLINE_LIFE_MS = 25_000
const INLINE_TIMEOUT_MS = 20_000
const INLINE_CACHE_S = 60
const MOST_RESULTS = 50

/** Answers an inline query with up to 50 cited results in pages; an empty one with what the bot can do. */
export async function answerInlineQuery(asked: IncomingQuery, deps: AnswerDeps): Promise<void> {
  const receivedAt = deps.now()
  const question = cutText(cleanLine(asked.query), QUESTION_LIMIT)
  const language = clientLanguage(asked.from.language_code)
  const userId = String(asked.from.id)
  const offset = asked.offset ?? ''
  const request: Request = {
    // A person's private chat has the person's id, and holds the person's settings.
    chat: { platform: 'telegram', chatId: userId },
    userId,
    command: question === '' ? { name: 'help' } : { name: 'ask', question, ...(offset !== '' && { offset }) },
    mayManage: false,
    via: 'inline',
    ...(language && { clientLanguage: language }),
  }
  const message = await answerInTime(request, INLINE_TIMEOUT_MS, deps)
  if (deps.stopping.aborted || deps.now() - receivedAt > INLINE_LIFE_MS) return
  const results = message.results?.length ? message.results.map((result) => inlineResult(result)) : ownParts(message)
  const params = {
    inline_query_id: asked.id,
    results: results.slice(0, MOST_RESULTS),
    // A private message is an excuse, soon to be better.
    cache_time: message.isPrivate ? 1 : INLINE_CACHE_S,
    is_personal: true,
    next_offset: message.nextOffset ?? '',
    button: { text: cutText(texts(language ?? 'en')('greet.subscribe'), 60), start_parameter: 'new' },
  }
  try {
    await deps.call('answerInlineQuery', params, { timeoutMs: CALL_TIMEOUT_MS, signal: deps.stopping })
  } catch (error) {
    deps.log(`telegram: an inline query was not answered: ${reasonOf(error)}`)
  }
}

function inlineResult({ id, title, description, blocks }: Result): Payload {
  const [part] = renderTelegram({ blocks })
  return {
    type: 'article',
    // Ids are 1 to 64 bytes.
    id: cutText(id.replace(/[^\x21-\x7e]/g, ''), 64) || 'r',
    title: cutText(cleanLine(title), 100) || '—',
    description: cutText(cleanLine(description), 200),
    input_message_content: contentOf(part),
  }
}

// What has no results of its own: help, an excuse, nothing found.
function ownParts(message: Message): readonly Payload[] {
  const line = plainLine(message)
  const [part] = renderTelegram({ ...message, blocks: message.blocks.filter(({ kind }) => kind !== 'controls') })
  const title = cutText(message.title ?? line, 100) || '—'
  return [
    {
      type: 'article',
      id: 'part-1',
      title,
      ...(line !== '' && { description: cutText(line, 200) }),
      input_message_content: contentOf(part),
    },
  ]
}

function contentOf(part: Payload | undefined): Payload {
  const { text = '—', reply_markup: _, rich: __, files: ___, ...look } = part ?? {}
  return { message_text: text, ...look }
}
