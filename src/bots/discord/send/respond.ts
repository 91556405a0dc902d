import { setTimeout as delay } from 'node:timers/promises'
import { DiscordAPIError, HTTPError, InteractionResponseType, MessageFlags, Routes } from 'discord.js'
import type { APIInteraction, REST } from 'discord.js'
import type { Message } from '../../contract/message.js'
import type { Texts } from '../../wording/parse-texts.js'
import { payloadOf, renderDiscord, textDisplay } from '../render/render.js'
import { plainDiscord } from '../render/plain.js'
import { ephemeral, requestOf } from './request-body.js'
import { readSendError } from './send-errors.js'
import { reasonOf } from '../../../text/reason-of.js'
import type { Payload } from '../../contract/payload.js'

export interface RespondDeps {
  readonly rest: REST
  readonly secret: string
  /** One event a line, without secrets. */
  readonly log: (line: string) => void
  /** Aborted at the stop: nothing is said after it. */
  readonly stopping: AbortSignal
}

/** An interaction, as far as answering it needs. */
export type Answerable = Pick<APIInteraction, 'id' | 'token' | 'application_id'>

/** How an interaction was acknowledged. */
export interface Acknowledged {
  /** new: a message of its own is awaited. update: the pressed message stays, and may be changed. */
  readonly kind: 'new' | 'update'
  /** Whether what is said next is for one reader only. */
  readonly isEphemeral: boolean
  /** In a chat of two nothing needs to be hidden. */
  readonly isDirect: boolean
  /** How many messages may follow the first; Discord gives an app that is no member five. */
  readonly mostFollowUps: number
  readonly say: Texts
}

const CALLBACK_TIMEOUT_MS = 2_500
const TRIES = 3

/** The first answer to an interaction, which Discord awaits within 3 s. Throws what the last try threw. */
export async function respond(
  { id, token }: Answerable,
  type: InteractionResponseType,
  data: Payload | undefined,
  { rest, stopping }: Pick<RespondDeps, 'rest' | 'stopping'>,
): Promise<void> {
  const { body, files } = requestOf(data ?? {})
  const signal = AbortSignal.timeout(CALLBACK_TIMEOUT_MS)
  const request = { auth: false, body: data === undefined ? { type } : { type, data: body }, signal }
  const call = async () => rest.post(Routes.interactionCallback(id, token), files ? { ...request, files } : request)
  await again(call, stopping)
}

/** Acknowledges an interaction whose answer takes a while. */
export async function acknowledge(
  interaction: Answerable,
  { kind, isEphemeral }: Pick<Acknowledged, 'kind' | 'isEphemeral'>,
  deps: RespondDeps,
): Promise<void> {
  const flags = isEphemeral ? { flags: MessageFlags.Ephemeral } : {}
  if (kind === 'update') await respond(interaction, InteractionResponseType.DeferredMessageUpdate, undefined, deps)
  else await respond(interaction, InteractionResponseType.DeferredChannelMessageWithSource, flags, deps)
}

/** Says a message in answer to an acknowledged interaction: in place, as the awaited message, or in further ones. */
export async function showAnswer(
  interaction: Answerable,
  message: Message,
  acknowledged: Acknowledged,
  deps: RespondDeps,
): Promise<void> {
  const { kind, isEphemeral, isDirect } = acknowledged
  const isSilent = message.blocks.length === 0 && message.toast === undefined
  if (isSilent && kind === 'update') return
  const payloads = renderDiscord(withToast(message), deps.secret)
  const isPrivate = !isDirect && (message.isPrivate ?? isEphemeral)
  // What was deferred for all cannot become private, nor the other way round: it is taken back, and a further message says it.
  const isTurned = kind === 'new' && !isDirect && isPrivate !== isEphemeral
  const isInPlace = kind === 'update' ? message.replaces === true : !isTurned && !isSilent
  const say = { interaction, deps }
  if (isTurned || (isSilent && kind === 'new')) await removeOriginal(say)
  if (isSilent) return
  const [first = payloads[0] ?? {}, ...others] = payloads
  if (isInPlace && !(await isShown(first, acknowledged, say))) return
  const following = isInPlace ? others : [first, ...others]
  for (const payload of atMost(following, acknowledged)) {
    if (deps.stopping.aborted) return
    await followUp(isPrivate ? ephemeral(payload) : payload, say)
  }
}

/** Shows a state of an answer that grows in the awaited message, in one try. Throws what that threw. */
export async function showGrown(
  interaction: Answerable,
  message: Message,
  { isEphemeral, isDirect }: Acknowledged,
  { rest, secret }: RespondDeps,
): Promise<void> {
  // What was deferred for all cannot become private.
  if (!isDirect && (message.isPrivate ?? isEphemeral) !== isEphemeral) return
  const [payload = {}] = renderDiscord(message, secret)
  const route = Routes.webhookMessage(interaction.application_id, interaction.token)
  const signal = AbortSignal.timeout(CALLBACK_TIMEOUT_MS)
  await rest.patch(route, { auth: false, signal, ...requestOf({ attachments: [], ...payload }) })
}

/** Shows a payload in the awaited or pressed message. False: Discord refused it, and the asker alone was told so in a further message. */
async function isShown(payload: Payload, { kind, say }: Acknowledged, saying: Saying): Promise<boolean> {
  try {
    await edit(payload, saying)
    return true
  } catch (error) {
    if (readSendError(error).kind !== 'refused') throw error
    saying.deps.log(`discord: an answer was refused, and its asker is told: ${reasonOf(error)}`)
    // What "thinks" would do so until its token ends; a page that was pressed stays.
    if (kind === 'new') await removeOriginal(saying).catch(() => undefined)
    const line = textDisplay(say('refused.answer', { platform: 'Discord' }))
    await followUp(ephemeral(payloadOf([line])), saying)
    return false
  }
}

interface Saying {
  readonly interaction: Answerable
  readonly deps: RespondDeps
}

function atMost(payloads: readonly Payload[], { mostFollowUps, say }: Acknowledged): readonly Payload[] {
  if (payloads.length <= mostFollowUps) return payloads
  const rest = payloadOf([textDisplay(`-# ${say('parts.rest')}`)])
  return [...payloads.slice(0, mostFollowUps - 1), rest]
}

// Discord shows no notice for a moment: it stands over the page that it belongs to.
function withToast(message: Message): Message {
  if (message.toast === undefined || message.toast === '') return message
  const isSaid = message.blocks.some((block) => block.kind === 'paragraph' && block.runs.some(({ text }) => text === message.toast)) // prettier-ignore
  if (isSaid) return message
  return { ...message, blocks: [{ kind: 'paragraph', runs: [{ text: message.toast }] }, ...message.blocks] }
}

async function edit(payload: Payload, { interaction, deps }: Saying): Promise<void> {
  const route = Routes.webhookMessage(interaction.application_id, interaction.token)
  // Files of the page before go with it.
  const request = { auth: false, ...requestOf({ attachments: [], ...payload }) }
  await again(async () => deps.rest.patch(route, request), deps.stopping)
}

async function followUp(payload: Payload, { interaction, deps }: Saying): Promise<void> {
  const route = Routes.webhook(interaction.application_id, interaction.token)
  const post = async (body: Payload): Promise<void> => {
    await deps.rest.post(route, { auth: false, ...requestOf(body) })
  }
  await post(payload).catch(async (error: unknown) => {
    const plain = readSendError(error).kind === 'refused' ? plainDiscord(payload) : undefined
    if (plain === undefined) throw error
    await post(plain)
  })
}

async function removeOriginal({ interaction, deps }: Saying): Promise<void> {
  const route = Routes.webhookMessage(interaction.application_id, interaction.token)
  await again(async () => deps.rest.delete(route, { auth: false }), deps.stopping)
}

const ALREADY_ACKNOWLEDGED = 40_060

/** Up to three tries of a call that may be made twice. */
async function again(call: () => Promise<unknown>, stopping: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await call()
      return
    } catch (error) {
      // An earlier try was acknowledged after all.
      if (error instanceof DiscordAPIError && error.code === ALREADY_ACKNOWLEDGED && attempt > 1) return
      if (!(error instanceof HTTPError) || attempt >= TRIES || stopping.aborted) throw error
      await delay(200 * attempt, undefined, { signal: stopping }).catch(() => undefined)
    }
  }
}
