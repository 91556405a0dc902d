import { ChannelType, PermissionFlagsBits, PermissionsBitField, Routes } from 'discord.js'
import type { Client } from 'discord.js'
import type { Clock } from '../../timing/clock.js'
import type { InTurn } from '../../timing/in-turn.js'
import type { SendResult } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'
import type { StoryThreads } from '../../contract/story-threads.js'
import { findMessage } from './find.js'
import { findPost, sendPost, type ForumDeps } from './forum.js'
import type { Unpaced } from './pace.js'
import { postOfMessage, withoutWrongRole, type ForumPost, type OwnKeys } from '../render/posting.js'
import { networkReason } from './send-errors.js'
import { createMessage } from './send.js'
import type { Payload } from '../../contract/payload.js'

export interface DeliverDeps {
  readonly client: Client<true>
  /** Calls that have a place already. */
  readonly unpaced: Unpaced
  readonly clock: Clock
  readonly now: () => number
  readonly secret: string
  readonly inTurn: InTurn
  readonly threads: StoryThreads
  readonly closedThreads: Set<string>
  readonly log: (line: string) => void
}

/** Sends one part: a message, a message that is published to followers, or a post of a forum. Never throws. */
export async function deliver(chat: Chat, payload: Payload, nonce: string, deps: DeliverDeps): Promise<SendResult> {
  const { client, unpaced, clock } = deps
  const { crosspost, post: asked, ...own } = payload as Payload & OwnKeys
  const channel = client.channels.cache.get(chat.chatId)
  const guild = channel && 'guild' in channel ? channel.guild : undefined
  const safe = (each: Payload): Payload => withoutWrongRole(each, guild)
  const isForum = channel?.type === ChannelType.GuildForum || channel?.type === ChannelType.GuildMedia
  // A forum takes nothing but posts.
  const post = asked ?? (isForum ? postOfMessage(own) : undefined)
  if (post) {
    const safePost = { ...post, first: safe(post.first), events: post.events.map(safe), news: post.news.map(safe) }
    if (channel && !isForum) return sayPlainly(chat, safePost, nonce, deps)
    return deps.inTurn(chat.chatId, async () => sendPost(chat, safePost, nonce, forumDeps(deps)))
  }
  const result = await createMessage(unpaced, chat.chatId, { payload: safe(own), nonce }, clock)
  if (crosspost && result.kind === 'sent' && channel?.type === ChannelType.GuildAnnouncement)
    await publish(chat.chatId, result.messageId, deps)
  return result
}

/** What was meant as a post, where there are no posts: what is new, as messages. */
async function sayPlainly(
  { chatId }: Chat,
  { first, events, news }: ForumPost,
  nonce: string,
  { unpaced, clock }: DeliverDeps,
): Promise<SendResult> {
  let last: SendResult | undefined
  let refused: SendResult | undefined
  for (const [index, payload] of (news.length > 0 ? news : [first, ...events]).entries()) {
    const own = `${nonce.slice(0, 22)}-${index.toString(36)}`
    last = await createMessage(unpaced, chatId, { payload, nonce: own }, clock)
    if (last.kind === 'refused') refused = last
    else if (last.kind !== 'sent') return last
  }
  return refused ?? last ?? { kind: 'refused', reason: 'the post says nothing' }
}

/** Where a part arrived since. Throws what a call throws. */
export async function findDelivered(
  chat: Chat,
  payload: Payload,
  { since, signal, ...deps }: DeliverDeps & { readonly since: number; readonly signal: AbortSignal },
): Promise<{ readonly messageId: string } | 'absent' | 'unknown'> {
  const { post } = payload as OwnKeys
  const botId = deps.client.user.id
  if (post) return findPost(chat, post, { ...forumDeps(deps), since })
  const permissions = new PermissionsBitField(permissionsIn(chat.chatId, deps.client))
  const mayRead = permissions.has(PermissionFlagsBits.ReadMessageHistory)
  return findMessage(deps.unpaced, chat.chatId, { payload, since, botId, mayRead, signal })
}

function forumDeps({ client, threads, secret, now, log, closedThreads }: DeliverDeps): ForumDeps {
  return {
    rest: client.rest,
    botId: client.user.id,
    ...{ threads, secret, now, log, closedThreads },
    permissionsIn: (channelId) => permissionsIn(channelId, client),
  }
}

/** 0n where they are not known. */
function permissionsIn(channelId: string, client: Client<true>): bigint {
  const channel = client.channels.cache.get(channelId)
  if (!channel || channel.isDMBased()) return 0n
  return (channel.permissionsFor(client.user) ?? new PermissionsBitField()).bitfield
}

const ALREADY_PUBLISHED = 40_033

/** To the servers that follow the channel. The message stands in any case. */
async function publish(channelId: string, messageId: string, { client, log }: DeliverDeps): Promise<void> {
  try {
    await client.rest.post(Routes.channelMessageCrosspost(channelId, messageId))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === ALREADY_PUBLISHED) return
    log(`discord: message ${messageId} in channel ${channelId} was not published: ${networkReason(error)}`)
  }
}
