import { setTimeout as delay } from 'node:timers/promises'
import { PermissionFlagsBits, Routes } from 'discord.js'
import type { APIMessage, Message as DiscordMessage } from 'discord.js'
import { answerInTime } from '../answer-in-time.js'
import { parseCommand } from '../parse-command.js'
import type { Payload } from '../platform.js'
import type { About, Request } from '../request.js'
import type { AnswerDeps } from './answer-deps.js'
import { NO_STORY } from './posting.js'
import { aboutOf } from './read-message.js'
import { renderDiscord } from './render.js'
import { createMessage } from './send.js'

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
  const answer = await answerInTime(request, HANDLE_TIMEOUT_MS, deps)
  for (const [index, payload] of renderDiscord(answer, deps.secret).entries()) {
    const reply = { message_reference: { message_id: message.id, fail_if_not_exists: false } }
    const isSent = await sendReply(message, { payload: index === 0 ? { ...payload, ...reply } : payload, index }, deps)
    if (!isSent) return
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

async function sendReply(
  { id, channelId }: DiscordMessage,
  { payload, index }: { readonly payload: Payload; readonly index: number },
  { rest, inItsLook, log, stopping }: AnswerDeps,
): Promise<boolean> {
  let reason = ''
  for (let attempt = 1; attempt <= TRIES && !stopping.aborted; attempt += 1) {
    // The nonce is the same on each try, so an answer that did arrive is not posted again.
    const result = await createMessage(rest, channelId, { payload, nonce: `${id}-${index}`, inItsLook })
    if (result.kind === 'sent') return true
    reason = result.reason
    if (result.kind === 'gone' || result.kind === 'refused') break
    if (result.kind === 'retry' && result.afterMs > LONGEST_WAIT_MS) break
    if (attempt < TRIES && result.kind === 'retry')
      await delay(result.afterMs, undefined, { signal: stopping }).catch(() => undefined)
  }
  log(`discord: an answer in channel ${channelId} was not delivered: ${reason}`)
  return false
}
