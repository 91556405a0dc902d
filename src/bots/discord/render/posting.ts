import { createHash } from 'node:crypto'
import type { APIMessageTopLevelComponent } from 'discord.js'
import type { Posting } from '../../contract/chats.js'
import type { Message } from '../../contract/message.js'
import type { StoryPost } from '../../contract/platform.js'
import { shortened } from './control-rows.js'
import { messageText } from './read-message.js'
import { renderDiscord, textDisplay } from './render.js'
import type { Payload } from '../../contract/payload.js'

/** What a payload to a forum is: a post that is made or developed. */
export interface ForumPost {
  readonly key: string
  readonly name: string
  readonly tags: readonly string[]
  readonly first: Payload
  readonly events: readonly Payload[]
  readonly news: readonly Payload[]
}

/** Keys of ours in a payload, which `send` takes out again. */
export interface OwnKeys {
  readonly crosspost?: true
  readonly post?: ForumPost
}

const MAX_NAME = 100
/** Begins the keys of posts that tell no story. */
export const NO_STORY = 'post:'

/** A subscription's message: published to followers, with its role named first, or as a post of a forum. */
export function renderPosting(message: Message, posting: Posting, secret: string): readonly Payload[] {
  const payloads = renderDiscord(message, secret)
  if (posting.isForum) return [generalPost(message, payloads, posting)]
  return withRole(payloads, posting.mentionRoleId).map((payload) => (posting.crosspost ? { ...payload, crosspost: true } : payload)) // prettier-ignore
}

/** A story's post as one payload. */
export function renderStoryPost(
  { key, name, tags, first, events, news }: StoryPost,
  posting: Posting,
  secret: string,
): Payload {
  const [shown = {}, ...others] = renderDiscord(first, secret)
  const below = [...others, ...events.flatMap((message) => renderDiscord(message, secret))]
  const [lead = shown, ...rest] = withRole([shown], posting.mentionRoleId)
  const post: ForumPost = {
    key,
    name: shortened(name, MAX_NAME),
    tags,
    first: lead,
    events: [...rest, ...below],
    news: withRole(renderDiscord(news, secret), posting.mentionRoleId),
  }
  return { post }
}

/** Anything else that is said in a forum, e.g. an alert: a post of its own. */
function generalPost({ title }: Message, [first = {}, ...events]: readonly Payload[], posting: Posting): Payload {
  const [lead = first] = withRole([first], posting.mentionRoleId)
  return { post: { ...postOfMessage(first), name: shortened(title ?? 'Silkwire', MAX_NAME), first: lead, events } }
}

/** A message that goes to a forum as a post of its own, named by its first line. */
export function postOfMessage(payload: Payload): ForumPost {
  const key = `${NO_STORY}${createHash('sha256').update(JSON.stringify(payload)).digest('base64url').slice(0, 22)}`
  const [line = ''] = messageText(payload).split('\n')
  const name = shortened(line.replace(/^#+ /, '').replace(/\\(.)|\*/g, '$1'), MAX_NAME)
  return { key, name, tags: [], first: payload, events: [], news: [] }
}

function withRole(payloads: readonly Payload[], roleId: string | undefined): readonly Payload[] {
  const [first, ...others] = payloads
  if (roleId === undefined || !first) return payloads
  const components = first['components'] as readonly APIMessageTopLevelComponent[]
  return [
    {
      ...first,
      components: [textDisplay(`<@&${roleId}>`), ...components],
      allowed_mentions: { parse: [], roles: [roleId] },
    },
    ...others,
  ]
}

/** What is known of the server that a payload goes to. */
export interface PostedTo {
  readonly id: string
  readonly roles: { readonly cache: { has(id: string): boolean } }
}

/** Without a mention of everyone, whose role has the server's own id, or of a role that was deleted since it was chosen. */
export function withoutWrongRole(payload: Payload, guild: PostedTo | undefined): Payload {
  const { roles = [] } = (payload['allowed_mentions'] ?? {}) as { readonly roles?: readonly string[] }
  if (guild === undefined || roles.every((id) => id !== guild.id && guild.roles.cache.has(id))) return payload
  const components = payload['components'] as readonly APIMessageTopLevelComponent[] | undefined
  return { ...payload, allowed_mentions: { parse: [] }, ...(components && { components: components.slice(1) }) }
}
