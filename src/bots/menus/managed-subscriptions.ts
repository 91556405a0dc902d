import { cleanLine } from '../wording/clean.js'
import type { Subscription } from '../contract/chats.js'
import type { Chat } from '../contract/request.js'
import { withinTime } from '../timing/time-limit.js'
import type { Turn } from '../turn/turn.js'

/** A subscription that the person who asks may manage. */
export interface Managed {
  readonly subscription: Subscription
  /** How its chat is called; absent: it is the chat where the person asks. */
  readonly whereName?: string
  /** What the bot lacks to post there; see Rights. */
  readonly missing: readonly string[]
}

const MOST_ELSEWHERE = 25
const RIGHTS_MS = 1_500

/**
 * A subscription of this chat, or of another one: then the platform is asked now whether the person may manage that chat.
 * `lost`: there is none, or nothing of it may be told here. Rights over this chat are the caller's to ask.
 */
export async function findManaged(id: string, turn: Turn): Promise<Managed | 'lost' | 'no rights'> {
  const { request, deps } = turn
  const subscription = await deps.chats.subscription(request.chat.platform, id)
  if (subscription === undefined) return 'lost'
  if (isSame(subscription.chat, request.chat)) return { subscription, missing: [] }
  if (!isUnheard(turn) || subscription.status === 'gone') return 'lost'
  return (await asked(subscription, turn)) ?? 'no rights'
}

/** What the person made in other chats and may manage still, oldest first; none where others would read it. */
export async function managedElsewhere(turn: Turn): Promise<readonly Managed[]> {
  const { request, deps } = turn
  if (!isUnheard(turn)) return []
  const made = await deps.chats.subscriptionsBy(request.chat.platform, request.userId)
  const others = made.filter(({ status, chat }) => status !== 'gone' && !isSame(chat, request.chat))
  const rights = others
    .slice(0, MOST_ELSEWHERE)
    // A chat that cannot be asked about now is left out, and stops no other.
    .map(async (subscription) => withinTime(asked(subscription, turn), RIGHTS_MS, undefined).catch(() => undefined))
  return (await Promise.all(rights)).filter((managed) => managed !== undefined)
}

async function asked(subscription: Subscription, { request, deps }: Turn): Promise<Managed | undefined> {
  const { chat } = subscription
  const rights = await deps.rights?.(chat, request.userId)
  if (rights?.mayManage !== true) return undefined
  return { subscription, whereName: cleanLine(rights.name ?? chat.chatId), missing: rights.missing }
}

/** Whether nobody else reads the answer: in a private chat, and where such answers are shown to one person. */
function isUnheard({ request: { isDirect }, traits }: Turn): boolean {
  return isDirect === true || traits.answersPrivately
}

function isSame(one: Chat, other: Chat): boolean {
  return one.platform === other.platform && one.chatId === other.chatId && one.threadId === other.threadId
}
