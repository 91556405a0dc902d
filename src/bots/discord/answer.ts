import { setTimeout as delay } from 'node:timers/promises'
import {
  DiscordAPIError,
  HTTPError,
  InteractionContextType,
  MessageFlags,
  PermissionFlagsBits,
  Routes,
} from 'discord.js'
import type { ChatInputCommandInteraction, Message as DiscordMessage, REST } from 'discord.js'
import { LANGUAGES } from '../../text/types.js'
import type { Language } from '../../text/types.js'
import { answerInTime } from '../answer-in-time.js'
import type { Message } from '../message.js'
import { parseCommand } from '../parse-command.js'
import type { Handle, Payload } from '../platform.js'
import type { Command, Request } from '../request.js'
import { renderDiscord } from './render.js'
import { createMessage } from './send.js'
import { readInteraction } from './slash-commands.js'

export interface AnswerDeps {
  readonly handle: Handle
  readonly rest: REST
  readonly now: () => number
  /** One event, as a line without secrets. */
  readonly log: (line: string) => void
  /** Resolves to false for an event that was handled before; see firstSight in chats.ts. */
  readonly isFirst: (eventId: string) => Promise<boolean>
  /** Aborted at the stop: nothing is said after it. */
  readonly stopping: AbortSignal
}

const HANDLE_TIMEOUT_MS = 60_000
/** Discord ends an interaction's token after 15 minutes. */
const TOKEN_LIFE_MS = 14.5 * 60_000
const LONGEST_WAIT_MS = 30_000
const TRIES = 3

/** Answers a slash command: deferred at once (Discord waits 3 s), then edited, longer answers go on in follow-ups. */
export async function answerInteraction(interaction: ChatInputCommandInteraction, deps: AnswerDeps): Promise<void> {
  const receivedAt = deps.now()
  const command = readInteraction(interaction) ?? { name: 'help' }
  const request = requestOf(interaction, command)
  const flags = isForOneReader(request, interaction) ? MessageFlags.Ephemeral : undefined
  const seen = deps.isFirst(interaction.id)
  try {
    await again(async () => interaction.deferReply(flags === undefined ? {} : { flags }), deps)
  } catch (error) {
    // Discord refuses to have an event acknowledged twice.
    if (await seen) throw error
  }
  if (!(await seen)) return
  const message = await answerInTime(request, HANDLE_TIMEOUT_MS, deps)
  if (deps.stopping.aborted) return
  if (deps.now() - receivedAt > TOKEN_LIFE_MS) {
    deps.log(`discord: the answer to /${command.name} came too late to be shown`)
    return
  }
  await showParts(interaction, message, { ...deps, flags })
}

async function showParts(
  { applicationId, token }: ChatInputCommandInteraction,
  message: Message,
  { rest, stopping, flags }: AnswerDeps & { readonly flags: MessageFlags.Ephemeral | undefined },
): Promise<void> {
  const original = Routes.webhookMessage(applicationId, token)
  // What was deferred for all cannot become private: it is taken back, and a follow-up says it.
  const isTurnedPrivate = message.isPrivate === true && flags === undefined
  const partFlags = isTurnedPrivate ? MessageFlags.Ephemeral : flags
  if (isTurnedPrivate) await again(async () => rest.delete(original, { auth: false }), { stopping })
  for (const [index, payload] of renderDiscord(message).entries()) {
    if (stopping.aborted) return
    if (index === 0 && !isTurnedPrivate) {
      await again(async () => rest.patch(original, { auth: false, body: payload }), { stopping })
    } else {
      const body = partFlags === undefined ? payload : { ...payload, flags: partFlags }
      await rest.post(Routes.webhook(applicationId, token), { auth: false, body })
    }
  }
}

/** Answers a mention, a reply that pings the bot, or a direct message. */
export async function answerMessage(message: DiscordMessage, botId: string, deps: AnswerDeps): Promise<void> {
  if (!(await deps.isFirst(message.id))) return
  const text = message.content.replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ').trim()
  const answer = await answerInTime(
    {
      chat: { platform: 'discord', chatId: message.channelId },
      userId: message.author.id,
      command: text === '' ? { name: 'help' } : parseCommand(text),
      mayManage: !message.inGuild() || (message.member?.permissions.has(PermissionFlagsBits.ManageGuild) ?? false),
    },
    HANDLE_TIMEOUT_MS,
    deps,
  )
  for (const [index, payload] of renderDiscord(answer).entries()) {
    const reply = { message_reference: { message_id: message.id, fail_if_not_exists: false } }
    const isSent = await sendReply(message, { payload: index === 0 ? { ...payload, ...reply } : payload, index }, deps)
    if (!isSent) return
  }
}

async function sendReply(
  { id, channelId }: DiscordMessage,
  { payload, index }: { readonly payload: Payload; readonly index: number },
  { rest, log, stopping }: AnswerDeps,
): Promise<boolean> {
  let reason = ''
  for (let attempt = 1; attempt <= TRIES && !stopping.aborted; attempt += 1) {
    // The nonce is the same on each try, so an answer that did arrive is not posted again.
    const result = await createMessage(rest, channelId, { payload, nonce: `${id}-${index}` })
    if (result.kind === 'sent') return true
    reason = result.reason
    if (result.kind === 'gone') break
    if (result.kind === 'retry' && result.afterMs > LONGEST_WAIT_MS) break
    if (attempt < TRIES && result.kind === 'retry') await wait(result.afterMs, stopping)
  }
  log(`discord: an answer in channel ${channelId} was not delivered: ${reason}`)
  return false
}

function requestOf(interaction: ChatInputCommandInteraction, command: Command): Request {
  const language = clientLanguage(interaction.locale)
  return {
    chat: { platform: 'discord', chatId: interaction.channelId },
    userId: interaction.user.id,
    command,
    mayManage:
      interaction.guildId === null || (interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false),
    ...(language !== undefined && { clientLanguage: language }),
  }
}

/** The language of a Discord client ("zh-TW", "en-GB"), where it is one of ours. */
export function clientLanguage(locale: string): Language | undefined {
  const [language] = locale.split('-')
  return LANGUAGES.find((ours) => ours === language)
}

const OWN_BUSINESS: ReadonlySet<Command['name']> = new Set(['settings', 'subscriptions', 'forget', 'help'])

// Decided before the newsroom is asked: a deferred answer cannot become private later.
function isForOneReader({ command, mayManage }: Request, { context }: ChatInputCommandInteraction): boolean {
  if (context === InteractionContextType.BotDM) return false
  return OWN_BUSINESS.has(command.name) || (command.name === 'subscribe' && !mayManage)
}

/** Up to three tries of a call that may be made twice. */
async function again(call: () => Promise<unknown>, { stopping }: Pick<AnswerDeps, 'stopping'>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await call()
      return
    } catch (error) {
      // 40060: an earlier try was acknowledged after all.
      if (error instanceof DiscordAPIError && error.code === 40060 && attempt > 1) return
      if (!(error instanceof HTTPError) || attempt >= TRIES || stopping.aborted) throw error
      await wait(200 * attempt, stopping)
    }
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}
