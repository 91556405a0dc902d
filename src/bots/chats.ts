import type { Language } from '../text/types.js'
import type { Payload } from './platform.js'
import type { Chat } from './request.js'

export interface ChatSettings {
  readonly language?: Language
}

/** A chat's standing order for a digest, once a day. */
export interface Subscription {
  readonly id: string
  readonly chat: Chat
  /** Absent: all sections. */
  readonly sectionId?: string
  /** Hour of the day, 0-23, in `timezone`. */
  readonly hour: number
  readonly timezone: string
  readonly language: Language
  readonly createdAt: number
  readonly status: 'active' | 'gone'
  /** When the next digest is due, epoch ms. */
  readonly nextDueAt: number
}

/** What a chat keeps with us. */
export interface ChatStore {
  settings(chat: Chat): Promise<ChatSettings>
  saveSettings(chat: Chat, settings: ChatSettings): Promise<void>
  subscriptions(chat: Chat): Promise<readonly Subscription[]>
  addSubscription(subscription: Subscription): Promise<void>
  /** False: no such subscription in this chat. */
  removeSubscription(chat: Chat, id: string): Promise<boolean>
  /** Everything kept about the chat is deleted. */
  forget(chat: Chat): Promise<void>
}

/** One part of one digest to one chat: written before the first call, and never sent again once sent. */
export interface Delivery {
  readonly id: string
  readonly subscriptionId: string
  readonly chat: Chat
  /** The due time that it answers, epoch ms. */
  readonly occurrenceAt: number
  readonly part: number
  readonly parts: number
  readonly payload: Payload
  /** Derived from the row, 1-25 characters: the same on every try. */
  readonly nonce: string
  readonly state: 'queued' | 'sending' | 'sent' | 'gone' | 'uncertain'
  readonly attempts: number
  readonly messageId?: string
  readonly reason?: string
  /** Not to be tried before this time, epoch ms. */
  readonly notBeforeAt: number
}

export interface DeliveryStore {
  /** Active subscriptions whose nextDueAt has come. */
  dueSubscriptions(now: number): Promise<readonly Subscription[]>
  /** In one transaction: the rows are written and the subscription's nextDueAt moves on. False: this occurrence was written before, and nothing changes. */
  enqueue(deliveries: readonly Delivery[], next: { subscriptionId: string; nextDueAt: number }): Promise<boolean>
  /** Rows in state queued whose notBeforeAt has come, parts in order, oldest first. A part waits for the one before it. */
  queued(now: number): Promise<readonly Delivery[]>
  /** Before the call leaves: state sending, one more attempt. */
  markSending(id: string, at: number): Promise<void>
  markResult(
    id: string,
    result: Pick<Delivery, 'state'> & { messageId?: string; reason?: string; notBeforeAt?: number },
    at: number,
  ): Promise<void>
  /** Rows left in `sending` by a process that died: they become `uncertain`, and are returned. */
  recover(at: number): Promise<readonly Delivery[]>
  /** The chat is gone: its subscriptions and open rows end as `gone`. */
  endChat(chat: Chat, reason: string, at: number): Promise<void>
  /** True the first time only: updates and events that platforms replay are handled once. */
  firstSight(platform: string, updateId: string, at: number): Promise<boolean>
}
