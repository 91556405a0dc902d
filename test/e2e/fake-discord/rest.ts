import { bodyOf, commandFaults, listOf, messageFaults, textOf } from './limits.js'
import type { Body } from './limits.js'
import { APPLICATION_ID, BOT_USER, DM_CHANNEL_ID, GUILD_ID, READER_ID, channel } from './world.js'

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A message that the bot made, or a reader. */
export interface PostedMessage {
  readonly id: string
  readonly channelId: string
  readonly body: Body
  /** Of an interaction's answer: seen by one reader only. */
  readonly isEphemeral: boolean
}

/** A slash command under way. */
export interface OpenInteraction {
  readonly id: string
  readonly token: string
  readonly channelId: string
  readonly sentAt: number
  acknowledgedAfterMs?: number
  isEphemeral: boolean
  /** The deferred answer, once it is edited; removed: deleted. */
  original: 'waiting' | 'removed' | PostedMessage
  readonly followUps: PostedMessage[]
}

export interface State {
  readonly gatewayUrl: string
  /** How many identifies there were. */
  readonly identified: () => number
  readonly interactions: Map<string, OpenInteraction>
  readonly messages: PostedMessage[]
  commands: readonly Body[]
  readonly nextId: () => string
  /** Tells the gateway of a message in a channel. */
  readonly announce: (message: Body) => void
}

type Route = (match: readonly string[], body: Body, state: State, raw: unknown) => Answer

const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/^GET \/gateway\/bot$/, (_, __, { gatewayUrl, identified }) => ({ status: 200, body: { url: gatewayUrl, ...sessionLimits(identified()) } })], // prettier-ignore
  [/^GET \/gateway$/, (_, __, { gatewayUrl }) => ({ status: 200, body: { url: gatewayUrl } })],
  [/^GET \/users\/@me$/, () => ({ status: 200, body: BOT_USER })],
  [/^GET \/(?:oauth2\/)?applications\/@me$/, () => ({ status: 200, body: { id: APPLICATION_ID, name: 'silkwire' } })],
  [/^GET \/applications\/(\d+)\/commands$/, (_, __, { commands }) => ({ status: 200, body: commands })],
  [/^PUT \/applications\/(\d+)\/commands$/, putCommands],
  [/^POST \/interactions\/(\d+)\/([^/]+)\/callback$/, acknowledge],
  [/^(PATCH|DELETE|GET) \/webhooks\/\d+\/([^/]+)\/messages\/@original$/, original],
  [/^POST \/webhooks\/\d+\/([^/]+)$/, followUp],
  [/^POST \/channels\/(\d+)\/messages$/, createMessage],
  [/^POST \/channels\/(\d+)\/typing$/, () => ({ status: 204 })],
  [/^GET \/channels\/(\d+)$/, ([, id = '']) => (channel(id) ? { status: 200, body: channel(id) } : UNKNOWN_CHANNEL)],
  [
    /^POST \/users\/@me\/channels$/,
    (_, body) =>
      body['recipient_id'] === READER_ID ? { status: 200, body: channel(DM_CHANNEL_ID) } : failure(403, 50278),
  ],
]

function sessionLimits(identified: number): Body {
  const remaining = 1_000 - identified
  return { shards: 1, session_start_limit: { total: 1_000, remaining, reset_after: 14_400_000, max_concurrency: 1 } }
}
const ACKNOWLEDGE_WITHIN_MS = 3_000
const EPHEMERAL = 1 << 6

/** Answers one request as Discord would. Requests of an interaction carry its token in the path, all others the bot's. */
export function answerRequest(
  { method, path, body, isAuthorized }: { method: string; path: string; body: unknown; isAuthorized: boolean },
  state: State,
): Answer {
  const isOfInteraction = /^\/(?:interactions|webhooks)\//.test(path)
  if (!isOfInteraction && !isAuthorized) return { status: 401, body: { message: '401: Unauthorized', code: 0 } }
  for (const [pattern, route] of ROUTES) {
    const match = pattern.exec(`${method} ${path}`)
    if (match) return route(match, bodyOf(body), state, body)
  }
  return { status: 404, body: { message: '404: Not Found', code: 0 } }
}

function failure(status: number, code: number, message = `Fake failure ${code}`): Answer {
  return { status, body: { message, code } }
}

const UNKNOWN_CHANNEL = failure(404, 10003, 'Unknown Channel')
const UNKNOWN_INTERACTION = failure(404, 10062, 'Unknown interaction')
const UNKNOWN_WEBHOOK = failure(404, 10015, 'Unknown Webhook')

function refusal(faults: readonly string[]): Answer | undefined {
  if (faults.length === 0) return undefined
  const errors = { _errors: faults.map((message) => ({ code: 'FAKE_INVALID', message })) }
  return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors } }
}

function putCommands(_: readonly string[], __: Body, state: State, raw: unknown): Answer {
  const commands = listOf(raw)
  const refused = refusal(commandFaults(commands))
  if (refused) return refused
  state.commands = commands.map((command) => ({
    ...command,
    id: state.nextId(),
    application_id: APPLICATION_ID,
    version: state.nextId(),
    default_member_permissions: permissionsText(command['default_member_permissions']),
    name_localizations: null,
    description_localizations: null,
    nsfw: false,
    options: listOf(command['options']).map((option) => ({ ...option, name_localizations: null })),
  }))
  return { status: 200, body: state.commands }
}

// Taken as a number or a string, always given as a string.
function permissionsText(permissions: unknown): string | null {
  return typeof permissions === 'number' ? permissions.toString() : textOf(permissions) || null
}

function acknowledge([, id = '', token = '']: readonly string[], body: Body, state: State): Answer {
  const interaction = state.interactions.get(token)
  const afterMs = performance.now() - (interaction?.sentAt ?? 0)
  if (interaction?.id !== id || afterMs > ACKNOWLEDGE_WITHIN_MS) return UNKNOWN_INTERACTION
  if (interaction.acknowledgedAfterMs !== undefined) {
    return failure(400, 40060, 'Interaction has already been acknowledged.')
  }
  if (body['type'] !== 4 && body['type'] !== 5) return failure(400, 50035, 'Invalid Form Body')
  const data = bodyOf(body['data'])
  const refused = body['type'] === 4 ? refusal(messageFaults(data)) : undefined
  if (refused) return refused
  interaction.acknowledgedAfterMs = afterMs
  interaction.isEphemeral = isEphemeral(data)
  if (body['type'] === 4) interaction.original = post(data, interaction, state)
  return { status: 204 }
}

function original([, method, token = '']: readonly string[], body: Body, state: State): Answer {
  const interaction = state.interactions.get(token)
  if (interaction?.acknowledgedAfterMs === undefined) return UNKNOWN_WEBHOOK
  if (interaction.original === 'removed') return failure(404, 10008, 'Unknown Message')
  if (method === 'DELETE') {
    interaction.original = 'removed'
    return { status: 204 }
  }
  if (method === 'PATCH') {
    const refused = refusal(messageFaults(body))
    if (refused) return refused
    interaction.original = post(body, interaction, state)
  }
  return interaction.original === 'waiting'
    ? failure(404, 10008, 'Unknown Message')
    : { status: 200, body: shown(interaction.original) }
}

function followUp([, token = '']: readonly string[], body: Body, state: State): Answer {
  const interaction = state.interactions.get(token)
  if (interaction?.acknowledgedAfterMs === undefined) return UNKNOWN_WEBHOOK
  const refused = refusal(messageFaults(body))
  if (refused) return refused
  const posted = { ...post(body, interaction, state), isEphemeral: isEphemeral(body) }
  interaction.followUps.push(posted)
  return { status: 200, body: shown(posted) }
}

function createMessage([, channelId = '']: readonly string[], body: Body, state: State): Answer {
  if (!channel(channelId)) return UNKNOWN_CHANNEL
  const refused = refusal(messageFaults(body))
  if (refused) return refused
  const nonce = textOf(body['nonce'])
  const earlier = state.messages.find((message) => message.channelId === channelId && message.body['nonce'] === nonce)
  if (body['enforce_nonce'] === true && earlier) return { status: 200, body: shown(earlier) }
  const posted: PostedMessage = { id: state.nextId(), channelId, body, isEphemeral: false }
  state.messages.push(posted)
  const guildId = channelId === DM_CHANNEL_ID ? {} : { guild_id: GUILD_ID }
  state.announce({ ...shown(posted), ...guildId })
  return { status: 200, body: shown(posted) }
}

function post(body: Body, { channelId, isEphemeral }: OpenInteraction, state: State): PostedMessage {
  return { id: state.nextId(), channelId, body, isEphemeral }
}

function isEphemeral(body: Body): boolean {
  return (Number(body['flags'] ?? 0) & EPHEMERAL) !== 0
}

function shown({ id, channelId, body }: PostedMessage): Body {
  return {
    id,
    channel_id: channelId,
    channel_type: channelId === DM_CHANNEL_ID ? 1 : 0,
    author: BOT_USER,
    content: textOf(body['content']),
    embeds: listOf(body['embeds']),
    components: [],
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    timestamp: '2025-06-17T08:00:00.000000+00:00',
    edited_timestamp: null,
    tts: false,
    pinned: false,
    type: 0,
    flags: 0,
    ...(body['nonce'] !== undefined && { nonce: body['nonce'] }),
  }
}
