import { bodyOf, listOf, textOf } from './body.js'
import type { Body } from './body.js'
import { edit, refusedEdit } from './interactions.js'
import { messageFaults } from './limits.js'
import { failure, put, refusal, shown } from './state.js'
import type { Answer, Asked, State } from './state.js'
import {
  ANNOUNCEMENT,
  BOT_ID,
  FORUM,
  MANAGE_CHANNELS,
  PUBLIC_THREAD,
  READ_HISTORY,
  SEND_IN_THREADS,
  SEND_MESSAGES,
  VIEW_CHANNEL,
  botPermissions,
  channelBody,
  newChannel,
} from './world.js'
import type { Channel } from './world.js'

const UNKNOWN_CHANNEL = failure(404, 10003, 'Unknown Channel')
const UNKNOWN_MESSAGE = failure(404, 10008, 'Unknown Message')
const NO_ACCESS = failure(403, 50001, 'Missing Access')
const NO_PERMISSION = failure(403, 50013, 'Missing Permissions')
const MOST_TAGS = 20
/** "The same nonce within the past few minutes". */
const NONCE_LIFE_MS = 3 * 60_000

type Match = readonly string[]

/** Undefined: the bot may do it there. */
function forbidden(channel: Channel, permission: bigint, state: State): Answer | undefined {
  const permissions = botPermissions(state.channels.get(channel.parentId ?? '') ?? channel)
  if ((permissions & VIEW_CHANNEL) === 0n) return NO_ACCESS
  return (permissions & permission) === permission ? undefined : NO_PERMISSION
}

export function getChannel([, id = '']: Match, _: Asked, state: State): Answer {
  const channel = state.channels.get(id)
  if (!channel) return UNKNOWN_CHANNEL
  return forbidden(channel, 0n, state) ?? { status: 200, body: channelBody(channel) }
}

export function createMessage([, channelId = '']: Match, asked: Asked, state: State): Answer {
  const channel = state.channels.get(channelId)
  if (!channel) return UNKNOWN_CHANNEL
  if (channel.type === FORUM) return failure(400, 50008, 'Cannot send messages in a non-text channel')
  const isThread = channel.type === PUBLIC_THREAD
  const refused = forbidden(channel, isThread ? SEND_IN_THREADS : SEND_MESSAGES, state)
  if (refused) return refused
  if (channel.isArchived) return failure(400, 50083, 'Thread is archived')
  const wrong = wrongMessage(asked.body, asked)
  if (wrong) return wrong
  const nonce = `${channelId} ${textOf(asked.body['nonce'])}`
  const earlier = state.nonces.get(nonce)
  if (asked.body['enforce_nonce'] === true && earlier && state.now() - earlier.at < NONCE_LIFE_MS)
    return { status: 200, body: shown(earlier.message, state) }
  const posted = put({ channelId, body: asked.body, isEphemeral: false }, state)
  state.messages.push(posted)
  state.nonces.set(nonce, { message: posted, at: state.now() })
  state.dispatch('MESSAGE_CREATE', shown(posted, state))
  return { status: 200, body: shown(posted, state) }
}

function wrongMessage(body: Body, { files }: Asked): Answer | undefined {
  const ephemeral = (Number(body['flags'] ?? 0) & 64) !== 0 ? ['flags: a message in a channel is for all'] : []
  return refusal([...messageFaults(body, files), ...ephemeral])
}

export function getMessage([, channelId = '', messageId = '']: Match, _: Asked, state: State): Answer {
  const channel = state.channels.get(channelId)
  if (!channel) return UNKNOWN_CHANNEL
  const message = state.allMessages.get(messageId)
  const refused = forbidden(channel, READ_HISTORY, state)
  if (refused) return refused
  if (message?.channelId !== channelId || message.isEphemeral) return UNKNOWN_MESSAGE
  return { status: 200, body: shown(message, state) }
}

export function listMessages([, channelId = '']: Match, { query }: Asked, state: State): Answer {
  const channel = state.channels.get(channelId)
  if (!channel) return UNKNOWN_CHANNEL
  const before = BigInt(query.get('before') ?? '9'.repeat(19))
  const found = [...state.allMessages.values()]
    .filter((message) => message.channelId === channelId && !message.isEphemeral && BigInt(message.id) < before)
    .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1))
    .slice(0, Number(query.get('limit') ?? 50))
  const mayRead = forbidden(channel, READ_HISTORY, state) === undefined
  return { status: 200, body: mayRead ? found.map((message) => shown(message, state)) : [] }
}

export function editMessage([, channelId = '', messageId = '']: Match, asked: Asked, state: State): Answer {
  if (!state.channels.has(channelId)) return UNKNOWN_CHANNEL
  const message = state.allMessages.get(messageId)
  if (message?.channelId !== channelId) return UNKNOWN_MESSAGE
  if (message.authorId !== BOT_ID) return failure(403, 50005, 'Cannot edit a message authored by another user')
  if (state.channels.get(channelId)?.isArchived) return failure(400, 50083, 'Thread is archived')
  const refused = refusedEdit(message, asked)
  if (refused) return refused
  return { status: 200, body: shown(edit(message, asked.body), state) }
}

export function crosspost([, channelId = '', messageId = '']: Match, _: Asked, state: State): Answer {
  const message = state.allMessages.get(messageId)
  if (message?.channelId !== channelId) return UNKNOWN_MESSAGE
  if (state.channels.get(channelId)?.type !== ANNOUNCEMENT)
    return failure(400, 50024, 'Cannot execute action on this channel type')
  if (message.isCrossposted) return failure(400, 40033, 'This message has already been crossposted')
  message.isCrossposted = true
  return { status: 200, body: shown(message, state) }
}

/** A post in a forum: a thread with its first message. */
export function createPost([, forumId = '']: Match, asked: Asked, state: State): Answer {
  const forum = state.channels.get(forumId)
  if (!forum) return UNKNOWN_CHANNEL
  if (forum.type !== FORUM) return failure(400, 50024, 'Cannot execute action on this channel type')
  const refused = forbidden(forum, SEND_MESSAGES, state)
  if (refused) return refused
  const { name, message, applied_tags: tags = [] } = asked.body
  const applied = tags as readonly string[]
  if (forum.needsTag && applied.length === 0) return failure(400, 40067, 'A tag is required to create a forum post')
  const wrong = refusal([...nameFaults(name), ...tagFaults(applied, forum), ...keyFaults(asked.body)])
  if (wrong) return wrong
  const first = bodyOf(message)
  const faulty = wrongMessage(first, asked)
  if (faulty) return faulty
  const id = state.nextId()
  const thread = newChannel({
    id,
    type: PUBLIC_THREAD,
    ...(forum.guildId !== undefined && { guildId: forum.guildId }),
    name: textOf(name),
    parentId: forumId,
    ownerId: BOT_ID,
    appliedTags: applied,
  })
  state.channels.set(id, thread)
  // A post's first message has the post's id.
  const posted = put({ id, channelId: id, body: first, isEphemeral: false }, state)
  state.messages.push(posted)
  state.dispatch('THREAD_CREATE', { ...channelBody(thread), newly_created: true })
  return { status: 201, body: { ...channelBody(thread), message: shown(posted, state) } }
}

function keyFaults(body: Body): readonly string[] {
  const known = ['name', 'message', 'applied_tags', 'auto_archive_duration', 'rate_limit_per_user']
  return Object.keys(body).flatMap((key) => (known.includes(key) ? [] : [`${key}: no such key`]))
}

function nameFaults(name: unknown): readonly string[] {
  const { length } = textOf(name)
  return length < 1 || length > 100 ? [`name: ${length} characters`] : []
}

function tagFaults(applied: readonly string[], forum: Channel | undefined): readonly string[] {
  const known = (forum?.availableTags ?? []).map(({ id }) => textOf(id))
  const faults = applied.filter((id) => !known.includes(id)).map((id) => `applied_tags: no tag ${id}`)
  return applied.length > 5 ? [...faults, `applied_tags: ${applied.length}`] : faults
}

/** A forum's tags; a thread's name, tags and rest. */
export function editChannel([, id = '']: Match, { body }: Asked, state: State): Answer {
  const channel = state.channels.get(id)
  if (!channel) return UNKNOWN_CHANNEL
  if (channel.type === FORUM) return editForum(channel, body, state)
  if (channel.type !== PUBLIC_THREAD) return NO_PERMISSION
  const isOwn = channel.ownerId === BOT_ID
  if (!isOwn && (body['name'] !== undefined || body['applied_tags'] !== undefined)) return NO_PERMISSION
  const refused = forbidden(channel, SEND_IN_THREADS, state)
  if (refused) return refused
  const applied = (body['applied_tags'] ?? channel.appliedTags) as readonly string[]
  const wrong = refusal([
    ...(body['name'] === undefined ? [] : nameFaults(body['name'])),
    ...tagFaults(applied, state.channels.get(channel.parentId ?? '')),
  ])
  if (wrong) return wrong
  if (channel.isArchived && body['archived'] !== false) return failure(400, 50083, 'Thread is archived')
  if (typeof body['archived'] === 'boolean') channel.isArchived = body['archived']
  if (typeof body['name'] === 'string') channel.name = body['name']
  channel.appliedTags = applied
  state.dispatch('THREAD_UPDATE', channelBody(channel))
  return { status: 200, body: channelBody(channel) }
}

function editForum(forum: Channel, body: Body, state: State): Answer {
  const refused = forbidden(forum, MANAGE_CHANNELS, state)
  if (refused) return refused
  const tags = listOf(body['available_tags'])
  const names = tags.map(({ name }) => textOf(name))
  const faults = names.filter(({ length }) => length < 1 || length > 20).map((name) => `tag: ${name}`)
  if (tags.length > MOST_TAGS) faults.push(`available_tags: ${tags.length}`)
  if (new Set(names).size < names.length) faults.push('available_tags: a name twice')
  const wrong = refusal(faults)
  if (wrong) return wrong
  forum.availableTags = tags.map((tag) => ({ moderated: false, ...tag, id: textOf(tag['id']) || state.nextId() }))
  state.dispatch('CHANNEL_UPDATE', channelBody(forum))
  return { status: 200, body: channelBody(forum) }
}

export function activeThreads([, guildId = '']: Match, _: Asked, state: State): Answer {
  const threads = [...state.channels.values()].filter(
    ({ type, isArchived, guildId: own }) => type === PUBLIC_THREAD && !isArchived && own === guildId,
  )
  return { status: 200, body: { threads: threads.map(channelBody), members: [], has_more: false } }
}

export function archivedThreads([, channelId = '']: Match, _: Asked, state: State): Answer {
  const threads = [...state.channels.values()].filter(
    ({ type, isArchived, parentId }) => type === PUBLIC_THREAD && isArchived && parentId === channelId,
  )
  return { status: 200, body: { threads: threads.map(channelBody), members: [], has_more: false } }
}
