import { paragraph, small } from '../wording/blocks.js'
import type { ChatLife, EndedChat } from './chat-changes-seen.js'
import type { Message } from '../contract/message.js'
import type { ChatChange } from '../contract/platform.js'
import type { TraitsOf } from '../contract/platform-traits.js'
import type { Chat } from '../contract/request.js'
import { nonceFrom } from './say-to-person.js'
import type { PlatformsByName } from './reachable-platforms.js'
import { viewIn, type ShownRegion, type View } from '../wording/view.js'
import type { EndCause } from '../contract/payload.js'
import { reasonOf } from '../../text/reason-of.js'
import { personOf } from './person-of.js'

export interface EndedChatsDeps {
  readonly life: ChatLife
  readonly platforms: PlatformsByName
  readonly traits: TraitsOf
  /** "discord:ID": a platform's name and a person's id there. */
  readonly owners: readonly string[]
  readonly region: ShownRegion
  readonly now: () => number
  readonly log: (line: string) => void
}

/** Follows what becomes of chats, and tells once of one that can no longer be written to. */
export interface EndedChats {
  /** For PlatformEvents.onChat. Never throws. */
  readonly onChat: (change: ChatChange) => Promise<void>
  /** A send found the chat closed. Throws what the store throws. */
  readonly endChat: (chat: Chat, reason: string, cause?: EndCause) => Promise<void>
  /** Tells what could not be told yet; gives how many were. Throws what the store throws. */
  readonly tell: () => Promise<number>
}

const AT_ONCE = 20

/**
 * Who subscribed hears of it where the bot can write to them, else the owners. It is marked as told before it is said, so
 * that a restart says nothing twice; what surely did not arrive is said with the next round. Who to tell is known in this
 * process alone: the store names nobody after the end.
 */
export function openEndedChats(deps: EndedChatsDeps): EndedChats {
  const { life, now, log } = deps
  const persons = new Map<string, EndedChat['persons']>()
  const remember = (ended: readonly EndedChat[]): void => {
    for (const each of ended) persons.set(keyOf(each.chat), each.persons)
  }
  let telling: Promise<number> | undefined
  const tell = (): Promise<number> => {
    telling ??= tellAll(deps, persons).finally(() => {
      telling = undefined
    })
    return telling
  }
  const tellSoon = (): void => void tell().catch((error: unknown) => log(`an ended chat was not told of: ${reasonOf(error)}`)) // prettier-ignore
  return {
    tell,
    async onChat(change) {
      try {
        const told = await follow(change, deps)
        if (told.length === 0) return
        remember(told)
        tellSoon()
      } catch (error) {
        log(`a change of a chat was not written: ${reasonOf(error)}`)
      }
    },
    async endChat(chat, reason, cause = 'forbidden') {
      // A topic is closed by itself; who is put out of a chat is out of all its topics.
      const isWhole = cause === 'removed' || cause === 'deleted'
      const ended = await life.end([chat], { cause, reason, isWhole }, now())
      if (ended.length === 0) return
      remember(ended)
      tellSoon()
    },
  }
}

async function follow(change: ChatChange, { life, now, log }: EndedChatsDeps): Promise<readonly EndedChat[]> {
  switch (change.kind) {
    case 'ended':
      return life.end(change.chats, change, now())
    case 'back': {
      const revived = await life.revive(change.chats, change.isWhole, now())
      if (revived > 0) log(`${revived} subscriptions go on: their chat is back`)
      return []
    }
    case 'moved':
      await life.move(change.from, change.to)
      return []
    case 'person-left':
      await life.personLeft(change.chat, change.userId)
      return []
  }
}

async function tellAll(deps: EndedChatsDeps, persons: Map<string, EndedChat['persons']>): Promise<number> {
  let told = 0
  for (const ended of await deps.life.untold(AT_ONCE)) {
    const key = keyOf(ended.chat)
    await deps.life.markTold(ended.chat, deps.now())
    const isLater = await tellOne({ ...ended, persons: persons.get(key) ?? [] }, deps)
    if (isLater) await deps.life.markTold(ended.chat, undefined)
    else {
      persons.delete(key)
      told += 1
    }
  }
  return told
}

/** True: it surely reached nobody yet, and may be tried again. */
async function tellOne(ended: EndedChat, deps: EndedChatsDeps): Promise<boolean> {
  const subscribers = ended.persons.map((id) => `${ended.chat.platform}:${id}`)
  let isLater = false
  for (const person of [...subscribers, ...deps.owners]) {
    const told = await sayTo(person, ended, deps)
    if (told === 'said') return false
    if (told === 'later') isLater = true
  }
  if (!isLater) deps.log(`nobody could be told that a chat ended: ${ended.chat.platform}, ${ended.reason}`)
  return isLater
}

async function sayTo(person: string, ended: EndedChat, deps: EndedChatsDeps): Promise<'said' | 'later' | 'never'> {
  const { name, userId } = personOf(person)
  const platform = deps.platforms.get(name)
  if (platform === undefined) return 'never'
  try {
    const chat = (await platform.directChat?.(userId)) ?? { platform: platform.name, chatId: userId }
    // Who put the bot out of their own chat does not want to hear of it there.
    if (keyOf(chat) === keyOf(ended.chat)) return 'never'
    const message = endedMessage(ended, deps.traits(ended.chat.platform).title, viewIn(ended.language, deps.region))
    const [payload] = platform.render(message)
    const result = await platform.send(chat, payload ?? {}, nonceOf(person, ended, deps.now()))
    // One that may have arrived is not said again, neither here nor to another.
    if (result.kind === 'sent' || result.kind === 'uncertain') return 'said'
    return result.kind === 'retry' ? 'later' : 'never'
  } catch (error) {
    deps.log(`a person could not be told of a chat that ended: ${reasonOf(error)}`)
    return 'never'
  }
}

function endedMessage({ chat, cause, subscriptions }: EndedChat, title: string, view: View): Message {
  const { say } = view
  const place = `${title} ${chat.chatId}${chat.threadId === undefined ? '' : ` / ${chat.threadId}`}`
  return {
    blocks: [
      paragraph(say(`ended.${cause}`, { chat: place })),
      small(say('ended.kept', { subscriptions: say('count.subscriptions', { count: subscriptions }) })),
    ],
    isPrivate: true,
  }
}

function nonceOf(person: string, { chat }: EndedChat, at: number): string {
  return nonceFrom(`${person} ${keyOf(chat)} ${at}`)
}

function keyOf({ platform, chatId, threadId = '' }: Chat): string {
  return `${platform} ${chatId} ${threadId}`
}
