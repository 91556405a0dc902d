import type { NewsFilter } from '../../summaries/digest/news-filter.js'
import type { Language } from '../../text/types.js'
import type { Chat, PlatformName } from './request.js'
import type { EndCause, Payload } from './payload.js'
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
  /** A role of the chat's server that a manager chose to be pinged; see Traits.hasRoles. */
  readonly mentionRoleId?: string
  readonly crosspost?: boolean
  readonly isForum?: boolean
  /** The topic of each section; see Traits.hasTopics. */
  readonly topics?: Readonly<Record<string, string>>
}

/** The reason of a subscription that somebody paused; others were paused for a fault. */
export const PAUSED_BY_HAND = 'paused'

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
  /** By its id, whatever chat of the platform it is of. */
  subscription(platform: PlatformName, id: string): Promise<Subscription | undefined>
  /** What a person made in any chat of the platform, oldest first, 100 at most. */
  subscriptionsBy(platform: PlatformName, userId: string): Promise<readonly Subscription[]>
  addSubscription(subscription: Subscription): Promise<void>
  /** All but its id, chat and origin is replaced. False: no such subscription in this chat. */
  updateSubscription(subscription: Subscription): Promise<boolean>
  /** Nothing more is composed for it until it is resumed; what waits is dropped. False: no such subscription in this chat. */
  pauseSubscription(chat: Chat, id: string, reason: string): Promise<boolean>
  /** False: no such subscription in this chat. */
  resumeSubscription(chat: Chat, id: string, nextDueAt: number): Promise<boolean>
  /** False: no such subscription in this chat. */
  removeSubscription(chat: Chat, id: string): Promise<boolean>
  /** What names the person is deleted on every chat of the platform: who made which subscription. The subscriptions stay. */
  forgetPerson(platform: PlatformName, userId: string): Promise<void>
  /** Everything kept about the chat is deleted. */
  forget(chat: Chat): Promise<void>
}

/** Attempts of which nobody knows whether they arrived. */
export interface Doubt {
  /** When the first such attempt left, epoch ms. */
  readonly firstTryAt: number
  readonly reason: string
  /** The next try says in its first line that an earlier one may have arrived. */
  readonly isMarked: boolean
  readonly tries: number
  /** How many of them ended in a line that was reset: those were not read. */
  readonly resets: number
}

/** One part of one digest to one chat: written before the first call, and never sent again once sent. */
export interface Delivery {
  readonly id: string
  readonly subscriptionId: string
  readonly chat: Chat
  readonly kind: 'digest' | 'news' | 'alert'
  readonly language: Language
  /** The due time that it answers, epoch ms. */
  readonly occurrenceAt: number
  readonly part: number
  readonly parts: number
  /** Derived from the row, 1-25 characters: the same on every try. */
  readonly nonce: string
  /** skipped: missed for longer than the grace. uncertain: it may have arrived, and nothing more is done. */
  readonly state: 'queued' | 'sending' | 'sent' | 'gone' | 'uncertain' | 'skipped'
  readonly attempts: number
  readonly messageId?: string
  readonly reason?: string
  readonly doubt?: Doubt
  /** Of a row that is gone: the platform did not take this part, the chat is well, and the parts behind it are sent. `meant`: nobody need hear of it. */
  readonly refusal?: 'fault' | 'meant'
  /** Not to be tried before this time, epoch ms. */
  readonly notBeforeAt: number
  /** When it came into its state. */
  readonly changedAt: number
}

/** What was told in a composed digest: what must not come again, and what a correction goes back to. */
export interface ToldItem {
  readonly storyId: string
  /** The facts that were told of the story; see DigestItem. */
  readonly facts: readonly string[]
  readonly quotes: readonly { readonly articleId: string; readonly quote: string }[]
}

/** What one look at a subscription brings: parts to send, occurrences that are skipped, and where it stands now. */
export interface Enqueued {
  readonly subscriptionId: string
  readonly parts: readonly (Pick<
    Delivery,
    'id' | 'chat' | 'kind' | 'language' | 'occurrenceAt' | 'part' | 'parts' | 'nonce' | 'notBeforeAt'
  > & { readonly payload: Payload })[]
  /** Occurrences that were missed, epoch ms. */
  readonly skipped: readonly { readonly id: string; readonly occurrenceAt: number; readonly reason: string }[]
  /** The same text for many chats is one edition. */
  readonly edition?: { readonly id: string; readonly told: readonly ToldItem[] }
  /** Absent: it stays. */
  readonly nextDueAt?: number
  /** What was published before is told. Absent: it stays. */
  readonly coveredUntil?: number
}

/** How an attempt ended. */
export type Outcome = Pick<Delivery, 'id' | 'messageId' | 'reason' | 'doubt' | 'refusal'> & {
  readonly state: Exclude<Delivery['state'], 'sending' | 'skipped'>
  readonly notBeforeAt?: number
}

/** What was told to a subscription: editions by id, each with its items. */
export interface Told {
  readonly bySubscription: Readonly<Record<string, readonly string[]>>
  readonly editions: Readonly<Record<string, readonly Omit<ToldItem, 'quotes'>[]>>
}

/** A quote that was cited to a subscription, and whose article has been corrected since. */
export interface RevisedQuote {
  readonly subscriptionId: string
  readonly storyId: string
  readonly articleId: string
  readonly quote: string
  readonly toldAt: number
}

/** Which deliveries: absent parts leave out none. `since`: changed then or later, epoch ms. */
export interface DeliveryQuery {
  readonly limit: number
  /** Only what may have arrived twice or never. */
  readonly inDoubt?: boolean
  readonly chatId?: string
  readonly since?: number
  readonly state?: Delivery['state']
}

/** How many deliveries of a chat are in a state, and when one came into it last. */
export interface ChatCount extends Pick<Delivery, 'chat' | 'state'> {
  readonly count: number
  readonly lastAt: number
}

/** The outbox, looked at. */
export interface DeliveryList {
  /** Newest first. */
  list(query: DeliveryQuery): Promise<readonly Delivery[]>
  countByChat(since: number): Promise<readonly ChatCount[]>
  /** Rows in doubt that ended and that the owner has not heard of, oldest first. */
  untoldDoubts(limit: number): Promise<readonly Delivery[]>
  /** Parts that a platform refused and that nobody has heard of, oldest first. */
  untoldRefusals(limit: number): Promise<readonly Delivery[]>
  /** When the owner heard of them; undefined: not after all. */
  markTold(ids: readonly string[], at: number | undefined): Promise<void>
}

export interface DeliveryStore extends DeliveryList {
  /** Active subscriptions whose nextDueAt has come, oldest first, after the one given; at most `limit`. */
  dueSubscriptions(now: number, page: { limit: number; after?: Subscription }): Promise<readonly DueSubscription[]>
  /** Active subscriptions with alerts. */
  alertSubscriptions(): Promise<readonly DueSubscription[]>
  /**
   * In one transaction. False in its place: this occurrence was written before, or the subscription is no more, and
   * nothing of it is written but the next due time.
   */
  enqueue(batch: readonly Enqueued[], at: number): Promise<readonly boolean[]>
  /**
   * Rows in state queued whose earlier parts are through, oldest occurrence first; the next page after the row given. `of`:
   * of these subscriptions only.
   */
  open(page: { limit: number; after?: Delivery; of?: readonly string[] }): Promise<readonly Delivery[]>
  /** Before the calls leave: state sending, one more attempt. Only those that were queued are given back, with what to send. */
  begin(ids: readonly string[], at: number): Promise<readonly { readonly id: string; readonly payload: Payload }[]>
  /** Writes how attempts ended; gives back the parts that may be sent now. A row that was sent stays so. */
  finish(outcomes: readonly Outcome[], at: number): Promise<readonly Delivery[]>
  /** Rows in state sending: at the start, what a process that died left. */
  unfinished(): Promise<readonly Delivery[]>
  /** The chat is gone: its subscriptions and open rows end as `gone`. */
  endChat(chat: Chat, reason: string, at: number, cause?: EndCause): Promise<void>
  /** What was told to these subscriptions since. */
  told(subscriptionIds: readonly string[], since: number): Promise<Told>
  /** What was cited to these subscriptions since, and is no longer in its first revision. */
  revisedQuotes(subscriptionIds: readonly string[], since: number): Promise<readonly RevisedQuote[]>
  /** How many were sent to a subscription of a kind since: what "at most so many a day" counts. */
  sentSince(subscriptionId: string, kind: Delivery['kind'], since: number): Promise<number>
  /** Due times under the zones' rules of today: an update of Node may bring new ones. Gives how many changed. */
  mendDueTimes(): Promise<number>
  /** True the first time only: updates and events that platforms replay are handled once. */
  firstSight(platform: string, updateId: string, at: number): Promise<boolean>
}

/** A subscription with what composing for it needs. */
export interface DueSubscription extends Subscription {
  /** What was published before is told. */
  readonly coveredUntil?: number
  readonly settings: ChatSettings
}
