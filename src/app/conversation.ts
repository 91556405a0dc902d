import { createTurns } from '../bots/timing/in-turn.js'
import { randomBytes } from 'node:crypto'
import { openEndedChats } from '../bots/owner/announce-ended-chats.js'
import { conversationLimits, handleRequest } from '../bots/commands/handle-request.js'
import { greet } from '../bots/suggest/greeting.js'
import type { PlatformEvents, Handle, Platform } from '../bots/contract/platform.js'
import type { TraitsOf } from '../bots/contract/platform-traits.js'
import { postNow } from '../bots/deliver/post-now.js'
import type { PlatformName, Request } from '../bots/contract/request.js'
import { openSuggestions } from '../bots/suggest/suggestions.js'
import type { ReachablePlatforms } from '../bots/owner/reachable-platforms.js'
import type { Config } from '../process/config.js'
import { withEmbedding } from '../newsroom/with-embedding.js'
import { openConversations } from '../bots/turn/conversation-memory.js'
import type { Region } from '../regions/region.js'
import { withModel } from '../newsroom/with-model.js'
import type { NewsroomThread } from './start-newsroom.js'
import type { CommandDeps } from '../bots/turn/turn.js'
import type { Telemetry } from '../telemetry/telemetry.js'
import { reasonOf } from '../text/reason-of.js'

interface Conversation {
  readonly thread: NewsroomThread
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly reachable: ReachablePlatforms
  readonly traits: TraitsOf
  readonly config: Config
  readonly region: Region
  readonly now: () => number
  readonly telemetry: Telemetry
}

/** What the platforms are started with: answers to people, and an ear for what becomes of chats. */
export function openConversation({
  thread,
  platforms,
  reachable,
  traits,
  config,
  region,
  now,
  telemetry,
}: Conversation) {
  const { log, metrics } = telemetry
  const owners = config.owner
  const conversations = openConversations(now)
  const failed = new WeakSet<Request>()
  const onFault = (error: unknown, request: Request) => {
    failed.add(request)
    log.error({ command: request.command.name }, reasonOf(error))
  }
  const onModel = (reason: string) => {
    log.warn({ model: config.llm?.model }, `the model was not used: ${reason}`)
  }
  const onEmbedding = (reason: string) => {
    log.warn({ model: config.embed?.model }, `a question was not embedded: ${reason}`)
  }
  const embedded = withEmbedding(thread.newsroom, config, { now, onFault: onEmbedding })
  const onTokens = (tokens: number) => { metrics.count('model_tokens_total', {}, tokens) } // prettier-ignore
  const rendered = withModel(embedded, config, { region, now, onFault: onModel, onTokens })
  const commands: CommandDeps = {
    ...{
      ...rendered,
      chats: thread.chats,
      memos: thread.memos,
      catalogue: thread.catalogue,
      persons: thread.persons,
      region,
    },
    ...{ traits, now, newId: shortId, onFault, limits: conversationLimits(now), inTurn: createTurns(), conversations },
    rights: async (chat, userId) => platforms.get(chat.platform)?.rights?.(chat, userId),
    post: async (chat, message, posting) => {
      const platform = platforms.get(chat.platform)
      return platform && postNow(platform, chat, { message, ...(posting && { posting }) })
    },
    role: async (chat, roleId) => platforms.get(chat.platform)?.role?.(chat, roleId),
    isOwner: (platform, userId) => owners.includes(`${platform}:${userId}`),
    firstSight: (id) => thread.deliveries.firstSight('chats', id, now()),
  }
  const endedChats = openEndedChats({ life: thread.life, platforms: reachable, traits, owners, region, now, log: (line) => { log.warn({}, line) } }) // prettier-ignore
  const events: PlatformEvents = {
    onChat: async (change) => {
      if (change.kind === 'moved') conversations.move(change.from, change.to)
      if (change.kind === 'back') for (const chat of change.chats) reachable.reopen(chat)
      await endedChats.onChat(change)
    },
    suggest: openSuggestions(commands),
    greet: (chat, clientLanguage) => greet(chat, clientLanguage, commands),
  }
  const handle: Handle = async (request, onGrown) => {
    reachable.reopen(request.chat, request.userId)
    const startedAt = performance.now()
    const message = await handleRequest(request, commands, onGrown)
    const command = request.command.name
    metrics.count('requests_total', { command, outcome: failed.has(request) ? 'failed' : 'answered' })
    metrics.observe('request_seconds', { command }, (performance.now() - startedAt) / 1000)
    if (request.isDirect === true) void thread.persons.noteDirect(request.chat, request.userId).catch(() => undefined)
    return message
  }
  return { handle, events, endedChats }
}

/** Six letters and digits that people can type. */
const shortId = () => randomBytes(4).toString('hex').slice(0, 6)
