import {
  activeThreads,
  archivedThreads,
  createMessage,
  createPost,
  crosspost,
  editChannel,
  editMessage,
  getChannel,
  getMessage,
  listMessages,
} from './channels.js'
import { listOf, textOf } from './body.js'
import type { Body } from './body.js'
import { commandFaults } from './command-faults.js'
import { acknowledge, followUp, original } from './interactions.js'
import { failure, refusal } from './state.js'
import type { Answer, Asked, State } from './state.js'
import {
  APPLICATION_ID,
  BOT_ID,
  BOT_USER,
  DM_CHANNEL_ID,
  GUILD_ID,
  OWNER_ID,
  READER_ID,
  channelBody,
  guildRoles,
  member,
} from './world.js'

type Route = (match: readonly string[], asked: Asked, state: State) => Answer

const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/^GET \/gateway\/bot$/, (_, __, { gatewayUrl, identified }) => ({ status: 200, body: { url: gatewayUrl, ...sessionLimits(identified()) } })], // prettier-ignore
  [/^GET \/gateway$/, (_, __, { gatewayUrl }) => ({ status: 200, body: { url: gatewayUrl } })],
  [/^GET \/users\/@me$/, () => ({ status: 200, body: BOT_USER })],
  [/^GET \/(?:oauth2\/)?applications\/@me$/, () => ({ status: 200, body: { id: APPLICATION_ID, name: 'silkwire' } })],
  [/^GET \/applications\/(\d+)\/commands$/, getCommands],
  [/^PUT \/applications\/(\d+)\/commands$/, putCommands],
  [/^POST \/interactions\/(\d+)\/([^/]+)\/callback$/, acknowledge],
  [/^(PATCH|DELETE|GET) \/webhooks\/\d+\/([^/]+)\/messages\/@original$/, original],
  [/^POST \/webhooks\/\d+\/([^/]+)$/, followUp],
  [/^POST \/channels\/(\d+)\/messages$/, createMessage],
  [/^GET \/channels\/(\d+)\/messages$/, listMessages],
  [/^GET \/channels\/(\d+)\/messages\/(\d+)$/, getMessage],
  [/^PATCH \/channels\/(\d+)\/messages\/(\d+)$/, editMessage],
  [/^POST \/channels\/(\d+)\/messages\/(\d+)\/crosspost$/, crosspost],
  [/^POST \/channels\/(\d+)\/threads$/, createPost],
  [/^POST \/channels\/(\d+)\/typing$/, () => ({ status: 204 })],
  [/^GET \/channels\/(\d+)$/, getChannel],
  [/^PATCH \/channels\/(\d+)$/, editChannel],
  [/^GET \/channels\/(\d+)\/threads\/archived\/public$/, archivedThreads],
  [/^GET \/guilds\/(\d+)\/threads\/active$/, activeThreads],
  [
    /^GET \/guilds\/(\d+)\/roles$/,
    ([, id = ''], _, state) => ({ status: 200, body: guildRoles(id, state.deletedRoles) }),
  ],
  [/^GET \/guilds\/(\d+)\/members\/(\d+)$/, getMember],
  [/^POST \/users\/@me\/channels$/, openDirect],
]

function sessionLimits(identified: number): Body {
  const remaining = 1_000 - identified
  return { shards: 1, session_start_limit: { total: 1_000, remaining, reset_after: 14_400_000, max_concurrency: 1 } }
}

/** Answers one request as Discord would. Requests of an interaction carry its token in the path, all others the bot's. */
export function answerRequest(
  { method, path, isAuthorized, ...asked }: Asked & { method: string; path: string; isAuthorized: boolean },
  state: State,
): Answer {
  const isOfInteraction = /^\/(?:interactions|webhooks)\//.test(path)
  if (!isOfInteraction && !isAuthorized) return { status: 401, body: { message: '401: Unauthorized', code: 0 } }
  for (const [pattern, route] of ROUTES) {
    const match = pattern.exec(`${method} ${path}`)
    if (match) return route(match, asked, state)
  }
  return { status: 404, body: { message: '404: Not Found', code: 0 } }
}

function getCommands(_: readonly string[], { query }: Asked, { commands }: State): Answer {
  if (query.get('with_localizations') === 'true') return { status: 200, body: commands }
  return { status: 200, body: commands.map(withoutLocalisations) }
}

function withoutLocalisations(command: Body): Body {
  const options = listOf(command['options']).map(withoutLocalisations)
  return { ...command, name_localizations: undefined, description_localizations: undefined, options }
}

function putCommands(_: readonly string[], { raw }: Asked, state: State): Answer {
  const commands = listOf(raw)
  const refused = refusal(commandFaults(commands))
  if (refused) return refused
  state.commands = commands.map((command) => ({
    description: '',
    name_localizations: null,
    description_localizations: null,
    ...command,
    id: state.nextId(),
    application_id: APPLICATION_ID,
    version: state.nextId(),
    default_member_permissions: permissionsText(command['default_member_permissions']),
    nsfw: false,
    options: listOf(command['options']).map((option) => ({ name_localizations: null, ...option })),
  }))
  return { status: 200, body: state.commands }
}

// Taken as a number or a string, always given as a string.
function permissionsText(permissions: unknown): string | null {
  return typeof permissions === 'number' ? permissions.toString() : textOf(permissions) || null
}

function getMember([, guildId = '', userId = '']: readonly string[]): Answer {
  const isMember = guildId === GUILD_ID && [BOT_ID, OWNER_ID, READER_ID].includes(userId)
  return isMember ? { status: 200, body: member(userId) } : failure(404, 10007, 'Unknown Member')
}

function openDirect(_: readonly string[], { body }: Asked, { channels }: State): Answer {
  const direct = channels.get(DM_CHANNEL_ID)
  if (body['recipient_id'] !== READER_ID || !direct) return failure(403, 50278)
  return { status: 200, body: channelBody(direct) }
}
