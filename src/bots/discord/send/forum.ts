import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes, Routes } from 'discord.js'
import type { APIGuildForumChannel, APIMessage, APIThreadChannel, REST } from 'discord.js'
import type { SendResult } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'
import type { StoryThreads } from '../../contract/story-threads.js'
import { findMessage } from './find.js'
import { tagIds } from './forum-tags.js'
import type { ForumPost } from '../render/posting.js'
import { plainDiscord } from '../render/plain.js'
import { aboutOf, messageText } from '../render/read-message.js'
import { requestOf } from './request-body.js'
import { readSendError } from './send-errors.js'
import { createMessage, isOpenedAgain } from './send.js'
import type { Payload } from '../../contract/payload.js'

export interface ForumDeps {
  readonly rest: REST
  readonly threads: StoryThreads
  readonly secret: string
  readonly botId: string
  readonly now: () => number
  readonly log: (line: string) => void
  /** What the bot may do in a channel. */
  readonly permissionsIn: (channelId: string) => bigint
  /** Threads that a moderator closed: nothing is tried there until they change. */
  readonly closedThreads: Set<string>
}

const TIMEOUT_MS = 20_000
/** A post stays open in the list for a week. */
const ARCHIVE_AFTER_MINUTES = 10_080
const NONCE_LENGTH = 22

/**
 * Makes a post of a forum, or develops it: what is new is said below, the first message is edited. One post a forum and key:
 * that it is begun is written down before the call, and where it is not known whether that made it, the forum's posts are
 * looked through before another try. What was said under a nonce is not said again. Never throws.
 */
export async function sendPost(forum: Chat, post: ForumPost, nonce: string, deps: ForumDeps): Promise<SendResult> {
  try {
    const known = await deps.threads.find(forum, post.key)
    if (known?.threadId !== undefined) {
      if (known.nonce === nonce) return { kind: 'sent', messageId: known.threadId }
      return await develop(forum, { threadId: known.threadId, post, nonce }, deps)
    }
    const threadId = known && (await foundThread(forum, post, deps))
    if (threadId === undefined) return await makePost(forum, post, nonce, deps)
    return await finish(forum, { threadId, post, nonce }, post.events, deps)
  } catch (error) {
    return readSendError(error)
  }
}

async function makePost(forum: Chat, post: ForumPost, nonce: string, deps: ForumDeps): Promise<SendResult> {
  const { rest, threads } = deps
  const channel = (await rest.get(Routes.channel(forum.chatId))) as APIGuildForumChannel
  const tags = await tagIds(rest, { channel, permissions: deps.permissionsIn(forum.chatId) }, post.tags)
  if (tags === 'none')
    return { kind: 'gone', reason: 'the forum requires a tag and has none for us', cause: 'untagged' }
  await threads.begin(forum, post.key, deps.now())
  const open = async (first: Payload): Promise<unknown> => {
    const { body: message, files } = requestOf(first)
    const body = { name: post.name, auto_archive_duration: ARCHIVE_AFTER_MINUTES, applied_tags: tags, message }
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    return rest.post(Routes.threads(forum.chatId), { body, signal, ...(files && { files }) })
  }
  const made = await open(post.first).catch(async (error: unknown) => {
    const plain = readSendError(error).kind === 'refused' ? plainDiscord(post.first) : undefined
    if (plain === undefined) throw error
    return open(plain)
  })
  return finish(forum, { threadId: (made as APIThreadChannel).id, post, nonce }, post.events, deps)
}

/** Says what goes below a post, and keeps that all of it was said. A moderator may close one story: the forum is well. */
async function finish(
  forum: Chat,
  { threadId, post, nonce }: Developing,
  below: readonly Payload[],
  deps: ForumDeps,
): Promise<SendResult> {
  const said = await sayBelow(threadId, below, nonce, deps)
  const isClosed = said.kind === 'gone' && (said.cause === 'closed' || said.cause === 'deleted')
  const result: SendResult = isClosed ? { kind: 'refused', reason: said.reason, isMeant: true } : said
  if (result.kind === 'sent' || result.kind === 'refused')
    await deps.threads.keep(forum, post.key, { threadId, nonce, at: deps.now() })
  return result
}

interface Developing {
  readonly threadId: string
  readonly post: ForumPost
  readonly nonce: string
}

const GONE_THREADS: ReadonlySet<unknown> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownMessage,
])

const CLOSED: SendResult = { kind: 'refused', reason: 'a moderator closed the post', isMeant: true }

async function develop(forum: Chat, { threadId, post, nonce }: Developing, deps: ForumDeps): Promise<SendResult> {
  if (deps.closedThreads.has(threadId)) return CLOSED
  const isEdited = await isFirstEdited(threadId, post.first, deps)
  if (isEdited === 'closed') {
    deps.closedThreads.add(threadId)
    return CLOSED
  }
  if (isEdited === 'gone') {
    await deps.threads.begin(forum, post.key, deps.now())
    return makePost(forum, post, nonce, deps)
  }
  return finish(forum, { threadId, post, nonce }, post.news, deps)
}

/** Edits a post's first message, whose id is the post's. What fails for good is logged: the news are said all the same. */
async function isFirstEdited(threadId: string, first: Payload, deps: ForumDeps): Promise<boolean | 'gone' | 'closed'> {
  const { rest, log } = deps
  const route = Routes.channelMessage(threadId, threadId)
  // The role was pinged when the post was made.
  const request = requestOf({ ...first, allowed_mentions: { parse: [] } }, { attachments: [] })
  const edit = async () => rest.patch(route, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) })
  try {
    await edit()
    return true
  } catch (error) {
    // Discord limits edits of messages older than an hour: the news are said below all the same.
    if (error instanceof RateLimitError) {
      log(`discord: the first message of post ${threadId} was not edited: Discord answered 429`)
      return false
    }
    if (!(error instanceof DiscordAPIError)) throw error
    if (GONE_THREADS.has(error.code)) return 'gone'
    if (error.code === THREAD_IS_ARCHIVED)
      return (await isOpenedAgain(rest, threadId)) ? edit().then(() => true) : 'closed'
    log(`discord: the first message of post ${threadId} was not edited: ${error.message}`)
    return false
  }
}

const THREAD_IS_ARCHIVED = 50_083

async function sayBelow(
  threadId: string,
  payloads: readonly Payload[],
  nonce: string,
  deps: ForumDeps,
): Promise<SendResult> {
  let last: SendResult = { kind: 'sent', messageId: threadId }
  let refused: SendResult | undefined
  for (const [index, payload] of payloads.entries()) {
    const own = `${nonce.slice(0, NONCE_LENGTH)}-${index.toString(36)}`
    last = await createMessage(deps.rest, threadId, { payload, nonce: own })
    // What is refused for its words holds up nothing behind it.
    if (last.kind === 'refused') refused = last
    else if (last.kind !== 'sent') return last
  }
  return refused ?? last
}

/** The post of this key that the bot made, among the open and the archived ones of a forum. Throws what a call throws. */
async function foundThread(
  { chatId }: Chat,
  post: Pick<ForumPost, 'key' | 'name' | 'first'>,
  { rest, secret, botId }: Pick<ForumDeps, 'rest' | 'secret' | 'botId'>,
): Promise<string | undefined> {
  const forum = (await rest.get(Routes.channel(chatId))) as APIGuildForumChannel
  const [active, archived] = (await Promise.all([
    rest.get(Routes.guildActiveThreads(forum.guild_id ?? '')),
    rest.get(Routes.channelThreads(chatId, 'public')),
  ])) as readonly [Listed, Listed]
  const named = [...active.threads, ...archived.threads].filter(
    (thread) => thread.parent_id === chatId && thread.owner_id === botId && thread.name === post.name,
  )
  for (const { id } of named) {
    const first = (await rest.get(Routes.channelMessage(id, id)).catch(() => undefined)) as APIMessage | undefined
    if (!first) continue
    if (aboutOf(first, secret).storyIds.includes(post.key) || messageText(first) === messageText(post.first)) return id
  }
  return undefined
}

const DISCORD_EPOCH = 1_420_070_400_000
const SLACK_MS = 5 * 60_000

/** Where a part to a forum arrived since: the post that it made, or what it said in one. */
export async function findPost(
  forum: Chat,
  post: ForumPost,
  { since, ...deps }: Pick<ForumDeps, 'rest' | 'secret' | 'botId' | 'threads'> & { readonly since: number },
): Promise<{ readonly messageId: string } | 'absent' | 'unknown'> {
  const known = await deps.threads.find(forum, post.key)
  const threadId = known?.threadId ?? (known && (await foundThread(forum, post, deps)))
  if (threadId === undefined) return 'absent'
  const madeAt = Number(BigInt(threadId) >> 22n) + DISCORD_EPOCH
  const [news] = post.news
  if (known?.threadId === undefined || madeAt >= since - SLACK_MS || !news) return { messageId: threadId }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  return findMessage(deps.rest, threadId, { payload: news, since, botId: deps.botId, signal })
}

interface Listed {
  readonly threads: readonly Pick<APIThreadChannel, 'id' | 'parent_id' | 'owner_id' | 'name'>[]
}
