import { setTimeout as delay } from 'node:timers/promises'
import { DiscordAPIError, PermissionFlagsBits, Routes } from 'discord.js'
import type { APIMessage, Message as DiscordMessage } from 'discord.js'
import { answerInTime } from '../../adapter-kit/answer-in-time.js'
import { openGrowing } from '../../adapter-kit/growing.js'
import { parseCommand } from '../../commands/parse-command.js'
import type { About, Request } from '../../contract/request.js'
import type { AnswerDeps } from './answer-deps.js'
import { NO_STORY } from '../render/posting.js'
import { aboutOf } from '../render/read-message.js'
import { renderDiscord } from '../render/render.js'
import { requestOf } from '../send/request-body.js'
import { createMessage } from '../send/send.js'
import type { Payload } from '../../contract/payload.js'
import { reasonOf } from '../../../text/reason-of.js'

const HANDLE_TIMEOUT_MS = 60_000
const LONGEST_WAIT_MS = 30_000
const LOOK_UP_TIMEOUT_MS = 3_000
const TRIES = 3

/** Answers a mention, a reply that pings the bot, or a direct message. */
export async function answerMessage(message: DiscordMessage, botId: string, deps: AnswerDeps): Promise<void> {
  if (!(await deps.isFirst(message.id))) return
  const text = message.content.replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ').trim()
  const about = (await repliedTo(message, botId, deps)) ?? (await postAbout(message, deps))
  const request: Request = {
    chat: { platform: 'discord', chatId: message.channelId },
    userId: message.author.id,
    command: text === '' ? { name: 'help' } : parseCommand(text),
    mayManage: !message.inGuild() || (message.member?.permissions.has(PermissionFlagsBits.ManageGuild) ?? false),
    ...(!message.inGuild() && { isDirect: true }),
    ...(about && { about }),
  }
  const growing = growingReply(message, deps)
  const answer = await answerInTime(request, HANDLE_TIMEOUT_MS, { ...deps, onGrown: growing.grow })
  await growing.end()
  for (const [index, payload] of renderDiscord(answer, deps.secret).entries()) {
    const part = index === 0 ? replyTo(message, payload) : payload
    const messageId = await sendReply(message, { payload: part, index }, deps)
    if (messageId === undefined) return
    // The nonce gave what stood there while the answer grew.
    if (index === 0 && growing.isBegun()) await editReply(messageId, { message, payload, deps })
  }
}

const GROWS_EVERY_MS = 1_000
const EDIT_TIMEOUT_MS = 5_000

/** The reply is posted with the first state of an answer, under the nonce that the whole answer has, and edited from there on. */
function growingReply(message: DiscordMessage, deps: AnswerDeps) {
  let [isBegun, messageId] = [false, '']
  const { grow, end } = openGrowing({
    ...{ everyMs: GROWS_EVERY_MS, clock: deps.clock },
    show: async (grown) => {
      const [payload = {}] = renderDiscord(grown, deps.secret)
      if (messageId !== '') return editOnce(messageId, { message, payload, deps })
      isBegun = true
      const result = await createMessage(deps.rest, message.channelId, { payload: replyTo(message, payload), nonce: `${message.id}-0` }) // prettier-ignore
      if (result.kind !== 'sent') throw new Error(result.reason)
      messageId = result.messageId
    },
    onFault: (error) => deps.log(`discord: an answer in channel ${message.channelId} is not shown while it grows: ${reasonOf(error)}`), // prettier-ignore
  })
  return { grow, end, isBegun: () => isBegun }
}

function replyTo({ id }: DiscordMessage, payload: Payload): Payload {
  return { ...payload, message_reference: { message_id: id, fail_if_not_exists: false } }
}

interface Edited {
  readonly message: DiscordMessage
  readonly payload: Payload
  readonly deps: AnswerDeps
}

async function editOnce(messageId: string, { message: { channelId }, payload, deps }: Edited): Promise<void> {
  const signal = AbortSignal.timeout(EDIT_TIMEOUT_MS)
  const request = requestOf({ attachments: [], ...payload })
  await deps.rest.patch(Routes.channelMessage(channelId, messageId), { signal, ...request })
}

/** Puts the whole answer in place of its last state; up to three tries. */
async function editReply(messageId: string, edited: Edited): Promise<void> {
  const { message, deps } = edited
  for (let attempt = 1; attempt <= TRIES && !deps.stopping.aborted; attempt += 1) {
    try {
      await editOnce(messageId, edited)
      return
    } catch (error) {
      if (attempt === TRIES || error instanceof DiscordAPIError) {
        deps.log(`discord: an answer in channel ${message.channelId} was not made whole: ${reasonOf(error)}`)
        return
      }
      await delay(200 * attempt, undefined, { signal: deps.stopping }).catch(() => undefined)
    }
  }
}

/** What the bot's message that is replied to shows; undefined where it is none, or cannot be read. */
async function repliedTo(
  { reference, channelId }: DiscordMessage,
  botId: string,
  { rest, secret }: AnswerDeps,
): Promise<About | undefined> {
  const messageId = reference?.messageId
  if (messageId === undefined) return undefined
  try {
    const signal = AbortSignal.timeout(LOOK_UP_TIMEOUT_MS)
    const shown = (await rest.get(Routes.channelMessage(channelId, messageId), { signal })) as APIMessage
    if (shown.author.id !== botId) return undefined
    return aboutOf(shown, secret)
  } catch {
    return undefined
  }
}

/** In the post of a story all talk is about it. */
async function postAbout({ channel, channelId }: DiscordMessage, { threads }: AnswerDeps): Promise<About | undefined> {
  if (!channel.isThread()) return undefined
  const storyId = await threads.keyOf('discord', channelId).catch(() => undefined)
  return storyId === undefined || storyId.startsWith(NO_STORY) ? undefined : { storyIds: [storyId] }
}

/** The message's id; undefined: it could not be sent. */
async function sendReply(
  { id, channelId }: DiscordMessage,
  { payload, index }: { readonly payload: Payload; readonly index: number },
  { rest, log, stopping }: AnswerDeps,
): Promise<string | undefined> {
  let reason = ''
  for (let attempt = 1; attempt <= TRIES && !stopping.aborted; attempt += 1) {
    // The nonce is the same on each try, so an answer that did arrive is not posted again.
    const result = await createMessage(rest, channelId, { payload, nonce: `${id}-${index}` })
    if (result.kind === 'sent') return result.messageId
    reason = result.reason
    if (result.kind === 'gone' || result.kind === 'refused') break
    if (result.kind === 'retry' && result.afterMs > LONGEST_WAIT_MS) break
    if (attempt < TRIES && result.kind === 'retry')
      await delay(result.afterMs, undefined, { signal: stopping }).catch(() => undefined)
  }
  log(`discord: an answer in channel ${channelId} was not delivered: ${reason}`)
  return undefined
}
