import { controls, paragraph } from '../wording/blocks.js'
import type { ChatStore, Subscription } from '../contract/chats.js'
import type { Block, Control, Message } from '../contract/message.js'
import type { Chat } from '../contract/request.js'
import type { Turn } from '../turn/turn.js'
import type { View } from '../wording/view.js'

/** Subscriptions that one chat may have. */
export const MOST_SUBSCRIPTIONS = 10

/** The subscriptions that a chat has, those that are paused among them. */
export async function keptSubscriptions(chat: Chat, chats: ChatStore): Promise<readonly Subscription[]> {
  const kept = await chats.subscriptions(chat)
  return kept.filter(({ status }) => status !== 'gone')
}

/** A subscription of these that brings the same as the order, to the same readers at the same times. */
export function sameOrder(order: Order, among: readonly Subscription[]): Subscription | undefined {
  return among.find((subscription) => orderKey(subscription) === orderKey(order))
}

type Order = Pick<Subscription, 'language' | 'length' | 'filter' | 'schedule' | 'alerts'>

function orderKey({ language, length, filter, schedule, alerts }: Order): string {
  return JSON.stringify([language, length, filter, schedule, alerts].map(sorted))
}

/** The same whatever order its parts were chosen in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(sorted(each))).sort()
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && !(Array.isArray(each) && each.length === 0)) // prettier-ignore
  return entries
    .map(([key, each]) => [key, sorted(each)])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))
}

/** What to do with a subscription, a row of buttons. */
export function subscriptionButtons(
  { id, status }: Pick<Subscription, 'id' | 'status'>,
  { say }: View,
): readonly Block[] {
  const button = (label: string, doing: string, look: 'plain' | 'danger' = 'plain'): Control => ({
    kind: 'button',
    label,
    action: ['sub', id, doing],
    look,
  })
  return [
    ...controls(
      button(say('subscriptions.edit'), 'edit'),
      status === 'active' ? button(say('subscriptions.pause'), 'pause') : button(say('subscriptions.resume'), 'resume'),
      button(say('menu.preview'), 'preview'),
      button(say('subscriptions.test'), 'test'),
      button(say('subscriptions.stop'), 'remove', 'danger'),
    ),
  ]
}

/** Says that a chat has just that already, with what can be done about it. */
export function alreadyKept({ id, status }: Pick<Subscription, 'id' | 'status'>, view: View): Message {
  const line = view.say('subscribe.already', { id })
  const paused = status === 'active' ? [] : [paragraph(view.say('subscriptions.isPaused'))]
  return { isPrivate: true, blocks: [paragraph(line), ...paused, ...subscriptionButtons({ id, status }, view)] }
}

/** Saves for one chat one after another: two presses at once are not two subscriptions. */
export async function inTurn<T>(
  { platform, chatId, threadId = '' }: Chat,
  { deps }: Turn,
  work: () => Promise<T>,
): Promise<T> {
  return deps.inTurn === undefined ? work() : deps.inTurn(`subscriptions ${platform} ${chatId} ${threadId}`, work)
}
