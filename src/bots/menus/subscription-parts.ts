import { controls } from '../wording/blocks.js'
import type { ChatStore, Subscription } from '../contract/chats.js'
import type { Block, Control } from '../contract/message.js'
import type { Chat } from '../contract/request.js'
import type { View } from '../wording/view.js'

/** Subscriptions that one chat may have. */
export const MOST_SUBSCRIPTIONS = 10

/** The subscriptions that a chat has, those that are paused among them. */
export async function keptSubscriptions(chat: Chat, chats: ChatStore): Promise<readonly Subscription[]> {
  const kept = await chats.subscriptions(chat)
  return kept.filter(({ status }) => status !== 'gone')
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
