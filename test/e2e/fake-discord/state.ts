import { listOf, textOf } from './body.js'
import type { Body } from './body.js'
import { EPHEMERAL } from './limits.js'
import { BOT_USER, DM, user } from './world.js'
import type { Channel } from './world.js'

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A message that stands in a channel, as it was last edited. */
export interface PostedMessage {
  readonly id: string
  readonly channelId: string
  readonly authorId: string
  body: Body
  /** Of an interaction's answer: seen by one reader only. */
  readonly isEphemeral: boolean
  /** Its bodies before each edit. */
  readonly before: Body[]
  isCrossposted: boolean
}

/** What an interaction is of, by Discord's numbers. */
export const COMMAND = 2
export const COMPONENT = 3
export const AUTOCOMPLETE = 4
export const MODAL = 5

/** An interaction under way. */
export interface OpenInteraction {
  readonly id: string
  readonly token: string
  readonly kind: typeof COMMAND | typeof COMPONENT | typeof AUTOCOMPLETE | typeof MODAL
  readonly channelId: string
  readonly sentAt: number
  /** The app is no member there: it may follow up five times. */
  readonly isOutside: boolean
  /** The message whose control was pressed, or whose control opened the form. */
  readonly pressed?: PostedMessage
  acknowledgedAfterMs?: number
  isEphemeral: boolean
  /** The deferred answer, once it is edited; removed: deleted. Of a press that was acknowledged as an update: the pressed message. */
  original: 'waiting' | 'removed' | PostedMessage
  readonly followUps: PostedMessage[]
  /** The form that it was answered with. */
  modal?: Body
  /** What was suggested. */
  choices?: readonly Body[]
}

export interface State {
  readonly gatewayUrl: string
  /** How many identifies there were. */
  readonly identified: () => number
  readonly deletedRoles: Set<string>
  readonly interactions: Map<string, OpenInteraction>
  readonly channels: Map<string, Channel>
  /** What the bot made with Create Message, and the first messages of posts. */
  readonly messages: PostedMessage[]
  /** Those, and all that interactions were answered with. */
  readonly allMessages: Map<string, PostedMessage>
  commands: readonly Body[]
  /** Messages by channel and nonce. */
  readonly nonces: Map<string, { readonly message: PostedMessage; readonly at: number }>
  readonly now: () => number
  readonly nextId: () => string
  /** Tells the gateway of an event. */
  readonly dispatch: (type: string, data: Body) => void
}

/** One request, as routes get it. */
export interface Asked {
  readonly body: Body
  readonly raw: unknown
  readonly query: URLSearchParams
  /** Names of the files that came with it. */
  readonly files: readonly string[]
}

export function failure(status: number, code: number, message = `Fake failure ${code}`): Answer {
  return { status, body: { message, code } }
}

/** Refuses an invalid body as Discord does. */
export function refusal(faults: readonly string[]): Answer | undefined {
  if (faults.length === 0) return undefined
  const errors = { _errors: faults.map((message) => ({ code: 'FAKE_INVALID', message })) }
  return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors } }
}

export function isEphemeral(body: Body): boolean {
  return (Number(body['flags'] ?? 0) & EPHEMERAL) !== 0
}

export function shown(message: PostedMessage, { channels }: State): Body {
  const { id, channelId, body, authorId } = message
  const channel = channels.get(channelId)
  return {
    id,
    channel_id: channelId,
    channel_type: channel?.type ?? 0,
    author: authorId === BOT_USER['id'] ? BOT_USER : user(authorId, 'reader'),
    content: textOf(body['content']),
    embeds: listOf(body['embeds']),
    components: listOf(body['components']),
    attachments: listOf(body['attachments']).map((file, index) => ({ ...file, id: String(index), size: 1 })),
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    timestamp: '2025-06-17T08:00:00.000000+00:00',
    edited_timestamp: null,
    tts: false,
    pinned: false,
    type: 0,
    flags: Number(body['flags'] ?? 0) | (message.isEphemeral ? EPHEMERAL : 0),
    ...(channel?.type !== DM && channel?.guildId !== undefined && { guild_id: channel.guildId }),
    ...(body['nonce'] !== undefined && { nonce: body['nonce'] }),
  }
}

/** Puts a new message of the bot's into a channel. */
export function put(
  parts: Pick<PostedMessage, 'channelId' | 'body' | 'isEphemeral'> & { readonly id?: string },
  state: State,
): PostedMessage {
  const id = parts.id ?? state.nextId()
  const message: PostedMessage = {
    ...parts,
    id,
    authorId: textOf(BOT_USER['id']),
    before: [],
    isCrossposted: false,
  }
  state.allMessages.set(id, message)
  return message
}
