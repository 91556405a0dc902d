import type { NewsFilter } from '../summaries/news-filter.js'
import type { Language } from '../text/types.js'
import type { Payload } from './platform.js'
import type { Chat, PlatformName } from './request.js'
import type { Quiet, Schedule } from './schedule.js'

export type Length = 'short' | 'normal' | 'full'

/** What a chat chose for all that it gets; a subscription may have its own. */
export interface ChatSettings {
  readonly language?: Language
  /** Of Uzbek: Latin letters unless told. */
  readonly script?: 'Cyrl'
  /** IANA; absent: the region's. */
  readonly timezone?: string
  readonly quiet?: Quiet
  readonly length?: Length
  /** The sections in the chat's own order; those left out follow in the template's. */
  readonly sectionOrder?: readonly string[]
  readonly hiddenSections?: readonly string[]
}

/** What a chat hears of beside its schedule. */
export interface Alerts {
  /** A figure of the measure and the parties changed; absent parts: any. */
  readonly figures?: readonly { readonly measure?: string; readonly entityIds?: readonly string[] }[]
  /** A story broke: three voices within an hour. */
  readonly stories?: boolean
  readonly atMostPerDay: number
}

/** How a digest is posted where the platform and the chat know more than plain messages. */
export interface Posting {
  /** A Discord role that a manager chose to be pinged. */
  readonly mentionRoleId?: string
  readonly crosspost?: boolean
  readonly isForum?: boolean
  /** Telegram: the topic of each section. */
  readonly topics?: Readonly<Record<string, string>>
}

/** A chat's standing order for news. */
export interface Subscription {
  readonly id: string
  readonly chat: Chat
  readonly status: 'active' | 'paused' | 'gone'
  /** Why it is not active. */
  readonly reason?: string
  readonly language: Language
  readonly length: Length
  readonly filter: NewsFilter
  readonly schedule: Schedule
  readonly alerts?: Alerts
  readonly delivery?: Posting
  /** The id of the person who made it, on the chat's platform. */
  readonly createdBy?: string
  readonly createdAt: number
  /** When the next digest is due, epoch ms. */
  readonly nextDueAt: number
}

/** What a chat keeps with us. */
export interface ChatStore {
  settings(chat: Chat): Promise<ChatSettings>
  saveSettings(chat: Chat, settings: ChatSettings): Promise<void>
  subscriptions(chat: Chat): Promise<readonly Subscription[]>
  addSubscription(subscription: Subscription): Promise<void>
  /** All but its id, chat and origin is replaced. False: no such subscription in this chat. */
  updateSubscription(subscription: Subscription): Promise<boolean>
  /** Nothing more is composed for it until it is resumed; what waits is dropped. False: no such subscription in this chat. */
  pauseSubscription(chat: Chat, id: string, reason?: string): Promise<boolean>
  /** False: no such subscription in this chat. */
  resumeSubscription(chat: Chat, id: string, nextDueAt: number): Promise<boolean>
  /** False: no such subscription in this chat. */
  removeSubscription(chat: Chat, id: string): Promise<boolean>
  /** What names the person is deleted on every chat of the platform: who made which subscription. The subscriptions stay. */
  forgetPerson(platform: PlatformName, userId: string): Promise<void>
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
